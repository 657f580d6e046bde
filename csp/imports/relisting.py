"""Mending the list of files: from the list before the last import, or from the files themselves."""

from __future__ import annotations

import csv
import re
from datetime import date

import duckdb
import pyarrow.parquet as pq

from csp.data import soundness
from csp.data.partner_history import list_undone
from csp.data.store import FILE_COLUMNS, MANIFEST, MANIFEST_SCHEMA, PREVIOUS, SEALS, Store, read_manifest
from csp.imports import ownership
from csp.imports.check import description
from csp.imports.manifest import Row, Writer
from csp.imports.months import DFT
from csp.imports.ownership import EXTRACTS
from csp.imports.placing_sql import OUTSIDE
from csp.imports.results import Repaired
from csp.imports.sql import quote

_MONTH_FILE = re.compile(
    r"incidents/source=(?P<source>[a-z]+)/force=(?P<force>[a-z0-9-]+)/year=\d{4}/"
    r"(?P<month>\d{4}-\d\d)-(?P<digest>[0-9a-f]{16})\.parquet"
)
# A partner's: the source stands in the place of the force.
_PARTNER_MONTH = re.compile(
    r"monthly_counts/source=(?P<source>[a-z][a-z0-9_]*)/force=(?P=source)/year=\d{4}/"
    r"(?P<month>\d{4}-\d\d)-[0-9a-f]{16}\.parquet"
)
_PARTNER_FIGURES = re.compile(
    r"partner_figures/(?P<source>[a-z][a-z0-9_]*)-(?P<months>\d+)-(?P<month>\d{4}-\d\d)-[0-9a-f]{16}\.parquet"
)
_TABLE_FILE = re.compile(
    r"(?P<kind>collisions|casualties|vehicles|boundaries|population|lookup|peers|harm|survey"
    r"|recorded_crime|near_misses|speed_watch|schools|road_costs|road_factors)"
    r"/(?P<force>[A-Za-z0-9_-]+)-[0-9a-f]{16}\.parquet"
)
_TALLY = """
SELECT
    coalesce(sum(n), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE district_code IS NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE district_code IS NOT NULL AND ward_code IS NULL), 0)::BIGINT
FROM read_parquet({data}, hive_partitioning = false)
"""


def recover_rows(store: Store, result: Repaired) -> list[Row]:
    """The rows of the manifest that can be read, with those rebuilt from the files where one cannot."""
    table, listing = store.read()
    rows: list[Row] = table.to_pylist()
    entries = ownership.contents(store.root, EXTRACTS)
    if listing == "current" and ((store.root / MANIFEST).exists() or not entries.files):
        return rows
    if listing == "previous":
        result.done.append("The list of files was restored from the one before the last import.")
    else:
        result.done.append("The list of files was written anew from the files themselves.")
    named = {row[column] for row in (*rows, *list_undone(store, rows)) for column in FILE_COLUMNS}
    loose = [name for name in entries.files if name not in named]
    loose.sort(key=lambda name: (store.root / name).stat().st_mtime_ns)
    rebuilt = [row for row in (_rebuild_row(store, name) for name in loose) if row is not None]
    return _join_rows(store, rows, rebuilt, result)


def _join_rows(store: Store, rows: list[Row], rebuilt: list[Row], result: Repaired) -> list[Row]:
    """Rows with those rebuilt from files; of two editions the one whose files are later, and whole."""
    sequence = max((row["sequence"] for row in rows), default=0)
    kept = list(rows)
    for number, row in enumerate(rebuilt, sequence + 1):
        same = [other for other in kept if _key(other) == _key(row) and other["replaced_at"] is None]
        if any(soundness.is_sound(store, other) and other["sha256"] for other in same):
            result.done.append(
                f"Of {description(row)} there were two editions: the one in the list was kept."
            )
            continue
        kept = [other for other in kept if other not in same] + [{**row, "sequence": number}]
        result.done.append(
            f"{description(row)} was found among the files: the name of the file it came from, "
            "when it was imported and what placed its rows are not known any more."
        )
    return kept


def _key(row: Row) -> tuple[str, str, date | None]:
    return row["kind"], row["force"], row["month"]


def _rebuild_row(store: Store, name: str) -> Row | None:
    """The manifest row of a data file, as far as the file tells; None for one that cannot be read."""
    if of_partner := _PARTNER_MONTH.fullmatch(name) or _PARTNER_FIGURES.fullmatch(name):
        return _rebuild_partner_row(store, name, of_partner.groupdict())
    month, table = _MONTH_FILE.fullmatch(name), _TABLE_FILE.fullmatch(name)
    kind = "incidents" if month else table["kind"] if table else ""
    if not kind or soundness.find_fault(store.path(name), kind, None, whole=True):
        return None
    row: Row = dict.fromkeys(MANIFEST_SCHEMA.names)
    row |= {"kind": kind, "sha256": "", "data_file": name}
    row["data_seal"] = soundness.seal(store.root / name)
    if table:
        stored = pq.read_metadata(store.path(name)).num_rows
        if kind in ("collisions", "casualties", "vehicles"):
            row["source"] = DFT
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
    return row | _count_rows(store, name, row["rejects_file"])


def _rebuild_partner_row(store: Store, name: str, told: dict[str, str]) -> Row | None:
    """The row of a partner's month, quarter or year, by its name in the store and its figures."""
    months = told.get("months")
    kind, column = ("partner_figures", "data_file") if months else ("incidents", "counts_file")
    row: Row = dict.fromkeys(MANIFEST_SCHEMA.names)
    row |= {"kind": kind, "source": told["source"], "sha256": "", column: name}
    if soundness.find_fault(store.path(name), soundness.kind_of(row, column), None, whole=True):
        return None
    figures = pq.read_table(store.path(name), columns=["district_code", "n"], partitioning=None)
    stored = sum(figures["n"].to_pylist())
    return row | {
        "force": f"{told['source']}-{months}" if months else told["source"],
        "month": date.fromisoformat(f"{told['month']}-01"),
        "rows_read": stored,
        "rows_stored": stored,
        "rows_declined": 0,
        "without_location": 0,
        "outside_area": 0,
        "without_ward": 0,
        SEALS[column]: soundness.seal(store.root / name),
        "districts": ";".join(sorted(set(figures["district_code"].to_pylist()))),
    }


def _count_rows(store: Store, name: str, rejects: str | None) -> dict[str, int]:
    with duckdb.connect() as connection:
        tally = connection.execute(_TALLY.format(data=quote(store.path(name)))).fetchone()
    assert tally is not None
    reasons: list[str] = []
    if rejects:
        with (store.root / rejects).open(encoding="utf-8", errors="replace", newline="") as file:
            reasons = [row.get("reason") or "" for row in csv.DictReader(file)]
    return {
        "rows_read": tally[0] + len(reasons),
        "rows_stored": tally[0],
        "rows_declined": len(reasons),
        "without_location": tally[1],
        "outside_area": sum(reason.startswith(OUTSIDE) for reason in reasons),
        "without_ward": tally[2],
    }


def settle_list(writer: Writer, result: Repaired) -> None:
    """Commits the rows, marks the folder, and keeps no second row for a month or a file."""
    seen: set[tuple[str, str, date | None]] = set()
    kept: list[Row] = []
    for row in reversed(writer.rows):
        if row["replaced_at"] is None:
            if _key(row) in seen:
                result.done.append(f"{description(row)} stood twice in the list: the later one was kept.")
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
        result.done.append("The copy of the list before the last import could not be read: it was replaced.")
    writer.own()
    writer.seal_all()
