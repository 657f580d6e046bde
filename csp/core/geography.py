"""Outlines, place names and tiles: where areas lie and how they are drawn. Never reads the store.

Real outlines arrive as a frame of imported wards. Where none are imported the areas
are *schematic*: Voronoi cells around named places, merged by area and clipped to a
coarse outline. Every Outlines says which of the two it is.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import shapely

from csp.core import reference_tables
from csp.core.errors import UserError
from csp.core.settings import REFERENCE

Level = Literal["ward", "district"]
Ring = list[list[float]]
Polygons = list[list[Ring]]
Bounds = tuple[float, float, float, float]

# A degree of latitude is about 1.6 degrees of longitude long at 51 degrees north.
# Distances are compared after this stretch: Voronoi cells would otherwise lean.
STRETCH = 1.6
# The areas that places.csv and places_kent.csv describe, and the outline each is clipped to.
SCHEMATIC_WARDS_OF = "E07000116"
WARD_OUTLINE, DISTRICT_OUTLINE = "tunbridge_wells", "kent"
# Sides of the smallest triangle a border keeps (Visvalingam): no point moves by more than
# about half of it, which is under a pixel at the size the maps have on a page.
WARD_TOLERANCE_M, DISTRICT_TOLERANCE_M = 40.0, 200.0
METRES_PER_DEGREE = 111_320.0
# Simplified borders of two districts that were generalised apart leave slivers; a part
# smaller than this is one of them, not an island anybody lives on (Sheppey is 94 km2).
SMALLEST_PART_M2 = 40_000.0
# Web Mercator as deck.gl counts it: the world is 512 px wide at zoom 0.
WORLD_PX = 512.0
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
        wanted = set(codes)
        chosen = self.frame[self.frame["area_code"].isin(wanted)].reset_index(drop=True)
        return Outlines(self.level, self.schematic, self.vintage, chosen)


class Place(NamedTuple):
    """A named place. ward is "" and ward_code None where it spans several or lies outside the borough."""

    name: str
    kind: str
    longitude: float
    latitude: float
    ward: str
    ward_code: str | None
    district_code: str


def _rows(name: str) -> Sequence[dict[str, str]]:
    return reference_tables.read(REFERENCE / name)


@lru_cache(maxsize=1)
def _wards() -> dict[str, dict[str, str]]:
    """Rows of wards.csv by ward name."""
    return {row["ward"]: row for row in _rows("wards.csv")}


def _district_names() -> dict[str, str]:
    return {row["district_code"]: row["district"] for row in _rows("districts.csv")}


# ------------------------------------------------------------------ places


@lru_cache(maxsize=2)
def places(level: Level) -> tuple[Place, ...]:
    """The named places that label a map: of the borough for "ward", of the county for "district"."""
    if level == "district":
        return tuple(
            Place(r["place"], "", float(r["longitude"]), float(r["latitude"]), "", None, r["district_code"])
            for r in _rows("places_kent.csv")
        )
    return tuple(_borough_place(row) for row in _rows("places.csv"))


def _borough_place(row: dict[str, str]) -> Place:
    name = row["ward"]
    if name and name not in _wards():
        raise UserError(f'places.csv: "{name}", the ward of {row["place"]}, is not in wards.csv. Correct it.')
    ward = _wards().get(name)
    return Place(
        row["place"],
        row["kind"],
        float(row["longitude"]),
        float(row["latitude"]),
        name,
        ward["ward_code"] if ward else None,
        ward["district_code"] if ward else SCHEMATIC_WARDS_OF,
    )


def _plain(text: str) -> str:
    """Lower case without apostrophes, so that "st johns" finds St John's."""
    return " ".join(text.casefold().replace("'", "").replace("’", "").split())


