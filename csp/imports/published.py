"""Writing what public mode shows: a store in which no count below district level is the true one.

Whole districts are in it as they are. Of wards it answers a finite set of questions (queries/publish/
ward_counts.sql), each with a count that the cell-key method has adjusted (csp.statistics.perturbation).
Incidents, places and months by ward are not in it at all, so that no page can show them by mistake.

Before anything is written it is attacked as anybody could attack it (csp.imports.published_check). Where a
count of 1 to 4 is given away, the keys of its ward and year are made anew, until none is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from csp.core import settings
from csp.core.errors import UserError
from csp.core.filters import Period
from csp.core.measures import read_catalogue
from csp.core.published_periods import list_periods
from csp.data import database, soundness
from csp.data.soundness import Condition
from csp.data.store import (
    MANIFEST,
    MANIFEST_SCHEMA,
    MARKER,
    MONTHLY_COUNTS,
    WARD_COUNTS,
    manifest_bytes,
)
from csp.imports import ownership
from csp.imports.fixed_files import make_parquet, place_file
from csp.imports.manifest import locked
from csp.imports.ownership import PUBLISHED
from csp.imports.published_check import Checker, find_casualties, read_table
from csp.imports.publishing_roads import RoadFile, list_road_files
from csp.imports.publishing_secret import ROADS, Secret, keep_secret, read_secret
from csp.statistics import perturbation

FLOOR = 10
"""The least count of the whole district of which there are figures by ward."""
RENEWALS = 30
"""How often keys are made anew before more is left out."""
# Tables that are published as they are: nobody is counted in them by ward, or they are public already.
COPIED = (
    *("boundaries", "lookup", "population", "peers", "harm", "survey"),
    *("recorded_crime", "road_costs", "road_factors"),
)

Row = dict[str, Any]
Files = dict[str, bytes]


@dataclass(frozen=True)
class Written:
    """What there is in the published store: counts by ward, wards, periods, and the folder."""

    counts: int
    wards: int
    periods: int
    folder: Path


def write_published() -> Written:
    """Write the published store anew from the sample and the extracts. No import runs meanwhile.

    New files come first, the list of files last, so a reader sees the old store or the new one. Raises
    UserError, before anything is written, where a true store is damaged, where nothing of the home district
    is loaded, or where the folder is somebody else's.
    """
    folder = settings.published()
    ownership.check(folder, PUBLISHED)
    stores = database.list_true_stores()
    with locked(stores[-1]):
        conditions = [soundness.examine_store(store) for store in stores]
        _check_sound(conditions)
        secret = read_secret(stores[-1].root)
        connection = database.connect_true(conditions)
        try:
            rows, files, written, secret = _build(connection, conditions, secret, folder)
        finally:
            connection.close()
        keep_secret(stores[-1].root, secret)
    for name, content in files.items():
        if not (folder / name).exists():
            place_file(folder / name, content)
    place_file(folder / MANIFEST, manifest_bytes(rows))
    place_file(folder / MARKER, PUBLISHED.marker.encode())
    ownership.sweep(folder, PUBLISHED, files)
    return written


def _check_sound(conditions: Iterable[Condition]) -> None:
    for each in conditions:
        if each.left_out or each.listing != "current":
            raise UserError(
                f"The store in {each.store.root} is damaged, so nothing was published: "
                "run python -m csp check."
            )


def _build(
    connection: duckdb.DuckDBPyConnection, conditions: Sequence[Condition], secret: Secret, folder: Path
) -> tuple[list[Row], Files, Written, Secret]:
    """The rows of the list of files, the files by their names, what they hold, and the secret in the end."""
    in_force = [
        (each.store, dict(row)) for each in conditions for row in each.rows if row["replaced_at"] is None
    ]
    months = _list_months(connection, (row for _, row in in_force))
    if not months:
        raise UserError(
            f"No recorded crime of {settings.area().home_name} is loaded: import first, then publish."
        )
    counts = run(connection, "publish/monthly_counts").cast(MONTHLY_COUNTS)
    periods = {source: list_periods(each, settings.area().year_start) for source, each in months.items()}
    shown, secret = adjust(connection, counts, periods, secret)
    files: Files = {}
    counts_name = _add(files, "monthly_counts", "districts", counts)
    rows = [_list_row(row, counts_file=counts_name) for _, row in in_force if row["kind"] == "incidents"]
    rows.append(_list_row({"kind": "ward_counts", "force": settings.area().home, "sequence": 1}))
    rows[-1] |= {
        "data_file": _add(files, "ward_counts", settings.area().home, shown),
        "rows_stored": len(shown),
    }
    for store, row in in_force:
        if row["kind"] in COPIED:
            files[row["data_file"]] = Path(store.path(row["data_file"])).read_bytes()
            rows.append(_list_row(row, data_file=row["data_file"]))
    roads, secret = _adjust_roads(connection, secret)
    rows += _add_roads(roads, [row for _, row in in_force], files)
    for row in rows:
        _seal(row, files)
    wards = len(set(shown["ward_code"].to_pylist()))
    return rows, files, Written(len(shown), wards, len({*sum(periods.values(), ())}), folder), secret


def _adjust_roads(connection: duckdb.DuckDBPyConnection, secret: Secret) -> tuple[list[RoadFile], Secret]:
    """The files about roads, none of which gives a small count of casualties by ward away, and the secret."""
    area = settings.area()
    wards = run(connection, "store/wards", district=area.home)["ward_code"].to_pylist()
    files: list[RoadFile] = []
    for _ in range(RENEWALS):
        files = list_road_files(connection, area, secret.text_for(ROADS), FLOOR)
        shown = [each.table for each in files if each.kind == "ward_casualties"]
        given_away = [
            place
            for table in shown
            for source in set(table["source"].to_pylist())
            for place in find_casualties(
                table.filter(pc.equal(table["source"], source)),
                run(connection, "road_safety/by_month", source=source, districts=[area.home]),
                wards,
            )
        ]
        if not given_away:
            return files, secret
        secret = secret.renew([ROADS])
    return [each for each in files if each.kind != "ward_casualties"], secret


def _add_roads(roads: Iterable[RoadFile], true_rows: Iterable[Row], files: Files) -> list[Row]:
    """Add the files about roads; their rows of the list of files."""
    true = {(row["kind"], row["source"], row["force"]): row for row in true_rows}
    rows = []
    for each in roads:
        named = {"kind": each.kind, "source": each.source or None, "force": each.part, "sequence": 1}
        row = _list_row({**true.get((each.kind, each.source, each.part), {}), **named})
        data_file = _add(files, each.kind, each.part, each.table)
        rows.append({**row, "data_file": data_file, "rows_stored": each.table.num_rows, "without_ward": 0})
    return rows


def _list_months(
    connection: duckdb.DuckDBPyConnection, rows: Iterable[Mapping[str, Any]]
) -> dict[str, set[date]]:
    """By source that is known and has any row of home, the months that are loaded of its force."""
    area = settings.area()
    holding = set(run(connection, "store/holding", district=area.home)["source"].to_pylist())
    holding &= read_catalogue().sources.keys()
    months: dict[str, set[date]] = {}
    for row in rows:
        # A simulated source has no forces: there the manifest names the source itself.
        if (
            row["kind"] == "incidents"
            and row["source"] in holding
            and row["force"] in (area.force_slug, row["source"])
        ):
            months.setdefault(row["source"], set()).add(row["month"])
    return months


def adjust(
    connection: duckdb.DuckDBPyConnection,
    counts: pa.Table,
    periods: Mapping[str, Sequence[Period]],
    secret: Secret,
) -> tuple[pa.Table, Secret]:
    """The counts by ward as they are shown (WARD_COUNTS), giving no small one away, and the secret.

    counts: of whole districts (MONTHLY_COUNTS). periods: by source. Where new keys do not help, as in a
    district of a single ward, more is left out.
    """
    district = settings.area().home
    make_macro(connection, secret)
    checker = Checker(counts, district)
    every = [(source, period) for source, each in periods.items() for period in each]
    question = {
        "district": district,
        "sources": [source for source, _ in every],
        "starts": [period.start for _, period in every],
        "lengths": [period.months for _, period in every],
        "excludable": [code for code, flag in read_catalogue().flags.items() if flag.excludable],
        "secret": secret.text,
    }
    floor, largest = FLOOR, sum(counts["n"].to_pylist())
    while True:
        for _ in range(RENEWALS):
            list_renewals(connection, secret)
            shown = run(connection, "publish/ward_counts", **question, floor=floor).cast(WARD_COUNTS)
            given_away = checker.find(shown)
            if not given_away:
                return shown, secret
            secret = secret.renew({place for each in given_away for place in each.places})
        floor = floor * 2 if floor < largest else largest + 1


def make_macro(connection: duckdb.DuckDBPyConnection, secret: Secret) -> None:
    """Make the macro shown() of queries/publish/_shown.sql, the keys in an order that nobody knows."""
    rows = perturbation.arrange(read_table(), secret.text)
    frame = pa.table(dict(zip(("count", "key", "noise"), zip(*rows, strict=True), strict=True)))
    connection.register("perturbation_frame", frame)
    connection.execute((settings.QUERIES / "publish" / "_shown.sql").read_text(encoding="utf-8"))
    connection.unregister("perturbation_frame")


def list_renewals(connection: duckdb.DuckDBPyConnection, secret: Secret) -> None:
    """Make the table of how often the keys of a ward and year were made anew."""
    rows = [(*place, number) for place, number in secret.renewals.items()]
    connection.execute(
        "CREATE OR REPLACE TABLE renewals (source VARCHAR, ward_code VARCHAR, year INTEGER, number INTEGER)"
    )
    if rows:
        connection.executemany("INSERT INTO renewals VALUES (?, ?, ?, ?)", rows)


def run(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> pa.Table:
    """The answer of a statement of queries/ as a table."""
    sql = database.read_statement(name).sql
    table: pa.Table = connection.sql(sql, params=parameters).to_arrow_table()
    return table


def _add(files: Files, table: str, name: str, content: pa.Table) -> str:
    """Add a table to the files; its name in the store, which follows from its content."""
    data = make_parquet(content)
    files[placed := f"{table}/{name}-{hashlib.sha256(data).hexdigest()[:16]}.parquet"] = data
    return placed


def _list_row(row: Mapping[str, Any], **files: str) -> Row:
    """A row of the published list of files, from one of a true list, with other files.

    Without the names of those who imported and, of months, without what files are called and what of them
    lies in no ward: a file may bear the name of a person, and the last is a true count below the district.
    """
    blank = dict.fromkeys(MANIFEST_SCHEMA.names)
    left_out = {"imported_by", "replaced_by", *(("file", "sha256") if row["kind"] == "incidents" else ())}
    kept = {
        key: value
        for key, value in row.items()
        if not key.endswith(("_file", "_seal")) and key not in left_out
    }
    if row["kind"] == "incidents":
        kept["without_ward"] = 0
    return {**blank, "imported_at": datetime.now(UTC), **kept, "districts": None, **files}


def _seal(row: Row, files: Files) -> None:
    for column in ("data", "counts"):
        content = files.get(row[f"{column}_file"] or "")
        if content is not None:
            row[f"{column}_seal"] = f"{len(content)}:{hashlib.sha256(content).hexdigest()}"
