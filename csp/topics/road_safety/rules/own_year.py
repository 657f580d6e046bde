"""Which year of roads stands beside other figures: the latest whole one that ends no later. Pure.

A partnership counts its roads from July to June. Files of the Department for Transport hold calendar years,
so where no year from July to June is whole it is the calendar year.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pandas as pd

from csp.topics.road_safety.rules.periods import Period, find_year_before, list_whole_years


def list_spans(years: pd.DataFrame, source: str) -> tuple[Period, ...]:
    """The stretches of whole months of a source that are loaded without a gap, oldest first.

    years: source, year, first, last (the days of collisions) and listed (missing where no casualty is).
    """
    own = years[(years["source"] == source) & years["listed"].notna()].sort_values("year")
    spans: list[Period] = []
    for first, last in zip(own["first"], own["last"], strict=True):
        start = date(first.year, first.month, 1)
        end = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
        if spans and spans[-1].end + timedelta(days=1) == start:
            spans[-1] = Period(spans[-1].start, end)
        else:
            spans.append(Period(start, end))
    return tuple(spans)


def list_years(spans: tuple[Period, ...]) -> tuple[Period, ...]:
    """The whole years from July to June, oldest first; the calendar years where there are none."""
    years = [year for span in spans for year in list_whole_years(span.start, span.end)]
    calendars = [
        Period(date(year, 1, 1), date(year, 12, 31))
        for span in spans
        for year in range(span.start.year, span.end.year + 1)
    ]
    return tuple(years or [year for year in calendars if is_loaded(spans, year)])


def is_loaded(spans: tuple[Period, ...], period: Period) -> bool:
    """Whether all of a period is loaded."""
    return any(span.start <= period.start and period.end <= span.end for span in spans)


def find_own_year(spans: tuple[Period, ...], until: date) -> tuple[Period, bool] | None:
    """The latest year that ends by a day, and whether the year before is loaded too; None where none does."""
    years = [year for year in list_years(spans) if year.end <= until]
    return (years[-1], is_loaded(spans, find_year_before(years[-1]))) if years else None
