"""The filters of a reader: crime type, place, period, comparison. Plain values, no screen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

YEAR_BEFORE = "12 months before"
SAME_MONTHS = "Same months of "
MAX_MONTHS = 12
TREND_MONTHS = 36
"""Months on every chart of a trend."""


def add_months(month: date, n: int) -> date:
    """The first day of the month n months after (or, negative, before) a month."""
    index = month.year * 12 + month.month - 1 + n
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True)
class Period:
    """Whole months in a row: the first day of the first month, and how many."""

    start: date
    months: int

    @classmethod
    def ending(cls, last: date, months: int) -> Period:
        return cls(add_months(last, 1 - months), months)

    @property
    def end(self) -> date:
        """First day of the last month."""
        return add_months(self.start, self.months - 1)

    @property
    def year(self) -> int:
        """The year in which the middle of the period falls: its mid-year population applies."""
        return add_months(self.start, (self.months - 1) // 2).year

    def shift(self, years: int) -> Period:
        return Period(date(self.start.year + years, self.start.month, 1), self.months)

    def each(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(add_months(self.start, i) for i in range(self.months))

    def loaded(self, months: Collection[date]) -> int:
        """How many of the period's months are among these."""
        return sum(month in months for month in self.each())


@dataclass(frozen=True)
class Filters:
    """One view of the data. Hashable, so that it can be a cache key.

    wards are ward codes of the home district; none means the whole district.
    exclude are flag codes whose rows are left out. whole_months leaves out the
    months flagged incomplete, together with the months they are compared with.
    """

    source: str
    measure: str
    wards: tuple[str, ...]
    period: Period
    comparison: Period
    exclude: tuple[str, ...]
    whole_months: bool = False


def list_comparisons(period: Period, months: Collection[date]) -> dict[str, Period]:
    """The comparisons on offer, by label: the 12 months before, then the same months of earlier years.

    An earlier year is offered when at least one of its months is loaded; the
    12 months before are always offered, because saying "nothing loaded" there is an answer.
    """
    offered = {YEAR_BEFORE: period.shift(-1)}
    first = min(months, default=period.start)
    for years in range(2, period.end.year - first.year + 1):
        earlier = period.shift(-years)
        if earlier.loaded(months):
            offered[f"{SAME_MONTHS}{earlier.end.year}"] = earlier
    return offered


def find_default_period(months: Collection[date], year_start: int) -> Period:
    """The period a page opens on.

    The latest whole year of the partnership's kind, where all its months are
    loaded; else the longest run of loaded months, at most 12, that ends with
    the latest.
    """
    if not months:
        raise ValueError("no months are loaded")
    latest = max(months)
    year_end = date(latest.year, (year_start + 10) % 12 + 1, 1)
    if year_end > latest:
        year_end = year_end.replace(year=year_end.year - 1)
    year = Period.ending(year_end, MAX_MONTHS)
    if year.loaded(months) == MAX_MONTHS:
        return year
    run = 1
    while run < MAX_MONTHS and add_months(latest, -run) in months:
        run += 1
    return Period.ending(latest, run)


def list_published_comparisons(period: Period, published: Collection[Period]) -> dict[str, Period]:
    """The comparisons on offer in public mode: earlier years of the period that are published as well.

    The 12 months before are always offered, as in list_comparisons().
    """
    offered = {YEAR_BEFORE: period.shift(-1)}
    earlier = (each for each in published if each.months == period.months and each.start < period.start)
    for each in sorted(earlier, key=lambda one: one.start, reverse=True):
        if each.start.month == period.start.month and each not in offered.values():
            offered[f"{SAME_MONTHS}{each.end.year}"] = each
    return offered


def find_default_comparison(period: Period, months: Collection[date]) -> str:
    """The label of the nearest comparison that is loaded in full; the 12 months before where none is."""
    for label, earlier in list_comparisons(period, months).items():
        if earlier.loaded(months) == earlier.months:
            return label
    return YEAR_BEFORE
