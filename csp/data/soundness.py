"""Whether the files of a store are as they were written, and what of it can be read.

The manifest holds a seal of every file: its size and the SHA-256 of its bytes. To read every
file at every start would take long, so a file is compared with its seal once; as long as its
size, times and inode stay the same it counts as unchanged. Files that an earlier version wrote
have no seal. Of these the footer is read, and the whole file once a query has failed.

A damaged file is left out as if it had never been imported, and Condition.left_out names it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import settings
from csp.core.errors import UserError
from csp.data.concern import concerns, list_shown
from csp.data.partner_tables import PARTNER_TABLES
from csp.data.store import (
    CASUALTIES,
    COLLISIONS,
    FILE_COLUMNS,
    HARM_WEIGHTS,
    INCIDENTS,
    MONTHLY_COUNTS,
    PARTNER_FIGURES,
    PEERS,
    POPULATION,
    RECORDED_CRIME,
    SEALS,
    SURVEY,
    VEHICLES,
    WARD_CASUALTIES,
    WARD_COUNTS,
    Listing,
    Store,
)

Row = Mapping[str, Any]
Fault = Literal["", "astray", "missing", "link", "cut short", "changed", "unreadable", "columns"]

# What a message says of a file with a fault.
FAULT_WORDS: dict[Fault, str] = {
    "astray": "has a name that leads out of the store",
    "missing": "is missing",
    "link": "is a link, not a file",
    "cut short": "is cut short or has grown",
    "changed": "is not as it was written",
    "unreadable": "cannot be read as Parquet",
    "columns": "has other columns than it should",
}

_WARDS = [("ward_code", pa.string()), ("ward", pa.string()), ("district_code", pa.string())]
# The columns that a file of each kind has at least.
COLUMNS = {
    "incidents": INCIDENTS,
    "monthly_counts": MONTHLY_COUNTS,
    "collisions": COLLISIONS,
    "casualties": CASUALTIES,
    "vehicles": VEHICLES,
    "ward_casualties": WARD_CASUALTIES,
    "population": POPULATION,
    "boundaries": pa.schema([*_WARDS, ("year", pa.int32()), ("geometry", pa.binary())]),
    "peers": PEERS,
    "lookup": pa.schema([("lsoa_code", pa.string()), *_WARDS]),
    "harm": HARM_WEIGHTS,
    "survey": SURVEY,
    "recorded_crime": RECORDED_CRIME,
    "ward_counts": WARD_COUNTS,
    "partner_figures": PARTNER_FIGURES,
    **PARTNER_TABLES,
}

THREADS = max(2, min(8, os.cpu_count() or 1))

_Stat = tuple[int, ...]
# What was last seen of each file, by path, kind and seal, and whether it was read whole.
_verdicts: dict[tuple[str, str, bool], tuple[_Stat, Fault]] = {}
_lock = threading.Lock()


def seal(path: Path) -> str:
    """Size and SHA-256 of a file, as the manifest keeps them."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return f"{file.tell()}:{digest}"


def _stat(path: str) -> _Stat | None:
    """Size, times and inode of a file, which change when the file does; None where there is no file."""
    try:
        status = os.stat(path)  # noqa: PTH116 - of thousands of files, so as cheaply as can be
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def find_fault(path: str, kind: str, sealed: str | None, whole: bool = False) -> Fault:
    """What is wrong with a file, "" for nothing. The file is not read again until it changes.

    kind is the table it holds, "" for one that is not Parquet. sealed is its seal in the
    manifest, if it has one. whole: read a file without a seal to its end, not its footer alone.
    """
    status = _stat(path)
    if status is None:
        return "missing"
    key = path, f"{kind} {sealed}", whole
    before = _verdicts.get(key)
    if before and before[0] == status:
        return before[1]
    fault = _compare_seal(path, status[0], sealed) if sealed else _read_file(path, kind, whole)
    with _lock:
        _verdicts[key] = status, fault
    return fault


def _compare_seal(path: str, size: int, sealed: str) -> Fault:
    if sealed.partition(":")[0] != str(size):
        return "cut short"
    try:
        return "" if seal(Path(path)) == sealed else "changed"
    except OSError:
        return "unreadable"


def _read_file(path: str, kind: str, whole: bool) -> Fault:
    """What is wrong with a file without a seal: a CSV file has to open, Parquet needs its columns.

    whole: every batch of a Parquet file is read as well.
    """
    if kind not in COLUMNS:
        return "" if os.access(path, os.R_OK) else "unreadable"
    fault = check_columns(path, kind)
    if fault or not whole:
        return fault
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches():
                batch.validate(full=True)
    except (OSError, ValueError, pa.ArrowException):
        return "unreadable"
    return ""


def check_columns(path: str, kind: str) -> Fault:
    """What is wrong with the footer of a Parquet file: it cannot be read, or lacks columns of its kind."""
    try:
        schema = pq.read_schema(path)
    except (OSError, ValueError, pa.ArrowException):
        return "unreadable"
    fits = all(
        field.name in schema.names and schema.field(field.name).type == field.type for field in COLUMNS[kind]
    )
    return "" if fits else "columns"


