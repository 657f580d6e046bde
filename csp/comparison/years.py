"""A year of recorded crime by partnership beside an earlier one, with the rank of home among its peers. Pure.

An area whose figure cannot be used takes no part in the ranks of that offence, and one without a figure of
the earlier year has no change and no earlier rank: neither is taken for a count of 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from csp import statistics
from csp.comparison.rows import MeasureRow
from csp.comparison.rules import place_home, rank_districts
from csp.comparison.standings import Basis, Standings
from csp.core.change import Change, judge_changes
from csp.core.measures import Measure
from csp.core.recorded_years import Figure

# The figures of each offence by the code of its area, now or before.
Figures = Mapping[tuple[str, str], Figure]


@dataclass(frozen=True, eq=False)
class YearComparison:
    """The offences of two years in the areas compared.

    now and before have a figure of every offence and area. standings: of each offence, in the areas that have
    a count of it; none where home alone or nobody has. rows: home's, of the offences of which it has a count.
    """

    measures: tuple[Measure, ...]
    now: Figures
    before: Figures
    standings: Mapping[str, Standings]
    rows: Mapping[str, MeasureRow]
    basis: Basis


def compare_years(
    measures: Sequence[Measure], now: Figures, before: Figures, basis: Basis, names: Mapping[str, str]
) -> YearComparison:
    """Compares two years. basis: with every area; its dispersions are those of the offences."""
    standings: dict[str, Standings] = {}
    by_areas: dict[tuple[str, ...], list[Measure]] = {}
    for measure in measures:
        counted = tuple(code for code in basis.districts if now[measure.code, code].count is not None)
        by_areas.setdefault(counted, []).append(measure)
    for areas, listed in by_areas.items():
        if areas:
            table = _rank([each.code for each in listed], now, before, replace(basis, districts=areas))
            standings.update(dict.fromkeys((measure.code for measure in listed), table))
    own = [measure for measure in measures if now[measure.code, basis.home].count is not None]
    changes = _judge([measure.code for measure in own], before, standings, basis)
    rows = {
        measure.code: _build_row(measure, change, standings[measure.code], basis, names)
        for measure, change in zip(own, changes, strict=True)
    }
    return YearComparison(tuple(measures), now, before, standings, rows, basis)


def _rank(measures: Sequence[str], now: Figures, before: Figures, basis: Basis) -> Standings:
    """The offences of which the same areas have a count, ranked; without a count before they had no rank."""
    counts = pd.DataFrame(
        [
            (code, area, now[code, area].count, before[code, area].count or 0)
            for code in measures
            for area in basis.districts
        ],
        columns=["measure", "district_code", "now", "before"],
    )
    table = rank_districts(counts, measures, basis)
    lacking = np.array([[before[code, area].count is None for area in basis.districts] for code in measures])
    rates = np.where(lacking, np.nan, table.rate_before)
    return replace(
        table,
        rate_before=rates,
        rank_before=np.where(lacking | (table.rank_before == 0), 0, statistics.ranks(rates)),
    )


def _judge(
    measures: Sequence[str], before: Figures, standings: Mapping[str, Standings], basis: Basis
) -> list[Change]:
    """The changes of home, judged with each other: one verdict wherever one of them is shown.

    Without a figure of the earlier year there is none to judge.
    """
    compared = [code for code in measures if before[code, basis.home].count is not None]
    at = {code: standings[code].at(code, basis.home) for code in measures}
    people = (
        np.array([standings[code].population[at[code][1]] for code in compared]),
        np.array([standings[code].population_before[at[code][1]] for code in compared]),
    )
    judged = judge_changes(
        [int(standings[code].now[at[code]]) for code in compared],
        [int(standings[code].before[at[code]]) for code in compared],
        basis.change_rules,
        people,
        basis.dispersions.of_each(compared),
    )
    changes = dict(zip(compared, judged, strict=True))
    return [changes.get(code) or Change(int(standings[code].now[at[code]])) for code in measures]


def _build_row(
    measure: Measure, change: Change, table: Standings, basis: Basis, names: Mapping[str, str]
) -> MeasureRow:
    at = table.at(measure.code, basis.home)
    return MeasureRow(
        code=measure.code,
        label=measure.label,
        noun=measure.noun,
        polarity=measure.polarity,
        kind=measure.kind,
        parts=frozenset(measure.offences[basis.vocabulary]),
        change=change,
        rate_now=float(table.rate[at]),
        rate_before=None if change.before is None else float(table.rate_before[at]),
        **place_home(table, measure, basis, names),
    )
