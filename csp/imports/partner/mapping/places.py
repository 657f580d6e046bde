"""Where lines of a partner's file lie by their points and LSOAs: used to find wards, then dropped."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from csp.imports.partner.mapping.tidy_sql import Columns
from csp.imports.placing import Geography, keep_table, list_place_tables, prepare_places
from csp.statistics.national_grid import unproject

NO_OUTLINES = (
    "No outlines of wards are loaded, so points place no row in a ward. Import them: csp import boundaries."
)
NO_LOOKUP = "No lookup of LSOAs is loaded, so LSOAs place no row in a ward. Import it: csp import lookup."
NO_POSTCODES = "No lookup of postcodes is loaded, so postcodes place no row."

_PLACES = pa.schema([("district_code", pa.string()), ("ward_code", pa.string())])
# An easting or a northing: what is less is degrees.
_LEAST_METRES = 1000

_POINTS = """
SELECT
    longitude,
    latitude,
    coalesce(try_cast(longitude AS DOUBLE), 'nan') AS x,
    coalesce(try_cast(latitude AS DOUBLE), 'nan') AS y
FROM (
    SELECT DISTINCT longitude, latitude
    FROM tidy_lines
    WHERE longitude IS NOT NULL AND latitude IS NOT NULL
)
"""


def place_lines(
    connection: duckdb.DuckDBPyConnection, columns: Columns, geography: Geography | None
) -> tuple[str, ...]:
    """Makes tidy_points (longitude, latitude) and tidy_lsoas (lsoa_code), with the district and ward of each.

    Returns what could not be used, a sentence each.
    """
    for name in ("outline", "lookup", "named", "naming", "tidy_points", "tidy_lsoas"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    has_points = bool(columns.find("longitude") and columns.find("latitude"))
    has_lsoas = columns.find("lsoa") is not None
    if geography is not None and (has_points or has_lsoas):
        prepare_places(connection, list_place_tables(geography))
    _place_points(connection, geography if has_points else None)
    _place_lsoas(connection, geography if has_lsoas else None)
    notes = [
        NO_OUTLINES if has_points and (geography is None or not len(geography.outlines)) else "",
        NO_LOOKUP if has_lsoas and (geography is None or not len(geography.lookup)) else "",
        NO_POSTCODES if columns.find("postcode") else "",
    ]
    return tuple(note for note in notes if note)


def _place_lsoas(connection: duckdb.DuckDBPyConnection, geography: Geography | None) -> None:
    if geography is None:
        keep_table(connection, "tidy_lsoas", _empty("lsoa_code"))
        return
    connection.execute(
        "CREATE TEMP TABLE tidy_lsoas AS SELECT lsoa_code, district_code, ward_code FROM lookup"
    )


def _place_points(connection: duckdb.DuckDBPyConnection, geography: Geography | None) -> None:
    if geography is None:
        keep_table(connection, "tidy_points", _empty("longitude", "latitude"))
        return
    points: pa.Table = connection.sql(_POINTS).to_arrow_table()
    degrees = np.column_stack([np.asarray(points["x"]), np.asarray(points["y"])])
    metres = (degrees > _LEAST_METRES).all(axis=1)
    degrees[metres] = unproject(degrees[metres])
    outlines = geography.find(degrees[:, 0].copy(), degrees[:, 1].copy())
    texts = points.select(["longitude", "latitude"])
    connection.register("found", texts.append_column("outline", pa.array(outlines)))
    connection.execute(
        "CREATE TEMP TABLE tidy_points AS SELECT longitude, latitude, district_code, ward_code "
        "FROM found JOIN outline USING (outline)"
    )
    connection.unregister("found")


def _empty(*keys: str) -> pa.Table:
    return pa.schema([*((key, pa.string()) for key in keys), *_PLACES]).empty_table()
