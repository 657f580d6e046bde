"""The fatal four of a period against the year before, from the counts of a partner. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from csp.core.change import ChangeRules, judge_changes
from csp.core.disclosure import is_too_few
from csp.core.road_records.road_factor import FACTORS, SAFETY_FACTORS_FROM, RoadFactor
from csp.topics.road_safety.rules.breakdowns import Part
from csp.topics.road_safety.rules.periods import Period


@dataclass(frozen=True)
class FactorFigures:
    """Each factor that is counted for a period, in the order of FACTORS, and who counted them.

    comparable: the year before is counted too, and by the same record: contributory factors and road safety
    factors are not the same questions.
    """

    parts: tuple[Part, ...]
    sources: tuple[str, ...]
    comparable: bool


def compare_factors(
    factors: Sequence[RoadFactor],
    periods: tuple[Period, Period],
    dispersion: float,
    rules: ChangeRules,
) -> FactorFigures | None:
    """The figures of a period and the year before; None where no factor is counted for all of its days."""
    now, before = ({code: _cover(factors, code, period) for code in FACTORS} for period in periods)
    codes = [code for code in FACTORS if now[code]]
    if not codes:
        return None
    regimes = {period.end >= SAFETY_FACTORS_FROM for period in periods}
    comparable = len(regimes) == 1 and all(before[code] for code in codes)
    counts, counts_before = (
        np.array([sum(row.casualties for row in side[code]) for code in codes], dtype=np.int64)
        for side in (now, before)
    )
    changes = judge_changes(
        counts,
        counts_before,
        replace(rules, comparable=comparable),
        dispersion=dispersion,
    )
    parts = tuple(
        Part(code, FACTORS[code], change, np.nan, np.nan, is_too_few(max(change.now, change.before or 0)))
        for code, change in zip(codes, changes, strict=True)
    )
    sources = dict.fromkeys(row.source for code in codes for row in (*now[code], *before[code]))
    return FactorFigures(parts, tuple(sources), comparable)


def _cover(factors: Iterable[RoadFactor], code: str, period: Period) -> list[RoadFactor]:
    """The rows of a factor that fill a period, none where a day is missing or counted twice."""
    rows = sorted(
        (
            each
            for each in factors
            if each.factor == code and period.start <= each.start and each.end <= period.end
        ),
        key=lambda each: each.start,
    )
    following = period.start
    for row in rows:
        if row.start != following:
            return []
        following = row.end + timedelta(days=1)
    return rows if following == period.end + timedelta(days=1) else []
