"""Whether the files of a store are as they were written, and what of it can be read.

The manifest holds a seal of every file: its size and the SHA-256 of its bytes. A file is
compared with its seal once; while size, times and inode stay as they are it is taken for
unchanged, so that a second connection reads nothing again. Files of an earlier version
have no seal: they are tried, first by their footer, and whole where a query has failed.

What is damaged is left out as if it had not been imported, and named (Condition.left_out).
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

from csp.core.errors import UserError
from csp.data.store import FILE_COLUMNS, INCIDENTS, MONTHLY_COUNTS, POPULATION, SEALS, Listing, Store

Row = Mapping[str, Any]
Fault = Literal["", "astray", "missing", "link", "cut short", "changed", "unreadable", "columns"]

# What people are told of a file with a fault.
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
    "population": POPULATION,
    "boundaries": pa.schema([*_WARDS, ("year", pa.int32()), ("geometry", pa.binary())]),
    "lookup": pa.schema([("lsoa_code", pa.string()), *_WARDS]),
}

THREADS = max(2, min(8, os.cpu_count() or 1))

_Stat = tuple[int, ...]
_known: dict[tuple[str, str, bool], tuple[_Stat, Fault]] = {}
_lock = threading.Lock()


def seal(path: Path) -> str:
    """Size and SHA-256 of a file, as the manifest keeps them."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return f"{file.tell()}:{digest}"


def _stat(path: str) -> _Stat | None:
    """What changes when a file does; None where there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - of thousands of files, so as cheaply as can be
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def find_fault(path: str, kind: str, sealed: str | None, whole: bool = False) -> Fault:
    """What is wrong with a file, "" for nothing. Looked at once, as long as it stays as it is.

    kind is the table it holds, "" for one that is not Parquet. whole: read a file without a
    seal to its end, rather than its footer alone.
    """
    seen = _stat(path)
    if seen is None:
        return "missing"
    key = path, f"{kind} {sealed}", whole
    before = _known.get(key)
    if before and before[0] == seen:
        return before[1]
    found = _compare(path, seen[0], sealed) if sealed else _try(path, kind, whole)
    with _lock:
        _known[key] = seen, found
    return found


def _compare(path: str, size: int, sealed: str) -> Fault:
    if sealed.partition(":")[0] != str(size):
        return "cut short"
    try:
        return "" if seal(Path(path)) == sealed else "changed"
    except OSError:
        return "unreadable"


def _try(path: str, kind: str, whole: bool) -> Fault:
    """Whether a file without a seal can be read: a CSV file by opening it, Parquet by columns or whole."""
    if kind not in COLUMNS:
        return "" if os.access(path, os.R_OK) else "unreadable"
    wrong = check_columns(path, kind)
    if wrong or not whole:
        return wrong
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches():
                batch.validate(full=True)
    except (OSError, ValueError, pa.ArrowException):
        return "unreadable"
    return ""


def check_columns(path: str, kind: str) -> Fault:
    """Whether the footer of a Parquet file can be read and has the columns of its kind."""
    try:
        found = pq.read_schema(path)
    except (OSError, ValueError, pa.ArrowException):
        return "unreadable"
    fits = all(
        field.name in found.names and found.field(field.name).type == field.type for field in COLUMNS[kind]
    )
    return "" if fits else "columns"


def kind_of(row: Row, column: str) -> str:
    """The table that the file in a column of a manifest row holds; "" for declined rows."""
    if column == "rejects_file":
        return ""
    return "monthly_counts" if column == "counts_file" else str(row["kind"])


def _place(store: Store, name: str) -> str:
    """Where a file that the manifest names lies, "" where the name leads out of the store."""
    try:
        return store.path(name)
    except UserError:
        return ""


def find_faults(
    store: Store, rows: Iterable[Row], columns: Iterable[str], whole: bool = False
) -> dict[str, Fault]:
    """The files with a fault among those that rows name, by name. Files are read side by side."""
    asked = {
        (row[column], kind_of(row, column), row[SEALS[column]])
        for row in rows
        for column in columns
        if row[column]
    }
    ordered = sorted(asked, key=lambda one: one[0])

    def look(one: tuple[str, str, str | None]) -> Fault:
        path = _place(store, one[0])
        return find_fault(path, one[1], one[2], whole) if path else "astray"

    if len(ordered) <= THREADS:
        found = [look(one) for one in ordered]
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(look, ordered))
    return {name: wrong for (name, _, _), wrong in zip(ordered, found, strict=True) if wrong}


@dataclass(frozen=True)
class Condition:
    """What of a store can be read.

    rows: of the manifest, without those in force whose files are damaged; left_out: those,
    with what is wrong by file name in faults. listing says which manifest the rows are of.
    """

    store: Store
    listing: Listing
    rows: tuple[Row, ...]
    left_out: tuple[Row, ...]
    find_faults: Mapping[str, Fault]

    def paths(self, kind: str, column: str) -> list[str]:
        """Absolute paths of the sound files of a kind in force, in the order of their import."""
        rows = [dict(r) for r in self.rows if r["kind"] == kind and r["replaced_at"] is None]
        return self.store.paths(rows, column)


@dataclass(frozen=True)
class _Looked:
    """What a store was found to be, and of what: its stamp, and the files then damaged as they were."""

    stamp: str
    damaged: tuple[_Stat | None, ...]
    examine_store: Condition


_looked: dict[str, _Looked] = {}
# Stores of which a query has failed: their files without a seal are read whole.
_suspected: set[str] = set()


def examine_store(store: Store) -> Condition:
    """What of a store can be read now. Costs a glance where neither manifest nor damage has changed."""
    stamp, key = store.stamp(), str(store.root)
    before = _looked.get(key)
    if before and before.stamp == stamp and before.damaged == _damage(before.condition):
        return before.condition
    found = _look(store, key in _suspected)
    _looked[key] = _Looked(stamp, _damage(found), found)
    return found


def suspect(store: Store) -> None:
    """Look at every file of a store again, whatever its times say, and at those without a seal whole."""
    with _lock:
        _known.clear()
        _suspected.add(str(store.root))
        _looked.pop(str(store.root), None)


def _damage(found: Condition) -> tuple[_Stat | None, ...]:
    return tuple(_stat(_place(found.store, name)) for name in found.faults)


def _look(store: Store, whole: bool) -> Condition:
    table, listing = store.read()
    rows: list[dict[str, Any]] = table.to_pylist()
    in_force = [row for row in rows if row["replaced_at"] is None]
    damaged = find_faults(store, in_force, ("data_file", "counts_file"), whole)

    def is_damaged(row: Row) -> bool:
        return row["replaced_at"] is None and not damaged.keys().isdisjoint(
            (row["data_file"], row["counts_file"])
        )

    kept = tuple(row for row in rows if not is_damaged(row))
    return Condition(store, listing, kept, tuple(row for row in rows if is_damaged(row)), damaged)


def is_as_seen(found: Condition, kind: str) -> bool:
    """Whether the files of a kind are those that were found sound, by their sizes and times."""
    return all(
        _unchanged(found.store.path(row["data_file"]), f"{kind} {row['data_seal']}")
        for row in found.rows
        if row["kind"] == kind and row["replaced_at"] is None and row["data_file"]
    )


def _unchanged(path: str, asked: str) -> bool:
    seen = _stat(path)
    return any(
        known is not None and known == (seen, "")
        for known in (_known.get((path, asked, whole)) for whole in (False, True))
    )


def is_sound(store: Store, row: Row) -> bool:
    """Whether every file that a manifest row names is as it was written."""
    return not find_faults(store, [row], FILE_COLUMNS, whole=True)
