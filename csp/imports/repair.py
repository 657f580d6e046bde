"""Mends a store as far as its own files and those given allow, and says what it could not."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import duckdb

from csp.core.errors import UserError
from csp.data import soundness
from csp.data.partner_history import find_moment
from csp.data.store import FILE_COLUMNS, SEALS, UNDONE, Store, is_of_partner, read_manifest
from csp.imports import files, limits
from csp.imports.check import description, examine, list_kept
from csp.imports.files import Candidate
from csp.imports.importer import list_importers
from csp.imports.layout import FILE_NAME
from csp.imports.manifest import Row, Writer, locked
from csp.imports.ownership import WORK
from csp.imports.relisting import recover_rows, settle_list
from csp.imports.results import Repaired
from csp.imports.sql import quote

_COUNTS = """
COPY (
    SELECT source, month, district_code, ward_code, offence, flag, sum(n)::BIGINT AS n
    FROM read_parquet({data}, hive_partitioning = false)
    GROUP BY ALL
    ORDER BY month, district_code, ward_code, offence, flag
) TO {target} (FORMAT parquet)
"""


def repair(store: Store, paths: Sequence[Path] = ()) -> Repaired:
    """Mends a store; paths are downloaded files, folders or archives to take what is damaged from.

    Raises UserError for a folder that is not the dashboard's, one that cannot be written,
    or while an import is running.
    """
    result = Repaired()
    if not store.root.exists():
        return result
    with locked(store):
        (store.root / WORK).mkdir(exist_ok=True)
        writer = Writer(store, recover_rows(store, result))
        settle_list(writer, result)
        _mend_counts(writer, result)
        _do_without_kept(writer, result)
        before = len(examine(store))
        writer.sweep()
        swept = before - len(examine(store))
        if swept:
            result.done.append(f"{swept} leftover files were removed that no import names.")
    _import_again(store, paths, result)
    result.left += [finding.line(store) for finding in examine(store)]
    return result


def _mend_counts(writer: Writer, result: Repaired) -> None:
    """Counts whose incidents are whole are counted again."""
    store = writer.store
    for row in writer.current("incidents"):
        faults = soundness.find_faults(store, [row], ("data_file", "counts_file"), whole=True)
        if row["counts_file"] not in faults or row["data_file"] in faults or is_of_partner(row):
            continue
        part = writer.part(".parquet")
        with duckdb.connect() as connection:
            connection.execute(
                _COUNTS.format(data=quote(store.path(row["data_file"])), target=quote(part.as_posix()))
            )
        writer.mend(row, "counts_file", part)
        result.done.append(f"The counts of {description(row)} were made again from its incidents.")


def _do_without_kept(writer: Writer, result: Repaired) -> None:
    """Damaged files that were kept for an undo alone are not named any more, and a step of them is gone."""
    kept = list_kept(writer.store, writer.rows)
    faults = soundness.find_faults(writer.store, kept.values(), FILE_COLUMNS, whole=True)
    lost = faults.keys() & kept.keys()
    undone = writer.store.root / UNDONE
    if undone.exists() and read_manifest(undone) is None:
        writer.put_undone([])
        result.done.append("What was undone cannot be brought back any more: its list could not be read.")
    if not lost:
        return
    steps = {find_moment(row) for row in writer.undone if not lost.isdisjoint(_list_files(row))}
    writer.commit([row if lost.isdisjoint(_list_files(row)) else _forget(row) for row in writer.rows])
    writer.put_undone([row for row in writer.undone if find_moment(row) not in steps])
    files = "1 file" if len(lost) == 1 else f"{len(lost)} files"
    result.done.append(
        f"{files} of earlier deliveries could not be read and cannot be brought back any more."
    )


def _list_files(row: Row) -> list[str]:
    return [row[column] for column in FILE_COLUMNS if row[column]]


def _forget(row: Row) -> Row:
    return {**row, **dict.fromkeys((*FILE_COLUMNS, *SEALS.values()))}


def _import_again(store: Store, paths: Sequence[Path], result: Repaired) -> None:
    """Imports from the paths given what is damaged, and nothing else."""
    for importer in list_importers():
        rows = [finding.row for finding in examine(store) if finding.row is not None]
        damaged = [row for row in rows if importer.has_written(row)]
        # Which profile a file was read by is not written down: check says what to import again.
        if not damaged or not paths or importer.by_profile:
            continue
        with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
            listing = files.discover(paths, importer.suffixes, 1 << 62, stack, limits.COLLISION_BYTES)
            sources = _sources(damaged, listing.candidates, Path(folder))
            if not sources:
                continue
            summary = importer.run(sources, store)
        result.done += [
            f"{loaded.file} was imported again ({loaded.rows_stored:,} rows)." for loaded in summary.loaded
        ]
        result.left += [refused.sentence for refused in summary.refused]


def _sources(rows: Sequence[soundness.Row], candidates: Sequence[Candidate], folder: Path) -> list[Path]:
    """The files that damaged rows came from, by their bytes, else by their name or their force and month."""
    shas = {row["sha256"] for row in rows if row["sha256"]}
    names = {row["file"].lower() for row in rows if row["file"]}
    months = {(row["force"], f"{row['month']:%Y-%m}") for row in rows if row["month"]}
    exact, likely = [], []
    for at, candidate in enumerate(candidates):
        unpacked = folder / str(at) / candidate.name
        unpacked.parent.mkdir()
        try:
            path = candidate.fetch(unpacked)
            sha = files.digest(path)
        except (UserError, OSError):
            continue
        named = FILE_NAME.match(candidate.name)
        if sha in shas:
            exact.append(path)
        elif candidate.name.lower() in names or (
            named and (named["force"].lower(), named["month"]) in months
        ):
            likely.append(path)
        else:
            unpacked.unlink(missing_ok=True)
    exact_names = {path.name for path in exact}
    return [*exact, *(path for path in likely if path.name not in exact_names)]
