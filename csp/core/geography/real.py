"""Outlines from imported wards: one district ward by ward, or whole districts dissolved from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from csp.core.errors import UserError
from csp.core.geography.outlines import METRES_PER_DEGREE, STRETCH, Outlines, build_area_frame, stretch
from csp.core.geography.tables import read_district_names

# Sides of the smallest triangle a border keeps (Visvalingam): no point moves by more than
# about half of it, which is under a pixel at the size the maps have on a page.
WARD_TOLERANCE_M, DISTRICT_TOLERANCE_M = 40.0, 200.0


def build_real_wards(outlines: pd.DataFrame, district_code: str) -> Outlines:
    """The wards of one district from imported outlines, the newest year where there are several.

    outlines: ward_code, ward, district_code, year, geometry (WKB, WGS84), one row per ward
    and year. Raises UserError where the district has none.
    """
    newest = _newest(outlines, [district_code])
    rows = list(zip(newest["ward_code"], newest["ward"], newest["district_code"], strict=True))
    shapes = _simplified(_shapes(newest), WARD_TOLERANCE_M)
    return Outlines("ward", False, int(newest["year"].max()), build_area_frame(rows, shapes))


def build_real_districts(outlines: pd.DataFrame, codes: Sequence[str]) -> Outlines:
    """Districts dissolved from imported wards and simplified together to about 100 m, so borders still meet.

    vintage is the newest year among them. Takes about 0.1 s for a county: keep the result.
    """
    newest = _newest(outlines, codes)
    names = read_district_names()
    shapes = _shapes(newest)
    present = sorted(set(newest["district_code"]))
    merged = [shapely.union_all(shapes[(newest["district_code"] == c).to_numpy()]) for c in present]
    rows = [(code, names.get(code, code), code) for code in present]
    frame = build_area_frame(rows, _simplified(merged, DISTRICT_TOLERANCE_M))
    return Outlines("district", False, int(newest["year"].max()), frame)


def _newest(outlines: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The rows of the newest year of each district. Raises UserError for a district without any."""
    rows = outlines[outlines["district_code"].isin(list(codes))]
    missing = sorted(set(codes) - set(rows["district_code"]))
    if missing:
        raise UserError(
            f"No ward outlines are imported for {', '.join(missing)}. Import its boundaries file."
        )
    newest_year = rows.groupby("district_code")["year"].transform("max")
    return rows[rows["year"] == newest_year].sort_values("ward_code", ignore_index=True)


def _shapes(outlines: pd.DataFrame) -> Any:
    return shapely.make_valid(stretch(shapely.from_wkb([bytes(wkb) for wkb in outlines["geometry"]])))


def _simplified(shapes: Any, tolerance_m: float) -> Any:
    """Shapes (stretched) with shared borders simplified once, so that no gap opens between neighbours."""
    tolerance = tolerance_m / METRES_PER_DEGREE * STRETCH
    return shapely.coverage_simplify(np.asarray(shapes, dtype=object), tolerance)
