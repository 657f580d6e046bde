"""Writing what public mode shows: a store in which no count below district level is the true one.

Whole districts are in it as they are. Of wards it answers a finite set of questions (queries/publish/
ward_counts.sql), each with a count that the cell-key method has adjusted (csp.statistics.perturbation).
Incidents, places and months by ward are not in it at all, so that no page can show them by mistake.

The keys are made with a secret that lies beside the true extracts and is never published: with it the noise
could be taken away again. It stays the same, so that a count that has not changed is shown as before.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from csp.core import reference_tables, settings
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
from csp.imports.ownership import PUBLISHED, SECRET
from csp.imports.publishing_roads import list_road_files

FLOOR = 10
"""The least count of the whole district of which there are figures by ward."""
# Tables that are published as they are: nobody is counted in them by ward, or they are public already.
COPIED = (
    *("boundaries", "lookup", "population", "peers", "harm", "survey"),
    *("recorded_crime", "road_costs", "road_factors", "schools"),
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
            rows, files, written = _build(connection, conditions, secret, folder)
        finally:
            connection.close()
    for name, content in files.items():
        if not (folder / name).exists():
            place_file(folder / name, content)
    place_file(folder / MANIFEST, manifest_bytes(rows))
    place_file(folder / MARKER, PUBLISHED.marker.encode())
    ownership.sweep(folder, PUBLISHED, files)
    return written


def read_secret(folder: Path) -> str:
    """The secret of the keys, beside the true extracts; made, for its owner alone, where there is none."""
    path = folder / SECRET
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        text = path.read_text(encoding="utf-8").strip()
        if len(text) < 64:
            raise UserError(
                f"{path} is damaged. Restore it from a backup, or remove it: every count by ward is then "
                "adjusted anew, and should not be compared with what was published before."
            ) from None
        return text
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret := secrets.token_hex(32))
    return secret


def _check_sound(conditions: Iterable[Condition]) -> None:
    for each in conditions:
        if each.left_out or each.listing != "current":
            raise UserError(
                f"The store in {each.store.root} is damaged, so nothing was published: "
                "run python -m csp check."
            )


def _build(
    connection: duckdb.DuckDBPyConnection, conditions: Sequence[Condition], secret: str, folder: Path
) -> tuple[list[Row], Files, Written]:
    """The rows of the list of files, the files by their names, and what they hold."""
    in_force = [
        (each.store, dict(row)) for each in conditions for row in each.rows if row["replaced_at"] is None
    ]
    months = _list_months(connection, (row for _, row in in_force))
    if not months:
        raise UserError(
            f"No recorded crime of {settings.area().home_name} is loaded: import first, then publish."
        )
    make_macros(connection)
    counts = run(connection, "publish/monthly_counts").cast(MONTHLY_COUNTS)
    periods = {source: list_periods(each, settings.area().year_start) for source, each in months.items()}
    shown = run(connection, "publish/ward_counts", **_choose(periods), secret=secret).cast(WARD_COUNTS)
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
    rows += _add_roads(connection, [row for _, row in in_force], secret, files)
    for row in rows:
        _seal(row, files)
    wards = len(set(shown["ward_code"].to_pylist()))
    return rows, files, Written(len(shown), wards, len({*sum(periods.values(), ())}), folder)


def _add_roads(
    connection: duckdb.DuckDBPyConnection, true_rows: Iterable[Row], secret: str, files: Files
) -> list[Row]:
    """Add the files about roads; their rows of the list of files."""
    true = {(row["kind"], row["source"], row["force"]): row for row in true_rows}
    rows = []
    for each in list_road_files(connection, settings.area(), secret, FLOOR):
        named = {"kind": each.kind, "source": each.source or None, "force": each.part, "sequence": 1}
        row = _list_row({**true.get((each.kind, each.source, each.part), {}), **named})
        data_file = _add(files, each.kind, each.part, each.table)
        rows.append({**row, "data_file": data_file, "rows_stored": each.table.num_rows, "without_ward": 0})
    return rows


def _list_months(
    connection: duckdb.DuckDBPyConnection, rows: Iterable[Mapping[str, Any]]
) -> dict[str, set[date]]:
    """By source that has any row of home, the months that are loaded of its force."""
    area = settings.area()
    holding = set(run(connection, "store/holding", district=area.home)["source"].to_pylist())
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


def _choose(periods: Mapping[str, Sequence[Period]]) -> dict[str, Any]:
    """What the statement of the counts by ward is asked with."""
    every = [(source, period) for source, each in periods.items() for period in each]
    return {
        "district": settings.area().home,
        "sources": [source for source, _ in every],
        "starts": [period.start for _, period in every],
        "lengths": [period.months for _, period in every],
        "excludable": [code for code, flag in read_catalogue().flags.items() if flag.excludable],
        "floor": FLOOR,
    }


def make_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macro shown() of queries/publish/_shown.sql, from the perturbation table."""
    rows = reference_tables.read(settings.REFERENCE / "perturbation.csv")
    columns = {name: [int(row[name]) for row in rows] for name in ("count", "key", "noise")}
    connection.register("perturbation_frame", pa.table(columns))
    connection.execute((settings.QUERIES / "publish" / "_shown.sql").read_text(encoding="utf-8"))
    connection.unregister("perturbation_frame")


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
    """A row of the published list of files, from one of a true list, with other files."""
    blank = dict.fromkeys(MANIFEST_SCHEMA.names)
    kept = {key: value for key, value in row.items() if not key.endswith(("_file", "_seal"))}
    return {**blank, "imported_at": datetime.now(UTC), **kept, "districts": None, **files}


def _seal(row: Row, files: Files) -> None:
    for column in ("data", "counts"):
        content = files.get(row[f"{column}_file"] or "")
        if content is not None:
            row[f"{column}_seal"] = f"{len(content)}:{hashlib.sha256(content).hexdigest()}"
