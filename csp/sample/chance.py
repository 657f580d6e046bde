"""Seeded chance: every part of the sample draws from a stream of its own.

A stream is named by what it decides, so that a change in one part of the sample
leaves the draws of every other part as they were.
"""

from __future__ import annotations

from zlib import crc32

from numpy.random import PCG64, Generator, SeedSequence

SEED = 20210301


def stream(*name: str | int) -> Generator:
    """The generator for one decision, such as stream("months", "robbery", 2019)."""
    words = [crc32(str(part).encode("utf-8")) for part in name]
    return Generator(PCG64(SeedSequence([SEED, *words])))
