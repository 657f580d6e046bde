"""Where a map is looked at from: the centre and zoom that show an area whole."""

from __future__ import annotations

import math

from csp.core.geography.outlines import Bounds

# Web Mercator as deck.gl counts it: the world is 512 px wide at zoom 0.
WORLD_PX = 512.0


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Position in px on deck.gl's world at zoom 0: x to the east, y to the south, both 0 to 512."""
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return WORLD_PX * (longitude + 180) / 360, WORLD_PX * (1 - y / math.pi) / 2


def fit_camera(bounds: Bounds, width: float, height: float, margin: float = 16) -> tuple[float, float, float]:
    """Longitude, latitude and zoom at which bounds fill a map of width x height px.

    bounds: west, south, east, north. margin px stay free on every side.
    """
    west, south, east, north = bounds
    left, bottom = mercator(west, south)
    right, top = mercator(east, north)
    across, down = max(width - 2 * margin, 1.0), max(height - 2 * margin, 1.0)
    zoom = math.log2(min(across / max(right - left, 1e-9), down / max(bottom - top, 1e-9)))
    middle = math.pi * (1 - (top + bottom) / WORLD_PX)
    latitude = math.degrees(2 * math.atan(math.exp(middle)) - math.pi / 2)
    return (west + east) / 2, latitude, zoom
