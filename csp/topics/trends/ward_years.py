"""What Trends shows of a ward in public mode: its published years, since its months are not published."""

from __future__ import annotations

from csp.comparison import resolve
from csp.comparison.context import resolve_context
from csp.comparison.findings import list_change_clauses
from csp.comparison.year_bars_section import draw_years
from csp.core.filters import Filters
from csp.shell import screen


def draw_trend(filters: Filters) -> None:
    """The change of the crime type in the ward chosen, and its years."""
    context = resolve_context(filters)
    _, rows = resolve.fetch_comparison(filters, context.scope)
    borough = resolve.count_borough(filters, context.scope)
    clauses = list_change_clauses(rows[filters.measure], context.place, *context.periods, borough)
    detail = f"{context.place}, {context.span}."
    screen.header(f"{'; '.join(clauses)}.", detail, filters, context.scope)
    draw_years(context, "years")
