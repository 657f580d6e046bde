"""Schematic outlines: Voronoi cells around named places, merged by area and clipped to a coarse outline.

They stand in where no real outlines are imported, and every Outlines says which of the two it is."""

from __future__ import annotations

from collections.abc import Sequence
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


@lru_cache(maxsize=1)
def build_schematic_wards() -> Outlines:
    """The 20 wards as cells around the places of places.csv, clipped to the borough's coarse outline.

    Agrees with the real wards on 84 % of the area (tested where real outlines are at hand).
    """
    named = [place for place in read_places("ward") if place.ward_code]
    names = {row["ward_code"]: name for name, row in read_ward_rows().items()}
    return _build_outlines(
        "ward", [(p.longitude, p.latitude, str(p.ward_code)) for p in named], WARD_OUTLINE, names
    )


@lru_cache(maxsize=1)
def build_schematic_districts() -> Outlines:
    """The 12 districts as cells around the places of places_county.csv. Agrees on 92 % of the area."""
    names = read_district_names()
    points = [(p.longitude, p.latitude, p.district_code) for p in read_places("district")]
    return _build_outlines("district", points, DISTRICT_OUTLINE, names)


def _build_outlines(
    level: Level, points: Sequence[tuple[float, float, str]], outline: str, names: dict[str, str]
) -> Outlines:
    border = stretch(_read_border(outline))
    sites = stretch(shapely.MultiPoint([(x, y) for x, y, _ in points]))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=border, ordered=True))
    owners = pd.Series([code for _, _, code in points])
    codes = sorted(set(owners))
    shapes = [
        shapely.intersection(shapely.union_all(cells[(owners == code).to_numpy()]), border) for code in codes
    ]
    home = {code: SCHEMATIC_WARDS_OF if level == "ward" else code for code in codes}
    rows = [(code, names[code], home[code]) for code in codes]
    return Outlines(level, True, None, build_area_frame(rows, shapes))


def _read_border(name: str) -> Any:
    rows = sorted(
        (r for r in read_rows("outlines.csv") if r["outline"] == name), key=lambda r: int(r["position"])
    )
    corners = [(float(r["longitude"]), float(r["latitude"])) for r in rows]
    if len(corners) < 3:
        raise UserError(f'outlines.csv has no outline "{name}". Restore data/reference/outlines.csv.')
    return shapely.make_valid(shapely.Polygon(corners))
