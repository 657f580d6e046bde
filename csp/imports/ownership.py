"""Whose files a store folder holds: a writer owns a folder it has marked, and names it can have made.

A writer never deletes, overwrites or follows anything else:

- A folder is marked by a file (csp.data.store.MARKER) that the first writer leaves there. An empty
  or missing folder is marked. A store of an earlier version, which has no marker, is taken
  over where it holds nothing but names that version can have made. Every other folder is
  refused, in one sentence that names what is there, before anything is written.
- Only names of a strict pattern for each kind of file are ever deleted, only files, and
  never by way of a symbolic link. What else lies in a marked store is reported and left.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from csp.core.errors import UserError
from csp.core.wording import list_words
from csp.data.store import MANIFEST, MARKER, PREVIOUS, UNDONE, read_manifest

LOCK = ".lock"
SECRET = ".publishing-secret"  # what the keys of records are made with: see csp.imports.publishing_secret
WORK = "work"  # files being written; never named by a manifest
VERSION = 1
# What operating systems put into folders they have shown.
LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
NAMED = 3  # of the strangers in a folder, how many a sentence names

_MARKER = re.compile(
    r"^community safety dashboard: (?P<kind>extracts|sample|published), version (?P<version>\d{1,4})$"
)
_CONTENTS = {
    "sample": "the embedded sample",
    "extracts": "imported extracts",
    "published": "what csp publish has written",
}
# Parts of earlier versions were called 1.csv, which a person may have called a file too.
_OLD_PART = re.compile(r"work/\d+\.(csv|parquet|geojson|spill)")
_PART = re.compile(r"work/csp-part-\d+\.(csv|parquet|geojson)")
_SPILL = re.compile(r"work/csp-part-\d+\.spill")
_SPILLED = re.compile(r"work/csp-part-\d+\.spill/duckdb_temp_[^/]+")


@dataclass(frozen=True)
class Shape:
    """The names that a writer of one kind of store can have made, relative to the folder.

    control: files that are not data; files and folders: of the data; parts: unfinished files. kept: files
    that no list names and that are never swept away.
    shares: whether it may be written beside other files; they are left alone in any case.
    """

    kind: str
    control: frozenset[str]
    files: re.Pattern[str]
    folders: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    shares: bool = False
    kept: re.Pattern[str] = re.compile(r"(?!)")

    @property
    def marker(self) -> str:
        """The text of the file that marks a folder."""
        return (
            f"community safety dashboard: {self.kind}, version {VERSION}\n"
            "This folder is written by the dashboard alone. Keep your own files elsewhere.\n"
        )


_TABLES = (
    "collisions|casualties|vehicles|boundaries|population|lookup|peers|harm|survey"
    "|recorded_crime|partner_figures|near_misses|speed_watch|schools|road_costs|road_factors"
)
_SLUG, _DIGEST = r"[a-z][a-z0-9-]*", r"[0-9a-f]{16}"
# The code of a declared source, which stands in the place of a force too.
_SOURCE = r"[a-z][a-z0-9_]*"
EXTRACTS = Shape(
    kind="extracts",
    control=frozenset({MANIFEST, PREVIOUS, UNDONE, MARKER, LOCK, SECRET, f"{SECRET}.part", "measures.yml"}),
    files=re.compile(
        rf"(incidents|monthly_counts)/source=police/force={_SLUG}/year=\d{{4}}/\d{{4}}-\d\d-{_DIGEST}\.parquet"
        rf"|monthly_counts/source=(?P<source>{_SOURCE})/force=(?P=source)/year=\d{{4}}/\d{{4}}-\d\d-{_DIGEST}\.parquet"
        rf"|({_TABLES})/[A-Za-z0-9_-]+-{_DIGEST}\.parquet"
        rf"|rejects/[A-Za-z0-9_-]+-{_DIGEST}\.csv"
    ),
    folders=re.compile(
        rf"(incidents|monthly_counts)(/source=police(/force={_SLUG}(/year=\d{{4}})?)?)?"
        rf"|monthly_counts/source={_SOURCE}(/force={_SOURCE}(/year=\d{{4}})?)?"
        rf"|{_TABLES}|rejects|partner_profiles|{WORK}"
    ),
    parts=(_PART,),
    kept=re.compile(r"partner_profiles/[^/]+\.toml"),
)
SAMPLE = Shape(
    kind="sample",
    control=frozenset({MANIFEST, MARKER}),
    files=re.compile(
        r"((incidents|monthly_counts)/source=sample/force=sample/year=\d{4}|collisions|casualties|vehicles)"
        r"/\d{4}-[0-9a-f]{8}\.parquet"
    ),
    folders=re.compile(
        r"(incidents|monthly_counts)(/source=sample(/force=sample(/year=\d{4})?)?)?"
        r"|collisions|casualties|vehicles"
    ),
    parts=(
        re.compile(
            r"((incidents|monthly_counts)/source=sample/force=sample/year=\d{4}"
            r"|collisions|casualties|vehicles)/\d{4}-[0-9a-f]{8}\.parquet\.part"
            r"|(manifest\.parquet|\.csp-store)\.part"
        ),
    ),
    shares=True,
)
# What public mode shows: no incidents, no rejects, and nothing but csp publish writes it.
PUBLISHED = Shape(
    kind="published",
    control=frozenset({MANIFEST, MARKER}),
    files=re.compile(
        rf"(monthly_counts|ward_counts|ward_casualties|{_TABLES})/[A-Za-z0-9_-]+-{_DIGEST}\.parquet"
    ),
    folders=re.compile(rf"monthly_counts|ward_counts|ward_casualties|{_TABLES}"),
    parts=(
        re.compile(
            rf"(monthly_counts|ward_counts|ward_casualties|{_TABLES})/[A-Za-z0-9_-]+-{_DIGEST}\.parquet\.part"
            r"|(manifest\.parquet|\.csp-store)\.part"
        ),
    ),
)


@dataclass
class Contents:
    """What lies in a store folder, as names relative to it.

    files can be data; parts were never finished; folders are those of the data, deepest
    last; foreign is everything else, links among it: a folder stands for all it holds.
    """

    files: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    spills: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    old_parts: list[str] = field(default_factory=list)


def contents(root: Path, shape: Shape) -> Contents:
    """Everything in a folder, sorted by whose it is. Never looks behind a link."""
    entries = Contents()
    for name, entry in _walk(root, "", shape):
        is_file = entry.is_file(follow_symlinks=False)
        is_folder = entry.is_dir(follow_symlinks=False)
        is_kept = name in shape.control or shape.kept.fullmatch(name) or entry.name.lower() in LITTER
        if is_file and is_kept:
            continue
        if is_file and shape.files.fullmatch(name):
            entries.files.append(name)
        elif is_file and any(part.fullmatch(name) for part in (*shape.parts, _SPILLED)):
            entries.parts.append(name)
        elif is_folder and _SPILL.fullmatch(name):
            entries.spills.append(name)
        elif is_folder and shape.folders.fullmatch(name):
            entries.folders.append(name)
        elif not entry.is_symlink() and _OLD_PART.fullmatch(name):
            entries.old_parts.append(name)
        else:
            entries.foreign.append(name)
    return entries


def _walk(folder: Path, above: str, shape: Shape) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The entries of a folder and of those within it that can be the writer's, by name."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        name = f"{above}{entry.name}"
        yield name, entry
        inside = shape.folders.fullmatch(name) or _SPILL.fullmatch(name)
        if inside and entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{name}/", shape)


def check(root: Path, shape: Shape) -> None:
    """Lets a folder pass that may be written to, and whose list of files can be read. Raises UserError."""
    entries = check_folder(root, shape)
    if entries is None or is_marked(root, shape):
        return
    if (root / MANIFEST).exists() or (root / PREVIOUS).exists():
        if read_manifest(root / MANIFEST) is None and shape is EXTRACTS:
            raise UserError(lost_sentence(root))
    elif entries.files and shape is EXTRACTS:
        raise UserError(lost_sentence(root))


def check_folder(root: Path, shape: Shape) -> Contents | None:
    """What lies in a folder that may be written to; None for one that does not exist yet.

    Writes nothing. Raises UserError for a folder that is not the dashboard's, naming what is there.
    """
    if not root.exists() and not root.is_symlink():
        return None
    if not root.is_dir():
        raise UserError(f"{root} is not a folder. Name an empty folder, or one that does not exist yet.")
    try:
        entries = contents(root, shape)
    except OSError as error:
        raise UserError(f"The folder {root} cannot be read: {error.strerror}.") from error
    linked = [name for name in entries.foreign if name in shape.control or shape.folders.fullmatch(name)]
    if linked:
        raise UserError(
            f"{root / linked[0]} is a link or not what the dashboard writes there, so nothing was written. "
            "Move it away, or name another folder."
        )
    if not is_marked(root, shape) and not shape.shares:
        _check_unmarked(root, shape, entries)
    return entries


def is_marked(root: Path, shape: Shape) -> bool:
    """Whether a writer has marked a folder.

    Raises UserError for the mark of another kind of store or of a later version.
    """
    path = root / MARKER
    if not path.is_file() or path.is_symlink():
        return False
    try:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError):
        return False
    mark = _MARKER.match(first)
    if mark is None:
        return False
    if mark["kind"] != shape.kind:
        content = _CONTENTS[mark["kind"]]
        raise UserError(f"{root} holds {content}, so nothing was written. Name another folder.")
    if int(mark["version"]) > VERSION:
        raise UserError(f"{root} was written by a later version of the dashboard. Update the dashboard.")
    return True


def _check_unmarked(root: Path, shape: Shape, entries: Contents) -> None:
    """Lets an empty folder pass, and a store of an earlier version that holds nothing else."""
    strangers = list(entries.foreign)
    if not (root / MANIFEST).exists():
        strangers += entries.old_parts
    lock = root / LOCK
    if LOCK in shape.control and lock.exists() and lock.stat().st_size:
        strangers.append(LOCK)
    if (root / MARKER).exists():
        strangers.append(MARKER)
    if strangers:
        raise UserError(
            f"The folder {root} holds what the dashboard has not put there ({named(strangers)}), so nothing "
            "was written or deleted. Move that elsewhere, or name an empty folder."
        )


def lost_sentence(root: Path) -> str:
    """What to do where a store's list of files is damaged or missing."""
    return (
        f"The list of what is imported ({root / MANIFEST}) is missing or cannot be read. "
        "Run python -m csp repair, which writes it anew."
    )


def named(names: Collection[str]) -> str:
    """The first few of some names: "notes.txt, photos and 12 more"."""
    ordered = sorted(names)
    more = len(ordered) - NAMED
    return list_words([*ordered[:NAMED], f"{more} more"] if more > 0 else ordered)


def sweep(root: Path, shape: Shape, keep: Collection[str]) -> None:
    """Deletes unfinished parts, and data files that are not among those to keep, and folders left empty.

    A file that cannot be deleted (Windows, while the dashboard reads it) is left to the
    next time: nothing reads it any more.
    """
    entries = contents(root, shape)
    for name in (*entries.parts, *(name for name in entries.files if name not in keep)):
        _remove(root / name)
    for name in reversed([*entries.folders, *entries.spills]):
        if name != WORK:
            _remove_if_empty(root / name)


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