def find_place(query: str, limit: int = 8) -> list[Place]:
    """Places by name, best first: the whole name, its start, the start of a word, any part, then near misses.

    The borough's places come before the county's of equal merit. An empty query finds none.
    """
    wanted = _plain(query)
    if not wanted:
        return []
    known: dict[tuple[str, str], Place] = {}
    for place in (*places("ward"), *places("district")):
        known.setdefault((_plain(place.name), place.district_code), place)
    ranked = [(_merit(name, wanted), i, place) for i, ((name, _), place) in enumerate(known.items())]
    found = [
        place for merit, _, place in sorted(ranked, key=lambda r: r[:2]) if merit is not None and merit < 4
    ]
    if not found:
        near = difflib.get_close_matches(wanted, [name for name, _ in known], n=limit, cutoff=0.75)
        found = [place for name in dict.fromkeys(near) for (n, _), place in known.items() if n == name]
    return found[:limit]


def _merit(name: str, wanted: str) -> int:
    """0 for the best kind of match to 4 for none."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    return 3 if wanted in name else 4


# ------------------------------------------------------------------ schematic outlines


@lru_cache(maxsize=1)
def schematic_wards() -> Outlines:
    """The 20 wards as cells around the places of places.csv, clipped to the borough's coarse outline.

    Agrees with the real wards on 84 % of the area (tested where real outlines are at hand).
    """
    named = [place for place in places("ward") if place.ward_code]
    names = {row["ward_code"]: name for name, row in _wards().items()}
    return _schematic(
        "ward", [(p.longitude, p.latitude, str(p.ward_code)) for p in named], WARD_OUTLINE, names
    )


@lru_cache(maxsize=1)
def schematic_districts() -> Outlines:
    """The 12 districts as cells around the places of places_kent.csv. Agrees on 92 % of the area."""
    names = _district_names()
    points = [(p.longitude, p.latitude, p.district_code) for p in places("district")]
    return _schematic("district", points, DISTRICT_OUTLINE, names)


def _schematic(
    level: Level, points: Sequence[tuple[float, float, str]], outline: str, names: dict[str, str]
) -> Outlines:
    border = _stretched(_outline(outline))
    sites = _stretched(shapely.MultiPoint([(x, y) for x, y, _ in points]))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=border, ordered=True))
    owners = pd.Series([code for _, _, code in points])
    codes = sorted(set(owners))
    shapes = [
        shapely.intersection(shapely.union_all(cells[(owners == code).to_numpy()]), border) for code in codes
    ]
    home = {code: SCHEMATIC_WARDS_OF if level == "ward" else code for code in codes}
    rows = [(code, names[code], home[code]) for code in codes]
    return Outlines(level, True, None, _frame(rows, shapes))


def _outline(name: str) -> Any:
    rows = sorted(
        (r for r in _rows("outlines.csv") if r["outline"] == name), key=lambda r: int(r["position"])
    )
    corners = [(float(r["longitude"]), float(r["latitude"])) for r in rows]
    if len(corners) < 3:
        raise UserError(f'outlines.csv has no outline "{name}". Restore data/reference/outlines.csv.')
    return shapely.make_valid(shapely.Polygon(corners))


# ------------------------------------------------------------------ real outlines


def real_wards(outlines: pd.DataFrame, district_code: str) -> Outlines:
    """The wards of one district from imported outlines, the newest year where there are several.

    outlines: ward_code, ward, district_code, year, geometry (WKB, WGS84), one row per ward
    and year. Raises UserError where the district has none.
    """
    chosen = _newest(outlines, [district_code])
    rows = list(zip(chosen["ward_code"], chosen["ward"], chosen["district_code"], strict=True))
    shapes = _simplified(_shapes(chosen), WARD_TOLERANCE_M)
    return Outlines("ward", False, int(chosen["year"].max()), _frame(rows, shapes))


def real_districts(outlines: pd.DataFrame, codes: Sequence[str]) -> Outlines:
    """Districts dissolved from imported wards and simplified together to about 100 m, so borders still meet.

    vintage is the newest year among them. Takes about 0.1 s for a county: keep the result.
    """
    chosen = _newest(outlines, codes)
    names = _district_names()
    shapes = _shapes(chosen)
    present = sorted(set(chosen["district_code"]))
    merged = [shapely.union_all(shapes[(chosen["district_code"] == c).to_numpy()]) for c in present]
    rows = [(code, names.get(code, code), code) for code in present]
    frame = _frame(rows, _simplified(merged, DISTRICT_TOLERANCE_M))
    return Outlines("district", False, int(chosen["year"].max()), frame)


def _newest(outlines: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The rows of the newest year of each district. Raises UserError for a district without any."""
    chosen = outlines[outlines["district_code"].isin(list(codes))]
    missing = sorted(set(codes) - set(chosen["district_code"]))
    if missing:
        raise UserError(
            f"No ward outlines are imported for {', '.join(missing)}. Import its boundaries file."
        )
    newest = chosen.groupby("district_code")["year"].transform("max")
    return chosen[chosen["year"] == newest].sort_values("ward_code", ignore_index=True)


