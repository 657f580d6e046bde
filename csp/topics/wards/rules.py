"""The rules of the ward map: what each ward's figures are, and what a click on one means. Pure.

A ward is compared with its borough as a district is with its county, so the matrices of
csp.comparison.rules serve here with wards in the place of districts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from csp import statistics
from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis, Floats, Ints, Standings
from csp.core.change import Change, judge_changes
from csp.core.measures import Measure


@dataclass(frozen=True)
class Figures:
    """One measure in a ward, in a patch of wards or in the whole borough.

    rate, low and high (95 % limits) are per 1,000 over the period, nan without a population
    and where the count is suppressed; the count of the change is 0 then. ratio and its limits
    are the rate over the borough's; nan where either is missing. rank is by rate, 1 = lowest,
    0 where there is none, as for a patch of wards.
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

    @property
    def apart(self) -> bool:
        """Whether the limits of the rate leave out the borough's rate."""
        return bool(self.ratio_low > 1 or self.ratio_high < 1)


@dataclass(frozen=True, eq=False)
class Wards:
    """Every measure in every ward (table, wards in the place of districts) and in the borough.

    now and before are the borough's counts by measure, in the order of the table;
    unplaced is the part of now that lies in no known ward: in the total and on no map.
    Compared by identity rather than by its arrays, so that it can be a cache key at no cost.
    """

    table: Standings
    basis: Basis
    names: Mapping[str, str]
    borough: str
    now: Ints
    before: Ints
    population: float
    population_before: float
    unplaced: Ints

    def row(self, measure: str) -> int:
        return self.table.measures.index(measure)

    def columns(self, codes: Sequence[str]) -> list[int]:
        return [self.table.districts.index(code) for code in codes]

    @property
    def rate(self) -> Floats:
        """The borough's rate of each measure; nan without a population."""
        return np.asarray(statistics.rate(self.now, self.population))


@dataclass(frozen=True, eq=False)
class MapPoints:
    """The map points of a district, most first: longitude, latitude, ward_code, location, n.

    Compared by identity rather than by its arrays, so that it can be a cache key at no cost.
    """

    frame: pd.DataFrame

    def of(self, wards: Sequence[str]) -> pd.DataFrame:
        """Those of the wards chosen; all of them where none is."""
        return self.frame[self.frame["ward_code"].isin(list(wards))] if wards else self.frame


def by_ward(
    counts: pd.DataFrame, measures: Sequence[str], names: Mapping[str, str], basis: Basis, borough: str
) -> Wards:
    """Every measure in every ward, and in the borough: the wards and what lies in none of them.

    counts: measure, ward_code, now, before of the whole district; a ward that is not among
    names (by code) is no known ward. basis: that of the district; borough: its name.
    """
    wards = replace(basis, districts=tuple(names))
    table = rank_districts(counts.rename(columns={"ward_code": "district_code"}), measures, wards)
    down = {code: i for i, code in enumerate(measures)}
    totals = np.zeros((2, len(measures)), dtype=np.int64)
    for measure, *n in zip(counts["measure"], counts["now"], counts["before"], strict=True):
        if measure in down:
            totals[:, down[measure]] += n
    people, earlier = (basis.populations.of(basis.home, year)[0] for year in basis.years)
    unplaced = totals[0] - table.now.sum(axis=1)
    return Wards(table, basis, names, borough, totals[0], totals[1], people, earlier, unplaced)


@lru_cache(maxsize=64)
def ward_figures(wards: Wards, measure: str) -> tuple[Figures, ...]:
    """One measure in every ward, in the order of the names. The changes of the wards are judged together."""
    table, i = wards.table, wards.row(measure)
    suppressed = table.suppressed[i], table.suppressed_before[i]
    changes = judge_changes(
        # Set to 0, so that a suppressed count reaches no table, map or download.
        np.where(suppressed[0], 0, table.now[i]),
        table.before[i],
        wards.basis.change_rules,
        (table.population, table.population_before),
        suppressed,
    )
    return tuple(
        Figures(
            code=code,
            name=wards.names[code],
            change=changes[j],
            population=float(table.population[j]),
            **_rates([float(m[i, j]) for m in (table.rate, table.low, table.high)], float(wards.rate[i])),
            rank=int(table.rank[i, j]),
            rank_best=int(table.rank_best[i, j]),
            rank_worst=int(table.rank_worst[i, j]),
            tied=bool(table.tied[i, j] and not table.suppressed[i, j]),
        )
        for j, code in enumerate(table.districts)
    )


def borough_figures(wards: Wards, measure: str) -> Figures:
    """The whole borough, with what lies in no known ward."""
    i = wards.row(measure)
    counts = int(wards.now[i]), int(wards.before[i])
    people = wards.population, wards.population_before
    (change,) = judge_changes([counts[0]], [counts[1]], wards.basis.change_rules, people)
    return _figures_of_one(wards, measure, (wards.basis.home, wards.borough), change, people[0])


