"""Mends a store as far as its own files and those given allow, and says what it could not."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from csp.core.errors import UserError
from csp.data import soundness
from csp.data.store import FILE_COLUMNS, MANIFEST, MANIFEST_SCHEMA, PREVIOUS, Store, read_manifest
from csp.imports import files, ownership
from csp.imports.boundaries import import_boundaries
from csp.imports.check import description, examine
from csp.imports.files import Candidate
from csp.imports.layout import FILE_NAME
from csp.imports.lookup import import_lookup
from csp.imports.manifest import Row, Writer, locked
from csp.imports.ownership import EXTRACTS, WORK
from csp.imports.placing import OUTSIDE
from csp.imports.police import import_street
from csp.imports.population import import_population
from csp.imports.results import Summary

_MONTH_FILE = re.compile(
    r"incidents/source=(?P<source>[a-z]+)/force=(?P<force>[a-z0-9-]+)/year=\d{4}/"
    r"(?P<month>\d{4}-\d\d)-(?P<digest>[0-9a-f]{16})\.parquet"
)
_TABLE_FILE = re.compile(
    r"(?P<kind>boundaries|population|lookup)/(?P<force>[A-Za-z0-9_-]+)-[0-9a-f]{16}\.parquet"
)
_COUNTS = """
COPY (
    SELECT source, month, district_code, ward_code, offence, flag, sum(n)::BIGINT AS n
    FROM read_parquet({data}, hive_partitioning = false)
    GROUP BY ALL
    ORDER BY month, district_code, ward_code, offence, flag
) TO {target} (FORMAT parquet)
"""
_TALLY = """
SELECT
    coalesce(sum(n), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE district_code IS NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE district_code IS NOT NULL AND ward_code IS NULL), 0)::BIGINT
FROM read_parquet({data}, hive_partitioning = false)
"""

Importer = Callable[[Iterable[Path], Store], Summary]
# Lookups and outlines first: outlines may need a lookup, and months are placed with both.
IMPORTERS: dict[str, tuple[str, Importer]] = {
    "lookup": (".csv", import_lookup),
    "boundaries": (".geojson", import_boundaries),
    "population": (".csv", import_population),
    "incidents": (".csv", import_street),
}


@dataclass
class Repaired:
    """What a repair did, sentence by sentence, and the faults that are left."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def repair(store: Store, paths: Sequence[Path] = ()) -> Repaired:
    """Mends a store; paths are downloaded files, folders or archives to take what is damaged from.

    Raises UserError for a folder that is not the dashboard's, one that cannot be written,
    or while an import is running.
    """
    told = Repaired()
    if not store.root.exists():
        return told
    with locked(store):
        (store.root / WORK).mkdir(exist_ok=True)
        writer = Writer(store, _rows(store, told))
        _mend_list(writer, told)
        _mend_counts(writer, told)
        before = len(examine(store))
        writer.sweep()
        swept = before - len(examine(store))
        if swept:
            told.done.append(f"{swept} leftover files were removed that no import names.")
    _import_again(store, paths, told)
    told.left += [finding.line(store) for finding in examine(store)]
    return told


# ------------------------------------------------------------------ the list of files


def _rows(store: Store, told: Repaired) -> list[Row]:
    """The rows of the manifest that can be read, with those rebuilt from the files where one cannot."""
    table, listing = store.read()
    rows: list[Row] = table.to_pylist()
    found = ownership.contents(store.root, EXTRACTS)
    if listing == "current" and ((store.root / MANIFEST).exists() or not found.files):
        return rows
    if listing == "previous":
        told.done.append("The list of files was restored from the one before the last import.")
    else:
        told.done.append("The list of files was written anew from the files themselves.")
    named = {row[column] for row in rows if row["replaced_at"] is None for column in FILE_COLUMNS}
    loose = [name for name in found.files if name not in named]
    loose.sort(key=lambda name: (store.root / name).stat().st_mtime_ns)
    rebuilt = [row for row in (_rebuilt(store, name) for name in loose) if row is not None]
    return _joined(store, rows, rebuilt, told)


def _joined(store: Store, rows: list[Row], rebuilt: list[Row], told: Repaired) -> list[Row]:
    """Rows with those rebuilt from files; of two editions the one whose files are later, and whole."""
    sequence = max((row["sequence"] for row in rows), default=0)
    kept = list(rows)
    for number, row in enumerate(rebuilt, sequence + 1):
        same = [r for r in kept if _key(r) == _key(row) and r["replaced_at"] is None]
        if any(soundness.is_sound(store, r) and r["sha256"] for r in same):
            told.done.append(f"Of {description(row)} there were two editions: the one in the list was kept.")
            continue
        kept = [r for r in kept if r not in same] + [{**row, "sequence": number}]
        told.done.append(
            f"{description(row)} was found among the files: the name of the file it came from, "
            "when it was imported and what placed its rows are not known any more."
        )
    return kept


