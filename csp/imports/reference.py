"""What the imports of reference tables share: outlines, population, lookups. Small files, read whole."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import settings
from csp.core.characters import printable
from csp.core.errors import UserError
from csp.core.spreadsheet import neutralise_cell
from csp.core.stored_names import check_name
from csp.data.store import Store
from csp.imports import files, limits
from csp.imports.accounts import account_loaded, describe_store, refuse_unreadable
from csp.imports.files import Candidate
from csp.imports.manifest import Row, Writer, writing
from csp.imports.results import Loaded, Outcome, Progress, Refused, Summary

# (line or name of the thing declined, reason)
Declined = tuple[str, str]


@dataclass(frozen=True)
class Piece:
    """A table of one file: force is the area or table it covers, and what an import replaces.

    force becomes part of file names: it is a code that was checked, or made by stored_names.build_stem().
    replaces: further tables of the kind that it stands for from now on, by their force. note: what it
    changes in a few words, beside its result. remarks: sentences for people to know.
    """

    force: str
    table: pa.Table
    declined: Sequence[Declined] = ()
    replaces: Sequence[str] = ()
    note: str = ""
    remarks: Sequence[str] = ()


# Reads a file (its path, and its name as shown and as given) into pieces. Raises UserError.
Reader = Callable[[Path, Candidate], list[Piece]]


def import_tables(
    kind: str,
    suffix: str | tuple[str, ...],
    read: Callable[[Writer], Reader],
    *,
    paths: Iterable[Path],
    store: Store | None,
    progress: Progress | None,
    largest: int = limits.TABLE_BYTES,
) -> Summary:
    """Imports files of one kind, of at most largest bytes each, one commit per file.

    suffix: of such files in folders and archives, or several. Raises UserError as
    csp.imports.importer.ImportFiles says.
    """
    store = store or Store(settings.own_extracts())
    suffixes = (suffix,) if isinstance(suffix, str) else suffix
    with ExitStack() as stack, writing(store) as writer:
        listing = files.discover(paths, suffixes, shutil.disk_usage(store.root).free, stack, largest)
        summary = Summary(refused=listing.refused, skipped=listing.skipped)
        done, total = 0, sum(candidate.size for candidate in listing.candidates)
        for candidate in listing.candidates:
            part = writer.part(suffixes[0])
            try:
                loaded, remarks = _import(kind, candidate, candidate.fetch(part), read(writer), writer)
                summary.loaded += loaded
                summary.remarks += remarks
            except UserError as error:
                summary.refused.append(Refused(candidate.shown, str(error)))
            except OSError as error:
                summary.refused.append(refuse_unreadable(candidate, error))
            except MemoryError:
                sentence = (
                    f"{candidate.shown} needs more memory than this machine has free. Close other programs."
                )
                summary.refused.append(Refused(candidate.shown, sentence))
            part.unlink(missing_ok=True)
            done += candidate.size
            if progress is not None:
                progress(candidate.name, done, total)
        describe_store(summary, writer)
    return summary


def _import(
    kind: str, candidate: Candidate, path: Path, read: Reader, writer: Writer
) -> tuple[list[Loaded], list[str]]:
    """What became of a file, table by table, and what there is to say of it."""
    with files.held_still(path, candidate.shown):
        sha = files.digest(path)
        in_force = _find_unchanged(kind, candidate, sha, writer)
        pieces = [] if in_force else read(path, candidate)
    if in_force:
        return [account_loaded(candidate, row, "unchanged", writer) for row in in_force], []
    rows: list[Row] = []
    parts: dict[Path, str] = {}
    for piece in pieces:
        row, written = _write(kind, candidate, piece, sha, writer)
        rows.append(row)
        parts |= written
    results: list[Outcome] = [
        "replaced" if any(writer.find(kind, force) for force in (piece.force, *piece.replaces)) else "new"
        for piece in pieces
    ]
    writer.publish(rows, parts, [(kind, force, None) for piece in pieces for force in piece.replaces])
    loaded = [
        replace(account_loaded(candidate, row, result, writer), note=piece.note)
        for piece, row, result in zip(pieces, rows, results, strict=True)
    ]
    return loaded, [remark for piece in pieces for remark in piece.remarks]


def _find_unchanged(kind: str, candidate: Candidate, sha: str, writer: Writer) -> list[Row]:
    """The rows of a file that is in force as a whole; [] where a table of it was replaced or is damaged."""
    rows = [
        row
        for row in writer.rows
        if row["kind"] == kind and row["sha256"] == sha and row["file"] == candidate.name
    ]
    latest = max((row["sequence"] for row in rows), default=0)
    published = [row for row in rows if row["sequence"] == latest]
    is_whole = all(row["replaced_at"] is None and writer.is_sound(row) for row in published)
    return published if is_whole else []


def _write(
    kind: str, candidate: Candidate, piece: Piece, sha: str, writer: Writer
) -> tuple[Row, Mapping[Path, str]]:
    digest = hashlib.sha256(f"{sha} {piece.force}".encode()).hexdigest()[:16]
    data = writer.part(".parquet")
    pq.write_table(piece.table, data)
    parts = {data: check_name(f"{kind}/{piece.force}-{digest}.parquet")}
    row: Row = {
        "kind": kind,
        "force": piece.force,
        "month": None,
        "file": candidate.name,
        "sha256": sha,
        "rows_read": piece.table.num_rows + len(piece.declined),
        "rows_stored": piece.table.num_rows,
        "rows_declined": len(piece.declined),
        "replaced_at": None,
        "data_file": parts[data],
        "rejects_file": None,
    }
    if piece.declined:
        rejects = writer.part(".csv")
        with rejects.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(("line", "reason"))
            csv.writer(file).writerows(
                [neutralise_cell(printable(cell)) for cell in declined] for declined in piece.declined
            )
        row["rejects_file"] = check_name(f"rejects/{kind}-{piece.force}-{digest}.csv")
        parts[rejects] = row["rejects_file"]
    return row, parts
