"""Every crime type of the overview: its row in the table, its months, and the way that it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.comparison import published, resolve
from csp.comparison.key_figures import Months
from csp.comparison.rows import MeasureRow
from csp.core.filters import TREND_MONTHS, Filters, Period
from csp.core.measures import Measure, read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.topics.overview.rules import Directions, group_by_direction


@dataclass(frozen=True, eq=False)
class Overview:
    """The crime types in the order of the table. row: of the one that the filters name.

    months: none of a ward in public mode, whose months are not published.
    """

    measures: Sequence[Measure]
    rows: Sequence[MeasureRow]
    row: MeasureRow
    months: Months
    directions: Directions


def fetch_overview(filters: Filters, scope: Scope) -> Overview:
    """The crime types listed, with what carries a flag counted apart."""
    home, catalogue, measures = queries.area().home, read_catalogue(), resolve.list_measures(filters)
    months = Months({}, {})
    if not published.is_adjusted(filters):
        trend = Period.ending(filters.period.end, TREND_MONTHS)
        months = Months(*resolve.fetch_monthly_series(filters, home, trend, [m.code for m in measures]))
    flag = catalogue.pick_excludable_flag(filters.exclude)
    _, by_code = resolve.fetch_comparison(filters, scope, flag)
    rows = [by_code[m.code] for m in measures]
    return Overview(measures, rows, by_code[filters.measure], months, group_by_direction(rows))
