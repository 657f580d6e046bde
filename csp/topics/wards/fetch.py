"""The figures of the ward map, kept until the data change: a click on a ward asks for them all again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csp.comparison import published, resolve
from csp.core.filters import TREND_MONTHS, Filters, Period
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.topics.wards.rules import MapPoints, Wards, count_by_ward, scale_to_place


def fetch_wards(filters: Filters, scope: Scope) -> Wards:
    """Every measure of the source in every ward of the home district, whichever wards are chosen."""
    # Without them the answer is the same, and kept, for every ward and crime type chosen.
    return _count_wards(replace(filters, wards=(), measure=""), scope)


@keep_while_data_stands(maxsize=16)
def _count_wards(filters: Filters, scope: Scope) -> Wards:
    area = queries.area()
    judged = resolve.list_judged(filters.source)
    wards = count_by_ward(
        queries.by_ward(filters, scope, area.home),
        [measure.code for measure in read_catalogue().offered(filters.source)],
        queries.wards(area.home),
        resolve.build_basis(filters, scope),
        area.home_name,
        [measure.code for measure in judged],
    )
    if not area.is_public:
        return wards
    # What adjusted counts leave of the borough's lies nowhere in particular.
    by_ward = tuple(measure.code for measure in published.keep_published(judged, filters))
    return replace(wards, unplaced=np.zeros_like(wards.unplaced), judged_by_ward=by_ward)


def fetch_points(filters: Filters, scope: Scope) -> MapPoints:
    """The map points of the chosen crime type in the home district, whichever wards are chosen.

    None in public mode, which has none.
    """
    return _read_points(replace(filters, wards=()), scope)


@keep_while_data_stands(maxsize=64)
def _read_points(filters: Filters, scope: Scope) -> MapPoints:
    return MapPoints(queries.points(filters, scope))


@dataclass(frozen=True)
class Trend:
    """Monthly counts of the wards chosen, oldest first; None where a month is not loaded.

    expected: what there would have been at the borough's rate, None where that is not known
    or where the borough itself is shown. incomplete: the positions of incomplete months.
    """

    period: Period
    counts: list[float | None]
    expected: list[float | None]
    incomplete: list[int]


def fetch_trend(filters: Filters, people: float, borough_people: float) -> Trend:
    """The months of a trend, up to the end of the period, of the chosen crime type.

    people: the population of the wards chosen; borough_people: that of the borough.
    """
    home, period = queries.area().home, Period.ending(filters.period.end, TREND_MONTHS)
    own, by_measure = resolve.fetch_monthly_series(filters, home, period, [filters.measure])
    borough, _ = resolve.fetch_monthly_series(resolve.drop_wards(filters), home, period, [filters.measure])
    counts, in_borough = own[filters.measure], borough[filters.measure]
    incomplete = by_measure[filters.measure]
    if filters.whole_months:
        # Neither the chart nor its title shows a month that the reader left out.
        counts, in_borough = (
            [None if i in incomplete else n for i, n in enumerate(series)] for series in (counts, in_borough)
        )
    expected = scale_to_place(in_borough, people if filters.wards else 0.0, borough_people)
    return Trend(period, counts, expected, incomplete)
