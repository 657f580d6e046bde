"""The comparison behind both first pages: every measure, every district, two periods. Pure.

All measures and districts are held as one matrix, measures down and districts across,
because a page that asks for thirty of them must answer a click at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from csp import disclosure, statistics
from csp.core.population import Populations
from csp.findings.changes import MeasureRow
from csp.measures import Flag, Measure

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Basis:
    """What every figure of a comparison shares."""

    home: str
    districts: tuple[str, ...]
    populations: Populations
    years: tuple[int, int]
    """The population years of the period and of the comparison."""
    comparable: bool
    """Whether there is an earlier period to compare with."""
    whole_home: bool
    """Whether home is the whole district: a patch of wards has no rank among districts."""
    small_base: int
    significance: float
    vocabulary: str
    """The words of the active source, which say what each measure adds up."""
    suppress: bool = False
    """Public mode: small counts are hidden, and what would give them away."""
    sums: tuple[tuple[str, ...], ...] = ()
    """The sets of measures that add up to another one, for public mode."""


@dataclass(frozen=True, eq=False)
class Standings:
    """Counts, rates and ranks, each a matrix of measures by districts.

    Rates are per 1,000 over the period; low and high are their 95 % limits. Ranks run
    from 1 = lowest. tied: another district has the same rate. hidden and hidden_before
    (public mode) mark the counts that must not be shown; their rates are nan already
    and their ranks 0.
    """

    measures: tuple[str, ...]
    districts: tuple[str, ...]
    population: Floats
    population_before: Floats
    now: Ints
    before: Ints
    rate: Floats
    rate_before: Floats
    low: Floats
    high: Floats
    rank: Ints
    rank_before: Ints
    rank_best: Ints
    rank_worst: Ints
    volume_rank: Ints
    tied: npt.NDArray[np.bool_]
    tied_before: npt.NDArray[np.bool_]
    hidden: npt.NDArray[np.bool_]
    hidden_before: npt.NDArray[np.bool_]

    def at(self, measure: str, district: str) -> tuple[int, int]:
        """The position of a figure in each matrix."""
        return self.measures.index(measure), self.districts.index(district)

    def frame(self, measure: str) -> pd.DataFrame:
        """One measure as a frame with a row per district, in the order of districts."""
        i = self.measures.index(measure)
        matrices = (
            "now before rate rate_before low high rank rank_before "
            "rank_best rank_worst volume_rank tied tied_before hidden hidden_before"
        )
        return pd.DataFrame(
            {
                "district_code": list(self.districts),
                "population": self.population,
                "population_before": self.population_before,
                **{name: getattr(self, name)[i] for name in matrices.split()},
            }
        )


def standings(counts: pd.DataFrame, measures: Sequence[str], basis: Basis) -> Standings:
    """Every measure in every district. counts has measure, district_code, now, before; a missing row is 0."""
    now, before = _matrices(counts, measures, basis.districts)
    people, people_before = (
        np.array([basis.populations.of(code, year)[0] for code in basis.districts]) for year in basis.years
    )
    rate = np.asarray(statistics.rate(now, people))
    rate_before = np.asarray(statistics.rate(before, people_before))
    low, high = (np.asarray(limit) for limit in statistics.rate_limits(now, people))
    best, worst = statistics.rank_ranges(low, high)
    hidden, hidden_before = _hidden(now, measures, basis), _hidden(before, measures, basis)
    return Standings(
        measures=tuple(measures),
        districts=basis.districts,
        population=people,
        population_before=people_before,
        now=now,
        before=before,
        rate=np.where(hidden, np.nan, rate),
        rate_before=np.where(hidden_before, np.nan, rate_before),
        low=np.where(hidden, np.nan, low),
        high=np.where(hidden, np.nan, high),
        rank=np.where(hidden, 0, statistics.ranks(rate)),
        rank_before=np.where(hidden_before, 0, statistics.ranks(rate_before)),
        rank_best=np.where(hidden, 0, best),
        rank_worst=np.where(hidden, 0, worst),
        volume_rank=np.where(hidden, 0, statistics.ranks(now.astype(np.float64))),
        hidden=hidden,
        hidden_before=hidden_before,
        tied=_tied(rate),
        tied_before=_tied(rate_before),
    )


def _hidden(counts: Ints, measures: Sequence[str], basis: Basis) -> npt.NDArray[np.bool_]:
    if not basis.suppress:
        return np.zeros(counts.shape, dtype=bool)
    known = [family for family in basis.sums if set(family) <= set(measures)]
    return disclosure.hide(counts, measures, known)


def _matrices(counts: pd.DataFrame, measures: Sequence[str], districts: Sequence[str]) -> tuple[Ints, Ints]:
    down = {code: i for i, code in enumerate(measures)}
    across = {code: j for j, code in enumerate(districts)}
    now, before = (np.zeros((len(down), len(across)), dtype=np.int64) for _ in range(2))
    for measure, district, n, m in zip(
        counts["measure"], counts["district_code"], counts["now"], counts["before"], strict=True
    ):
        if measure in down and district in across:
            now[down[measure], across[district]] = n
            before[down[measure], across[district]] = m
    return now, before


def _tied(rates: Floats) -> npt.NDArray[np.bool_]:
    """Whether another district of the same row has the very same rate."""
    tied: npt.NDArray[np.bool_] = (rates[..., None, :] == rates[..., :, None]).sum(axis=-1) > 1
    return tied


def measure_rows(
    table: Standings,
    measures: Sequence[Measure],
    basis: Basis,
    flagged: pd.DataFrame,
    flag: Flag | None = None,
    home_population: tuple[float, float] | None = None,
) -> list[MeasureRow]:
    """One row per measure for home, with its change, its signal and its place among the districts.

    flagged has measure, flag, now, before for home. home_population replaces the
    district's where home is narrowed to wards. Whether a change is a signal is
    decided over all the rows together (Benjamini-Hochberg).
    """
    at = [table.at(measure.code, basis.home) for measure in measures]
    now, before = (np.array([matrix[i] for i in at], dtype=np.int64) for matrix in (table.now, table.before))
    j = table.districts.index(basis.home)
    people = home_population or (float(table.population[j]), float(table.population_before[j]))
    hidden, hidden_before = (
        np.array([matrix[i] for i in at], dtype=bool) for matrix in (table.hidden, table.hidden_before)
    )
    # A change would give the hidden side away.
    told = ~(hidden | hidden_before) & basis.comparable
    p = np.where(told, _change_p(now, before, people), np.nan)
    signal = statistics.signals(p, basis.significance)
    rates = np.asarray(statistics.rate(now, people[0])), np.asarray(statistics.rate(before, people[1]))
    tagged = _tagged(flagged, flag)
    return [
        MeasureRow(
            code=measure.code,
            label=measure.label,
            noun=measure.noun,
            polarity=measure.polarity,
            kind=measure.kind,
            parts=frozenset() if measure.flag else frozenset(measure.offences[basis.vocabulary]),
            now=int(now[k]),
            hidden_now=bool(hidden[k]),
            hidden_before=bool(hidden_before[k]),
            rate_now=None if hidden[k] else float(rates[0][k]),
            **(
                _change(int(now[k]), int(before[k]), float(rates[1][k]), float(p[k]), bool(signal[k]), basis)
                if told[k]
                else _NO_CHANGE
            ),
            **_place(table, measure, basis),
            **_flagged(tagged, measure.code, flag, basis.suppress),
        )
        for k, measure in enumerate(measures)
    ]


def _change_p(now: Ints, before: Ints, people: tuple[float, float]) -> Floats:
    """p of each change per head; of the bare counts where the population is not known."""
    exposures = (1.0, 1.0) if any(np.isnan(people)) else people
    return np.asarray(statistics.change_p(now, before, *exposures))


_NO_CHANGE: dict[str, Any] = {
    **dict.fromkeys(("before", "difference", "pct", "p", "rate_before")),
    "signal": False,
    "small_base": False,
}


def _change(
    now: int, before: int, rate_before: float, p: float, signal: bool, basis: Basis
) -> dict[str, Any]:
    return {
        "before": before,
        "difference": now - before,
        "pct": 100.0 * (now - before) / before if before else None,
        "p": p,
        "rate_before": rate_before,
        "signal": signal,
        "small_base": before < basis.small_base,
    }


def _place(table: Standings, measure: Measure, basis: Basis) -> dict[str, Any]:
    at = table.at(measure.code, basis.home)
    if not (measure.ranked and basis.whole_home and table.rank[at]):
        return dict.fromkeys(("rank_now", "rank_before", "rank_best", "rank_worst"))
    return {
        "rank_now": int(table.rank[at]),
        "rank_before": int(table.rank_before[at]) or None if basis.comparable else None,
        "rank_best": int(table.rank_best[at]),
        "rank_worst": int(table.rank_worst[at]),
        "tied_now": bool(table.tied[at]),
        "tied_before": bool(table.tied_before[at]),
    }


def _tagged(flagged: pd.DataFrame, flag: Flag | None) -> dict[str, tuple[int, int]]:
    if flag is None:
        return {}
    rows = flagged[flagged["flag"] == flag.code]
    return {
        code: (int(now), int(before))
        for code, now, before in zip(rows["measure"], rows["now"], rows["before"], strict=True)
    }


def _flagged(
    tagged: Mapping[str, tuple[int, int]], code: str, flag: Flag | None, suppress: bool
) -> dict[str, Any]:
    if flag is None or code not in tagged:
        return {}
    now, before = tagged[code]
    if suppress and (disclosure.is_small(now) or disclosure.is_small(before)):
        return {}
    return {"flagged_now": now, "flagged_before": before, "flag_label": flag.label}