def kind_of(row: Row, column: str) -> str:
    """The table that the file in a column of a manifest row holds; "" for declined rows."""
    if column == "rejects_file":
        return ""
    return "monthly_counts" if column == "counts_file" else str(row["kind"])


def _find_path(store: Store, name: str) -> str:
    """Where a file that the manifest names lies, "" where the name leads out of the store."""
    try:
        return store.path(name)
    except UserError:
        return ""


def find_faults(
    store: Store, rows: Iterable[Row], columns: Iterable[str], whole: bool = False
) -> dict[str, Fault]:
    """The faults of the files that manifest rows name, by file name; sound files are not in it.

    Many files are read by several threads at a time.
    """
    files = {
        (row[column], kind_of(row, column), row[SEALS[column]])
        for row in rows
        for column in columns
        if row[column]
    }
    ordered = sorted(files, key=lambda file: file[0])

    def examine(file: tuple[str, str, str | None]) -> Fault:
        name, kind, sealed = file
        path = _find_path(store, name)
        return find_fault(path, kind, sealed, whole) if path else "astray"

    if len(ordered) <= THREADS:
        faults = [examine(file) for file in ordered]
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            faults = list(pool.map(examine, ordered))
    return {name: fault for (name, _, _), fault in zip(ordered, faults, strict=True) if fault}


@dataclass(frozen=True)
class Condition:
    """What of a store can be read.

    rows: the rows of the manifest, except those in force whose files are damaged. left_out:
    these exceptions. faults: what is wrong with their files, by file name. listing: which
    manifest the rows come from. shown: the districts that pages show (csp.data.concern); files of others
    are not looked at.
    """

    store: Store
    listing: Listing
    rows: tuple[Row, ...]
    left_out: tuple[Row, ...]
    faults: Mapping[str, Fault]
    shown: frozenset[str] | None = None

    def paths(self, kind: str, column: str) -> list[str]:
        """Absolute paths of the sound files of a kind that pages read, in the order of their import."""
        return self.store.paths(self._list_read(kind), column)

    def _list_read(self, kind: str) -> list[dict[str, Any]]:
        """The rows in force of a kind whose files pages read."""
        in_force = (row for row in self.rows if row["kind"] == kind and row["replaced_at"] is None)
        return [dict(row) for row in in_force if concerns(row, self.shown)]

    def is_as_seen(self, kind: str) -> bool:
        """Whether the files of a kind are the ones that were examined, judged by their sizes and times."""
        return all(
            _is_unchanged(self.store.path(row["data_file"]), f"{kind} {row['data_seal']}")
            for row in self._list_read(kind)
            if row["data_file"]
        )


@dataclass(frozen=True)
class _Examined:
    """The condition of a store, with what it rests on: its stamp, the settings, and the damaged files."""

    stamp: str
    edition: object
    damaged: tuple[_Stat | None, ...]
    condition: Condition


_examined: dict[str, _Examined] = {}
# Stores of which a query has failed: their files without a seal are read whole.
_suspected: set[str] = set()


def examine_store(store: Store) -> Condition:
    """What of a store can be read now. Files are read only where the manifest or a damaged file changed."""
    stamp, key, edition = store.stamp(), str(store.root), settings.edition()
    before = _examined.get(key)
    is_same = before is not None and (before.stamp, before.edition) == (stamp, edition)
    if before and is_same and before.damaged == _stat_damaged(before.condition):
        return before.condition
    condition = _examine(store, key in _suspected)
    _examined[key] = _Examined(stamp, edition, _stat_damaged(condition), condition)
    return condition


def suspect(store: Store) -> None:
    """Have every file of a store read again after a query has failed, whatever the files' times say.

    Files without a seal are from then on read to their end.
    """
    with _lock:
        _verdicts.clear()
        _suspected.add(str(store.root))
        _examined.pop(str(store.root), None)


def _stat_damaged(condition: Condition) -> tuple[_Stat | None, ...]:
    """The status of each damaged file, so that one that is put right again is noticed."""
    return tuple(_stat(_find_path(condition.store, name)) for name in condition.faults)


def _examine(store: Store, whole: bool) -> Condition:
    table, listing = store.read()
    rows: list[dict[str, Any]] = table.to_pylist()
    current = [row for row in rows if row["replaced_at"] is None]
    shown = list_shown(store, current)
    read = [row for row in current if concerns(row, shown)]
    faults = find_faults(store, read, ("data_file", "counts_file"), whole)

    def is_damaged(row: Row) -> bool:
        return row["replaced_at"] is None and not faults.keys().isdisjoint(
            (row["data_file"], row["counts_file"])
        )

    return Condition(
        store,
        listing,
        rows=tuple(row for row in rows if not is_damaged(row)),
        left_out=tuple(row for row in rows if is_damaged(row)),
        faults=faults,
        shown=shown,
    )


def _is_unchanged(path: str, kind_and_seal: str) -> bool:
    sound = _stat(path), ""
    return any(_verdicts.get((path, kind_and_seal, whole)) == sound for whole in (False, True))


def is_sound(store: Store, row: Row) -> bool:
    """Whether every file that a manifest row names is as it was written."""
    return not find_faults(store, [row], FILE_COLUMNS, whole=True)
