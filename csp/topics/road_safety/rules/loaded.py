"""Which periods can be shown of the years of collisions that are loaded. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from csp.topics.road_safety.rules.periods import Period, list_whole_years, list_years_back


@dataclass(frozen=True)
class Loaded:
    """What is loaded of one source, in whole months.

    spans: stretches without a gap, oldest first. without_people: calendar years of which collisions are
    loaded and casualties are not, which are no part of the spans. provisional: calendar years of which some
    rows are provisional.
    """

    spans: tuple[Period, ...] = ()
    without_people: tuple[int, ...] = ()
    provisional: tuple[int, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        """What can be chosen: years from July to June, the latest first, then calendar years."""
        years = [year for span in self.spans for year in list_whole_years(span.start, span.end)]
        return (*reversed(years), *reversed(self._list_calendar_years()))

    @property
    def years(self) -> tuple[Period, ...]:
        """The years to compare with each other, oldest first: July to June, calendar where there is none."""
        years = [year for span in self.spans for year in list_whole_years(span.start, span.end)]
        return tuple(years or self._list_calendar_years())

    def has(self, period: Period) -> bool:
        """Whether all of a period is loaded."""
        return any(span.start <= period.start and period.end <= span.end for span in self.spans)

    def find_window(self, period: Period, years: int) -> Period:
        """The stretch to draw around a period: the latest years of its span, or those that end with it.

        It begins where the span does, if that is later.
        """
        span = next(each for each in self.spans if each.start <= period.start and period.end <= each.end)
        latest = list_years_back(span.end, years)[0].start
        end = span.end if latest <= period.start else period.end
        return Period(max(span.start, list_years_back(end, years)[0].start), end)

    def find_rest(self) -> Period | None:
        """What is loaded after the latest of the years; None where it ends with them."""
        if not self.years or self.spans[-1].end <= self.years[-1].end:
            return None
        return Period(max(self.years[-1].end + timedelta(days=1), self.spans[-1].start), self.spans[-1].end)

    def end_on(self, day: date) -> Loaded:
        """The same without what is after a day."""
        spans = [Period(each.start, min(each.end, day)) for each in self.spans if each.start <= day]
        return replace(self, spans=tuple(spans))

    def list_provisional(self, periods: Iterable[Period]) -> tuple[int, ...]:
        """The provisional calendar years that some periods touch."""
        touched = {year for each in periods for year in (each.start.year, each.end.year)}
        return tuple(year for year in self.provisional if year in touched)

    def _list_calendar_years(self) -> list[Period]:
        years = [
            Period(date(year, 1, 1), date(year, 12, 31))
            for span in self.spans
            for year in range(span.start.year, span.end.year + 1)
        ]
        return [year for year in years if self.has(year)]


def find_loaded(years: pd.DataFrame, source: str) -> Loaded:
    """What is loaded of a source. years: source, year, first, last, listed and provisional, a row a year.

    A month counts as loaded from the first to the last collision of its year, since a file that ends early
    ends with a month and a county has collisions in every one.
    """
    own = years[years["source"] == source].sort_values("year")
    has_people = own["listed"].notna()
    spans: list[Period] = []
    for first, last in zip(own.loc[has_people, "first"], own.loc[has_people, "last"], strict=True):
        start = date(first.year, first.month, 1)
        end = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
        if spans and spans[-1].end + timedelta(days=1) == start:
            spans[-1] = Period(spans[-1].start, end)
        else:
            spans.append(Period(start, end))
    return Loaded(
        tuple(spans),
        tuple(int(year) for year in own.loc[~has_people, "year"]),
        tuple(int(year) for year in own.loc[own["provisional"].astype(bool), "year"]),
    )
