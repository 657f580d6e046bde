"""The comparison behind both first pages: every measure, every district, two periods. Pure.

All measures and districts are held as one matrix, measures down and districts across,
because a page that asks for thirty of them must answer a click at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from csp import statistics
from csp.comparison.rows import MeasureRow
from csp.comparison.standings import Basis, Floats, Ints, Standings
from csp.core.change import judge_changes
from csp.core.incomplete_cells import IncompleteCells
from csp.core.measures import Flag, Measure
from csp.statistics.types import Bools

# Fewer areas than this with a population have no ranks.
LEAST_RANKED = 2


def rank_districts(counts: pd.DataFrame, measures: Sequence[str], basis: Basis) -> Standings:
    """Every measure in every district. counts has measure, district_code, now, before; a missing row is 0."""
    now, before = _matrices(counts, measures, basis.districts)
    people, people_before = (
        np.array([basis.populations.of(code, year)[0] for code in basis.districts]) for year in basis.years
    )
    rate = np.asarray(statistics.rate(now, people))
    rate_before = np.asarray(statistics.rate(before, people_before))
    dispersion = basis.find_dispersion(measures, basis.level, now)
    limits = statistics.rate_limits(now, people, dispersion=dispersion)
    low, high = (np.asarray(limit) for limit in limits)
    apart = _find_districts_apart(now, people, measures, basis)
    best, worst = find_rank_ranges(now, rate, people, dispersion, apart)
    # One area alone is neither the lowest nor the highest of anything.
    unranked, unranked_before = (
        np.isfinite(by_people).sum() < LEAST_RANKED for by_people in (people, people_before)
    )
    return Standings(
        measures=tuple(measures),
        districts=basis.districts,
        population=people,
        population_before=people_before,
        now=now,
        before=before,
        rate=rate,
        rate_before=rate_before,
        low=low,
        high=high,
        rank=np.where(unranked, 0, statistics.ranks(rate)),
        rank_before=np.where(unranked_before, 0, statistics.ranks(rate_before)),
        rank_best=np.where(unranked, 0, best),
        rank_worst=np.where(unranked, 0, worst),
        volume_rank=statistics.ranks(now.astype(np.float64)),
        tied=_find_ties(rate),
        tied_before=_find_ties(rate_before),
        apart=apart,
        incomplete=_mark_incomplete(measures, basis.districts, basis.incomplete),
        incomplete_before=_mark_incomplete(measures, basis.districts, basis.incomplete_before),
    )


def _mark_incomplete(measures: Sequence[str], districts: Sequence[str], cells: IncompleteCells) -> Bools:
    """Which measures are incomplete in which districts."""
    incomplete = np.zeros((len(measures), len(districts)), dtype=bool)
    for i, code in enumerate(measures):
        for cell in cells.of(code):
            if cell.district in districts:
                incomplete[i, districts.index(cell.district)] = True
    return incomplete


def _find_districts_apart(now: Ints, people: Floats, measures: Sequence[str], basis: Basis) -> Bools:
    """Which rates differ clearly from which others, [measure, district, other]: the test of two counts."""
    # The test of two counts says the same in either order, and a district does not differ from itself.
    one, other = np.triu_indices(len(people), 1)
    pairs = now[..., one], now[..., other]
    dispersion = basis.find_dispersion(measures, basis.level, *pairs)
    p = statistics.change_p(*pairs, people[one], people[other], dispersion=dispersion)
    apart = np.zeros((*now.shape, len(people)), dtype=bool)
    apart[..., one, other] = apart[..., other, one] = p < basis.significance  # nan is not apart
    return apart


def find_rank_ranges(
    now: Ints | Floats, rate: Floats, people: Floats, dispersion: Floats | float, apart: Bools
) -> tuple[Ints, Ints]:
    """Best and worst rank of each district in most of what the counts might have been.

    The range never contradicts the sentence about two districts: a district takes no place beyond one
    that its rate differs from clearly, and may change places with one that it does not differ from.
    """
    best, worst = statistics.rank_ranges(now, people, dispersion)
    ranked, own = np.isfinite(rate), statistics.ranks(rate)
    lower, higher = (
        rate[..., None, :] < rate[..., :, None],
        rate[..., None, :] > rate[..., :, None],
    )  # nan is neither
    first = 1 + (apart & lower).sum(axis=-1)
    last = ranked.sum(axis=-1, keepdims=True) - (apart & higher).sum(axis=-1)
    best = np.minimum(best, own - (~apart & lower).any(axis=-1))
    worst = np.maximum(worst, own + (~apart & higher).any(axis=-1))
    return np.where(ranked, np.maximum(best, first), 0), np.where(ranked, np.minimum(worst, last), 0)


def _matrices(counts: pd.DataFrame, measures: Sequence[str], districts: Sequence[str]) -> tuple[Ints, Ints]:
    rows = {code: i for i, code in enumerate(measures)}
    columns = {code: j for j, code in enumerate(districts)}
    now, before = (np.zeros((len(rows), len(columns)), dtype=np.int64) for _ in range(2))
    for measure, district, count, count_before in zip(
        counts["measure"], counts["district_code"], counts["now"], counts["before"], strict=True
    ):
        if measure in rows and district in columns:
            now[rows[measure], columns[district]] = count
            before[rows[measure], columns[district]] = count_before
    return now, before


def _find_ties(rates: Floats) -> npt.NDArray[np.bool_]:
    """Whether another district of the same row has exactly the same rate."""
    tied: npt.NDArray[np.bool_] = (rates[..., None, :] == rates[..., :, None]).sum(axis=-1) > 1
    return tied


def build_measure_rows(
    table: Standings,
    measures: Sequence[Measure],
    basis: Basis,
    flagged: pd.DataFrame,
    flag: Flag | None = None,
    home_population: tuple[float, float] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[MeasureRow]:
    """One row per measure for home, with its change and its place among the districts.

    flagged has measure, flag, now, before for home. home_population replaces the
    district's where home is narrowed to wards. names: of the districts by code, for those
    whose rates are similar. Changes are judged over the measures that the basis lists.
    """
    rows = [table.measures.index(measure.code) for measure in measures]
    j = table.districts.index(basis.home)
    now, before = table.now[rows, j], table.before[rows, j]
    people = home_population or (float(table.population[j]), float(table.population_before[j]))
    codes = [measure.code for measure in measures]
    dispersion = basis.find_dispersion(codes, basis.home_level, now, before)
    changes = judge_changes(now, before, basis.rules_for(codes), people, dispersion)
    rates, rates_before = (
        np.asarray(statistics.rate(now, people[0])),
        np.asarray(statistics.rate(before, people[1])),
    )
    flag_counts = _counts_with_flag(flagged, flag)
    within = "" if basis.whole_home else basis.home
    return [
        MeasureRow(
            code=measure.code,
            label=measure.label,
            noun=measure.noun,
            polarity=measure.polarity,
            kind=measure.kind,
            parts=frozenset() if measure.flag else frozenset(measure.offences[basis.vocabulary]),
            change=change,
            rate_now=float(rates[k]),
            rate_before=None if change.before is None else float(rates_before[k]),
            **place_home(table, measure, basis, names or {}),
            incomplete=basis.incomplete.of(measure.code, district=within),
            incomplete_before=basis.incomplete_before.of(measure.code, district=within),
            own_incomplete=(
                bool(basis.incomplete.of(measure.code, district=basis.home)),
                bool(basis.incomplete_before.of(measure.code, district=basis.home)),
            ),
            **_flag_fields(flag_counts, measure.code, flag),
        )
        for k, (measure, change) in enumerate(zip(measures, changes, strict=True))
    ]


def place_home(table: Standings, measure: Measure, basis: Basis, names: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a row that say where home stands; none where the measure or home has no rank."""
    at = table.at(measure.code, basis.home)
    if not (measure.ranked and basis.whole_home and table.rank[at]):
        return {}
    rivals = table.find_rivals(measure.code, basis.home)
    return {
        "rank_now": int(table.rank[at]),
        "rank_before": int(table.rank_before[at]) or None if basis.comparable else None,
        "rank_best": int(table.rank_best[at]),
        "rank_worst": int(table.rank_worst[at]),
        "rivals": tuple(names.get(code, code) for code in rivals),
        "tied_now": bool(table.tied[at]),
        "tied_before": bool(table.tied_before[at]),
    }


def _counts_with_flag(flagged: pd.DataFrame, flag: Flag | None) -> dict[str, tuple[int, int]]:
    """How many cases of each measure carry the flag, now and before."""
    if flag is None:
        return {}
    rows = flagged[flagged["flag"] == flag.code]
    return {
        code: (int(now), int(before))
        for code, now, before in zip(rows["measure"], rows["now"], rows["before"], strict=True)
    }


def _flag_fields(flag_counts: Mapping[str, tuple[int, int]], code: str, flag: Flag | None) -> dict[str, Any]:
    """The fields of a row that say how much of it carries the flag; none where that is not known."""
    if flag is None or code not in flag_counts:
        return {}
    now, before = flag_counts[code]
    return {"flagged_now": now, "flagged_before": before, "flag_label": flag.label}
