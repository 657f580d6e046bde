"""Seeded chance: every part of the sample draws from a stream of its own.

A stream is named by what it decides, so that a change in one part of the sample
leaves the draws of every other part as they were.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

SEED = 20210301


def stream(*name: str | int) -> Generator:
    """The generator for one decision, such as stream("months", "robbery", 2019)."""
    words = [crc32(str(part).encode("utf-8")) for part in name]
    return Generator(PCG64(SeedSequence([SEED, *words])))


def spread(rng: Generator, total: int, shares: NDArray[np.float64], dispersion: float) -> NDArray[np.int64]:
    """A total spread over its shares by chance; each part varies about dispersion times its mean.

    The shares themselves vary (Dirichlet) as those of independent counts of that dispersion would,
    given their sum; the parts add up to the total exactly.
    """
    if total and dispersion > 1:
        # A share so small that it could round to nothing would never be drawn.
        shares = rng.dirichlet(np.maximum(total * shares / (dispersion - 1), 1e-6) * (shares > 0) + 1e-12)
    parts: NDArray[np.int64] = rng.multinomial(total, shares)
    return parts
