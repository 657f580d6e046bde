"""Which district and ward a recorded row lies in.

1. The ward outline its point lies in, where outlines are imported. Points are the
   published anonymous map points, so this is nearer to the police's own figures than 2.
2. Else the imported LSOA lookup. Its ward is used only where the district has no outlines
   or has a ward of that code: two vintages of wards are never mixed in one district.
3. Else the district named in front of the LSOA's name ("Shepway 001B"), ward unknown.

Many rows share a point, so places are worked out once each and remembered for the run.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from csp.core import settings
from csp.core.characters import name_sql
from csp.core.errors import UserError
from csp.imports.manifest import Row, Writer

OUTSIDE = "outside the configured area"
NUL = "holds a NUL character"

OUTLINE_COLUMNS = pa.schema(
    [("outline", pa.int32()), ("ward_code", pa.string()), ("district_code", pa.string())]
)
LOOKUP_COLUMNS = pa.schema(
    [
        ("lsoa_code", pa.string()),
        ("ward_code", pa.string()),
        ("ward", pa.string()),
        ("district_code", pa.string()),
        ("district", pa.string()),
    ]
)

# A place is what a row says about where it is: five columns of text, exactly as they
# stand in the file (blank, not null, so that joins compare with a plain and fast =).
# position orders places by district, ward and point; places that differ only in how the
# same spot is spelt share one. reason is set where a row there is declined.
KEYS = {
    "longitude_text": "Longitude",
    "latitude_text": "Latitude",
    "lsoa_code_text": "LSOA code",
    "lsoa_name_text": "LSOA name",
    "location_text": "Location",
}

SAME_PLACE = "\n    AND ".join(f'place.{key} = raw."{column}"' for key, column in KEYS.items())

CREATE_PLACE = """
CREATE TEMP TABLE place (
    longitude_text VARCHAR,
    latitude_text VARCHAR,
    lsoa_code_text VARCHAR,
    lsoa_name_text VARCHAR,
    location_text VARCHAR,
    longitude DOUBLE,
    latitude DOUBLE,
    location VARCHAR,
    district_code VARCHAR,
    ward_code VARCHAR,
    reason VARCHAR,
    position BIGINT
)
"""

FRESH = f"""
CREATE OR REPLACE TEMP TABLE fresh AS
WITH seen AS (
    SELECT DISTINCT {", ".join(f'raw."{column}" AS {key}' for key, column in KEYS.items())}
    FROM raw
    JOIN located
        ON located.record = raw.rowid
    WHERE located.position IS NULL
),
parsed AS (
    SELECT
        seen.*,
        nullif(trim(lsoa_code_text), '') AS lsoa_code,
        nullif(trim(lsoa_name_text), '') AS lsoa_name,
        nullif(trim({name_sql("location_text")}), '') AS location,
        trim(longitude_text) || trim(latitude_text) <> '' AS located,
        try_cast(longitude_text AS DOUBLE) AS x,
        try_cast(latitude_text AS DOUBLE) AS y
    FROM seen
)
SELECT
    row_number() OVER () AS k,
    parsed.*,
    coalesce(x BETWEEN -180 AND 180 AND y BETWEEN -90 AND 90, false) AS readable,
    CASE WHEN readable THEN x END AS longitude,
    CASE WHEN readable THEN y END AS latitude
FROM parsed
"""

# named: district names as they stand in front of LSOA names, former names included.
REMEMBER = f"""
INSERT INTO place
WITH prefixed AS (
    SELECT
        fresh.*,
        nullif(regexp_replace(lsoa_name, ' [0-9]{{3}}[A-Z]+$', ''), '') AS prefix
    FROM fresh
),
known AS (
    SELECT
        prefixed.*,
        outline.ward_code AS outline_ward,
        lookup.ward_code AS lookup_ward,
        lookup.district_code AS lookup_code,
        lookup.district AS lookup_name,
        coalesce(outline.district_code, lookup.district_code, named.district_code) AS code
    FROM prefixed
    LEFT JOIN hit ON hit.k = prefixed.k
    LEFT JOIN outline ON outline.outline = hit.outline
    LEFT JOIN lookup ON lookup.lsoa_code = prefixed.lsoa_code
    LEFT JOIN named ON named.name = prefixed.prefix
),
judged AS (
    SELECT
        known.*,
        CASE
            WHEN contains(concat({", ".join(KEYS)}), chr(0)) THEN '{NUL}'
            WHEN located AND NOT readable THEN 'coordinates cannot be read'
            WHEN NOT located AND coalesce(lsoa_code, lsoa_name) IS NULL THEN NULL
            WHEN code IN (SELECT district_code FROM peer) THEN NULL
            ELSE '{OUTSIDE}' || coalesce(' (' || coalesce(naming.district, lookup_name, prefix) || ')', '')
        END AS reason
    FROM known
    LEFT JOIN naming ON naming.district_code = known.code
)
SELECT
    {", ".join(KEYS)},
    longitude,
    latitude,
    location,
    CASE WHEN reason IS NULL THEN code END,
    CASE
        WHEN reason IS NOT NULL THEN NULL
        WHEN outline_ward IS NOT NULL THEN outline_ward
        WHEN lookup_code NOT IN (SELECT district_code FROM outline) THEN lookup_ward
        WHEN lookup_ward IN (SELECT ward_code FROM outline) THEN lookup_ward
    END,
    reason,
    NULL
