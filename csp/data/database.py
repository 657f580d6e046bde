"""The read side: one in-memory DuckDB over the Parquet of the stores, and named SQL.

A connection is built from the files that are sound (csp.data.soundness), then shut off from
everything else on the machine. It is never refreshed: when the data stamp changes, a new
one is built.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from csp.core import reference_tables, settings
from csp.core.caching import file_edition, keep_while_file_stands
from csp.core.errors import UserError
from csp.core.measures import OWN, Catalogue, read_catalogue
from csp.data import bucket, soundness
from csp.data.partner_tables import PARTNER_TABLES
from csp.data.regrouping import Arrangement, find_arrangement
from csp.data.soundness import Condition
from csp.data.store import (
    CASUALTIES,
    COLLISIONS,
    DISTANCE,
    HARM_WEIGHTS,
    INCIDENTS,
    MANIFEST_SCHEMA,
    MONTHLY_COUNTS,
    PARTNER_FIGURES,
    PEERS,
    POPULATION,
    RECORDED_CRIME,
    SURVEY,
    WARD_CASUALTIES,
    WARD_COUNTS,
    Store,
)

_WARDS = pa.schema([("ward_code", pa.string()), ("ward", pa.string()), ("district_code", pa.string())])
_PEOPLE = (pa.string(), pa.int32(), pa.int64())

# The tables a store may hold, with the columns they have when nothing is loaded.
_EMPTY = {
    "incidents": INCIDENTS,
    "monthly_counts": MONTHLY_COUNTS,
    "collisions": COLLISIONS,
    "casualties": CASUALTIES,
    "ward_casualties": WARD_CASUALTIES,
    "population": POPULATION.append(pa.field("edition", pa.int64())),
    "boundaries": _WARDS.append(pa.field("year", pa.int32())).append(pa.field("geometry", pa.binary())),
    "lookup": _WARDS.append(pa.field("lsoa_code", pa.string())).append(pa.field("edition", pa.int64())),
    "peers": PEERS.append(DISTANCE).append(pa.field("edition", pa.int64())),
    "harm": HARM_WEIGHTS,
    "survey": SURVEY,
    "recorded_crime": RECORDED_CRIME.append(pa.field("imported", pa.int64())),
    "ward_counts": WARD_COUNTS,
    "partner_figures": PARTNER_FIGURES,
    **PARTNER_TABLES,
}
# Tables whose files may say the same thing twice, with the column of the place of a row's file among the
# imports: the later import counts.
_EDITIONS = {
    **dict.fromkeys(("population", "peers", "lookup"), "edition"),
    "recorded_crime": "imported",
}
# Tables of which a file may have a column that another has not.
_WITH_MORE = ("peers",)
# Tables whose rows name the district that they lie in.
_OF_DISTRICTS = ("incidents", "monthly_counts", "partner_figures", "boundaries", "lookup", "collisions")
_SQL_TYPES = {
    "string": "VARCHAR",
    "date32[day]": "DATE",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "binary": "BLOB",
}


def list_stores() -> tuple[Store, ...]:
    """The stores that pages read: the true ones, and in public mode the published one alone."""
    return (Store(_find_published()),) if _is_public() else list_true_stores()


def _is_public() -> bool:
    """Whether the settings name public mode; where they cannot be used, nothing else is shown either."""
    try:
        return settings.area().is_public
    except UserError:
        return True


def _find_published() -> Path:
    """The folder of the published store: a copy of what was sent where extracts are in object storage."""
    return settings.extracts() if settings.extracts_address() else settings.published()


def list_true_stores() -> tuple[Store, ...]:
    """The committed sample and the user's extracts, in that order; once where both are the same folder."""
    return _list_stores(settings.SAMPLE, settings.extracts())


@lru_cache(maxsize=4)
def _list_stores(sample: Path, extracts: Path) -> tuple[Store, ...]:
    if extracts.resolve() == sample.resolve():
        return (Store(sample),)
    return Store(sample), Store(extracts)


def examine_stores() -> tuple[Condition, ...]:
    """What of each store can be read, in the order of list_stores(); of a true store none in public mode."""
    conditions = tuple(soundness.examine_store(store) for store in list_stores())
    return tuple(map(_keep_published, conditions)) if _is_public() else conditions


def _keep_published(condition: Condition) -> Condition:
    """A store as it is, where it was published by ward; without its rows where it is a true one."""
    is_published = any(row["kind"] == "ward_counts" for row in (*condition.rows, *condition.left_out))
    return condition if is_published else replace(condition, rows=(), left_out=())


def stamp() -> str:
    """A text that changes whenever a store, a reference table or the settings file does: the key of answers.

    A file found damaged changes it too, and so does one that is put right again. Raises
    UserError where the extracts are in object storage that has never answered yet, and where
    the settings cannot be used.
    """
    bucket.keep_up()
    parts = [f"{c.store.root}:{c.store.stamp()}:{_damage_stamp(c)}" for c in examine_stores()]
    settings.area()  # for its error: a file that cannot be used is no edition of the settings
    own = file_edition(settings.extracts() / OWN)
    return "|".join([*parts, str(_reference_stamp()), str(_settings_edition()), str(own)])


