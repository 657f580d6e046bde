"""Longitudes and latitudes as metres, in which distances can be taken.

The transverse Mercator projection of the British National Grid (central meridian 2° west, scale
0.9996012717, false origin 400 km and -100 km) on the ellipsoid WGS84, which the coordinates are of. Within
Great Britain a distance in it is true to 5 parts in 10,000: 5 cm of a radius of 100 m, when a collision is
recorded to the nearest metre at best. It is not the National Grid itself: without the change of datum its
figures lie about 100 m beside those of the Ordnance Survey, all alike.

Krüger's series to the third order (as in Karney 2011, Transverse Mercator with an accuracy of a few
nanometers) is right to a millimetre there. pyproj gives the same and is 33 MB that nothing else needs; the
tests hold its figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csp.statistics.types import Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

SEMI_MAJOR, FLATTENING = 6378137.0, 1 / 298.257223563
SCALE, CENTRAL_MERIDIAN, ORIGIN_LATITUDE = 0.9996012717, -2.0, 49.0
FALSE_EASTING, FALSE_NORTHING = 400_000.0, -100_000.0

_ECCENTRICITY = (FLATTENING * (2 - FLATTENING)) ** 0.5
_N = FLATTENING / (2 - FLATTENING)
_RADIUS = SEMI_MAJOR / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SERIES = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)


def project(longitudes: Vector, latitudes: Vector) -> Floats:
    """Degrees (WGS84) as metres east and north: [point, 2]. A point without a place has nan."""
    north, east = _transform(floats(latitudes), floats(longitudes))
    origin, _ = _transform(np.array([ORIGIN_LATITUDE]), np.array([CENTRAL_MERIDIAN]))
    reach = SCALE * _RADIUS
    return np.column_stack([FALSE_EASTING + reach * east, FALSE_NORTHING + reach * (north - origin[0])])


def _transform(latitudes: Floats, longitudes: Floats) -> tuple[Floats, Floats]:
    """Northing and easting in units of the rectifying radius, before scale and origin."""
    sine = np.sin(np.radians(latitudes))
    conformal = np.sinh(np.arctanh(sine) - _ECCENTRICITY * np.arctanh(_ECCENTRICITY * sine))
    away = np.radians(longitudes - CENTRAL_MERIDIAN)
    north = np.arctan2(conformal, np.cos(away))
    east = np.arcsinh(np.sin(away) / np.hypot(conformal, np.cos(away)))
    xi, eta = north.copy(), east.copy()
    for order, factor in enumerate(_SERIES, start=1):
        xi += factor * np.sin(2 * order * north) * np.cosh(2 * order * east)
        eta += factor * np.cos(2 * order * north) * np.sinh(2 * order * east)
    return xi, eta