FROM judged
"""

ORDER = """
CREATE OR REPLACE TEMP TABLE place AS
SELECT * REPLACE (
    dense_rank() OVER (ORDER BY reason, district_code, ward_code, longitude, latitude, location) AS position
)
FROM place
"""

SPOTS = """
CREATE OR REPLACE TEMP TABLE spot AS
SELECT DISTINCT position, longitude, latitude, location, district_code, ward_code, reason
FROM place
"""


@dataclass(frozen=True)
class Geography:
    """What is known about places during one import. Shared by its threads, never changed.

    outlines: OUTLINE_COLUMNS, one row per ward outline; shapes: their geometries in the
    same order; lookup: LOOKUP_COLUMNS, each LSOA once.
    """

    outlines: pa.Table
    shapes: npt.NDArray[np.object_]
    lookup: pa.Table
    lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes)

    def find(
        self, longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.int32]:
        """The outline each point lies in, as a row of outlines; -1 for none. NaN lies in none.

        A point on a shared edge goes to the first of the two.
        """
        found = np.full(len(longitude), -1, dtype=np.int32)
        points = shapely.points(longitude, latitude)
        with self.lock:
            point, outline = self._inside(points, longitude, latitude)
        order = np.argsort(-outline, kind="stable")
        found[point[order]] = outline[order]
        return found

    def _inside(
        self,
        points: npt.NDArray[np.object_],
        longitude: npt.NDArray[np.float64],
        latitude: npt.NDArray[np.float64],
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Every pair of a point and an outline it lies in. One thread at a time: GEOS builds the
        index of a prepared outline at its first use, and two threads doing so corrupt memory."""
        # Bounding boxes first, then prepared outlines, which are few and met often;
        # query(predicate="intersects") would prepare the points instead, which are many.
        point, outline = self.tree.query(points)
        inside = shapely.intersects_xy(self.shapes[outline], longitude[point], latitude[point])
        return point[inside], outline[inside]


def load_geography(writer: Writer) -> Geography:
    """The outlines and lookups in force in a store. A later import wins where two name the same LSOA.

    Raises UserError where a file of them is damaged: rows would be placed otherwise without it.
    """
    outlines = [_placing_table(writer, row) for row in writer.current("boundaries")]
    lookups = [_placing_table(writer, row) for row in writer.current("lookup")]
    wards = pa.concat_tables(outlines) if outlines else None
    shapes = (
        shapely.from_wkb(wards["geometry"].to_numpy(zero_copy_only=False)) if wards else np.array([], object)
    )
    shapely.prepare(shapes)
    return Geography(
        outlines=pa.table(
            {
                "outline": pa.array(range(len(shapes)), pa.int32()),
                "ward_code": wards["ward_code"] if wards else pa.array([], pa.string()),
                "district_code": wards["district_code"] if wards else pa.array([], pa.string()),
            },
            schema=OUTLINE_COLUMNS,
        ),
        shapes=shapes,
        lookup=_latest(lookups),
    )


def _placing_table(writer: Writer, row: Row) -> pa.Table:
    if not writer.is_sound(row):
        what = "outlines" if row["kind"] == "boundaries" else "lookup"
        raise UserError(
            f"The imported {what} of {row['force']} cannot be read, and rows would be placed without them. "
            f"Import {row['file'] or 'their file'} again first: python -m csp import {row['kind']} PATH."
        )
    return pq.read_table(writer.store.path(row["data_file"]), partitioning=None)


def _latest(lookups: list[pa.Table]) -> pa.Table:
    """The lookups, oldest first, as one that names each LSOA once, as the latest of them has it."""
    if len(lookups) == 1:
        return lookups[0]
    by_lsoa = {row["lsoa_code"]: row for table in lookups for row in table.to_pylist()}
    return pa.Table.from_pylist(list(by_lsoa.values()), schema=LOOKUP_COLUMNS)


def prepare_places(connection: duckdb.DuckDBPyConnection, geography: Geography) -> None:
    """Creates the tables that place_rows() needs: place (empty), outline, lookup, peer, named, naming."""
    districts = settings.read_districts()
    codes = [d["district_code"] for d in districts]
    named = {d["district"]: d["district_code"] for d in districts}
    named |= {d["former_name"]: d["district_code"] for d in districts if d["former_name"]}
    tables = {
        "outline": geography.outlines,
        "lookup": geography.lookup,
        "peer": pa.table({"district_code": list(settings.area().peers)}),
        "named": pa.table({"name": list(named), "district_code": list(named.values())}),
        "naming": pa.table({"district_code": codes, "district": [d["district"] for d in districts]}),
    }
    for name, table in tables.items():
        keep_table(connection, name, table)
    connection.execute(CREATE_PLACE)


def keep_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Copies an Arrow table into a temporary table of the connection."""
    connection.register("given", table)
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def place_rows(connection: duckdb.DuckDBPyConnection, geography: Geography) -> None:
    """Adds to table place the places of those rows of table raw that have no position in table located.

    Table spot then has each position once. Positions of earlier places may change.
    """
    connection.execute(FRESH)
    fresh = connection.execute("SELECT k, longitude, latitude FROM fresh ORDER BY k").fetchnumpy()
    outline = geography.find(_plain(fresh["longitude"]), _plain(fresh["latitude"]))
    connection.register("hit", pa.table({"k": np.asarray(fresh["k"]), "outline": outline}))
    connection.execute(REMEMBER)
    connection.unregister("hit")
    connection.execute(ORDER)
    connection.execute(SPOTS)


def _plain(values: object) -> npt.NDArray[np.float64]:
    """A column as plain floats, NaN where DuckDB has null."""
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
