"""Whether an SQLite file is built as the migrations build it for its version, to the letter.

A trigger can undo the protection of the record, and a view or a generated column runs
whenever it is read. So the list of tables, indexes and triggers is compared with that of a
database built anew in memory, before anything else in the file is read: no SQL of the file
is ever run.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import create_engine

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
    """What a database of one version consists of."""

    parts: frozenset[Part]
    settings: tuple[object, ...]


@lru_cache(maxsize=8)
def _build_version(revision: str) -> _Build:
    """What the migrations build for a version, read from a database built anew in memory."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrations.build(connection, revision)
            driver: Any = connection.connection.driver_connection
            return _Build(frozenset(_read_parts(driver)), _read_settings(driver))
    finally:
        engine.dispose()


def _read_parts(connection: sqlite3.Connection) -> list[Part]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return [(kind, name, table, _normalise(sql or "")) for kind, name, table, sql in rows]


def _normalise(sql: str) -> str:
    """A statement with one space for any run of them: another release of SQLAlchemy may break other lines."""
    spaced = _QUOTED_OR_SPACE.sub(lambda match: match[1] or " ", sql)
    return spaced.replace("( ", "(").replace(" )", ")").replace(" ,", ",").strip()


def _read_settings(connection: sqlite3.Connection) -> tuple[object, ...]:
    return tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _SETTINGS)


def find_build_fault(connection: sqlite3.Connection) -> str | None:
    """What is built otherwise, as the middle of a sentence (LATER and NO_BOARD among them), or None."""
    parts = _read_parts(connection)
    # The one table that is read before all is compared has to be what it should be.
    version = {part for part in parts if part[1] == migrations.VERSION_TABLE}
    if not version or not version <= _build_version(schema.REVISION).parts:
        return NO_BOARD
    revisions = [row[0] for row in connection.execute(f"SELECT version_num FROM {migrations.VERSION_TABLE}")]
    if len(revisions) != 1 or revisions[0] not in migrations.list_revisions():
        return LATER
    built = _build_version(revisions[0])
    return _compare_parts(parts, built.parts) or _compare_settings(connection, built)


# A kind of part with its article.
_A_KIND = {"table": "a table", "index": "an index", "view": "a view", "trigger": "a trigger"}


def _compare_parts(parts: list[Part], built: frozenset[Part]) -> str | None:
    names = {(kind, name) for kind, name, _, _ in built}
    for part in sorted(parts):
        if part not in built:
            if (part[0], part[1]) in names:
                return f"its {part[0]} {part[1]} is changed"
            return f"it has {_A_KIND.get(part[0], part[0])} more, {part[1]}"
    missing = sorted(built - set(parts))
    if missing:
        return f"its {missing[0][0]} {missing[0][1]} is missing"
    return "it names something twice" if len(parts) > len(built) else None


def _compare_settings(connection: sqlite3.Connection, built: _Build) -> str | None:
    for name, setting, expected in zip(_SETTINGS, _read_settings(connection), built.settings, strict=True):
        if setting != expected:
            return f"its setting {name} is {setting}, not {expected}"
    return None
