"""The National Grid against the formulae of the Ordnance Survey's guide, and against its own stations."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

import numpy as np
import pytest

from csp.statistics.national_grid import unproject
from csp.statistics.projection import project

# Points of the guide's test data: easting, northing, latitude and longitude of ETRS89 by the grid of shifts.
STATIONS = [
    (91492.146, 11318.804, 49.92226393730, -6.29977752014),
    (530624.974, 178388.464, 51.48936564950, -0.11992557180),
]


def meridian_arc(b: float, n: float, latitude: float, origin: float) -> float:
    """M of the guide (C3)."""
    less, more = latitude - origin, latitude + origin
    return (
        b
        * 0.9996012717
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def by_the_guide(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude on WGS84 by the series of the guide (C2, B3 to B5), one point at a time."""
    a, b, scale, origin = 6377563.396, 6356256.909, 0.9996012717, radians(49)
    e2, n = 1 - (b / a) ** 2, (a - b) / (a + b)
    latitude = (north + 100_000) / (a * scale) + origin
    while abs(rest := north + 100_000 - meridian_arc(b, n, latitude, origin)) > 1e-6:
        latitude += rest / (a * scale)
    nu = a * scale / sqrt(1 - e2 * sin(latitude) ** 2)
    rho = a * scale * (1 - e2) * (1 - e2 * sin(latitude) ** 2) ** -1.5
    eta2, t, sec, d = nu / rho - 1, tan(latitude), 1 / cos(latitude), east - 400_000
    phi = (
        latitude
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    lam = (
        radians(-2)
        + sec / nu * d
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * d**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    v = a / sqrt(1 - e2 * sin(phi) ** 2)
    x, y, z = v * cos(phi) * cos(lam), v * cos(phi) * sin(lam), (1 - e2) * v * sin(phi)
    s, (rx, ry, rz) = -20.4894e-6, (radians(each / 3600) for each in (0.1502, 0.2470, 0.8421))
    x, y, z = (
        446.448 + (1 + s) * x - rz * y + ry * z,
        -125.157 + rz * x + (1 + s) * y - rx * z,
        542.060 - ry * x + rx * y + (1 + s) * z,
    )
    a, b = 6378137.0, 6356752.314245
    e2 = 1 - (b / a) ** 2
    phi = atan2(z, hypot(x, y) * (1 - e2))
    for _ in range(10):
        phi = atan2(z + e2 * a / sqrt(1 - e2 * sin(phi) ** 2) * sin(phi), hypot(x, y))
    return degrees(atan2(y, x)), degrees(phi)


def metres_apart(one, other) -> float:
    return float(np.hypot(*(project(*np.array([one]).T) - project(*np.array([other]).T))[0]))


@pytest.mark.parametrize("point", [(558_000.0, 139_000.0), (90_000.0, 11_000.0), (467_000.0, 1_210_000.0)])
def test_a_point_lies_where_the_formulae_of_the_guide_put_it(point):
    assert metres_apart(unproject(np.array([point]))[0], by_the_guide(*point)) < 0.003


@pytest.mark.parametrize("station", STATIONS)
def test_a_station_lies_within_5_metres_of_the_grid_of_shifts(station):
    east, north, latitude, longitude = station
    assert metres_apart(unproject(np.array([[east, north]]))[0], (longitude, latitude)) < 5
