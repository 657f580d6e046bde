"""Which district and ward a recorded row lies in.

1. The ward outline its point lies in, where outlines are imported. Points are the
   published anonymous map points, so this is nearer to the police's own figures than 2.
2. Else the imported LSOA lookup. Its ward is used only where the district has no outlines
   or has a ward of that code: two vintages of wards are never mixed in one district.
3. Else the district named in front of the LSOA's name ("Shepway 001B"), ward unknown. A name that the
   district had, or that one had of those it was made of, stands for it as well.

A district that is no more stands for the one it became or went into.

Many rows share a point, so places are worked out once each and remembered for the run.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from csp.core import areas, settings
from csp.core.errors import UserError
from csp.imports import placing_sql
from csp.imports.manifest import Row, Writer

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


@dataclass(frozen=True)
class Geography:
    """The outlines and the lookup that an import places rows with. Shared by its threads, never changed.

    outlines: OUTLINE_COLUMNS, one row per ward outline; shapes: their geometries in the
    same order; lookup: LOOKUP_COLUMNS, each LSOA once. similar: the names of the areas similar to
    home by code, whose rows are kept like those of the peers.
    """

    outlines: pa.Table
    shapes: npt.NDArray[np.object_]
    lookup: pa.Table
    similar: Mapping[str, str] = field(default_factory=dict)
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
        hits = np.full(len(longitude), -1, dtype=np.int32)
        points = shapely.points(longitude, latitude)
        with self.lock:
            point, outline = self._inside(points, longitude, latitude)
        order = np.argsort(-outline, kind="stable")
        hits[point[order]] = outline[order]
        return hits

    def _inside(
        self,
        points: npt.NDArray[np.object_],
        longitude: npt.NDArray[np.float64],
        latitude: npt.NDArray[np.float64],
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Every pair of a point and an outline it lies in. One thread at a time: GEOS builds the
        index of a prepared outline at its first use, and two threads doing so corrupt memory."""
        # Bounding boxes first, then prepared outlines, which are few and needed often;
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
    similar = list_similar(writer)
    wards = _order_outlines(outlines, {*settings.list_stored(), *similar}) if outlines else None
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
        similar=similar,
    )


def _order_outlines(outlines: list[pa.Table], own: set[str]) -> pa.Table:
    """The outlines of all districts, the first of which wins where two of them lie over one another.

    A council that was merged or divided leaves outlines that lie under those of its successor. Those of the
    area come before any other, and of these the newer ones, which are what the map draws.
    """
    table = pa.concat_tables(outlines)
    districts, years = table["district_code"].to_pylist(), table["year"].to_pylist()
    order = sorted(range(len(table)), key=lambda at: (districts[at] not in own, -(years[at] or 0), at))
    return table.take(pa.array(order, pa.int64()))


def list_similar(writer: Writer) -> dict[str, str]:
    """The areas similar to home by code, with their names, as the latest import that has any names them.

    Raises UserError where a file of them is damaged.
    """
    home = settings.area().home
    similar: dict[str, str] = {}
    for row in writer.current("peers"):
        rows = _placing_table(writer, row).to_pylist()
        similar = {r["peer_code"]: r["peer"] for r in rows if r["area_code"] == home} or similar
    return similar


def _placing_table(writer: Writer, row: Row) -> pa.Table:
    if not writer.is_sound(row):
        what = {"boundaries": "outlines", "peers": "similar areas"}.get(row["kind"], "lookup")
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


def list_place_tables(geography: Geography) -> dict[str, pa.Table]:
    """The tables that prepare_places() starts from, by name: the same for every thread."""
    districts = settings.read_districts()
    own = {*settings.list_stored(), *geography.similar}
    named = areas.list_names(districts, own)
    # Of the areas similar to home the imported list has the names.
    named = {name: code for code, name in geography.similar.items() if name} | named
    former = areas.list_former(districts, own)
    return {
        "given_outline": geography.outlines,
        "given_lookup": geography.lookup,
        "peer": pa.table({"district_code": pa.array(sorted(own), pa.string())}),
        "given_named": _build_pairs("name", named),
        "given_naming": pa.table(
            {"district_code": list(districts), "district": [each.name for each in districts.values()]}
        ),
        "former": _build_pairs("former_code", former),
    }


def prepare_places(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Creates what place_rows() needs: outline, lookup, named and naming. tables: list_place_tables()."""
    for name, table in tables.items():
        connection.register(name, table)
    for statement in placing_sql.PREPARE:
        connection.execute(statement)
    for name in tables:
        connection.unregister(name)


def _build_pairs(name: str, codes: Mapping[str, str]) -> pa.Table:
    """A table of the district that each name or former code stands for."""
    columns = {name: list(codes), "district_code": list(codes.values())}
    return pa.table({key: pa.array(column, pa.string()) for key, column in columns.items()})


def keep_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Copies an Arrow table into a temporary table of the connection."""
    connection.register("given", table)
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def place_rows(connection: duckdb.DuckDBPyConnection, geography: Geography, force: str) -> None:
    """Creates table spelling with the position of every place of table raw, and spot with each position once.

    force: whose file it is. The places of its files are remembered.
    """
    place = f'"place of {force}"'
    connection.execute(placing_sql.CREATE_PLACE.format(place=place))
    connection.execute(placing_sql.SEE)
    if connection.execute(placing_sql.UNPLACED.format(place=place)).fetchone() != (0,):
        connection.execute(placing_sql.FRESH)
        fresh = connection.execute("SELECT k, longitude, latitude FROM fresh ORDER BY k").fetchnumpy()
        outline = geography.find(_plain(fresh["longitude"]), _plain(fresh["latitude"]))
        connection.register("hit", pa.table({"k": np.asarray(fresh["k"]), "outline": outline}))
        connection.execute(placing_sql.REMEMBER.format(place=place))
        connection.unregister("hit")
    connection.execute(placing_sql.POSITION.format(place=place))
    connection.execute(placing_sql.SPOTS)


def _plain(values: object) -> npt.NDArray[np.float64]:
    """A column as plain floats, NaN where DuckDB has null."""
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
