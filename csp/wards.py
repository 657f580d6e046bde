"""The rules of the ward map: what each ward's figures are, and what a click on one means. Pure.

A ward is compared with its borough as a district is with its county, so the matrices of
csp.comparison serve here with wards in the place of districts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from csp import statistics
from csp.comparison import Basis, Floats, Ints, Populations, Standings, standings
from csp.measures import Measure, Source

NOWHERE = ""


@dataclass(frozen=True)
class Figures:
    """One measure in a ward, in a patch of wards or in the whole borough.

    before, difference and pct are None where there is nothing to compare with; pct also
    from 0. rate, low and high (95 % limits) are per 1,000 over the period, nan without a
    population. ratio and its limits are the rate over the borough's; nan where either is
    missing. rank is by rate, 1 = lowest, 0 where there is none, as for a patch of wards.
    """

    code: str
    name: str
    now: int
    before: int | None
    difference: int | None
    pct: float | None
    small_base: bool
    p: float | None
    signal: bool
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


@dataclass(frozen=True)
class Borough:
    """The whole district: counts by measure as the wards' (Standings.measures), and its population."""

    name: str
    now: Ints
    before: Ints
    population: float
    population_before: float
    unplaced: Ints
    """Of now, the counts in no known ward: in the borough's total and on no map."""

    @property
    def rate(self) -> Floats:
        return np.asarray(statistics.rate(self.now, self.population))


def by_ward(
    counts: pd.DataFrame, measures: Sequence[str], wards: Sequence[str], basis: Basis, name: str
) -> tuple[Standings, Borough]:
    """Every measure in every ward, and in the borough they add up to together with what lies in no ward.

    counts: measure, ward_code, now, before of the whole district; a ward that is not among
    wards counts as no known ward. basis: that of the district; name is its name.
    """
    table = standings(
        counts.rename(columns={"ward_code": "district_code"}),
        measures,
        replace(basis, districts=tuple(wards)),
    )
    totals = counts.groupby("measure", sort=False)[["now", "before"]].sum().reindex(measures, fill_value=0)
    now, before = (totals[column].to_numpy(dtype=np.int64) for column in ("now", "before"))
    people, earlier = (basis.populations.of(basis.home, year)[0] for year in basis.years)
    return table, Borough(name, now, before, people, earlier, now - table.now.sum(axis=1))


def ward_figures(
    table: Standings, borough: Borough, measure: str, basis: Basis, names: Mapping[str, str]
) -> list[Figures]:
    """One measure in every ward, in the order of the table.

    Whether a change is a signal is decided over all the wards together (Benjamini-Hochberg).
    """
    i = table.measures.index(measure)
    p = _change_p(table.now[i], table.before[i], table.population, table.population_before)
    signal = statistics.signals(p, basis.significance) & basis.comparable
    own = float(borough.rate[i])
    return [
        Figures(
            code=code,
            name=names[code],
            population=float(table.population[j]),
            **_counts(int(table.now[i, j]), int(table.before[i, j]), float(p[j]), bool(signal[j]), basis),
            **_rates(float(table.rate[i, j]), float(table.low[i, j]), float(table.high[i, j]), own),
            rank=int(table.rank[i, j]),
            rank_best=int(table.rank_best[i, j]),
            rank_worst=int(table.rank_worst[i, j]),
            tied=bool(table.tied[i, j]),
        )
        for j, code in enumerate(table.districts)
    ]


def patch_figures(
    table: Standings, borough: Borough, measure: str, basis: Basis, codes: Sequence[str], name: str
) -> Figures:
    """Several wards summed. One of them without a population leaves the patch without a rate."""
    i = table.measures.index(measure)
    at = [table.districts.index(code) for code in codes]
    people, earlier = float(table.population[at].sum()), float(table.population_before[at].sum())
    counts = int(table.now[i, at].sum()), int(table.before[i, at].sum())
    return _alone("", name, counts, (people, earlier), float(borough.rate[i]), basis)


def borough_figures(table: Standings, borough: Borough, measure: str, basis: Basis) -> Figures:
    """The whole borough, with what lies in no known ward."""
    i = table.measures.index(measure)
    counts = int(borough.now[i]), int(borough.before[i])
    people = borough.population, borough.population_before
    return _alone(basis.home, borough.name, counts, people, float(borough.rate[i]), basis)


