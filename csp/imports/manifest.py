"""The write side of the store: one writer at a time, and one commit point.

A commit writes the data files under names nobody reads yet, syncs them to disk, and
then replaces manifest.parquet by rename. A process killed before the rename leaves
the old state, one killed after it the new state. What it leaves lying about is named
by no manifest and is swept away by the next import.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from csp import settings
from csp.errors import UserError
from csp.store import MANIFEST, MANIFEST_SCHEMA, Store
from csp.stored_names import checked_name

LOCK = ".lock"
WORK = "work"  # files being written; never named by a manifest
DATA_FOLDERS = ("incidents", "monthly_counts", "boundaries", "population", "lookup", "rejects")
FILE_COLUMNS = ("data_file", "counts_file", "rejects_file")

# Part of the geography stamp: raise it when the rules that place a row change, so that
# months placed by the earlier rules are known to be out of date.
PLACING_RULES = 1

# A virus scanner or a reader on Windows may hold a file for a moment.
REPLACE_ATTEMPTS = 40
REPLACE_PAUSE_SECONDS = 0.05

Row = dict[str, Any]


def sync(path: Path) -> None:
    """Waits until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until a folder's entries are on the disk. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Renames over the target, trying again for two seconds where Windows says it is in use."""
    for attempt in range(REPLACE_ATTEMPTS):
        try:
            os.replace(source, target)  # noqa: PTH105 - the one call whose atomicity this module is about
            return
        except PermissionError:
            if attempt == REPLACE_ATTEMPTS - 1:
                raise
            time.sleep(REPLACE_PAUSE_SECONDS)


def geography_stamp(rows: Iterable[Mapping[str, Any]]) -> str:
    """A digest of everything that decides where a row is placed.

    That is the outlines and lookups in force among the manifest rows given, the
    configured districts, and the district names. A month whose stamp differs was
    placed by earlier geography.
    """
    entries = sorted(
        (row["kind"], row["force"], row["sha256"])
        for row in rows
        if row["kind"] in ("boundaries", "lookup") and row["replaced_at"] is None
    )
    names = sorted((d["district_code"], d["district"], d["former_name"]) for d in settings.districts())
    parts = [PLACING_RULES, entries, sorted(settings.area().peers), names]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def manifest_rows(store: Store) -> list[Row]:
    """Every row of the manifest as a dict, history included, oldest first."""
    path = store.root / MANIFEST
    if not path.exists():
        return []
    try:
        rows: list[Row] = pq.read_table(path, schema=MANIFEST_SCHEMA).to_pylist()
    except pa.ArrowException as error:
        raise UserError(
            f"The store's list of files ({path.name}) cannot be read. "
            "Move the folder away and import the files again."
        ) from error
    return rows


class Writer:
    """The only way to change a store. Made by writing(), which holds the lock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rows = manifest_rows(store)
        self._numbers = itertools.count(1)

    def current(self, kind: str) -> list[Row]:
        """The rows of a kind that are in force, oldest import first."""
        return [row for row in self.rows if row["kind"] == kind and row["replaced_at"] is None]

    def find(self, kind: str, force: str, month: date | None = None) -> Row | None:
        """The row in force for a force and month (or a reference table), if there is one."""
        for row in self.current(kind):
            if row["force"] == force and row["month"] == month:
                return row
        return None

    def geography(self) -> str:
        """The stamp of the outlines and lookups in force now."""
        return geography_stamp(self.rows)

    def part(self, suffix: str) -> Path:
        """A fresh name to write a file under before it is published. Any thread may ask for one."""
        return self.store.root / WORK / f"{next(self._numbers)}{suffix}"

    def publish(self, rows: list[Row], files: Mapping[Path, str]) -> None:
        """Moves written parts to their final names, then commits the rows in one step.

        files maps each part to its name relative to the store. A row in force with the
        same kind, force and month becomes history: it keeps its counts and names no file.
        """
        self._settle(files)
        now = datetime.now(UTC)
        keys = {(row["kind"], row["force"], row["month"]) for row in rows}
        kept = [_retired(row, now) if _key(row) in keys else row for row in self.rows]
        blank: Row = dict.fromkeys(MANIFEST_SCHEMA.names)
        self._commit([*kept, *({**blank, **row, "imported_at": now} for row in rows)])

    def _settle(self, files: Mapping[Path, str]) -> None:
        folders: set[Path] = set()
        for part, name in files.items():
            target = self.store.root / checked_name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            sync(part)
            replace(part, target)
            folders.update(p for p in target.parents if p.is_relative_to(self.store.root))
        for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
            sync_folder(folder)

    def _commit(self, rows: list[Row]) -> None:
        part = self.part(".parquet")
        pq.write_table(pa.Table.from_pylist(rows, schema=MANIFEST_SCHEMA), part)
        sync(part)
        replace(part, self.store.root / MANIFEST)
        sync_folder(self.store.root)
        self.rows = rows

    def sweep(self) -> None:
        """Deletes every data file that no current row names, and unfinished parts.

        A file that cannot be deleted (Windows, while the dashboard reads it) is left to
        the next import: nothing reads it any more.
        """
        named = {row[column] for row in self.rows for column in FILE_COLUMNS if row["replaced_at"] is None}
        shutil.rmtree(self.store.root / WORK, ignore_errors=True)
        (self.store.root / WORK).mkdir(parents=True, exist_ok=True)
        for folder in DATA_FOLDERS:
            # Deepest first, so that a folder emptied here can be removed as well.
            for path in sorted((self.store.root / folder).rglob("*"), reverse=True):
                if path.is_dir():
                    _remove_if_empty(path)
                elif path.relative_to(self.store.root).as_posix() not in named:
                    _remove(path)


def _key(row: Row) -> tuple[str, str, date | None] | None:
    if row["replaced_at"] is not None:
        return None
    return row["kind"], row["force"], row["month"]


def _retired(row: Row, now: datetime) -> Row:
    return {**row, "replaced_at": now, **dict.fromkeys(FILE_COLUMNS)}


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


@contextmanager
def writing(store: Store) -> Iterator[Writer]:
    """Holds the store's lock, and sweeps it before and after.

    Raises UserError when another import holds the lock, or the folder cannot be written.
    """
    try:
        store.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(store.root / LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UserError("Another import is running on this store. Wait until it has finished.") from error
    except OSError as error:
        raise UserError(f"The folder {store.root} cannot be written to: {error.strerror}.") from error
    try:
        writer = Writer(store)
        writer.sweep()
        yield writer
        writer.sweep()
    finally:
        lock.release()
