"""What the imports of reference tables share: outlines, population, lookups. Small files, read whole."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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
from csp.imports.files import Candidate
from csp.imports.manifest import Row, Writer, writing
from csp.imports.months import incomplete, stale_months
from csp.imports.results import Loaded, Progress, Refused, Summary

# (line or name of the thing declined, reason)
Declined = tuple[str, str]


@dataclass(frozen=True)
class Piece:
    """A table of one file: force is the area or table it covers, and what an import replaces.

    force becomes part of file names: it is a code that was checked, or made by stored_names.build_stem().
    """

    force: str
    table: pa.Table
    declined: Sequence[Declined] = ()


# Reads a file (its path, and its name as shown and as given) into pieces. Raises UserError.
Reader = Callable[[Path, Candidate], list[Piece]]


def import_tables(
    kind: str,
    suffix: str,
    read: Callable[[Writer], Reader],
    *,
    paths: Iterable[Path],
    store: Store | None,
    progress: Progress | None,
    largest: int = limits.TABLE_BYTES,
) -> Summary:
    """Imports files of one kind, of at most largest bytes each, one commit per file.

    Raises UserError as police.import_street does.
    """
    store = store or Store(settings.own_extracts())
    with ExitStack() as stack, writing(store) as writer:
        found = files.discover(paths, suffix, shutil.disk_usage(store.root).free, stack, largest)
        summary = Summary(refused=found.refused, skipped=found.skipped)
        done, total = 0, sum(c.size for c in found.candidates)
        for candidate in found.candidates:
            part = writer.part(suffix)
            try:
                summary.loaded += _import(kind, candidate, candidate.fetch(part), read(writer), writer)
            except UserError as error:
                summary.refused.append(Refused(candidate.shown, str(error)))
            except OSError as error:
                sentence = f"{candidate.shown} could not be read or stored: {error.strerror or error}."
                summary.refused.append(Refused(candidate.shown, sentence))
            except MemoryError:
                sentence = (
                    f"{candidate.shown} needs more memory than this machine has free. Close other programs."
                )
                summary.refused.append(Refused(candidate.shown, sentence))
            part.unlink(missing_ok=True)
            done += candidate.size
            if progress is not None:
                progress(candidate.name, done, total)
        summary.incomplete = incomplete(writer.rows)
        summary.stale_months = stale_months(writer.rows)
        summary.foreign = writer.foreign
    return summary


def _import(kind: str, candidate: Candidate, path: Path, read: Reader, writer: Writer) -> list[Loaded]:
    with files.held_still(path, candidate.shown):
        sha = files.digest(path)
        known = [r for r in writer.current(kind) if r["sha256"] == sha and r["file"] == candidate.name]
        is_in = bool(known) and all(map(writer.is_sound, known))
        pieces = [] if is_in else read(path, candidate)
    if is_in:
        return [_loaded(candidate, row, "unchanged", writer) for row in known]
    rows: list[Row] = []
    parts: dict[Path, str] = {}
    for piece in pieces:
        row, written = _write(kind, candidate, piece, sha, writer)
        rows.append(row)
        parts |= written
    results = ["replaced" if writer.find(kind, row["force"]) else "new" for row in rows]
    writer.publish(rows, parts)
    return [_loaded(candidate, row, result, writer) for row, result in zip(rows, results, strict=True)]


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


def _loaded(candidate: Candidate, row: Row, result: str, writer: Writer) -> Loaded:
    assert row["rows_read"] == row["rows_stored"] + row["rows_declined"], candidate.shown
    return Loaded(
        file=candidate.shown,
        force=row["force"],
        month=None,
        rows_read=row["rows_read"],
        rows_stored=row["rows_stored"],
        rows_declined=row["rows_declined"],
        without_location=0,
        outside_area=0,
        without_ward=0,
        result=result,  # type: ignore[arg-type]
        rejects=Path(writer.store.path(row["rejects_file"])) if row["rejects_file"] else None,
    )
