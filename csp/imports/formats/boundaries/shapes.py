"""The outline of one feature in longitude and latitude: taken, converted, or declined with the reason."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.errors import ShapelyError

from csp.imports.formats.boundaries.geojson import Feature
from csp.statistics import national_grid

Box = tuple[float, float, float, float]

# West, south, east and north of the United Kingdom, generously: in degrees, and in metres on its grid.
UNITED_KINGDOM: Box = (-11.0, 49.0, 3.0, 62.0)
NATIONAL_GRID: Box = (-100_000.0, 0.0, 750_000.0, 1_300_000.0)
LEAST_METRES = 1_000.0  # of an easting or northing of any ward: what is less is degrees
# Northern Ireland on the Irish Grid lies south of where it lies on the National Grid.
# And on the newer Irish Transverse Mercator it lies north of there.
IRISH_GRID_NORTH, IRISH_TRANSVERSE_NORTH = 457_000.0, 750_000.0
THE_EARTH: Box = (-180.0, -90.0, 180.0, 90.0)
MOST_FIGURES = 3  # of a point: longitude, latitude and height
WEB_MERCATOR: Box = (-1_300_000.0, 6_200_000.0, 400_000.0, 8_900_000.0)

NO_OUTLINE = "no outline"
ABROAD = "an outline that lies outside the United Kingdom"
GET_DEGREES = "download the same outlines in WGS84 (GCS)"

# What shapely and Python raise for a geometry that is none.
NO_GEOMETRY = (
    *(ShapelyError, KeyError, TypeError, ValueError, AttributeError),
    *(IndexError, OverflowError, RecursionError),
)


class Outline(NamedTuple):
    """shape: valid polygons in degrees, None where the feature is declined, for the reason given."""

    shape: Any = None
    reason: str = ""
    is_converted: bool = False


def read_outline(feature: Feature, ward_code: str) -> Outline:
    """What becomes of the geometry of a feature; ward_code tells Northern Ireland, which has its own grid."""
    shape, reason = _read_shape(feature)
    if reason or _lies_in(shape.bounds, UNITED_KINGDOM):
        return Outline(reason=reason) if reason else _mend(shape, is_converted=False)
    reason = _find_system(shape.bounds, ward_code)
    if reason:
        return Outline(reason=reason)
    converted = shapely.transform(shape, national_grid.unproject)
    if not _lies_in(converted.bounds, UNITED_KINGDOM):
        return Outline(reason=ABROAD)
    return _mend(converted, is_converted=True)


def _read_shape(feature: Feature) -> tuple[Any, str]:
    """The geometry of a feature as it stands, or why there is none."""
    if not feature.get("geometry"):
        return None, NO_OUTLINE
    try:
        shape = shapely.force_2d(shapely.geometry.shape(_drop_measures(feature["geometry"])))
        finite = bool(np.isfinite(shapely.get_coordinates(shape)).all())
    except NO_GEOMETRY:
        return None, "an outline that cannot be read"
    if not finite:
        return None, "an outline with a point that is nowhere"
    return (None, NO_OUTLINE) if shape.is_empty else (shape, "")


def _drop_measures(geometry: Any) -> Any:
    """A geometry of points with three figures at most: some programs write a fourth, which cannot be read."""
    if isinstance(geometry, dict) and "coordinates" in geometry:
        return {**geometry, "coordinates": _cut_points(geometry["coordinates"])}
    return geometry


def _cut_points(values: Any) -> Any:
    if not isinstance(values, list):
        return values
    is_point = len(values) > MOST_FIGURES and not any(isinstance(each, list) for each in values)
    return values[:MOST_FIGURES] if is_point else [_cut_points(each) for each in values]


def _find_system(bounds: Box, ward_code: str) -> str:
    """Why figures that are no degrees cannot be used, "" for metres on the National Grid."""
    west, south, east, north = bounds
    if _lies_in((south, west, north, east), UNITED_KINGDOM):
        return "latitude stands before longitude, against the rule of GeoJSON"
    if _lies_in(bounds, THE_EARTH):
        return ABROAD
    if _lies_in(bounds, WEB_MERCATOR):
        return f"in Web Mercator, not in longitude and latitude: {GET_DEGREES}"
    if not _lies_in(bounds, NATIONAL_GRID) or max(abs(east), abs(north)) < LEAST_METRES:
        return f"not in longitude and latitude: {GET_DEGREES}"
    if ward_code.startswith("N") and not IRISH_GRID_NORTH <= north < IRISH_TRANSVERSE_NORTH:
        return f"in the Irish Grid, not in longitude and latitude: {GET_DEGREES}"
    return ""


def _lies_in(bounds: Box, box: Box) -> bool:
    west, south, east, north = bounds
    return west >= box[0] and south >= box[1] and east <= box[2] and north <= box[3]


def _mend(shape: Any, is_converted: bool) -> Outline:
    # Only areas count: mending a self-crossing outline can leave stray lines behind.
    parts = [
        part
        for part in shapely.get_parts(shapely.make_valid(shape))
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    if not parts:
        return Outline(reason=NO_OUTLINE)
    return Outline(shapely.union_all(parts), is_converted=is_converted)
