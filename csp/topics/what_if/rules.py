"""Counts by offence, flag and district, as the what-if on the figures needs them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from csp.core.measures import Measure
from csp.statistics.types import Floats, Ints
from csp.topics.thresholds.rules import Adjustment, OffenceCounts, Peers, WhatIf, adjust, what_if


@dataclass(frozen=True, eq=False)
class Counted:
    """Counts of the period and the one before, [position, district]; home holds home's, same positions."""

    home: OffenceCounts
    districts: tuple[str, ...]
    now: Ints
    code: str
    """The code of home."""


def counted(frame: pd.DataFrame, districts: Sequence[str], home: str, exclude: Collection[str]) -> Counted:
    """From rows of district_code, offence, flag, now, before; rows with a flag of exclude are left out."""
    position: dict[tuple[str, str | None], int] = {}
    rows = []
    for district, offence, flag, now, before in frame.itertuples(index=False, name=None):
        tag = flag if isinstance(flag, str) else None
        if tag in exclude or district not in districts:
            continue
        at = position.setdefault((offence, tag), len(position))
        rows.append((at, districts.index(district), int(now), int(before)))
    counts = np.zeros((2, len(position), len(districts)), dtype=np.int64)
    for at, across, now, before in rows:
        counts[:, at, across] += (now, before)
    offences, flags = tuple(offence for offence, _ in position), tuple(flag for _, flag in position)
    own = districts.index(home)
    block = OffenceCounts(offences, flags, counts[0, :, own], counts[1, :, own])
    return Counted(block, tuple(districts), counts[0], home)


def peers(block: Counted, measures: Sequence[Measure], vocabulary: str, population: Floats) -> Peers:
    """Every measure in every district, for ranks."""
    counts = np.array([block.now[block.home.of(m, vocabulary)].sum(axis=0) for m in measures])
    shape = (len(measures), len(block.districts))
    codes = tuple(m.code for m in measures)
    return Peers(block.code, block.districts, codes, counts.reshape(shape), population)


def without(block: Counted, flags: Collection[str]) -> Counted:
    """The counts of every district without the rows of some flags."""
    kept = np.array([flag not in flags for flag in block.home.flags], dtype=bool)
    return replace(block, now=block.now * kept[:, None])


def suppose(
    block: Counted,
    assumed: Sequence[Adjustment],
    measures: Sequence[Measure],
    known: Mapping[str, Measure],
    vocabulary: str,
    population: Floats,
    exposures: tuple[float, float],
    alpha: float,
) -> dict[str, WhatIf]:
    """Every measure under the assumptions, by code. A flag left out is left out of the other districts too.

    Whether a change is a signal is decided over the measures given together; an assumption
    may be about any measure known.
    """
    changed = adjust(block.home, assumed, known, vocabulary)
    flags = [each.flag for each in assumed if each.kind == "without"]
    standing = peers(block, measures, vocabulary, population)
    standing_if = peers(without(block, flags), measures, vocabulary, population)
    now = what_if(block.home, (), measures, vocabulary, standing, None, exposures, alpha)
    then = what_if(changed, (), measures, vocabulary, standing_if, None, exposures, alpha)
    return {
        here.code: replace(
            here,
            now_if=there.now,
            before_if=there.before,
            pct_if=there.pct,
            signal_if=there.signal,
            rank_if=there.rank,
        )
        for here, there in zip(now, then, strict=True)
    }
