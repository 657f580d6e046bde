"""What is published of roads: collisions of whole districts, casualties by ward and year, speed watch.

The published store has no place below the district but wards, and those by whole years alone, each count
adjusted as counts of crime are (queries/publish/ward_casualties.sql). Near misses and schools stay out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from csp.core.settings import Area
from csp.data import database
from csp.data.partner_tables import SPEED_WATCH
from csp.data.store import CASUALTIES, COLLISIONS, WARD_CASUALTIES


@dataclass(frozen=True)
class RoadFile:
    """A file of the published store: the kind of its rows, their source, and the part of it that they are.

    source: "" for a kind that has none, or several in one file. part: the calendar year of collisions and of
    casualties, else the kind.
    """

    kind: str
    source: str
    part: str
    table: pa.Table


def list_road_files(
    connection: duckdb.DuckDBPyConnection, area: Area, secret: str, least: int
) -> list[RoadFile]:
    """The files about roads to publish; none of a table without rows.

    connection: to the true stores, with the macro of queries/publish/_shown.sql. secret: what keys are made
    with. least: the fewest of the whole of home that are published by ward.
    """
    every = [
        *_list_years(connection, {"districts": list(area.peers), "secret": secret}),
        RoadFile(
            "ward_casualties",
            "",
            "ward_casualties",
            _fetch(
                connection,
                ("publish/ward_casualties", WARD_CASUALTIES),
                {"home": area.home, "districts": list(area.peers), "least": least, "secret": secret},
            ),
        ),
        RoadFile(
            "speed_watch", "", "speed_watch", _fetch(connection, ("publish/speed_watch", SPEED_WATCH), {})
        ),
    ]
    return [each for each in every if each.table.num_rows]


def _list_years(connection: duckdb.DuckDBPyConnection, chosen: Mapping[str, Any]) -> Iterator[RoadFile]:
    """The collisions and the casualties of each source and calendar year.

    The first statement makes the tables that the others read: see csp.data.database.run().
    """
    years = database.run(connection, "store/collisions", {})
    for source, year in zip(years["source"].tolist(), years["year"].tolist(), strict=True):
        of_year = {**chosen, "source": source, "year": year}
        for kind, statement in (
            ("collisions", ("publish/collisions", COLLISIONS)),
            ("casualties", ("publish/casualties", CASUALTIES)),
        ):
            yield RoadFile(kind, source, str(year), _fetch(connection, statement, of_year))


def _fetch(
    connection: duckdb.DuckDBPyConnection, statement: tuple[str, pa.Schema], parameters: Mapping[str, Any]
) -> pa.Table:
    """The answer of a statement, given by its name and by the columns that its file has."""
    name, schema = statement
    sql = database.read_statement(name).sql
    table: pa.Table = connection.sql(sql, params=dict(parameters)).to_arrow_table()
    return table.cast(schema)
