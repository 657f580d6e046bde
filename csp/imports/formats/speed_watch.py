"""Community Speed Watch: a CSV of site, date, vehicles and over, a session a line.

minutes, limit (mph), longitude and latitude may be there besides. A file replaces an earlier one of the same
name; a session that stands in two files counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from csp.core.road_records.speed_watch import COLUMNS, NEEDED, SpeedWatchSession, check_session
from csp.data.partner_tables import SPEED_WATCH
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.road_records import Kind, build_piece, read_records, today


def import_speed_watch(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports sessions from CSV files; one result per file. Raises UserError as ImportFiles says."""
    return import_tables("speed_watch", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    day = today()
    kind = Kind("speed watch sessions", COLUMNS, NEEDED, lambda row: check_session(row, day))
    records, declined = read_records(kind, path, candidate)
    rows = [_list_cells(record) for record in records.values()]
    return build_piece(candidate, rows, SPEED_WATCH, declined)


def _list_cells(each: SpeedWatchSession) -> tuple[object, ...]:
    place = each.place or (None, None)
    return each.site, each.date, each.vehicles, each.over, each.minutes, each.limit, *place


IMPORTER = Importer(
    name="speed-watch",
    help="Community Speed Watch sessions: a CSV of site, date, vehicles and over (the limit).",
    kind="speed_watch",
    suffix=".csv",
    run=import_speed_watch,
    reconcile=reconcile_tables("Community Speed Watch", "File as stored"),
)
