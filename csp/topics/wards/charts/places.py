"""The places named on the map, and the one it is drawn around."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

import pandas as pd

from csp.core import geography
from csp.core.geography import Bounds, Place
from csp.shell import maps
from csp.topics.wards.rules import MapPoints

# Centre to corner of a hexagon: about 8 px on the whole borough, and as much around a place.
RADIUS_M, NEAR_RADIUS_M = 500.0, 200.0
# Half the height of what is shown around a place that was looked for: 2 km, in degrees.
NEAR = 0.018
# How much wider than that a map can be, which is as wide as its column.
WIDEST = 2.2

# The order in which places are named where there is room for some only.
KINDS = {"town": 0, "village": 1, "neighbourhood": 2, "hamlet": 3}


def around(place: Place | None) -> Bounds | None:
    """What is shown when a place was looked for: 4 km across, the place in the middle."""
    if place is None:
        return None
    across = NEAR * 1.6
    return (
        place.longitude - across,
        place.latitude - NEAR,
        place.longitude + across,
        place.latitude + NEAR,
    )


def places_in(district: str) -> tuple[Place, ...]:
    """The named places of a district, the largest kind first."""
    return tuple(sorted(geography.list_places(district), key=lambda place: KINDS.get(place.kind, 0)))


def find(name: str | None, district: str, around: Collection[str]) -> tuple[Place | None, Place | None]:
    """The place of a name in the districts around, and the same if it is on the map of the district."""
    place = next(iter(geography.find_place(name or "", 1, around)), None)
    return place, place if place and place.district_code == district else None


def labelled(places: Sequence[Place], centre: Place | None) -> tuple[Place, ...]:
    """The places named on the map: towns and villages; all of them where it is drawn around one."""
    return tuple(place for place in places if centre or KINDS.get(place.kind, 0) <= KINDS["village"])


@lru_cache(maxsize=64)
def radius(points: MapPoints, centre: Place | None) -> float:
    """Metres from the centre of a hexagon to its corner: finer where the map is drawn around a place.

    Coarser where there would be more hexagons than a map can show.
    """
    bounds = _widen(centre)
    if bounds is None:
        return maps.find_radius(points.frame, RADIUS_M)
    west, south, east, north = bounds
    frame = points.frame
    shown = frame["longitude"].between(west, east) & frame["latitude"].between(south, north)
    return maps.find_radius(frame[shown], NEAR_RADIUS_M)


def _widen(centre: Place | None) -> Bounds | None:
    """What the widest map around a place shows."""
    bounds = around(centre)
    if bounds is None:
        return None
    west, south, east, north = bounds
    across, up = (WIDEST - 1) * (east - west) / 2, 0.15 * (north - south)
    return west - across, south - up, east + across, north + up


def sum_points(points: MapPoints, centre: Place | None) -> pd.DataFrame:
    """The hexagons of the map: see csp.shell.maps.sum_into_hexagons()."""
    most, bounds = ("location", "ward_code"), _widen(centre)
    wide = radius(points, None)
    if bounds is None:
        return maps.sum_into_hexagons(points.frame, wide, most)
    return maps.sum_for_view(points.frame, wide, most, bounds, radius(points, centre))
