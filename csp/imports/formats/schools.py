"""Schools: a CSV of school, longitude and latitude, and phase where the list has it.

A file replaces an earlier one of the same name; a school that stands in two files counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from csp.core.road_records.school import COLUMNS, NEEDED, check_school
from csp.data.partner_tables import SCHOOLS
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.road_records import Kind, build_piece, read_records

_SCHOOLS = Kind("schools", COLUMNS, NEEDED, check_school)


def import_schools(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports schools from CSV files; one result per file. Raises UserError as ImportFiles says."""
    return import_tables("schools", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    records, declined = read_records(_SCHOOLS, path, candidate)
    rows = [(each.name, each.phase, each.longitude, each.latitude) for each in records.values()]
    return build_piece(candidate, rows, SCHOOLS, declined)


IMPORTER = Importer(
    name="schools",
    help="Schools, around which collisions are counted: a CSV of school, longitude and latitude.",
    kind="schools",
    suffix=".csv",
    run=import_schools,
    reconcile=reconcile_tables("Schools", "File as stored"),
)
