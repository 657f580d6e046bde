"""Near misses: a CSV of date, longitude, latitude, happenings and mode, with hour, other and text if known.

happenings are codes with a semicolon between; the codes are those of csp.core.road_records.near_miss. What
looks like personal data in the text is replaced by a mark. A file replaces an earlier one of the same name;
a near miss that stands in two files counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from csp.core.road_records.cells import Row
from csp.core.road_records.near_miss import COLUMNS, NEEDED, SEPARATOR, NearMiss, check_near_miss
from csp.data.partner_tables import NEAR_MISSES
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.road_records import Kind, build_piece, read_records, today


def import_near_misses(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports near misses from CSV files; one result per file. Raises UserError as ImportFiles says."""
    return import_tables("near_misses", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    day = today()
    kind = Kind("near misses", COLUMNS, NEEDED, lambda row: _check(row, day))
    records, declined = read_records(kind, path, candidate)
    rows = [_list_cells(record) for record in records.values()]
    return build_piece(candidate, rows, NEAR_MISSES, declined)


def _check(row: Row, day: date) -> NearMiss:
    return check_near_miss(row, day, mask=True)


def _list_cells(miss: NearMiss) -> tuple[object, ...]:
    happenings = SEPARATOR.join(miss.happenings)
    place = miss.longitude, miss.latitude
    return miss.date, miss.hour, *place, happenings, miss.mode, miss.other, miss.text


IMPORTER = Importer(
    name="near-misses",
    help="Near misses on roads: a CSV of date, longitude, latitude, happenings and mode.",
    kind="near_misses",
    suffix=".csv",
    run=import_near_misses,
    reconcile=reconcile_tables("Near misses", "File as stored"),
)
