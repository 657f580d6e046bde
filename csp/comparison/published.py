"""What public mode has of wards: one at a time, the counts of published years, as they are adjusted.

Outside public mode nothing here holds anything back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.core import disclosure
from csp.core.errors import NothingYetError
from csp.core.filters import MAX_MONTHS, Filters, Period
from csp.core.measures import Measure, read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.data.caching import keep_while_data_stands


def is_adjusted(filters: Filters) -> bool:
    """Whether the figures of the place chosen are adjusted: those of a ward in public mode."""
    return bool(filters.wards) and queries.area().is_public


def keep_published(measures: Sequence[Measure], filters: Filters) -> list[Measure]:
    """The crime types with a count by ward in the period of the filters, all of them outside public mode."""
    if not queries.area().is_public:
        return list(measures)
    published = queries.published_measures(filters.source, filters.period)
    return [measure for measure in measures if measure.code in published]


def require_published(filters: Filters) -> None:
    """Raises NothingYetError where the crime type of the filters has no counts by ward to show."""
    measure = read_catalogue().measures[filters.measure]
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
    """The counts of a place in published years, the earliest first, by the code of the crime type."""

    periods: tuple[Period, ...]
    by_measure: dict[str, tuple[int, ...]]


@keep_while_data_stands(maxsize=64)
def fetch_years(filters: Filters) -> YearCounts:
    """Every crime type of the place of the filters in the whole years up to their period.

    Years that end with the same month of the year as the period: no month is counted twice.
    """
    home, last = queries.area().home, filters.period
    periods = sorted(
        (
            each
            for each in queries.published_periods(filters.source)
            if each.months == MAX_MONTHS and each.end.month == last.end.month and each.end <= last.end
        ),
        key=lambda each: each.start,
    )
    counts: dict[str, list[int]] = {m.code: [] for m in read_catalogue().offered(filters.source)}
    for period in periods:
        scope = Scope(period.each(), (), (), (), (), ())
        frame = queries.by_district(filters, scope, home)
        own = frame[frame["district_code"] == home]
        of_measure = dict(zip(own["measure"], own["now"], strict=True))
        for code, figures in counts.items():
            figures.append(int(of_measure.get(code, 0)))
    return YearCounts(tuple(periods), {code: tuple(figures) for code, figures in counts.items()})