def _key(row: Row) -> tuple[str, str, date | None]:
    return row["kind"], row["force"], row["month"]


def _rebuilt(store: Store, name: str) -> Row | None:
    """The manifest row of a data file, as far as the file tells; None for one that cannot be read."""
    month, table = _MONTH_FILE.fullmatch(name), _TABLE_FILE.fullmatch(name)
    kind = "incidents" if month else table["kind"] if table else ""
    if not kind or soundness.find_fault(store.path(name), kind, None, whole=True):
        return None
    row: Row = dict.fromkeys(MANIFEST_SCHEMA.names)
    row |= {"kind": kind, "sha256": "", "data_file": name}
    row["data_seal"] = soundness.seal(store.root / name)
    if table:
        stored = pq.read_metadata(store.path(name)).num_rows
        row |= {"force": table["force"], "rows_read": stored, "rows_stored": stored, "rows_declined": 0}
        return row
    assert month
    row |= {
        "source": month["source"],
        "force": month["force"],
        "month": date.fromisoformat(f"{month['month']}-01"),
        "geography": "",
        "counts_file": f"monthly_counts/{name.partition('/')[2]}",
    }
    rejects = f"rejects/{month['month']}-{month['force']}-{month['digest']}.csv"
    if (store.root / rejects).is_file():
        row |= {"rejects_file": rejects, "rejects_seal": soundness.seal(store.root / rejects)}
    counts = store.root / row["counts_file"]
    if not soundness.find_fault(counts.as_posix(), "monthly_counts", None, whole=True):
        row["counts_seal"] = soundness.seal(counts)
    return row | _tallied(store, name, row["rejects_file"])


def _tallied(store: Store, name: str, rejects: str | None) -> dict[str, int]:
    with duckdb.connect() as connection:
        found = connection.execute(_TALLY.format(data=_quoted(store.path(name)))).fetchone()
    assert found is not None
    reasons: list[str] = []
    if rejects:
        with (store.root / rejects).open(encoding="utf-8", errors="replace", newline="") as file:
            reasons = [row.get("reason") or "" for row in csv.DictReader(file)]
    return {
        "rows_read": found[0] + len(reasons),
        "rows_stored": found[0],
        "rows_declined": len(reasons),
        "without_location": found[1],
        "outside_area": sum(reason.startswith(OUTSIDE) for reason in reasons),
        "without_ward": found[2],
    }


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"


def _mend_list(writer: Writer, told: Repaired) -> None:
    """Commits the rows, marks the folder, and keeps no second row for a month or a file."""
    seen: set[tuple[str, str, date | None]] = set()
    kept: list[Row] = []
    for row in reversed(writer.rows):
        if row["replaced_at"] is None:
            if _key(row) in seen:
                told.done.append(f"{description(row)} stood twice in the list: the later one was kept.")
                continue
            seen.add(_key(row))
        kept.append(row)
    kept.reverse()
    current = read_manifest(writer.store.root / MANIFEST)
    if current is None or current.to_pylist() != kept:
        writer.commit(kept)
    previous = writer.store.root / PREVIOUS
    if previous.exists() and read_manifest(previous) is None:
        writer.commit(kept)
        told.done.append("The copy of the list before the last import could not be read: it was replaced.")
    writer.own()
    writer.seal_all()


# ------------------------------------------------------------------ data


def _mend_counts(writer: Writer, told: Repaired) -> None:
    """Counts whose incidents are whole are counted again."""
    store = writer.store
    for row in writer.current("incidents"):
        faults = soundness.find_faults(store, [row], ("data_file", "counts_file"), whole=True)
        if row["counts_file"] not in faults or row["data_file"] in faults:
            continue
        part = writer.part(".parquet")
        with duckdb.connect() as connection:
            connection.execute(
                _COUNTS.format(data=_quoted(store.path(row["data_file"])), target=_quoted(part.as_posix()))
            )
        writer.mend(row, "counts_file", part)
        told.done.append(f"The counts of {description(row)} were made again from its incidents.")


def _import_again(store: Store, paths: Sequence[Path], told: Repaired) -> None:
    """Imports from the paths given what is damaged, and nothing else."""
    for kind, (suffix, importer) in IMPORTERS.items():
        damaged = [f.row for f in examine(store) if f.row is not None and f.row["kind"] == kind]
        if not damaged or not paths:
            continue
        with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
            found = files.discover(paths, suffix, 1 << 62, stack)
            chosen = _sources(damaged, found.candidates, Path(folder))
            if not chosen:
                continue
            summary = importer(chosen, store)
        told.done += [f"{one.file} was imported again ({one.rows_stored:,} rows)." for one in summary.loaded]
        told.left += [refused.sentence for refused in summary.refused]


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
    known = {path.name for path in exact}
    return [*exact, *(path for path in likely if path.name not in known)]
