"""Counts by offence, flag and district, and every measure of home under assumptions beside its peers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from csp.core.measures import Measure
from csp.statistics.types import Floats, Ints
from csp.topics.what_if.rules.assumptions import Adjustment, OffenceCounts
from csp.topics.what_if.rules.figures import Basis, Peers, WhatIf, suppose_measures


@dataclass(frozen=True, eq=False)
class DistrictCounts:
    """Counts of the period in every district, now [position, district].

    home: home's counts of the period and the one before, at the same positions. code: home's own.
    """

    home: OffenceCounts
    districts: tuple[str, ...]
    now: Ints
    code: str


def build_district_counts(
    frame: pd.DataFrame, districts: Sequence[str], home: str, exclude: Collection[str]
) -> DistrictCounts:
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
    home_counts = OffenceCounts(offences, flags, counts[0, :, own], counts[1, :, own])
    return DistrictCounts(home_counts, tuple(districts), counts[0], home)


def build_peers(
    counts: DistrictCounts, measures: Sequence[Measure], vocabulary: str, population: Floats
) -> Peers:
    """Every measure in every district, for ranks. population: [district]."""
    totals = np.array([counts.now[counts.home.of(m, vocabulary)].sum(axis=0) for m in measures])
    shape = (len(measures), len(counts.districts))
    codes = tuple(m.code for m in measures)
    return Peers(counts.code, counts.districts, codes, totals.reshape(shape), population)


def leave_out_flags(counts: DistrictCounts, flags: Collection[str]) -> DistrictCounts:
    """The counts of every district without the rows of some flags."""
    counted = np.array([flag not in flags for flag in counts.home.flags], dtype=bool)
    return replace(counts, now=counts.now * counted[:, None])


def suppose(
    counts: DistrictCounts,
    adjustments: Sequence[Adjustment],
    measures: Sequence[Measure],
    basis: Basis,
    population: Floats,
) -> dict[str, WhatIf]:
    """Every measure under the assumptions, by code. A flag left out is left out of the other districts too.

    Verdicts are decided over the listed measures among those given; an assumption may be about any
    measure of basis. population: [district].
    """
    flags = [each.flag for each in adjustments if each.kind == "without"]
    recorded = build_peers(counts, measures, basis.vocabulary, population)
    assumed = build_peers(leave_out_flags(counts, flags), measures, basis.vocabulary, population)
    rows = suppose_measures(counts.home, adjustments, measures, basis, recorded, assumed)
    return {row.code: row for row in rows}