def _shapes(outlines: pd.DataFrame) -> Any:
    return shapely.make_valid(_stretched(shapely.from_wkb([bytes(wkb) for wkb in outlines["geometry"]])))


def _simplified(shapes: Any, tolerance_m: float) -> Any:
    """Shapes (stretched) with shared borders simplified once, so that no gap opens between neighbours."""
    tolerance = tolerance_m / METRES_PER_DEGREE * STRETCH
    return shapely.coverage_simplify(np.asarray(shapes, dtype=object), tolerance)


# ------------------------------------------------------------------ choice


def wards(district_code: str, outlines: pd.DataFrame | None = None) -> Outlines | None:
    """The wards of a district: real where imported, else schematic where known, else None."""
    if outlines is not None and (outlines["district_code"] == district_code).any():
        return real_wards(outlines, district_code)
    return schematic_wards() if district_code == SCHEMATIC_WARDS_OF else None


def districts(codes: Sequence[str], outlines: pd.DataFrame | None = None) -> Outlines | None:
    """These districts: real where all are imported, else schematic where all are known, else None.

    The two are never mixed: their borders would not meet.
    """
    wanted = set(codes)
    if outlines is not None and wanted <= set(outlines["district_code"]):
        return real_districts(outlines, codes)
    schematic = schematic_districts()
    return schematic.only(wanted) if wanted <= set(schematic.codes) else None


# ------------------------------------------------------------------ shapes to rows


def _stretched(shape: Any, factor: float = STRETCH) -> Any:
    return shapely.transform(shape, lambda xy: xy * np.array([1.0, factor]))


def _frame(rows: Sequence[tuple[str, str, str]], shapes: Any) -> pd.DataFrame:
    """The frame of an Outlines from (area_code, name, district_code) and stretched shapes."""
    frame = pd.DataFrame(rows, columns=["area_code", "name", "district_code"])
    kept = [_without_slivers(shape) for shape in shapes]
    frame[["longitude", "latitude"]] = [_label_point(shape) for shape in kept]
    frame["polygons"] = pd.Series([_polygons(shape) for shape in kept], dtype=object)
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


# ------------------------------------------------------------------ view


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Position in px on deck.gl's world at zoom 0: x to the east, y to the south, both 0 to 512."""
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return WORLD_PX * (longitude + 180) / 360, WORLD_PX * (1 - y / math.pi) / 2


def view(bounds: Bounds, width: float, height: float, margin: float = 16) -> tuple[float, float, float]:
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


# ------------------------------------------------------------------ tiles


def ward_tiles() -> pd.DataFrame:
    """The equal-tile arrangement: ward_code, column (0 in the west), row (0 in the north), one row per ward.

    Raises UserError where two wards share a tile or a ward is given twice.
    """
    rows = _rows("ward_tiles.csv")
    tiles = pd.DataFrame(
        {
            "ward_code": [r["ward_code"] for r in rows],
            "column": [int(r["column"]) for r in rows],
            "row": [int(r["row"]) for r in rows],
        }
    )
    if tiles["ward_code"].duplicated().any() or tiles.duplicated(["column", "row"]).any():
        raise UserError("ward_tiles.csv names a ward twice or puts two on one tile. Give each its own.")
    return tiles
