"""The reference tables that say where areas lie and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from csp.core import reference_tables, settings
from csp.core.errors import UserError
from csp.core.settings import REFERENCE


def read_rows(name: str) -> Sequence[dict[str, str]]:
    """The rows of a table of data/reference by column. Raises UserError where it cannot be read."""
    return reference_tables.read(REFERENCE / name)


@lru_cache(maxsize=1)
def read_ward_rows() -> dict[str, dict[str, str]]:
    """Rows of wards.csv by ward name."""
    return {row["ward"]: row for row in read_rows("wards.csv")}


def read_district_names() -> dict[str, str]:
    """Names of the districts by code."""
    return {code: district.name for code, district in settings.read_districts().items()}


def read_ward_tiles() -> pd.DataFrame:
    """The equal-tile arrangement: ward_code, column (0 in the west), row (0 in the north), one row per ward.

    Raises UserError where two wards share a tile or a ward is listed twice.
    """
    rows = read_rows("ward_tiles.csv")
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
