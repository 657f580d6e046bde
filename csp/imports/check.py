"""What is wrong with a store, one line for each fault. Reads everything and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from csp.core.errors import UserError
from csp.data import soundness
from csp.data.partner_history import list_undone
from csp.data.store import (
    FILE_COLUMNS,
    MANIFEST,
    PREVIOUS,
    UNDONE,
    Store,
    is_of_partner,
    is_started,
    read_manifest,
)
from csp.imports import ownership
from csp.imports.importer import list_importers
from csp.imports.ownership import EXTRACTS, Contents, Shape

Row = soundness.Row


@dataclass(frozen=True)
class Finding:
    """A fault: the file or folder by its name in the store, what is wrong with it, and what to do.

    row is the manifest row in force that names the file, None where none does.
    """

    name: str
    wrong: str
    remedy: str
    row: Row | None = None

    def line(self, store: Store) -> str:
        return f"{store.root / self.name} {self.wrong}. {self.remedy}"


def examine(store: Store, shape: Shape = EXTRACTS) -> list[Finding]:
    """Every fault of a store, those of its list of files first. An empty or missing folder has none."""
    if not store.root.exists():
        return []
    try:
        entries = ownership.contents(store.root, shape)
    except OSError as error:
        return [Finding("", f"cannot be read: {error.strerror}", "Name a folder that can be read.")]
    if not is_started(store.root) and not entries.files:
        return []
    table, _ = store.read()
    every: list[Row] = table.to_pylist()
    rows = [row for row in every if row["replaced_at"] is None]
    named = {row[column]: row for row in rows for column in FILE_COLUMNS if row[column]}
    kept = list_kept(store, every)
    return [
        *_of_lists(store, shape),
        *_of_mark(store, shape),
        *_of_files(store, rows, named, entries.foreign),
        *_of_kept(store, kept),
        *_of_rows(rows, shape),
        *_of_the_rest(entries, {**kept, **named}),
    ]


def list_kept(store: Store, rows: Sequence[Row]) -> dict[str, Row]:
    """The rows that name the files which are kept to undo a step, or to show how figures moved; by file.

    rows: of the manifest. A file that a row in force names as well is not among them.
    """
    named = {row[column] for row in rows if row["replaced_at"] is None for column in FILE_COLUMNS}
    history = [row for row in rows if row["replaced_at"] is not None]
    return {
        row[column]: row
        for row in (*history, *list_undone(store, rows))
        for column in FILE_COLUMNS
        if row[column] and row[column] not in named
    }


def _of_lists(store: Store, shape: Shape) -> Iterator[Finding]:
    remedy = "Run python -m csp repair." if shape is EXTRACTS else "Run python -m csp sample."
    if read_manifest(store.root / MANIFEST) is None:
        yield Finding(MANIFEST, "is missing or cannot be read", remedy)
    for name in (PREVIOUS, UNDONE):
        if (store.root / name).exists() and read_manifest(store.root / name) is None:
            yield Finding(name, "cannot be read", remedy)


def _of_mark(store: Store, shape: Shape) -> Iterator[Finding]:
    try:
        ownership.is_marked(store.root, shape)
    except UserError as error:
        yield Finding("", f"is not what it should be: {error}", "Name another folder.")


def _of_files(
    store: Store, rows: Sequence[Row], named: dict[str, Row], foreign: Sequence[str]
) -> Iterator[Finding]:
    faults = soundness.find_faults(store, rows, FILE_COLUMNS, whole=True)
    # A link is none of ours, and so is whatever lies behind it.
    for name in foreign:
        faults |= {file: "link" for file in named if file == name or file.startswith(f"{name}/")}
    for row in rows:
        for column in ("data_file", "counts_file"):
            name = row[column]
            if name and name not in faults:
                wrong = soundness.check_columns(store.path(name), soundness.kind_of(row, column))
                faults |= {name: wrong} if wrong else {}
    for name, wrong in sorted(faults.items()):
        yield Finding(name, soundness.FAULT_WORDS[wrong], _again(named[name]), named[name])


def _of_kept(store: Store, kept: Mapping[str, Row]) -> Iterator[Finding]:
    """Damaged files of earlier deliveries: no page reads them, and their step cannot be undone."""
    faults = soundness.find_faults(store, kept.values(), FILE_COLUMNS, whole=True)
    for name in sorted(faults.keys() & kept.keys()):
        remedy = "It was kept for an undo alone. Run python -m csp repair, which does without it."
        yield Finding(name, soundness.FAULT_WORDS[faults[name]], remedy)


def _again(row: Row) -> str:
    """How the file of a manifest row is written anew."""
    if row["source"] == "sample":
        return "Run python -m csp sample."
    names = (importer.name for importer in list_importers() if importer.has_written(row))
    command = next(names, row["kind"])
    profile = " --profile NAME" if is_of_partner(row) else ""
    return f"Import {row['file'] or description(row)} again: python -m csp import {command} PATH{profile}."


def description(row: Row) -> str:
    """What a manifest row is of, in words: "essex 2018-10", "helpline 2024-04", "boundaries E07000041"."""
    if row["kind"] == "partner_figures":
        return f"{row['source']} {row['month']:%Y-%m}"
    if row["kind"] == "incidents":
        return f"{row['force']} {row['month']:%Y-%m}"
    return f"{row['kind']} {row['force']}"


def _of_rows(rows: Sequence[Row], shape: Shape) -> Iterator[Finding]:
    """Files that are named twice, and months that are in force twice. In the sample a file holds a year."""
    if shape is not EXTRACTS:
        return
    files = Counter(row[column] for row in rows for column in FILE_COLUMNS if row[column])
    for name in sorted(name for name, times in files.items() if times > 1):
        yield Finding(name, f"is named {files[name]} times in the list of files", "Run python -m csp repair.")
    keys = Counter((row["kind"], row["force"], row["month"]) for row in rows)
    for row in rows:
        if keys.pop((row["kind"], row["force"], row["month"]), 1) > 1:
            yield Finding(
                MANIFEST, f"has {description(row)} more than once in force", "Run python -m csp repair."
            )


def _of_the_rest(entries: Contents, named: dict[str, Row]) -> Iterator[Finding]:
    """Files that no row names: left over by an import that was stopped, or not the dashboard's at all."""
    behind = {name for name in named for other in entries.foreign if name == other}
    for name in sorted(set(entries.files) - set(named)):
        yield Finding(name, "is named by no import", "Run python -m csp repair, which removes it.")
    for name in (*entries.parts, *entries.spills):
        yield Finding(name, "was never finished", "Run python -m csp repair, which removes it.")
    for name in entries.old_parts:
        yield Finding(name, "may be a part that an earlier version left", "Delete it if it is not yours.")
    for name in sorted(set(entries.foreign) - behind):
        yield Finding(
            name, "was not put there by any import", "It is left alone; keep your own files elsewhere."
        )
