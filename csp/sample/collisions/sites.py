"""Where the simulated collisions are: stretches of the borough's main roads, and streets around places.

A site is a piece of road: a stretch of 150 m, or a street around a point. Each has a weight by chance, most
small and few large, so that collisions gather as real ones do. The roads are schematic: straight lines
between named places. A stretch across the border of two wards has none, since it would be of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from shapely import Point, Polygon

from csp.sample.assumptions import HOME
from csp.sample.chance import stream
from csp.sample.collisions import assumptions
from csp.sample.collisions.draw import Shares
from csp.sample.points import CLEARANCE, LATITUDE_SCALE, SPREAD, Borough
from csp.sample.reference import read

METRES_PER_DEGREE = 69_700.0  # of longitude at 51 degrees north
DECIMALS = 5  # 1 m
TRIES = 100
Place = tuple[float, float]  # longitude, latitude


class Site(NamedTuple):
    """A piece of road: its ends (equal for a junction), what it is like, and how often people are hurt there.

    aside: metres that a collision may lie off the line between the ends, east or west and north or south.
    weight: relative to the other sites of the district.
    """

    start: Place
    end: Place
    aside: float
    ward_code: str | None
    road: str | None
    road_class: int
    speed_limit: int
    urban: bool
    hot: bool
    weight: float


class District:
    """The places of a district other than home, and whether a point lies in it."""

    def __init__(self, code: str) -> None:
        rows = read("places_county.csv")
        self.places = [_place_of(row) for row in rows if row["district_code"] == code]
        self.own = np.array(self.places)
        self.others = np.array([_place_of(row) for row in rows if row["district_code"] != code])
        self.county, self.home = read_outline("county"), read_outline("borough")

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point is in the county, not in home, and clearly nearest to a place of the district."""
        point, stretch = np.array([longitude, latitude]), np.array([1, LATITUDE_SCALE])
        own = np.hypot(*((self.own - point) * stretch).T).min()
        other = np.hypot(*((self.others - point) * stretch).T).min()
        place = Point(point)
        return bool(own < CLEARANCE * other and self.county.covers(place) and not self.home.covers(place))


def read_outline(name: str) -> Polygon:
    """An outline of outlines.csv."""
    rows = sorted((r for r in read("outlines.csv") if r["outline"] == name), key=lambda r: int(r["position"]))
    return Polygon([(float(row["longitude"]), float(row["latitude"])) for row in rows])


def build_sites(district: str) -> list[Site]:
    """The sites of a district; weights are relative to each other."""
    if district != HOME:
        return list(_around_towns(district))
    main = list(_on_main_roads())
    off = list(_around_places())
    return [
        site._replace(weight=site.weight / sum(each.weight for each in sites) * share)
        for sites, share in ((main, assumptions.ON_MAIN_ROADS), (off, 1 - assumptions.ON_MAIN_ROADS))
        for site in sites
    ]


def draw_place(site: Site, rng: Generator) -> Place:
    """A point on a site: along it and a little beside it, or around a junction."""
    middle = _between(site.start, site.end, rng.random())
    east, north = rng.uniform(-site.aside, site.aside), rng.uniform(-site.aside, site.aside)
    longitude, latitude = _move(middle, east, north)
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _on_main_roads() -> Iterator[Site]:
    """The stretches of roads.csv, of which a few by chance become junctions that are hot spots."""
    borough = Borough()
    codes = {row["ward"]: row["ward_code"] for row in read("wards.csv")}
    stretches = [
        (road, limit, start, end, ward)
        for road, limit, start, end in _cut_roads()
        if (ward := _find_ward(borough, start, end)) is not None
    ]
    rng = stream("collision sites", "main roads")
    danger = rng.gamma(assumptions.SITE_SHAPE, 1 / assumptions.SITE_SHAPE, len(stretches)).tolist()
    hot = set(rng.choice(len(stretches), assumptions.HOT_SPOTS, replace=False).tolist())
    for number, (road, limit, start, end, ward) in enumerate(stretches):
        is_hot = number in hot
        weight = assumptions.HOT_WEIGHT if is_hot else danger[number]
        if not is_hot:
            weight *= assumptions.ROAD_WEIGHTS[road] * assumptions.SPEED_WEIGHTS[limit]
        yield Site(
            start=start,
            end=start if is_hot else end,
            aside=assumptions.HOT_RADIUS if is_hot else assumptions.ASIDE,
            ward_code=codes[ward],
            road=road,
            road_class=3,
            speed_limit=limit,
            urban=limit <= 30,
            hot=is_hot,
            weight=weight,
        )


