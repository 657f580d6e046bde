"""What public mode has of wards: one at a time, the counts of published years, as they are adjusted.

Outside public mode nothing here holds anything back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.core import disclosure
from csp.core.errors import NothingYetError
from csp.core.filters import Filters, Period
from csp.core.measures import Measure, read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.data.caching import keep_while_data_stands


def is_adjusted(filters: Filters) -> bool:
    """Whether the figures of the place chosen are adjusted: those of a ward in public mode."""
    return bool(filters.wards) and queries.area().is_public


def keep_published(measures: Sequence[Measure], filters: Filters) -> list[Measure]:
    """The crime types with counts by ward in the periods of the filters, all of them outside public mode.

    One that is published of the period alone is left out, or its earlier count would seem to be 0.
    """
    if not queries.area().is_public:
        return list(measures)
    codes = queries.published_measures(filters.source, filters.period)
    if filters.comparison in queries.published_periods(filters.source):
        codes &= queries.published_measures(filters.source, filters.comparison)
    return [measure for measure in measures if measure.code in codes]


def require_published(filters: Filters) -> None:
    """Raises NothingYetError where the crime type of the filters has no counts by ward to show."""
    measure = read_catalogue().measures[filters.measure]
    if queries.area().is_public and not queries.published_periods(filters.source):
        raise NothingYetError("Nothing is published by ward", disclosure.NOTHING_BY_WARD)
    if not keep_published([measure], filters):
        area = queries.area()
        advice = f"Choose another crime type, or all of {area.home_name}."
        raise NothingYetError(
            f"{measure.label} is not published by ward", f"{disclosure.TOO_FEW_BY_WARD} {advice}"
        )


def drop_unpublished_comparison(filters: Filters, scope: Scope) -> Scope:
    """The months in force, without those compared with where public mode has no such period."""
    published = queries.published_periods(filters.source)
    if not published or filters.comparison in published:
        return scope
    return Scope(scope.months, (), scope.missing, (), scope.incomplete, scope.left_out)


@dataclass(frozen=True)
class YearCounts:
    """The counts of a crime type in a place in published periods, the earliest first."""

    periods: tuple[Period, ...]
    counts: tuple[int, ...]


@keep_while_data_stands(maxsize=64)
def fetch_years(filters: Filters) -> YearCounts:
    """The crime type in the place of the filters, in their period and the same months of earlier years.

    Years in which it is not published are left out.
    """
    home, last = queries.area().home, filters.period
    periods = sorted(
        (
            each
            for each in queries.published_periods(filters.source)
            if each.months == last.months
            and each.end.month == last.end.month
            and each.end <= last.end
            and filters.measure in queries.published_measures(filters.source, each)
        ),
        key=lambda each: each.start,
    )
    return YearCounts(tuple(periods), tuple(_count(filters, period, home) for period in periods))


def _count(filters: Filters, period: Period, home: str) -> int:
    frame = queries.by_district(filters, Scope(period.each(), (), (), (), (), ()), home)
    own = frame[(frame["district_code"] == home) & (frame["measure"] == filters.measure)]
    return int(own["now"].sum())
