"""The areas of one map as values, and how shapes become rows of them. Pure.

Shapes are computed with latitudes stretched: a degree of latitude is about 1.6 degrees of longitude long at
51 degrees north, and Voronoi cells would otherwise lean. Rows hold plain degrees again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely

Level = Literal["ward", "district"]
Ring = list[list[float]]
Polygons = list[list[Ring]]
Bounds = tuple[float, float, float, float]

STRETCH = 1.6
METRES_PER_DEGREE = 111_320.0
# Simplified borders of two districts that were generalised apart leave slivers; a part
# smaller than this is one of them, not an island anybody lives on (Sheppey is 94 km2).
SMALLEST_PART_M2 = 40_000.0
DECIMALS = 5  # 1 m


@dataclass(frozen=True, eq=False)
class Outlines:
    """The areas of one map, ready to be drawn.

    frame has one row per area: area_code, name, district_code, longitude and latitude
    (the point inside the area with most room around it, for a label) and polygons: a
    list of parts, each a list of rings (outer first, then holes), each a closed list of
    [longitude, latitude] rounded to 5 decimals. Outer rings run clockwise, which d3
    needs and deck.gl does not mind. vintage is the year of real outlines, else None.
    """

    level: Level
    schematic: bool
    vintage: int | None
    frame: pd.DataFrame

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        points = np.array([p for area in self.frame["polygons"] for part in area for p in part[0]])
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        return float(west), float(south), float(east), float(north)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.frame["area_code"])

    def only(self, codes: Iterable[str]) -> Outlines:
        """The same map with the areas of these codes alone."""
        frame = self.frame[self.frame["area_code"].isin(set(codes))].reset_index(drop=True)
        return Outlines(self.level, self.schematic, self.vintage, frame)


def stretch(shape: Any) -> Any:
    """A shape in degrees with its latitudes stretched, so that distances may be compared."""
    return shapely.transform(shape, lambda xy: xy * np.array([1.0, STRETCH]))


def build_area_frame(rows: Sequence[tuple[str, str, str]], shapes: Any) -> pd.DataFrame:
    """The frame of an Outlines from (area_code, name, district_code) and stretched shapes."""
    frame = pd.DataFrame(rows, columns=["area_code", "name", "district_code"])
    areas = [_without_slivers(shape) for shape in shapes]
    frame[["longitude", "latitude"]] = [_label_point(shape) for shape in areas]
    frame["polygons"] = pd.Series([_polygons(shape) for shape in areas], dtype=object)
    return frame


def _parts(shape: Any) -> list[Any]:
    """The polygons of a shape, largest first; lines and points left by an intersection are dropped."""
    parts = [p for p in shapely.get_parts(shapely.make_valid(shape)) if p.geom_type == "Polygon"]
    nested = [q for p in shapely.get_parts(shape) if p.geom_type == "MultiPolygon" for q in p.geoms]
    return sorted(parts + nested, key=lambda p: -p.area)


def _without_slivers(shape: Any) -> Any:
    parts = _parts(shape)
    smallest = SMALLEST_PART_M2 / METRES_PER_DEGREE**2 * STRETCH**2
    return shapely.MultiPolygon([p for i, p in enumerate(parts) if i == 0 or p.area >= smallest])


def _label_point(shape: Any) -> tuple[float, float]:
    circle = shapely.maximum_inscribed_circle(_parts(shape)[0])
    x, y = shapely.get_coordinates(circle)[0]
    return round(float(x), DECIMALS), round(float(y) / STRETCH, DECIMALS)


def _polygons(shape: Any) -> Polygons:
    clockwise = shapely.orient_polygons(shape, exterior_cw=True)
    return [
        [_ring(part.exterior), *(_ring(hole) for hole in part.interiors)]
        for part in shapely.get_parts(clockwise)
    ]


def _ring(ring: Any) -> Ring:
    rounded = np.round(shapely.get_coordinates(ring) / np.array([1.0, STRETCH]), DECIMALS)
    keep = np.append(True, (np.diff(rounded, axis=0) != 0).any(axis=1))
    points: Ring = rounded[keep].tolist()
    return points