def _alone(
    code: str, name: str, counts: tuple[int, int], people: tuple[float, float], own: float, basis: Basis
) -> Figures:
    """One area by itself: its change is one test, with nothing to adjust for."""
    now, before = counts
    p = float(_change_p(np.array([now]), np.array([before]), np.array([people[0]]), np.array([people[1]]))[0])
    rate = float(statistics.rate(now, people[0]))
    low, high = (float(limit) for limit in statistics.rate_limits(now, people[0]))
    signal = basis.comparable and p < basis.significance
    return Figures(
        code=code,
        name=name,
        population=people[0],
        **_counts(now, before, p, signal, basis),
        **_rates(rate, low, high, own),
    )


def _change_p(now: Ints, before: Ints, people: Floats, earlier: Floats) -> Floats:
    """p of each change per head; of the bare counts where a population is not known."""
    known = (people > 0) & (earlier > 0)
    exposures = np.where(known, people, 1.0), np.where(known, earlier, 1.0)
    return np.asarray(statistics.change_p(now, before, *exposures))


def _counts(now: int, before: int, p: float, signal: bool, basis: Basis) -> dict[str, Any]:
    if not basis.comparable:
        absent = dict.fromkeys(("before", "difference", "pct", "p"))
        return {"now": now, **absent, "signal": False, "small_base": False}
    return {
        "now": now,
        "before": before,
        "difference": now - before,
        "pct": 100.0 * (now - before) / before if before else None,
        "p": p,
        "signal": signal,
        "small_base": before < basis.small_base,
    }


def _rates(rate: float, low: float, high: float, own: float) -> dict[str, float]:
    over = own if own > 0 else float("nan")
    return {
        "rate": rate,
        "low": low,
        "high": high,
        "ratio": rate / over,
        "ratio_low": low / over,
        "ratio_high": high / over,
    }


def ratios(table: Standings, borough: Borough) -> tuple[Floats, Floats, Floats]:
    """Each ward's rate over the borough's, with its limits: three matrices of measures by wards.

    nan where a ward has no population or the borough no count. The borough's rate is taken
    as given: its own chance is small beside a ward's.
    """
    own = np.where(borough.rate > 0, borough.rate, np.nan)[:, None]
    return table.rate / own, table.low / own, table.high / own


def shares_of_crime(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures that share out every crime between them: the categories of data.police.uk.

    Each is one category of the street vocabulary, so no crime is in two of them or in none,
    whichever source is active (the tests check it for every source).
    """
    return tuple(
        m
        for m in measures
        if m.kind == "crime" and m.flag is None and m.parent is None and len(m.offences.get("street", ())) == 1
    )


def matrix_measures(measures: Sequence[Measure], chosen: str) -> tuple[Measure, ...]:
    """The columns of the ward by crime type matrix: the total, its shares, incidents, and the one chosen."""
    shares = shares_of_crime(measures)
    total = [m for m in measures if m.code == "all_crime"]
    incidents = [m for m in measures if m.kind == "incident" and m.parent is None]
    kept = [*total, *shares, *incidents]
    return tuple(kept + [m for m in measures if m.code == chosen and m not in kept])


def mix(counts: Ints, measures: Sequence[str], shares: Sequence[Measure]) -> dict[str, float]:
    """The share in % of each of `shares` in their sum; empty where that is 0. counts go with measures."""
    rows = {m.code: int(counts[measures.index(m.code)]) for m in shares}
    total = sum(rows.values())
    return {code: 100 * n / total for code, n in rows.items()} if total else {}


def in_wards(table: Standings, codes: Sequence[str]) -> Ints:
    """The counts of every measure in some wards together."""
    at = [table.districts.index(code) for code in codes]
    return np.asarray(table.now[:, at].sum(axis=1))


def picked(chosen: Sequence[str], code: str, add: bool) -> tuple[str, ...]:
    """The wards chosen after a click on one: it alone; with add, it as well. A second click takes it out."""
    if add:
        return tuple(c for c in chosen if c != code) if code in chosen else (*chosen, code)
    return () if tuple(chosen) == (code,) else (code,)


def without_population(table: Standings) -> tuple[str, ...]:
    """The wards that have no population on file, and so no rate and no rank."""
    return tuple(
        code for code, people in zip(table.districts, table.population, strict=True) if not people > 0
    )


def other_years(populations: Populations, wards: Sequence[str], year: int) -> tuple[int, ...]:
    """The years, other than the one wanted, whose population stands in for it in some ward."""
    used = {populations.of(code, year)[1] for code in wards}
    return tuple(sorted(found for found in used if found not in (None, year)))


def has_points(source: Source, points: pd.DataFrame) -> bool:
    """Whether there is anything to draw on the map of points."""
    return source is not None and not points.empty
