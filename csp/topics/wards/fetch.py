"""The figures of the ward map, kept until the data change: a click on a ward asks for them all again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csp.comparison import resolve
from csp.core import settings
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.topics.wards.rules import MapPoints, Wards, at_rate, by_ward


def wards(chosen: Filters, in_force: Scope) -> Wards:
    """Every measure of the source in every ward of the home district, whichever wards are chosen."""
    # The same answer for every ward and crime type chosen.
    return _wards(replace(chosen, wards=(), measure=""), in_force)


@keep_while_data_stands(maxsize=16)
def _wards(chosen: Filters, in_force: Scope) -> Wards:
    area = settings.area()
    return by_ward(
        queries.by_ward(chosen, in_force, area.home),
        [measure.code for measure in read_catalogue().offered(chosen.source)],
        queries.wards(area.home),
        resolve.build_basis(chosen, in_force),
        area.home_name,
    )


def points(chosen: Filters, in_force: Scope) -> MapPoints:
    """The map points of the chosen crime type in the home district, whichever wards are chosen.

    None in public mode.
    """
    found = _points(replace(chosen, wards=()), in_force)
    # Nearly every map point is a small count.
    return MapPoints(found.frame.head(0)) if settings.area().suppress_small_counts else found


@keep_while_data_stands(maxsize=64)
def _points(chosen: Filters, in_force: Scope) -> MapPoints:
    return MapPoints(queries.points(chosen, in_force))


@dataclass(frozen=True)
class Trend:
    """Monthly counts of the wards chosen, oldest first; None where a month is not loaded or hidden.

    level: what there would have been at the borough's rate, None where that is not known
    or where the borough itself is shown. hollow: the positions of incomplete months.
    """

    period: Period
    own: list[float | None]
    level: list[float | None]
    hollow: list[int]


def trend(chosen: Filters, months: int, people: float, of: float) -> Trend:
    """The last months of the chosen crime type. people: of the wards chosen; of: of the borough."""
    home, period = settings.area().home, Period.ending(chosen.period.end, months)
    sides = []
    for filters in (chosen, resolve.drop_wards(chosen)):
        sides.append(resolve.fetch_monthly_series(filters, home, period, [chosen.measure]))
    (own, hollow), (borough, _) = sides
    level = at_rate(borough[chosen.measure], people if chosen.wards else 0.0, of)
    return Trend(period, own[chosen.measure], level, hollow)