def _damage_stamp(condition: Condition) -> str:
    return ",".join([condition.listing, *(f"{name} {fault}" for name, fault in condition.faults.items())])


def _settings_edition() -> tuple[Path, tuple[int, int] | None]:
    path = settings.area_file()
    return path, file_edition(path)


def _reference_stamp() -> int:
    try:
        return max((path.stat().st_mtime_ns for path in settings.REFERENCE.iterdir()), default=0)
    except OSError as error:
        raise UserError("The folder data/reference cannot be read. Restore it.") from error


# Seconds. A page asks a dozen times while it draws; the files need not be looked at each time.
_LOOK_AGAIN = 0.5
_last: tuple[float, tuple[object, ...], str] = (0.0, (), "")


def recent_stamp() -> str:
    """stamp(), at most half a second old; where other folders or settings are in force, anew at once."""
    global _last  # noqa: PLW0603 one small memo, replaced whole, so threads need no lock
    places = (list_stores(), *_settings_edition())
    now = time.monotonic()
    last = _last
    if places != last[1] or now - last[0] > _LOOK_AGAIN:
        last = _last = (now, places, stamp())
    return last[2]


def forget_stamp() -> None:
    """Make the next recent_stamp() look at the files."""
    global _last  # noqa: PLW0603
    _last = (0.0, (), "")


def look_again() -> None:
    """After a query has failed: look at every file anew. The next recent_stamp() tells what has changed."""
    for store in list_stores():
        soundness.suspect(store)
    forget_stamp()


_OF_COLLISIONS = (
    "road_safety/by_condition",
    "road_safety/by_month",
    "road_safety/by_person",
    "road_safety/by_time",
    "road_safety/by_ward",
    "road_safety/casualties",
    "road_safety/collisions",
    "road_safety/collisions_by_month",
    "store/collisions",
)
# Statements that read the files again, long after the connection was built, and what they read.
_READ_LATER: dict[str, tuple[str, ...]] = {
    "profile/outcomes": ("incidents",),
    "store/boundaries": ("boundaries",),
    "wards/points": ("incidents",),
    **dict.fromkeys(_OF_COLLISIONS, ("collisions", "casualties")),
}
# Statements whose tables are made for the first of them, by another file of queries/.
_MADE_WHEN_ASKED = {
    "wards/points": "_points.sql",
    **dict.fromkeys(_OF_COLLISIONS, "_collisions.sql"),
}
_making = threading.Lock()


def is_current(name: str) -> bool:
    """Whether the files that a statement reads are still those that were found sound."""
    kinds = _READ_LATER.get(name, ())
    return all(each.is_as_seen(kind) for kind in kinds for each in examine_stores())


def connect() -> duckdb.DuckDBPyConnection:
    """A connection with every view and table of queries/_views.sql, closed to the outside.

    Threads must each take a cursor of it: run() does. Raises UserError where a reference
    table cannot be read.
    """
    try:
        return _connect(examine_stores())
    except duckdb.Error:
        look_again()
        return _connect(examine_stores())


def connect_true(conditions: Sequence[Condition]) -> duckdb.DuckDBPyConnection:
    """A connection to the true stores, whatever the mode: for csp publish alone, never for a page."""
    return _connect(conditions)


