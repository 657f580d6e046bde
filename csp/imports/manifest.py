"""The write side of the store: one writer at a time, and one commit point.

A commit writes the data files under names nobody reads yet, syncs them to disk, keeps a
copy of the manifest as it is, and then replaces manifest.parquet by rename. A process
killed before the rename leaves the old state, one killed after it the new state. What it
leaves lying about is named by no manifest and is swept away by the next import, which
deletes nothing but names it can have made itself (csp.imports.ownership).

Of partners' extracts the files of earlier deliveries stay, named by the history, and so do those of a step
that was undone, named by a list of its own (csp.imports.partner.undoing).
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from csp.core import areas, settings
from csp.core.errors import UserError
from csp.core.machine_user import name_user
from csp.core.new_file import sync_folder
from csp.data import soundness
from csp.data.partner_history import list_undone
from csp.data.store import (
    FILE_COLUMNS,
    MANIFEST,
    MANIFEST_SCHEMA,
    MARKER,
    PREVIOUS,
    SEALS,
    UNDONE,
    Store,
    is_of_partner,
    manifest_bytes,
    read_manifest,
)
from csp.imports import ownership
from csp.imports.disk import replace, sync
from csp.imports.ownership import EXTRACTS, LOCK, WORK

# Part of the geography stamp: raise it when the rules that place a row change, so that
# months placed by the earlier rules are seen to be out of date.
PLACING_RULES = 2

Row = dict[str, Any]
# Kind, force and month: of each there is one row in force.
Key = tuple[str, str, "date | None"]


def geography_stamp(rows: Iterable[Mapping[str, Any]]) -> str:
    """A digest of everything that decides where a row is placed.

    That is the outlines, lookups and similar areas in force among the manifest rows given, the
    configured districts, and the names and former codes that stand for them. A month whose stamp differs was
    placed by earlier geography.
    """
    entries = sorted(
        (row["kind"], row["force"], row["sha256"])
        for row in rows
        if row["kind"] in ("boundaries", "lookup", "peers") and row["replaced_at"] is None
    )
    districts, peers = settings.read_districts(), settings.list_stored()
    names = sorted(pair for pair in areas.list_names(districts, peers).items() if pair[1] in peers)
    former = sorted(areas.list_former(districts, peers).items())
    parts = [PLACING_RULES, entries, sorted(peers), names, former]
    if any(kind == "peers" for kind, *_ in entries):
        parts.append(settings.area().home)
    # Rows without a place count to this force and to no other.
    parts.append(settings.area().force_slug)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def manifest_rows(store: Store) -> list[Row]:
    """Every row of the manifest as a dict, history included, oldest first.

    Raises UserError where it cannot be read: csp repair alone can then say what is imported.
    """
    table, listing = store.read()
    if listing != "current":
        raise UserError(ownership.lost_sentence(store.root))
    rows: list[Row] = table.to_pylist()
    return rows


class Writer:
    """The only way to change a store. Made by writing(), which holds the lock."""

    def __init__(self, store: Store, rows: list[Row] | None = None, by: str | None = None) -> None:
        self.store = store
        self.rows = manifest_rows(store) if rows is None else rows
        self.by = name_user() if by is None else by
        # Rows that were undone and can be brought back.
        self.undone = list_undone(store, self.rows)
        self._numbers = itertools.count(1)
        # Folders whose names are on the disk: each once per import, since an earlier one may have been
        # killed before it came to that.
        self._synced: set[Path] = set()
        # The list in force as bytes, once this writer has written it.
        self._written: bytes | None = None
        # The rows of the list on the disk, while there are others that are not in it yet.
        self._listed: list[Row] | None = None
        # The seals of parts that are on the disk already, by their names.
        self._sealed: dict[Path, str] = {}

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

    @property
    def foreign(self) -> list[str]:
        """What lies in the store that no import can have put there, by name. It is left alone."""
        entries = ownership.contents(self.store.root, EXTRACTS)
        return [*entries.foreign, *entries.old_parts]

    def is_sound(self, row: Row) -> bool:
        """Whether the files of a manifest row are as they were written; if not, they are written anew."""
        return soundness.is_sound(self.store, row)

    def part(self, suffix: str) -> Path:
        """A fresh name to write a file under before it is published. Any thread may ask for one."""
        for number in self._numbers:
            path = self.store.root / WORK / f"csp-part-{number}{suffix}"
            if not path.is_symlink():
                return path
        raise AssertionError("the numbers have no end")

    def keep(self, part: Path) -> None:
        """Waits until a written part is on the disk: a thread that has time does so before it is added."""
        sync(part)
        self._sealed[part] = soundness.seal(part)

    def publish(self, rows: list[Row], files: Mapping[Path, str], replaced: Iterable[Key] = ()) -> None:
        """Moves written parts to their final names, then commits the rows in one step.

        files maps each part to its name relative to the store. A row in force with the
        same kind, force and month, or with those of replaced, becomes history: it keeps its
        counts and names no file.
        """
        self.add(rows, files, replaced)
        self.commit_added()

    def add(self, rows: list[Row], files: Mapping[Path, str], replaced: Iterable[Key] = ()) -> None:
        """publish() without the commit, so that one commit can do for several: commit_added() is next.

        Until then the rows are in self.rows and not on the disk.
        """
        self.own()
        seals = self._settle(files)
        now = self.moment()
        sequence = 1 + max((row["sequence"] for row in (*self.rows, *self.undone)), default=0)
        keys = {*replaced, *((row["kind"], row["force"], row["month"]) for row in rows)}
        kept = [_settle_history(row, keys, now, self.by) for row in self.rows]
        blank: Row = dict.fromkeys(MANIFEST_SCHEMA.names)
        stamps = {"imported_at": now, "sequence": sequence, "imported_by": self.by or None}
        if self._listed is None:
            self._listed = self.rows
        self.rows = [*kept, *({**blank, **row, **_sealed(row, seals), **stamps} for row in rows)]

    def moment(self) -> datetime:
        """Now, or just after the last step where the clock stands before it: moments order the steps."""
        stamps = (row[name] for row in self.rows for name in ("imported_at", "replaced_at") if row[name])
        last = max(stamps, default=None)
        now = datetime.now(UTC)
        return now if last is None or now > last else last + timedelta(microseconds=1)

    def commit_added(self) -> None:
        """Commits the rows that were added, if there are any. Where the disk fails there are none then."""
        if self._listed is None:
            return
        listed = self._listed
        try:
            self.commit(self.rows)
        except OSError:
            self.rows, self._listed = listed, None
            raise

    def _settle(self, files: Mapping[Path, str]) -> dict[str, str]:
        """The seal of each file by its final name."""
        folders: set[Path] = set()
        above: set[Path] = set()
        seals: dict[str, str] = {}
        for part, name in files.items():
            if not EXTRACTS.files.fullmatch(name):
                raise UserError(f'"{name}" is not a name of the store\'s files, so nothing was stored.')
            target = Path(self.store.path(name))
            _check_way(self.store.root, target)
            target.parent.mkdir(parents=True, exist_ok=True)
            if part not in self._sealed:
                self.keep(part)
            seals[name] = self._sealed.pop(part)
            replace(part, target)
            folders.add(target.parent)
            above.update(folder for folder in target.parents if folder.is_relative_to(self.store.root))
        # The folder of a file has a new name in it; one above has where a folder in it is new, which is
        # then one that this writer has not synced yet.
        new = above - self._synced
        folders |= new | {folder.parent for folder in new} & above
        for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
            sync_folder(folder)
        self._synced |= folders
        return seals

    def mend(self, row: Row, column: str, part: Path) -> None:
        """Puts a written part in the place of a damaged file that a row in force names."""
        seals = self._settle({part: row[column]})
        mended = {**row, SEALS[column]: seals[row[column]]}
        self.commit([mended if other is row else other for other in self.rows])

    def commit(self, rows: list[Row]) -> None:
        """Replaces the manifest; the one that was in force is kept beside it, where it can be read."""
        manifest = self.store.root / MANIFEST
        if self._written is not None:
            self._put(PREVIOUS, self._written)
        elif read_manifest(manifest) is not None:
            self._put(PREVIOUS, manifest.read_bytes())
        written = manifest_bytes(rows)
        self._put(MANIFEST, written)
        self.rows, self._written, self._listed = rows, written, None

    def put_undone(self, rows: list[Row]) -> None:
        """Replaces the list of what was undone and can be brought back; there is none where it is empty."""
        if rows:
            self._put(UNDONE, manifest_bytes(rows))
        else:
            (self.store.root / UNDONE).unlink(missing_ok=True)
        self.undone = rows

    def _put(self, name: str, content: bytes) -> None:
        """Writes a file of the store's own so that a reader sees the old one or the new one, whole."""
        part = self.part(".parquet")
        part.write_bytes(content)
        sync(part)
        replace(part, self.store.root / name)
        sync_folder(self.store.root)

    def own(self) -> None:
        """Marks the folder as the dashboard's own, if it is not yet.

        A new one gets an empty manifest first, so that a folder with the mark and without a
        manifest is one that has lost it.
        """
        if ownership.is_marked(self.store.root, EXTRACTS):
            return
        if not (self.store.root / MANIFEST).exists():
            self.commit([])
        self.seal_all()
        self._put(MARKER, EXTRACTS.marker.encode())

    def seal_all(self) -> None:
        """Seals the files of earlier versions, those of them that can be read to the end."""
        unsealed = [
            (row, column)
            for row in self.rows
            for column, seal in SEALS.items()
            if row["replaced_at"] is None and row[column] and row[seal] is None
        ]
        if not unsealed:
            return
        damaged = soundness.find_faults(self.store, (row for row, _ in unsealed), FILE_COLUMNS, whole=True)
        rows = {id(row): dict(row) for row in self.rows}
        for row, column in unsealed:
            if row[column] not in damaged:
                rows[id(row)][SEALS[column]] = soundness.seal(Path(self.store.path(row[column])))
        self.commit(list(rows.values()))

    def sweep(self) -> None:
        """Deletes unfinished parts, and every data file that no row names."""
        (self.store.root / WORK).mkdir(parents=True, exist_ok=True)
        self.undone = list_undone(self.store, self.rows)
        if not self.undone:
            (self.store.root / UNDONE).unlink(missing_ok=True)
        named = {row[column] for row in (*self.rows, *self.undone) for column in FILE_COLUMNS}
        ownership.sweep(self.store.root, EXTRACTS, named)


