"""Whether an SQLite file is a board, whole and as the dashboard makes it.

Its tables, indexes and triggers have to be those that the migrations build for its version, to
the letter: a trigger can undo the protection of the record, and a view or a generated column
runs whenever it is read. That is asked first, of the list of them alone, so that no SQL of the
file is ever run. Then SQLite's own check, which tries every row against the CHECKs; then what
SQLite does not ask of a row: that a number is one, that a date exists, that nothing leads in a circle.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from csp.core.errors import UserError
from csp.topics.action_plan.store import migrations, schema

# What SQLite keeps about a file besides its tables: none of it is ever set by the dashboard.
_SETTINGS = ("encoding", "auto_vacuum", "user_version", "application_id")
# Of a statement as written: a quoted name or text, which stays as it is, or space.
_QUOTED_OR_SPACE = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])|\s+""")

LATER, NO_BOARD = "it was written by a later version of the dashboard", "it is no board"

# What is built: its kind, its name, the table it belongs to, and the statement ("" for SQLite's own indexes).
Part = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Build:
    """What the migrations build for a version."""

    parts: frozenset[Part]
    settings: tuple[object, ...]


@lru_cache(maxsize=8)
def _built(revision: str) -> _Build:
    """A board of a version, built anew in memory and looked at."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrations.build(connection, revision)
            driver: Any = connection.connection.driver_connection
            return _Build(frozenset(_parts(driver)), _settings(driver))
    finally:
        engine.dispose()


def _parts(connection: sqlite3.Connection) -> list[Part]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return [(kind, name, table, _normalised(sql or "")) for kind, name, table, sql in rows]


def _normalised(sql: str) -> str:
    """A statement with one space for any run of them: another release of SQLAlchemy may break other lines."""
    joined = _QUOTED_OR_SPACE.sub(lambda match: match[1] or " ", sql)
    return joined.replace("( ", "(").replace(" )", ")").replace(" ,", ",").strip()


def _settings(connection: sqlite3.Connection) -> tuple[object, ...]:
    return tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _SETTINGS)


@contextmanager
def examining(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing and trusts nothing in the file it is to look at."""
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA query_only=ON")
        yield connection


def fault(connection: sqlite3.Connection, thorough: bool) -> str | None:
    """What is wrong with a board, as the middle of a sentence: "it has a view more, x"; None for a sound one.

    thorough also compares every index with its table. Raises sqlite3.DatabaseError where not even
    this can be read.
    """
    try:
        return (
            _fault_of_build(connection)
            or _fault_of_pages(connection, thorough)
            or _fault_of_rows(connection)
            or _fault_of_links(connection)
        )
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            return "it holds text that is none"
        raise


# ------------------------------------------------------------------ what is built


def _fault_of_build(connection: sqlite3.Connection) -> str | None:
    parts = _parts(connection)
    version = {part for part in parts if part[1] == migrations.VERSION_TABLE}
    if not version or not version <= _built(schema.REVISION).parts:
        return NO_BOARD
    revisions = [row[0] for row in connection.execute(f"SELECT version_num FROM {migrations.VERSION_TABLE}")]
    if len(revisions) != 1 or revisions[0] not in migrations.known_revisions():
        return LATER
    built = _built(revisions[0])
    return _difference(parts, built.parts) or _other_settings(connection, built)


_A = {"table": "a table", "index": "an index", "view": "a view", "trigger": "a trigger"}


def _difference(parts: list[Part], built: frozenset[Part]) -> str | None:
    names = {(kind, name) for kind, name, _, _ in built}
    for part in sorted(parts):
        if part not in built:
            if (part[0], part[1]) in names:
                return f"its {part[0]} {part[1]} is changed"
            return f"it has {_A.get(part[0], part[0])} more, {part[1]}"
    missing = sorted(built - set(parts))
    if missing:
        return f"its {missing[0][0]} {missing[0][1]} is missing"
    return "it names something twice" if len(parts) > len(built) else None


def _other_settings(connection: sqlite3.Connection, built: _Build) -> str | None:
    for name, found, expected in zip(_SETTINGS, _settings(connection), built.settings, strict=True):
        if found != expected:
            return f"its setting {name} is {found}, not {expected}"
    return None


# ------------------------------------------------------------------ what is in it