def _connect(conditions: Sequence[Condition]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.register("measure_offences_frame", _list_offences(read_catalogue()))
    connection.register("manifest_frame", _join_manifests(conditions))
    arrangement = find_arrangement()
    reference = _list_reference(arrangement)
    for name, table in reference.items():
        connection.register(name, table)
    connection.execute(
        Template((settings.QUERIES / "_views.sql").read_text(encoding="utf-8")).substitute(
            _fill_places(conditions, arrangement)
        )
    )
    for name in reference:
        connection.unregister(name)
    connection.unregister("manifest_frame")
    connection.unregister("measure_offences_frame")
    folders = [each.store.root.resolve().as_posix() for each in conditions]
    connection.execute("SET allowed_directories = $folders", {"folders": folders})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _list_reference(arrangement: Arrangement) -> dict[str, pa.Table]:
    """The wards and populations of the reference tables, and what areas.csv says of every district."""
    wards = reference_tables.read(settings.REFERENCE / "wards.csv")
    people = reference_tables.read(settings.REFERENCE / "population.csv")
    districts = settings.read_districts()
    latest = [each for each in districts.values() if each.population]
    return {
        "wards_frame": pa.table({name: [row[name] for row in wards] for name in _WARDS.names}, schema=_WARDS),
        "population_frame": _build_population(
            (row["area_code"], int(row["year"]), int(row["population"])) for row in people
        ),
        "latest_frame": _build_population((d.code, d.population_year, d.population) for d in latest),
        **arrangement.list_frames(districts),
    }


def _build_population(rows: Iterable[tuple[str, int | None, int | None]]) -> pa.Table:
    columns = ("area_code", "year", "population")
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(named, schema=pa.schema(list(zip(columns, _PEOPLE, strict=True))))


def _join_manifests(conditions: Sequence[Condition]) -> pa.Table:
    """Both manifests as one table, without what is damaged."""
    return pa.concat_tables([pa.Table.from_pylist(list(c.rows), MANIFEST_SCHEMA) for c in conditions])


def _list_offences(catalogue: Catalogue) -> pd.DataFrame:
    """source, measure, offence, flag: what each measure adds up in the words of each source."""
    rows = [
        (source.code, measure.code, offence, measure.flag)
        for source in catalogue.sources.values()
        for measure in catalogue.offered(source.code)
        for offence in measure.offences[source.vocabulary]
    ]
    return pd.DataFrame(rows, columns=["source", "measure", "offence", "flag"], dtype="str")


def _fill_places(conditions: Sequence[Condition], arrangement: Arrangement) -> dict[str, str]:
    """What the ${...} of _views.sql stand for."""
    columns = {"monthly_counts": ("incidents", "counts_file")}
    relations: dict[str, str] = {}
    for table, schema in _EMPTY.items():
        kind, column = columns.get(table, (table, "data_file"))
        files = [path for condition in conditions for path in condition.paths(kind, column)]
        relation = _build_relation(files, _EDITIONS.get(table, "")) if files else _empty_relation(schema)
        if files and table in _WITH_MORE:
            relation = f"(FROM {relation} UNION ALL BY NAME FROM {_empty_relation(schema)})"
        of_districts = table in _OF_DISTRICTS
        relations |= arrangement.fill_relation(relation, table) if of_districts else {table: relation}
    shown = {settings.area().home}.union(*(each.shown or () for each in conditions))
    listed = ", ".join(map(_quote, sorted(shown)))
    return {**relations, "home": settings.area().home.replace("'", "''"), "shown": listed}


def _build_relation(files: list[str], edition: str) -> str:
    """The rows of files. edition: the name of a column with the place of each row's file, "" for none."""
    # The folders repeat columns of the files (source=police/...): they are not partitions to read.
    listed = f"[{', '.join(map(_quote, files))}]"
    if not edition:
        return f"read_parquet({listed}, hive_partitioning = false)"
    reading = f"read_parquet({listed}, hive_partitioning = false, filename = true, union_by_name = true)"
    return f"(SELECT *, list_position({listed}, filename) AS {edition} FROM {reading})"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _empty_relation(schema: pa.Schema) -> str:
    columns = ", ".join(f"NULL::{_SQL_TYPES[str(field.type)]} AS {field.name}" for field in schema)
    return f"(SELECT {columns} WHERE false)"


@dataclass(frozen=True)
class Statement:
    """One .sql file: its text, its meaning and the parameters its header declares."""

    name: str
    sql: str
    meaning: str
    parameters: frozenset[str]


_PARAMETER = re.compile(r"^-- (?P<names>[a-z_]+(?:, [a-z_]+)*): [A-Z]+(?:\[\])?, ", re.MULTILINE)


@keep_while_file_stands(maxsize=128)
def _parse(path: Path) -> Statement:
    text = path.read_text(encoding="utf-8")
    header = "\n".join(line for line in text.splitlines() if line.startswith("--"))
    declared = frozenset(name for match in _PARAMETER.finditer(header) for name in match["names"].split(", "))
    return Statement(
        name=path.relative_to(settings.QUERIES).with_suffix("").as_posix(),
        sql=text,
        meaning=header.splitlines()[0].removeprefix("-- "),
        parameters=declared,
    )


def read_statement(name: str) -> Statement:
    """The statement in queries/<name>.sql, for example "measures/by_month"."""
    return _parse(settings.QUERIES / f"{name}.sql")


def run(connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """The answer of a named statement.

    Raises ValueError, naming the file, when a declared parameter is missing or
    one is given that the header does not declare.
    """
    statement = read_statement(name)
    declared = statement.parameters
    missing, extra = declared - parameters.keys(), parameters.keys() - declared
    if missing or extra:
        faults = [
            f"{what} {', '.join(sorted(names))}"
            for what, names in (("missing", missing), ("unknown", extra))
            if names
        ]
        raise ValueError(f"queries/{name}.sql: parameter {' and '.join(faults)}")
    with connection.cursor() as cursor:
        try:
            return cursor.execute(statement.sql, dict(parameters)).df()
        except duckdb.CatalogException:
            if name not in _MADE_WHEN_ASKED:
                raise
        _make_tables(cursor, _MADE_WHEN_ASKED[name])
        return cursor.execute(statement.sql, dict(parameters)).df()


def _make_tables(cursor: duckdb.DuckDBPyConnection, file: str) -> None:
    """Make the tables of a file of queries/, but those that are there. While one thread does, others wait."""
    text = (settings.QUERIES / file).read_text(encoding="utf-8")
    with _making:
        cursor.execute(text)
