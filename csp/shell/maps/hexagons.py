"""Points summed into hexagons. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from csp.core.geography import Bounds
from csp.shell.maps.colours import rgba
from csp.shell.maps.shapes import as_words

METRES_PER_DEGREE = 111_320.0
MOST_HEXAGONS = 600
"""As many as are sent to the browser, about 150 kB: more could not be told apart on the map."""


def sum_into_hexagons(
    points: pd.DataFrame, radius_m: float = 250.0, most: Sequence[str] = ()
) -> pd.DataFrame:
    """Points summed into hexagons: longitude, latitude (of the centre), n, radius_m. Most first.

    points: longitude, latitude, n. most: further columns of points, kept with what the
    point of greatest n in the hexagon has there. radius_m is from centre to corner. The grid hangs on
    0, 0 and the whole degree of latitude nearest to the points, so that the same place
    falls into the same hexagon whatever else is chosen. Points without position are left out.
    """
    placed = points.dropna(subset=["longitude", "latitude"])
    if placed.empty:
        return pd.DataFrame({name: [] for name in ("longitude", "latitude", "n", "radius_m", *most)})
    across = METRES_PER_DEGREE * math.cos(math.radians(round(float(placed["latitude"].median()))))
    x, y = placed["longitude"].to_numpy() * across, placed["latitude"].to_numpy() * METRES_PER_DEGREE
    q, r = _hexagon_of(x / radius_m, y / radius_m)
    cells = pd.DataFrame({"q": q, "r": r, "n": placed["n"].to_numpy()})
    sums = cells.groupby(["q", "r"]).sum().reset_index()
    # Sorted by hexagon as the sums are, so the first of each is in the same order.
    order = np.lexsort((-cells["n"].to_numpy(), r, q))
    first = order[np.append(True, (np.diff(q[order]) != 0) | (np.diff(r[order]) != 0))]
    for name in most:
        sums[name] = placed[name].to_numpy()[first]
    sums["longitude"] = (radius_m * math.sqrt(3) * (sums["q"] + sums["r"] / 2) / across).round(5)
    sums["latitude"] = (radius_m * 1.5 * sums["r"] / METRES_PER_DEGREE).round(5)
    sums["radius_m"] = radius_m
    ordered = sums.sort_values(["n", "q", "r"], ascending=[False, True, True], ignore_index=True)
    return ordered[["longitude", "latitude", "n", "radius_m", *most]]


def find_radius(points: pd.DataFrame, radius_m: float, most: int = MOST_HEXAGONS) -> float:
    """The radius at which the points fall into at most so many hexagons: radius_m, twice that and so on."""
    while len(sum_into_hexagons(points, radius_m)) > most:
        radius_m *= 2
    return radius_m


def sum_for_view(
    points: pd.DataFrame, radius_m: float, most: Sequence[str], near: Bounds, near_radius_m: float
) -> pd.DataFrame:
    """sum_into_hexagons() for a map that is drawn around a place: small hexagons there, others around.

    near: what the map shows; beyond it, where a reader has to zoom out, radius_m is enough.
    """
    west, south, east, north = near
    shown = points["longitude"].between(west, east) & points["latitude"].between(south, north)
    parts = [
        sum_into_hexagons(points[shown], near_radius_m, most),
        sum_into_hexagons(points[~shown], radius_m, most),
    ]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _hexagon_of(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Axial coordinates of the hexagons (corner up, side 1) that hold the points."""
    q, r = x / math.sqrt(3) - y / 3, 2 * y / 3
    cube = np.stack([q, r, -q - r])
    rounded = np.round(cube)
    # The three must sum to 0: the coordinate that moved most by rounding gives way.
    worst = np.abs(rounded - cube).argmax(axis=0)
    q, r, s = rounded
    q, r = np.where(worst == 0, -r - s, q), np.where(worst == 1, -q - s, r)
    return q.astype(int), r.astype(int)


def build_hexagon_features(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """Hexagons as features. Side by number, up to the busiest twentieth, and never under half the cell.

    cells: sum_into_hexagons() with fill and tooltip; ward_code, where there, is what a click gives.
    """
    if cells.empty:
        return []
    n = cells["n"].to_numpy(dtype=float)
    share = np.sqrt(n / np.quantile(n, 0.95)).clip(0.5, 1) * 0.96
    across = METRES_PER_DEGREE * math.cos(math.radians(round(float(cells["latitude"].median()))))
    turns = np.radians(np.arange(7) * 60 + 90)
    side = (share * cells["radius_m"].to_numpy())[:, None]
    x = cells["longitude"].to_numpy()[:, None] + side * np.cos(turns) / across
    y = cells["latitude"].to_numpy()[:, None] + side * np.sin(turns) / METRES_PER_DEGREE
    rings = np.round(np.stack([x, y], axis=2), 5).tolist()
    areas = cells["ward_code"] if "ward_code" in cells else [""] * len(cells)
    rows = zip(rings, cells["fill"], cells["tooltip"], cells["n"], areas, strict=True)
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {},
            "fill": rgba(fill),
            "tooltip": as_words(tooltip),
            "n": int(n),
            **({"area_code": area} if area else {}),
        }
        for ring, fill, tooltip, n, area in rows
    ]
