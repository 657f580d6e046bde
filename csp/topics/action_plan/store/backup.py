"""Backup and restore of the SQLite file. PostgreSQL has pg_dump and pg_restore for this."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from csp.core.errors import UserError
from csp.core.new_file import sync_folder, write_beside
from csp.topics.action_plan.store import soundness
from csp.topics.action_plan.store.store import Board, default_url, file_lock, find_file, open_board

HEADER = b"SQLite format 3\x00"
USE_PG_DUMP = "The board is on PostgreSQL: back it up with pg_dump and restore it with pg_restore."


def back_up(board: Board, target: Path) -> Path:
    """Copies the database to a file while it is in use; returns the file, complete and on disk.

    Raises UserError on PostgreSQL, or where the file is there already.
    """
    if board.file is None:
        raise UserError(USE_PG_DUMP)
    with _explain_errors(target):
        if target.exists() or target.is_symlink():
            raise UserError(f"{target} is there already: choose another name for the backup.")
        if not target.parent.is_dir():
            raise UserError(f"There is no folder {target.parent}: make it first.")
    with _explain_errors(target), write_beside(target) as unfinished:
        _copy(board.file, unfinished)
        unfinished.replace(target)
        sync_folder(target.parent)
    return target


def _copy(source: Path, target: Path) -> None:
    """One state of a database that may be in use, as a single file."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        # A copy in write-ahead mode would need two more files beside it.
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    with target.open("rb") as file:
        os.fsync(file.fileno())


def restore_backup(source: Path, url: str | None = None) -> Path | None:
    """Puts a backup in the place of the database; returns where the replaced one is kept, if there was one.

    Refuses a file that is not sound, and a database that is open anywhere. A crash on the way
    leaves the old database or the new one. Raises UserError.
    """
    file = find_file(url or default_url())
    if file is None:
        raise UserError(USE_PG_DUMP)
    with _checked_copy(source) as copy, file_lock(file):
        replaced = _replace(copy, file)
    open_board(url, seeded=False).close()
    return replaced


@contextmanager
def _checked_copy(source: Path) -> Iterator[Path]:
    """A copy of the file, once it has been checked; the file itself is never opened as a database."""
    _check_header(source)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "board.sqlite"
        with _explain_errors(copy):
            shutil.copyfile(source, copy)
            log = source.with_name(f"{source.name}-wal")
            if log.is_file():
                shutil.copyfile(log, Path(folder) / "board.sqlite-wal")
        soundness.check_file(copy, source.name, "Choose another backup.", thorough=True)
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
        yield copy


def _check_header(source: Path) -> None:
    soundness.check_kind(source)
    try:
        with source.open("rb") as file:
            start = file.read(len(HEADER))
    except OSError as error:
        raise UserError(f"{source} cannot be read: see to its name and permissions.") from error
    if start != HEADER:
        raise UserError(f"{source.name} is not a board: choose a file that board backup wrote.")


@contextmanager
def _explain_errors(target: Path) -> Iterator[None]:
    """Turns the errors of writing a file into sentences; what was there before is as it was."""
    try:
        yield
    except OSError as error:
        raise _make_error(target, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        raise _make_error(target, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise UserError(
            f"The board cannot be copied, it is damaged ({error}). Nothing was changed."
        ) from error


def _make_error(target: Path, reason: str) -> UserError:
    return UserError(
        f"{target.name} cannot be written to {target.parent} ({reason}): see to the space there and to its "
        "permissions. Nothing was changed."
    )


def _replace(new: Path, file: Path) -> Path | None:
    """Puts a database in the place of a file; returns where what was there is kept, if anything was."""
    if not file.exists() and not _log_file(file).exists():
        _put_in_place(new, file)
        return None
    now = datetime.now(UTC)
    replaced = file.with_name(f"{file.stem}-replaced-{now:%Y%m%dT%H%M%S.%f}Z{file.suffix}")
    try:
        # An empty file, or a log that has lost its board, would be thrown away by SQLite.
        if not file.exists() or not file.is_file() or not file.stat().st_size:
            raise sqlite3.DatabaseError("not a database")
        _overwrite(new, file, replaced)
    except sqlite3.OperationalError as error:
        replaced.unlink(missing_ok=True)
        if "locked" not in str(error):
            raise _make_error(file, str(error)) from error
        raise UserError(
            "The board is open in a running dashboard: stop it, then restore. Nothing was changed."
        ) from error
    except sqlite3.DatabaseError:
        # What is there is not a database any more. Nobody can have it open as one.
        replaced.unlink(missing_ok=True)
        _put_in_place(new, file, replaced)
    return replaced


def _log_file(file: Path) -> Path:
    """The write-ahead log that SQLite keeps beside a file."""
    return Path(f"{file}-wal")


def _overwrite(new: Path, file: Path, replaced: Path) -> None:
    """Writes a database over another within the same file, which is locked meanwhile.

    The file is not exchanged for another: a process that waits for it would go on with the old one.
    """
    with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as old:
        old.execute("PRAGMA trusted_schema=OFF")
        old.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
        # Leaving write-ahead mode succeeds only while no other connection is open, idle ones included.
        mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        if mode != "delete":
            raise sqlite3.OperationalError("database is locked")
        old.execute("BEGIN EXCLUSIVE")
        old.execute("COMMIT")
        with closing(sqlite3.connect(replaced)) as copy:
            old.backup(copy)
        sync_folder(file.parent)
        with closing(sqlite3.connect(new)) as source:
            source.backup(old)


def _put_in_place(new: Path, file: Path, replaced: Path | None = None) -> None:
    """Puts a database where there is none, or nothing that SQLite can write over.

    What is there, and SQLite's files beside it, is renamed to replaced.
    """
    with _explain_errors(file), write_beside(file) as unfinished:
        _copy(new, unfinished)
        for tail in ("", "-wal", "-shm") if replaced else ():
            part = Path(f"{file}{tail}")
            if part.exists():
                part.rename(f"{replaced}{tail}")
        unfinished.replace(file)
        sync_folder(file.parent)