def _sealed(row: Row, seals: Mapping[str, str]) -> Row:
    return {seal: seals.get(row.get(column) or "") for column, seal in SEALS.items()}


def _check_way(root: Path, target: Path) -> None:
    """Raises UserError where a folder on the way to a file is a link: it would be written elsewhere."""
    for folder in target.parents:
        if folder == root:
            return
        if folder.is_symlink():
            raise UserError(f"{folder} is a link, so nothing was stored in it. Move it away.")
    raise UserError(f"{target} lies outside the store, so nothing was stored.")


def _settle_history(row: Row, keys: Collection[Key], now: datetime, by: str) -> Row:
    """A row as it is once others have come with some keys: one of these is history, and needs no files."""
    if (row["kind"], row["force"], row["month"]) not in keys:
        return row
    return retire(row, now, by) if row["replaced_at"] is None else forget_files(row)


def retire(row: Row, now: datetime, by: str, keep: bool = False) -> Row:
    """A row as history. It names no file any more, but for a partner's and where its files are to be kept."""
    history = {**row, "replaced_at": now, "replaced_by": by or None}
    return history if keep else forget_files(history)


def forget_files(row: Row) -> Row:
    """A row of history without its files. Those of partners stay, to show how their figures moved."""
    return row if is_of_partner(row) else {**row, **dict.fromkeys((*FILE_COLUMNS, *SEALS.values()))}


@contextmanager
def writing(store: Store, by: str | None = None) -> Iterator[Writer]:
    """Holds the store's lock, and sweeps it before and after.

    by: the name of who writes, None for the user of the command line.

    Raises UserError when the folder holds what is not the dashboard's (nothing is then
    written or deleted), when its manifest is damaged, when another import holds the lock,
    or the folder cannot be written.
    """
    with locked(store):
        ownership.check(store.root, EXTRACTS)
        writer = Writer(store, by=by)
        try:
            (store.root / WORK).mkdir(exist_ok=True)
            if (store.root / MANIFEST).exists():
                writer.own()
        except OSError as error:
            raise _unwritable(store, error) from error
        writer.sweep()
        yield writer
        writer.sweep()


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Holds the store's lock; makes the folder where there is none. Raises UserError as writing() does."""
    ownership.check_folder(store.root, EXTRACTS)
    try:
        store.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(store.root / LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UserError("Another import is running on this store. Wait until it has finished.") from error
    except OSError as error:
        raise _unwritable(store, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(store: Store, error: OSError) -> UserError:
    return UserError(f"The folder {store.root} cannot be written to: {error.strerror}.")