def _cut_roads() -> Iterator[tuple[str, int, Place, Place]]:
    """Each road of roads.csv in stretches of about STRETCH metres: road, speed limit, start, end."""
    rows = sorted(read("roads.csv"), key=lambda row: (row["road"], int(row["position"])))
    for row, following in pairwise(rows):
        if row["road"] != following["road"]:
            continue
        start, end = _place_of(row), _place_of(following)
        pieces = max(1, round(_distance(start, end) * METRES_PER_DEGREE / assumptions.STRETCH))
        for piece in range(pieces):
            yield (
                row["road"],
                int(row["speed_limit"]),
                _between(start, end, piece / pieces),
                _between(start, end, (piece + 1) / pieces),
            )


def _find_ward(borough: Borough, start: Place, end: Place) -> str | None:
    """The ward that holds both ends of a stretch; None for one that crosses a border."""
    middle = _between(start, end, 0.5)
    ward = min(borough.places, key=lambda place: _distance(middle, _place_of(place)))["ward"]
    has_room = all(
        _has_room(place, assumptions.HOT_RADIUS, partial(borough.holds, ward))
        for place in (start, middle, end)
    )
    return ward if has_room else None


def _has_room(place: Place, radius: float, holds: Callable[[float, float], bool]) -> bool:
    """Whether an area holds a place and the corners of the square around it, radius in metres."""
    corners = [(0, 0), (radius, radius), (radius, -radius), (-radius, radius), (-radius, -radius)]
    return all(holds(*_move(place, east, north)) for east, north in corners)


def _around_places() -> Iterator[Site]:
    """Streets around each place of places.csv that has a ward."""
    borough = Borough()
    codes = {row["ward"]: row["ward_code"] for row in read("wards.csv")}
    for place in borough.places:
        rng = stream("collision sites", place["place"])
        kind = place["kind"]
        speeds, classes = Shares.of(assumptions.SPEEDS[kind]), Shares.of(assumptions.CLASSES_OFF_MAIN_ROADS)
        for _ in range(assumptions.SITES_PER_PLACE):
            holds = partial(borough.holds, place["ward"])
            point = _draw_near(_place_of(place), SPREAD[kind], rng, holds)
            danger = float(rng.gamma(assumptions.SITE_SHAPE, 1 / assumptions.SITE_SHAPE))
            yield Site(
                start=point,
                end=point,
                aside=assumptions.STREET_RADIUS,
                ward_code=codes[place["ward"]],
                road=None,
                road_class=classes.draw(rng),
                speed_limit=speeds.draw(rng),
                urban=kind in assumptions.BUILT_UP,
                hot=False,
                weight=danger * assumptions.KIND_WEIGHTS[kind],
            )


def _draw_near(place: Place, spread: float, rng: Generator, holds: Callable[[float, float], bool]) -> Place:
    """A point around a place, nearer than spread (degrees of longitude) for most. Raises ValueError without
    room for one."""
    for _ in range(TRIES):
        point = (
            place[0] + float(rng.normal(0, spread / 2)),
            place[1] + float(rng.normal(0, spread / 2)) / LATITUDE_SCALE,
        )
        if _has_room(point, assumptions.STREET_RADIUS, holds):
            return point
    raise ValueError(f"no room for a street around {place}: check places.csv against outlines.csv")


def _around_towns(code: str) -> Iterator[Site]:
    """Streets around the places of a district of places_county.csv, most around the towns listed first."""
    district = District(code)
    rng = stream("collision sites", code)
    order = range(len(district.places))
    places = Shares(order, [1 / (1 + rank) ** assumptions.PLACE_FALL for rank in order])
    roads = {True: Shares.of(assumptions.TOWN_ROADS), False: Shares.of(assumptions.COUNTRY_ROADS)}
    for _ in range(assumptions.SITES_PER_DISTRICT):
        rank = places.draw(rng)
        town = rank < assumptions.TOWNS
        spread = assumptions.AROUND_TOWN if town else assumptions.AROUND_VILLAGE
        point = _draw_near(district.places[rank], spread, rng, district.holds)
        danger = float(rng.gamma(assumptions.SITE_SHAPE, 1 / assumptions.SITE_SHAPE))
        speed_limit, road_class = roads[town].draw(rng)
        yield Site(
            start=point,
            end=point,
            aside=assumptions.STREET_RADIUS,
            ward_code=None,
            road=None,
            road_class=road_class,
            speed_limit=speed_limit,
            urban=town and speed_limit <= 40,
            hot=False,
            weight=danger,
        )


def _place_of(row: Mapping[str, str]) -> Place:
    return float(row["longitude"]), float(row["latitude"])


def _move(place: Place, east: float, north: float) -> Place:
    """A place moved by metres."""
    return (
        place[0] + east / METRES_PER_DEGREE,
        place[1] + north / METRES_PER_DEGREE / LATITUDE_SCALE,
    )


def _between(start: Place, end: Place, share: float) -> Place:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _distance(one: Place, other: Place) -> float:
    """Distance in degrees of longitude."""
    return math.hypot(one[0] - other[0], LATITUDE_SCALE * (one[1] - other[1]))
