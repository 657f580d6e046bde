"""Eastings and northings of the British National Grid (EPSG:27700) as longitudes and latitudes (WGS84).

The projection of csp.statistics.projection, the other way and on the ellipsoid of Airy that the grid lies on,
and then the change of datum by seven parameters (EPSG:1314; Ordnance Survey, "A guide to coordinate systems
in Great Britain", 6.6). The projection is right to a millimetre. The seven parameters are within 5 m of the
survey's own grid of shifts, which is 15 MB: that is less than generalised outlines leave out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csp.statistics import projection
from csp.statistics.projection import CENTRAL_MERIDIAN, FALSE_EASTING, FALSE_NORTHING, ORIGIN_LATITUDE, SCALE

if TYPE_CHECKING:
    from csp.statistics.types import Floats

# The ellipsoid of Airy 1830, in metres.
SEMI_MAJOR, SEMI_MINOR = 6377563.396, 6356256.909

_N = (SEMI_MAJOR - SEMI_MINOR) / (SEMI_MAJOR + SEMI_MINOR)
_RADIUS = SEMI_MAJOR / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SQUARED = 1 - (SEMI_MINOR / SEMI_MAJOR) ** 2  # of the eccentricity
# Krüger's series back from the grid, and from conformal to geographic latitudes.
_BACK = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_LATITUDE = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)
_SERIES = (_N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16, 13 * _N**2 / 48 - 3 * _N**3 / 5, 61 * _N**3 / 240)

# From Airy to WGS84: metres, seconds of arc, and parts of a million.
_SHIFT = np.array([446.448, -125.157, 542.060])
_TURN = np.radians(np.array([0.1502, 0.2470, 0.8421]) / 3600)
_GROWTH = -20.4894e-6


def unproject(points: Floats) -> Floats:
    """Metres east and north, [point, 2], as longitude and latitude in degrees, [point, 2]."""
    reach = SCALE * _RADIUS
    origin = _rectify(np.radians(ORIGIN_LATITUDE))
    xi = (points[:, 1] - FALSE_NORTHING) / reach + origin
    eta = (points[:, 0] - FALSE_EASTING) / reach
    north, east = xi.copy(), eta.copy()
    for order, factor in enumerate(_BACK, start=1):
        north -= factor * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
        east -= factor * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
    conformal = np.arcsin(np.sin(north) / np.cosh(east))
    latitudes = conformal.copy()
    for order, factor in enumerate(_LATITUDE, start=1):
        latitudes += factor * np.sin(2 * order * conformal)
    longitudes = np.radians(CENTRAL_MERIDIAN) + np.arctan2(np.sinh(east), np.cos(north))
    return _change_datum(longitudes, latitudes)


def _rectify(latitude: float) -> float:
    """The rectifying latitude, by which the meridian is measured."""
    eccentricity = _SQUARED**0.5
    sine = np.sin(latitude)
    conformal = np.arctan(np.sinh(np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine)))
    terms = (factor * np.sin(2 * order * conformal) for order, factor in enumerate(_SERIES, start=1))
    return float(conformal + sum(terms))


def _change_datum(longitudes: Floats, latitudes: Floats) -> Floats:
    """Radians on the ellipsoid of Airy as degrees on WGS84, for points at sea level."""
    curvature = SEMI_MAJOR / np.sqrt(1 - _SQUARED * np.sin(latitudes) ** 2)
    places = np.array(
        [
            curvature * np.cos(latitudes) * np.cos(longitudes),
            curvature * np.cos(latitudes) * np.sin(longitudes),
            curvature * (1 - _SQUARED) * np.sin(latitudes),
        ]
    )
    x, y, z = _SHIFT[:, None] + (1 + _GROWTH) * places + np.cross(_TURN, places, axisb=0).T
    return np.column_stack([np.degrees(np.arctan2(y, x)), np.degrees(_find_latitude(np.hypot(x, y), z))])


def _find_latitude(across: Floats, along: Floats) -> Floats:
    """The latitude on WGS84 of points so far from the axis and from the equator (Bowring 1976)."""
    major, flattening = projection.SEMI_MAJOR, projection.FLATTENING
    minor = major * (1 - flattening)
    squared, second = flattening * (2 - flattening), (major / minor) ** 2 - 1
    angle = np.arctan2(along * major, across * minor)
    return np.arctan2(
        along + second * minor * np.sin(angle) ** 3, across - squared * major * np.cos(angle) ** 3
    )
