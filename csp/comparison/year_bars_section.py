"""The years of a ward in public mode, in the place of its months."""

from __future__ import annotations

from csp.comparison import published
from csp.comparison.context import PageContext
from csp.comparison.year_bars import build_year_table, draw_year_bars, write_year_words
from csp.shell import outputs, screen


def draw_years(context: PageContext, key: str) -> None:
    """The crime type in the place of the filters by published year. key: of the chart."""
    years = published.fetch_years(context.filters)
    counts = years.counts
    words = context.credit(write_year_words(context.measure, context.place, years.periods, counts))
    screen.chart(draw_year_bars(years.periods, counts, words, context.mode), key=key)
    outputs.read().add_table(build_year_table(context.measure, context.place, years.periods, counts))
