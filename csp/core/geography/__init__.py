"""Outlines, place names and tiles: where areas lie and how they are drawn. Never reads the store.

Real outlines arrive as a frame of imported wards. Where none are imported the areas are *schematic*.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from csp.core.geography.camera import fit_camera, mercator
from csp.core.geography.gazetteer import (
    SCHEMATIC_WARDS_OF,
    Place,
    find_place,
    list_places,
    list_roads,
    read_places,
)
from csp.core.geography.outlines import Bounds, Level, Outlines
from csp.core.geography.real import build_real_districts, build_real_wards
from csp.core.geography.schematic import OwnArea, build_schematic_districts, build_schematic_wards
from csp.core.geography.tables import read_ward_tiles

__all__ = [
    "SCHEMATIC_WARDS_OF",
    "Bounds",
    "Level",
    "Outlines",
    "OwnArea",
    "Place",
    "build_real_districts",
    "build_real_wards",
    "build_schematic_districts",
    "build_schematic_wards",
    "find_districts",
    "find_place",
    "find_wards",
    "fit_camera",
    "list_places",
    "list_roads",
    "mercator",
    "read_places",
    "read_ward_tiles",
]


def find_wards(
    district_code: str, outlines: pd.DataFrame | None = None, wards: Collection[str] = ()
) -> Outlines | None:
    """The wards of a district: real where imported, else schematic where known, else None.

    wards: the codes of those of an area of one's own, drawn where all of them are known.
    """
    if outlines is not None and (outlines["district_code"] == district_code).any():
        return build_real_wards(outlines, district_code)
    if district_code == SCHEMATIC_WARDS_OF:
        return build_schematic_wards()
    is_known = bool(wards) and {*wards} <= {*build_schematic_wards().codes}
    return build_schematic_wards().only(wards) if is_known else None


def find_districts(
    codes: Sequence[str], outlines: pd.DataFrame | None = None, areas: tuple[OwnArea, ...] = ()
) -> Outlines | None:
    """These districts: real where all are imported, else schematic where all are known, else None.

    The two are never mixed: their borders would not meet. areas: those of one's own among the codes.
    """
    if outlines is not None and set(codes) <= set(outlines["district_code"]):
        return build_real_districts(outlines, codes)
    schematic = build_schematic_districts(areas)
    return schematic.only(codes) if set(codes) <= set(schematic.codes) else None
