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
    changes = _judge(own, before, standings, basis)
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
    hidden = lacking | table.suppressed_before
    rates = np.where(lacking, np.nan, table.rate_before)
    return replace(
        table,
        rate_before=rates,
        rank_before=np.where(hidden | (table.rank_before == 0), 0, statistics.ranks(rates)),
        suppressed_before=hidden,
    )


def _judge(
    measures: Sequence[Measure], before: Figures, standings: Mapping[str, Standings], basis: Basis
) -> list[Change]:
    """The changes of home, judged with each other: one verdict wherever one of them is shown."""
    tables = [(standings[m.code], *standings[m.code].at(m.code, basis.home)) for m in measures]
    people = (
        np.array([table.population[j] for table, _, j in tables]),
        np.array([table.population_before[j] for table, _, j in tables]),
    )
    suppressed = (
        np.array([table.suppressed[i, j] for table, i, j in tables], dtype=bool),
        np.array([table.suppressed_before[i, j] for table, i, j in tables], dtype=bool),
    )
    changes = judge_changes(
        [int(table.now[i, j]) for table, i, j in tables],
        [int(table.before[i, j]) for table, i, j in tables],
        basis.change_rules,
        people,
        suppressed,
        basis.dispersions.of_each([measure.code for measure in measures]),
    )
    # A figure that there is none of is not a hidden one.
    return [
        replace(change, suppressed_before=False) if before[m.code, basis.home].count is None else change
        for m, change in zip(measures, changes, strict=True)
    ]


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
        rate_now=None if change.suppressed_now else float(table.rate[at]),
        rate_before=None if change.before is None else float(table.rate_before[at]),
        **place_home(table, measure, basis, names),
    )