def patch_figures(wards: Wards, measure: str, codes: Sequence[str], name: str) -> Figures:
    """Several wards summed. One of them without a population leaves the patch without a rate.

    In public mode one that is suppressed suppresses the sum: the others would give it away.
    """
    table, i, at = wards.table, wards.row(measure), wards.columns(codes)
    suppressed = bool(table.suppressed[i, at].any()), bool(table.suppressed_before[i, at].any())
    now = 0 if suppressed[0] else int(table.now[i, at].sum())
    people = float(table.population[at].sum()), float(table.population_before[at].sum())
    before = int(table.before[i, at].sum())
    (change,) = judge_changes([now], [before], wards.basis.change_rules, people, suppressed)
    return _figures_of_one(wards, measure, ("", name), change, people[0])


def subject(wards: Wards, measure: str, chosen: Sequence[str], name: str) -> Figures:
    """What the profile is of: the borough, the one ward chosen, or the patch of several called name."""
    if not chosen:
        return borough_figures(wards, measure)
    if len(chosen) == 1:
        return ward_figures(wards, measure)[wards.columns(chosen)[0]]
    return patch_figures(wards, measure, chosen, name)


def _figures_of_one(
    wards: Wards, measure: str, area: tuple[str, str], change: Change, population: float
) -> Figures:
    """The figures of an area (its code and name) that is not ranked among others."""
    limits = statistics.rate_limits(change.now, population)
    rates = [float(statistics.rate(change.now, population)), *(float(limit) for limit in limits)]
    if change.suppressed_now:
        rates = [float("nan")] * 3
    own = float(wards.rate[wards.row(measure)])
    return Figures(code=area[0], name=area[1], change=change, population=population, **_rates(rates, own))


def _rates(rates: Sequence[float], own: float) -> dict[str, Any]:
    over = own if own > 0 else float("nan")
    plain = dict(zip(("rate", "low", "high"), rates, strict=True))
    return plain | {
        key: plain[of] / over for key, of in (("ratio", "rate"), ("ratio_low", "low"), ("ratio_high", "high"))
    }


def ratios(wards: Wards, measures: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Each ward's rate over the borough's, with its limits: three matrices of measures by wards.

    nan where a ward has no population or the borough no count. The borough's rate is taken
    as given: its own chance is small beside a ward's.
    """
    at = [wards.row(measure) for measure in measures]
    table, own = wards.table, np.where(wards.rate > 0, wards.rate, np.nan)[at, None]
    return table.rate[at] / own, table.low[at] / own, table.high[at] / own


def apart(wards: Wards, measures: Sequence[str]) -> tuple[int, int]:
    """How many ratios have limits that leave out 1, and how many ratios there are at all."""
    ratio, low, high = ratios(wards, measures)
    return int(((low > 1) | (high < 1)).sum()), int(np.isfinite(ratio).sum())


def shares_of_crime(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures that share out every crime between them: the categories of data.police.uk.

    Each is one category of the street vocabulary, so no crime is in two of them or in none,
    whichever source is active (the tests check it for every source).
    """
    return tuple(
        m
        for m in measures
        if m.kind == "crime"
        and m.flag is None
        and m.parent is None
        and len(m.offences.get("street", ())) == 1
    )


def matrix_measures(measures: Sequence[Measure], chosen: str) -> tuple[Measure, ...]:
    """The columns of the ward by crime type matrix: the total, its shares, incidents, the one chosen."""
    total = [m for m in measures if m.code == "all_crime"]
    incidents = [m for m in measures if m.kind == "incident" and m.parent is None]
    kept = [*total, *shares_of_crime(measures), *incidents]
    return tuple(kept + [m for m in measures if m.code == chosen and m not in kept])


def mix(wards: Wards, shares: Sequence[Measure], chosen: Sequence[str]) -> dict[str, float]:
    """The share in % of each measure of shares in their sum, in the wards chosen or in the borough.

    Empty where there are none at all. In public mode a share that tells a small count is left out.
    """
    at = wards.columns(chosen)
    counts = wards.table.now[:, at].sum(axis=1) if chosen else wards.now
    own = np.array([counts[wards.row(m.code)] for m in shares], dtype=np.int64)
    total = int(own.sum())
    hidden = statistics.suppress(own) & (wards.basis.suppress and bool(chosen))
    return {m.code: 100 * int(own[k]) / total for k, m in enumerate(shares) if not hidden[k]} if total else {}


def of_measure(counts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of one measure."""
    return counts[counts["measure"] == measure]


def at_rate(series: Sequence[float | None], people: float, of: float) -> list[float | None]:
    """Monthly counts of the borough (of so many people) scaled to a part of it; None without a population."""
    known = people > 0 and of > 0
    return [n * people / of if known and n is not None else None for n in series]


def picked(chosen: Sequence[str], code: str, add: bool) -> tuple[str, ...]:
    """The wards chosen after a click on one: it alone; with add, it as well. A second click takes it out."""
    if add:
        return tuple(c for c in chosen if c != code) if code in chosen else (*chosen, code)
    return () if tuple(chosen) == (code,) else (code,)


def without_population(wards: Wards) -> tuple[str, ...]:
    """The names of the wards that have no population on file, and so no rate and no rank."""
    known = wards.table.population > 0
    return tuple(
        wards.names[code] for code, is_known in zip(wards.table.districts, known, strict=True) if not is_known
    )


def other_years(wards: Wards) -> tuple[int, ...]:
    """The years, other than that of the period, whose population stands in for it in some ward."""
    year = wards.basis.years[0]
    used = {wards.basis.populations.of(code, year)[1] for code in wards.table.districts}
    return tuple(sorted(found for found in used if found is not None and found != year))
