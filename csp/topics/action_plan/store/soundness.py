"""Whether an SQLite file is a database of the action plan, whole and as the dashboard makes it.

First comes what it is built of (soundness_build), because only then is it safe to read. Then
SQLite's own check, which tries every row against the CHECKs of its table. Then what is in
the rows (soundness_rows).
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from csp.core.errors import UserError
from csp.topics.action_plan.store.soundness_build import LATER, find_build_fault
from csp.topics.action_plan.store.soundness_rows import find_link_fault, find_row_fault


def check_file(file: Path, name: str, advice: str, thorough: bool) -> None:
    """Raises UserError for a file that is not sound.

    name is what the sentence calls the file, advice what it says to do about it. thorough also
    compares every index with its table, which takes longer.
    """
    check_kind(file)
    try:
        with _open_untrusted(file) as connection:
            fault = _find_fault(connection, thorough)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error) or "unable to open" in str(error):
            raise
        fault = f"it is damaged ({error})"
    if fault == LATER:
        raise UserError(f"{name} was written by a later version of the dashboard: update the dashboard.")
    if fault:
        raise UserError(f"{name} cannot be used as a board: {fault}. {advice}")


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


@contextmanager
def _open_untrusted(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing and trusts nothing in the file it is to look at."""
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA query_only=ON")
        yield connection


def _find_fault(connection: sqlite3.Connection, thorough: bool) -> str | None:
    """What is wrong, as the middle of a sentence, such as "it has a view more, x"; None for a sound file.

    thorough also compares every index with its table. Raises sqlite3.DatabaseError where not even
    this can be read.
    """
    try:
        return (
            find_build_fault(connection)
            or _find_page_fault(connection, thorough)
            or find_row_fault(connection)
            or find_link_fault(connection)
        )
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            return "it holds text that is none"
        raise


def _find_page_fault(connection: sqlite3.Connection, thorough: bool) -> str | None:
    check = "integrity_check" if thorough else "quick_check"
    answer = connection.execute(f"PRAGMA {check}(1)").fetchone()[0]
    if answer != "ok":
        return f"it is damaged ({answer.splitlines()[-1]})"
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    return f"a row of its table {broken[0]} belongs to nothing" if broken else None
