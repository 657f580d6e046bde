"""Every listed crime type compared, kept until the data change: going to the next type asks nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from csp import database, queries, settings, view
from csp.comparison import Standings, measure_rows, standings
from csp.filters import Filters
from csp.findings.changes import MeasureRow
from csp.scope import Scope


def compared(chosen: Filters, in_force: Scope) -> tuple[Standings, dict[str, MeasureRow]]:
    """Every row of the crime type table (view.listed) by code, and the districts they are ranked among.

    Flags are not told apart. Whether a change is a signal is decided over these rows together.
    """
    area = settings.area()
    rules = (area.home, area.small_base, area.significance, area.suppress_small_counts)
    usual = replace(chosen, measure="")
    listed = chosen.measure in (m.code for m in view.listed(usual))
    return _compared(usual if listed else chosen, in_force, rules, database.recent_stamp())


@lru_cache(maxsize=64)
def _compared(
    chosen: Filters,
    in_force: Scope,
    rules: tuple[str, int, float, bool],  # noqa: ARG001 part of the cache key
    stamp: str,  # noqa: ARG001 part of the cache key
) -> tuple[Standings, dict[str, MeasureRow]]:
    basis, measures = view.basis(chosen, in_force), view.listed(chosen)
    counts = queries.by_district(chosen, in_force, basis.home)
    table = standings(counts, [m.code for m in measures], basis)
    rows = measure_rows(table, measures, basis, counts, None, view.home_population(chosen))
    return table, {row.code: row for row in rows}
