"""Where a map point lies, in words: many points bear one name, such as "Shopping Area"."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, degrees, hypot, radians

from csp.core.geography import Place

_METRES_A_DEGREE = 111_195.0
_AT = 75.0
"""Nearer than this, in metres, a point is at the place."""
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def describe_point(longitude: float, latitude: float, places: Sequence[Place]) -> str:
    """How far a point lies from the nearest named place, and which way: "300 m north of Sherwood".

    "" where no place is known.
    """
    if not places:
        return ""
    shrink = cos(radians(latitude))

    def step(place: Place) -> tuple[float, float]:
        """The way from a place to the point in metres, eastwards and northwards."""
        east = (longitude - place.longitude) * shrink
        return east * _METRES_A_DEGREE, (latitude - place.latitude) * _METRES_A_DEGREE

    nearest = min(places, key=lambda place: hypot(*step(place)))
    east, north = step(nearest)
    distance = hypot(east, north)
    if distance < _AT:
        return f"at {nearest.name}"
    way = _COMPASS[round(degrees(atan2(east, north)) / 45) % 8]
    far = f"{50 * round(distance / 50):.0f} m" if distance < 975 else f"{distance / 1000:.1f} km"
    return f"{far} {way} of {nearest.name}"
