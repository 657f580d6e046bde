"""One measure in one ward, in a patch of several wards, or in the whole borough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from csp import statistics
from csp.comparison.rules import LEAST_RANKED, find_rank_ranges
from csp.comparison.standings import Ints
from csp.core.change import Change, judge_changes
from csp.core.disclosure import are_too_few, is_too_few
from csp.statistics.shrinkage import shrink_rates
from csp.topics.wards.rules.borough import Wards, find_other_p


@dataclass(frozen=True)
class Figures:
    """One measure in a ward, in a patch of wards or in the whole borough.

    rate, low and high (95% limits) are per 1,000 over the period, nan without a population. ratio
    and its limits are the rate over the borough's; nan where either is missing. rank is by rate, 1 =
    lowest, among the wards with 5 or more recorded; 0 where there is none, as for a patch of wards.
    smoothed is the rate drawn towards that of all wards as far as chance moves it: what a map is shaded by.
    """

    code: str
    name: str
    change: Change
    population: float
    rate: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    rank: int = 0
    rank_best: int = 0
    rank_worst: int = 0
    tied: bool = False
    smoothed: float = float("nan")

    @property
    def is_few(self) -> bool:
        """Whether fewer than 5 are recorded: too few to name, shade or rank an area by."""
        return is_too_few(self.change.now)

    @property
    def apart(self) -> bool:
        """Whether the limits of the rate leave out the borough's rate, on enough cases to say so."""
        return not self.is_few and bool(self.ratio_low > 1 or self.ratio_high < 1)


@lru_cache(maxsize=64)
def compute_ward_figures(wards: Wards, measure: str) -> tuple[Figures, ...]:
    """One measure in every ward, in the order of the names.

    Whether it has changed in a ward is decided over the measures of that ward, as on every other page.
    """
    table, i = wards.table, wards.row(measure)
    counts = table.now[i], table.before[i]
    phi = wards.basis.find_dispersion([measure], "ward", *(each[None] for each in counts))[0]
    changes = judge_changes(
        *counts,
        wards.basis.change_rules,
        (table.population, table.population_before),
        phi,
        np.array([find_other_p(wards, measure, [j]) for j in range(len(table.districts))]),
    )
    borough_rate = float(wards.rate[i])
    places = _rank_compared(wards, i)
    smoothed = shrink_rates(table.now[i], table.population, wards.basis.dispersions.of(measure, "ward"))
    return tuple(
        Figures(
            code=code,
            name=wards.names[code],
            change=changes[j],
            population=float(table.population[j]),
            **_rates_and_ratios(
                float(table.rate[i, j]), (float(table.low[i, j]), float(table.high[i, j])), borough_rate
            ),
            rank=int(places.rank[j]),
            rank_best=int(places.best[j]),
            rank_worst=int(places.worst[j]),
            tied=bool(places.rank[j] and (places.rank == places.rank[j]).sum() > 1),
            smoothed=float(smoothed[j]),
        )
        for j, code in enumerate(table.districts)
    )


class _Places(NamedTuple):
    """The rank of every ward by rate, 0 where it has none, and the ends of the range that it could have."""

    rank: Ints
    best: Ints
    worst: Ints


def _rank_compared(wards: Wards, measure: int) -> _Places:
    """The ranks of the wards with 5 or more recorded among themselves: fewer are compared with none."""
    table = wards.table
    few = are_too_few(table.now[measure])
    rate, counts = (np.where(few, np.nan, of_each[measure]) for of_each in (table.rate, table.now))
    phi = wards.basis.find_dispersion([table.measures[measure]], "ward", table.now[[measure]])[0]
    if np.isfinite(rate).sum() < LEAST_RANKED:
        return _Places(*np.zeros((3, len(rate)), dtype=np.int64))
    return _Places(
        statistics.ranks(rate),
        *find_rank_ranges(counts, rate, table.population, phi, table.apart[measure]),
    )


def compute_borough_figures(wards: Wards, measure: str) -> Figures:
    """The whole borough, with what lies in no known ward."""
    i = wards.row(measure)
    people = wards.population, wards.population_before
    (change,) = judge_changes(
        wards.now[[i]],
        wards.before[[i]],
        wards.basis.change_rules,
        people,
        dispersion=wards.basis.dispersions.of(measure),
        others=find_other_p(wards, measure, None)[None],
    )
    return _unranked_figures(wards, measure, (wards.basis.home, wards.borough), change, people[0])


def compute_patch_figures(wards: Wards, measure: str, codes: Sequence[str], name: str) -> Figures:
    """Several wards summed. One of them without a population leaves the patch without a rate."""
    table, i, columns = wards.table, wards.row(measure), wards.columns(codes)
    now, before = (int(counts[i, columns].sum()) for counts in (table.now, table.before))
    people = float(table.population[columns].sum()), float(table.population_before[columns].sum())
    phi = wards.basis.dispersions.of(measure, "ward")
    others = find_other_p(wards, measure, columns)[None]
    (change,) = judge_changes([now], [before], wards.basis.change_rules, people, phi, others)
    return _unranked_figures(wards, measure, ("", name), change, people[0])


def compute_place_figures(wards: Wards, measure: str, codes: Sequence[str], name: str) -> Figures:
    """The place that the profile is of: the borough, the one ward chosen, or the patch of several.

    codes: the wards chosen, none for the borough; name: what a patch is called.
    """
    if not codes:
        return compute_borough_figures(wards, measure)
    if len(codes) == 1:
        return compute_ward_figures(wards, measure)[wards.columns(codes)[0]]
    return compute_patch_figures(wards, measure, codes, name)


def _unranked_figures(
    wards: Wards, measure: str, area: tuple[str, str], change: Change, population: float
) -> Figures:
    """The figures of an area (its code and name) that is not ranked among others."""
    rate = float(statistics.rate(change.now, population))
    phi = wards.basis.dispersions.of(measure, "district" if area[0] == wards.basis.home else "ward")
    limits = statistics.rate_limits(change.now, population, dispersion=phi)
    low, high = (float(limit) for limit in limits)
    borough_rate = float(wards.rate[wards.row(measure)])
    return Figures(
        code=area[0],
        name=area[1],
        change=change,
        population=population,
        **_rates_and_ratios(rate, (low, high), borough_rate),
    )


def _rates_and_ratios(rate: float, limits: tuple[float, float], borough_rate: float) -> dict[str, Any]:
    """A rate with its limits, and all three over the borough's rate, by the names of Figures."""
    divisor = borough_rate if borough_rate > 0 else float("nan")
    low, high = limits
    return {
        "rate": rate,
        "low": low,
        "high": high,
        "ratio": rate / divisor,
        "ratio_low": low / divisor,
        "ratio_high": high / divisor,
    }
