"""When the simulated collisions are, and in what light, weather and state of the road."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from csp.sample.chance import spread, stream
from csp.sample.collisions import assumptions
from csp.sample.collisions.draw import Shares
from csp.sample.collisions.sites import Site

_HOURS = {
    False: Shares(range(24), assumptions.WORKING_DAY),
    True: Shares(range(24), assumptions.WEEKEND),
}
_LIT, _UNLIT = Shares.of(assumptions.LIT_DARKNESS), Shares.of(assumptions.UNLIT_DARKNESS)
_RAINY, _SUMMER, _WINTER = (
    Shares.of(weather) for weather in (assumptions.RAINY, assumptions.DRY_SUMMER, assumptions.DRY_WINTER)
)
_SURFACES = {
    "rain": Shares.of(assumptions.SURFACE_RAIN),
    "snow": Shares.of(assumptions.SURFACE_SNOW),
    "fog": Shares.of(assumptions.SURFACE_FOG),
    "summer": Shares.of(assumptions.SURFACE_SUMMER),
    "winter": Shares.of(assumptions.SURFACE_WINTER),
}
# Codes of collision_codes.csv.
RAIN, SNOW, FOG = (2, 5), (3, 6), 7
DAYLIGHT, ROUNDABOUT, SLIP_ROAD = 1, 1, 5
ON_ROUNDABOUT, ONE_WAY, DUAL, SINGLE, ON_SLIP_ROAD = 1, 2, 3, 6, 7
_JUNCTIONS = {
    "hot": Shares.of(assumptions.JUNCTIONS_HOT),
    "dual": Shares.of(assumptions.JUNCTIONS_DUAL),
    "fast": Shares.of(assumptions.JUNCTIONS_FAST),
    "slow": Shares.of(assumptions.JUNCTIONS_SLOW),
}


class Conditions(NamedTuple):
    """The conditions of a collision, as codes of collision_codes.csv."""

    road_type: int
    junction: int
    light: int
    weather: int
    surface: int


def draw_days(district: str, year: int, collisions: int) -> list[dt.date]:
    """The days of a district's collisions in the partnership year that begins in July of a year.

    The year's number is spread over the months by chance, with MONTH_DISPERSION, and a month's over its days.
    """
    rng = stream("collision days", district, year)
    months = [(year + month // 12, month % 12 + 1) for month in range(6, 18)]
    days = [_weigh_days(*month) for month in months]
    weights = np.array([sum(month.values()) for month in days])
    counts = spread(rng, collisions, weights / weights.sum(), assumptions.MONTH_DISPERSION)
    return [
        shares.draw(rng)
        for shares, count in zip((Shares.of(month) for month in days), counts.tolist(), strict=True)
        for _ in range(count)
    ]


def _weigh_days(year: int, month: int) -> dict[dt.date, float]:
    """How likely a collision is on each day of a month."""
    weights = {}
    for number in range(1, calendar.monthrange(year, month)[1] + 1):
        day = dt.date(year, month, number)
        weight = assumptions.SEASON[month - 1] * assumptions.WEEKDAYS[day.weekday()]
        if year == 2020:
            locked = (month, number) >= assumptions.LOCKDOWN and month == assumptions.LOCKDOWN[0]
            weight *= assumptions.RESTRICTIONS[month + 1 if locked else month]
        weights[day] = weight
    return weights


def draw_hour(day: dt.date, rng: Generator) -> int:
    """The hour of a collision, 0 to 23, by whether the day is of the weekend."""
    return _HOURS[day.weekday() >= 5].draw(rng)


def draw_conditions(day: dt.date, hour: int, site: Site, rng: Generator) -> Conditions:
    """What the road and the sky were like."""
    junction = _JUNCTIONS[_kind_of(site)].draw(rng)
    winter = day.month <= 3 or day.month >= 11
    if rng.random() < assumptions.RAIN[day.month - 1]:
        weather = _RAINY.draw(rng)
    else:
        weather = (_WINTER if winter else _SUMMER).draw(rng)
    return Conditions(
        road_type=_draw_road_type(site, junction, rng),
        junction=junction,
        light=_draw_light(day, hour, site, rng),
        weather=weather,
        surface=_draw_surface(weather, winter, rng),
    )


def _kind_of(site: Site) -> str:
    """Which table of junctions a site has."""
    if site.hot:
        return "hot"
    if site.speed_limit >= assumptions.DUAL_FROM:
        return "dual"
    return "fast" if site.speed_limit > 40 else "slow"


def _draw_light(day: dt.date, hour: int, site: Site, rng: Generator) -> int:
    first, last = assumptions.FIRST_LIGHT[day.month - 1], assumptions.LAST_LIGHT[day.month - 1]
    if first <= hour <= last:
        return DAYLIGHT
    return (_LIT if site.speed_limit <= 40 else _UNLIT).draw(rng)


def _draw_surface(weather: int, winter: bool, rng: Generator) -> int:
    if weather in RAIN:
        return _SURFACES["rain"].draw(rng)
    if weather in SNOW:
        return _SURFACES["snow"].draw(rng)
    if weather == FOG:
        return _SURFACES["fog"].draw(rng)
    return _SURFACES["winter" if winter else "summer"].draw(rng)


def _draw_road_type(site: Site, junction: int, rng: Generator) -> int:
    if junction == ROUNDABOUT:
        return ON_ROUNDABOUT
    if junction == SLIP_ROAD:
        return ON_SLIP_ROAD
    if site.speed_limit >= assumptions.DUAL_FROM:
        return DUAL
    return ONE_WAY if site.urban and site.road is None and rng.random() < assumptions.ONE_WAY else SINGLE
