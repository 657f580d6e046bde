"""The fatal four on roads as a partner counts them: a CSV of start, end, factor, casualties and source.

A row has the casualties of the district from the day start to the day end with a factor: speed, drink_drugs,
seat_belt or phone. Rows of a factor may be years, quarters or months, but no two of a file share a day. A
file replaces an earlier one of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from csp.core.road_records.road_factor import COLUMNS, RoadFactor, check_factor, find_overlap
from csp.data.partner_tables import ROAD_FACTORS
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.road_records import Kind, build_piece, read_records, today

_OVERLAP = "Days of the same factor stand further up."


def import_road_factors(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports counts from CSV files; one result per file. Raises UserError as ImportFiles says."""
    return import_tables("road_factors", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    day = today()
    kind = Kind("the fatal four", COLUMNS, COLUMNS, lambda row: check_factor(row, day))
    records, declined = read_records(kind, path, candidate)
    kept: list[RoadFactor] = []
    for line, record in records.items():
        if find_overlap(record, kept):
            declined.append((str(line), _OVERLAP))
        else:
            kept.append(record)
    declined.sort(key=lambda each: int(each[0]))
    rows = [(each.start, each.end, each.factor, each.casualties, each.source) for each in kept]
    return build_piece(candidate, rows, ROAD_FACTORS, declined)


IMPORTER = Importer(
    name="road-factors",
    help="The fatal four on roads, counted by a partner: a CSV of start, end, factor, casualties and source.",
    kind="road_factors",
    suffix=".csv",
    run=import_road_factors,
    reconcile=reconcile_tables("Fatal four on roads", "File as stored"),
)