def _fault_of_pages(connection: sqlite3.Connection, thorough: bool) -> str | None:
    check = "integrity_check" if thorough else "quick_check"
    said = connection.execute(f"PRAGMA {check}(1)").fetchone()[0]
    if said != "ok":
        return f"it is damaged ({said.splitlines()[-1]})"
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    return f"a row of its table {broken[0]} belongs to nothing" if broken else None


def _text(value: Any) -> bool:
    return isinstance(value, str) and "\x00" not in value


def _anything(value: Any) -> bool:  # noqa: ARG001 what is not listed is not checked
    return True


def _whole(value: Any) -> bool:
    return isinstance(value, int)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and isfinite(value)


def _dated(parse: Callable[[str], object], pattern: str) -> Callable[[Any], bool]:
    form = re.compile(pattern, re.ASCII)

    @lru_cache(maxsize=4096)
    def is_one(value: Any) -> bool:
        try:
            return isinstance(value, str) and bool(form.fullmatch(value)) and bool(parse(value))
        except ValueError:
            return False

    return is_one


_day = _dated(date.fromisoformat, r"\d{4}-\d\d-\d\d")

# What a column has to hold, by the type it is declared with.
TYPES: dict[str, Callable[[Any], bool]] = {
    "TEXT": _text,
    "VARCHAR": _text,
    "INTEGER": _whole,
    "BOOLEAN": lambda value: value in (0, 1),
    "DOUBLE": _number,
    "DATE": _day,
    "DATETIME": _dated(datetime.fromisoformat, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}"),
}


def _object(value: Any) -> dict[str, Any] | None:
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _is_object(value: Any) -> bool:
    return _object(value) is not None


@lru_cache(maxsize=4096)
def _is_marks(value: Any) -> bool:
    """Whether it is the status of quarters by their first day, as of writing.refresh()."""
    marks = _object(value)
    return marks is not None and all(_day(day) and isinstance(status, str) for day, status in marks.items())


# What some columns of text have to hold besides.
_CONTENTS: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("actions", "marks"): _is_marks,
    ("changes", "fields"): _is_object,
    ("scenarios", "rule"): _is_object,
}


def _fault_of_rows(connection: sqlite3.Connection) -> str | None:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (table,) in names:
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        for _, name, declared, required, _, key in columns:
            # NOT NULL is SQLite's to check, except in a primary key, where it allows it.
            may_lack = not required and not key
            checks = [
                TYPES.get(declared.partition("(")[0], _anything),
                _CONTENTS.get((table, name), _anything),
            ]
            for (value,) in connection.execute(f'SELECT DISTINCT "{name}" FROM "{table}"'):
                if value is None and may_lack:
                    continue
                if not all(check(value) for check in checks):
                    return f"its table {table} holds a wrong {name}"
    return None


# Each finds rows that lead to themselves, or to nothing.
_CIRCLES = {
    "updates": (
        "SELECT 1 FROM updates a JOIN updates b ON b.id = a.corrects WHERE b.version >= a.version LIMIT 1"
    ),
    "actions": (
        "SELECT 1 FROM actions WHERE carried_from >= id OR carried_record >= id "
        "OR (latest IS NOT NULL AND latest NOT IN (SELECT id FROM updates)) LIMIT 1"
    ),
}


def _fault_of_links(connection: sqlite3.Connection) -> str | None:
    for table, query in _CIRCLES.items():
        if connection.execute(query).fetchone():
            return f"its table {table} has a row that leads nowhere"
    return None


def check_file(file: Path, name: str, advice: str, thorough: bool) -> None:
    """Raises UserError for a file that is no sound board; advice says what to do about it."""
    check_kind(file)
    try:
        with examining(file) as connection:
            found = fault(connection, thorough)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error) or "unable to open" in str(error):
            raise
        found = f"it is damaged ({error})"
    if found == LATER:
        raise UserError(f"{name} was written by a later version of the dashboard: update the dashboard.")
    if found:
        raise UserError(f"{name} cannot be used as a board: {found}. {advice}")


def check_kind(file: Path) -> None:
    """Raises UserError for what is no file, or cannot be opened: a folder, a pipe, a link to nothing."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        raise UserError(
            f"{file} cannot be read ({error.strerror}): see to its name and permissions."
        ) from error
    if not stat.S_ISREG(mode):
        raise UserError(f"{file} is not a file: choose or make another.")
    if not os.access(file, os.R_OK):
        raise UserError(f"{file} cannot be read: see to its permissions.")
