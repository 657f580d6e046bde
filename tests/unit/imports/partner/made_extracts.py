"""Partners' extracts as tidy tables, made for tests: what mapping hands to checks and to the store."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from csp.core.partner.declaration import Declaration
from csp.data.store import Store
from csp.imports.partner.checks import Terms
from csp.imports.partner.mapping.tidying import TIDY
from csp.imports.partner.storing import Delivery, Stored, store_extract
from csp.imports.partner.undoing import redo_import, undo_import

HOME, ELSEWHERE = "E07000116", "E09000007"
HELPLINE = Declaration(
    code="helpline",
    label="Helpline",
    licence="Data provided by partners",
    credit="Helpline",
    counts="calls to the helpline",
    vocabulary="helpline",
    offences={"calls": "Calls", "repeat": "Repeat calls"},
)
COLUMNS = {
    "line": "BIGINT",
    "start": "DATE",
    "months": "INTEGER",
    "period": "VARCHAR",
    "area": "VARCHAR",
    "ward": "VARCHAR",
    "offence": "VARCHAR",
    "flag": "VARCHAR",
    "n": "VARCHAR",
    "number": "DOUBLE",
    "fault": "VARCHAR",
    "district_code": "VARCHAR",
    "ward_code": "VARCHAR",
    "offence_code": "VARCHAR",
    "flag_code": "VARCHAR",
    "placed": "VARCHAR",
    "left_out": "VARCHAR",
}
# A row as it should be: what a test says of its rows stands in place of these.
ROW: Mapping[str, object] = {
    "start": "2024-01-01",
    "months": 1,
    "period": "Jan 2024",
    "area": "Home",
    "ward": None,
    "offence": "Calls",
    "flag": None,
    "n": "5",
    "number": 5,
    "fault": "",
    "district_code": HOME,
    "ward_code": None,
    "offence_code": "calls",
    "flag_code": None,
    "placed": "name",
    "left_out": "",
}


def make_tidy(rows: Iterable[Mapping[str, object]]) -> duckdb.DuckDBPyConnection:
    """A connection with a tidy table of some rows, each ROW with what is given; n and number go together."""
    connection = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE {TIDY} ({columns})")
    for line, row in enumerate(rows, start=2):
        given = {**row, "n": str(row["number"])} if "number" in row and "n" not in row else dict(row)
        values = {**ROW, "line": line, **given}
        marks = ", ".join("?" for _ in COLUMNS)
        connection.execute(f"INSERT INTO {TIDY} VALUES ({marks})", [values[name] for name in COLUMNS])
    return connection


def make_terms(declaration: Declaration = HELPLINE, has_counts: bool = True, is_whole: bool = True) -> Terms:
    """Terms of a table of counts of which every column is read."""
    return Terms(declaration, has_counts, is_whole)


@dataclass
class Feed:
    """A source whose files are stored one after the other. by: who brings them in."""

    store: Store
    by: str = "Ann Officer"

    def deliver(self, file: str, rows: Iterable[Mapping[str, object]]) -> Stored:
        """Store some rows as a file."""
        with make_tidy(rows) as connection:
            return store_extract(connection, TIDY, make_terms(), Delivery(file, file, self.by), self.store)


@dataclass(frozen=True)
class Done:
    """What kill_at_steps() asks of an import."""

    ok: bool


def deliver_files(paths: Iterable[Path], store: Store) -> Done:
    """Store files of month and number, as an import that can be killed."""
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{"start": row["month"], "number": int(row["number"])} for row in csv.DictReader(file)]
        Feed(store).deliver(path.name, rows)
    return Done(True)


def undo_latest(_: Iterable[Path], store: Store) -> Done:
    """Undo the last import, as an import that can be killed."""
    moment = max(row["imported_at"] for row in store.read()[0].to_pylist())
    undo_import("helpline", moment, store)
    return Done(True)


def redo_latest(_: Iterable[Path], store: Store) -> Done:
    """Take the last undo back, as an import that can be killed."""
    redo_import("helpline", store)
    return Done(True)
