"""Similar areas: the nearest neighbours of the ONS workbook, or any table of code and order.

Source: https://www.ons.gov.uk, "Statistical nearest neighbours, local authorities, England" (xlsx; the
table of lower-tier authorities, a row each, with Neighbour 1, Neighbour 2 ...). A CSV of code, order
and, if there is one, name is the list of the home district of the settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from csp.core import settings
from csp.core.characters import printable_name, quote
from csp.core.codes import is_code
from csp.core.errors import UserError
from csp.core.stored_names import build_stem
from csp.data.store import DISTANCE, PEERS, Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.tables import Line, read_table, wrong_width
from csp.imports.workbooks import SUFFIXES, is_workbook, read_sheets

CODE = re.compile("(?:lower tier )?local authority code", re.IGNORECASE)
FIRST = "neighbour 1"
NEEDED = ("code", "order")
ORDER = re.compile("[0-9]{1,4}")

# The workbook orders all authorities; beyond this they are similar in nothing.
NEAREST = 20
LINES_BEFORE_HEADER = 20
MOST_LINES = 2_000
MOST_COLUMNS = 500
DISTANCE_FIGURE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,20})?")

# (line, area, code, order, name), all as text
Neighbour = tuple[str, str, str, str, str]


def import_peers(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports similar areas from CSV files and the ONS workbook. Raises UserError as ImportFiles says."""
    return import_tables("peers", (".csv", *SUFFIXES), _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    distances: dict[tuple[str, str], float] = {}
    if is_workbook(path):
        table = build_stem(Path(candidate.name).stem) or "peers"
        rows = _read_workbook(path, candidate.shown, distances)
    else:
        table, rows = settings.area().home, _read_csv(path, candidate.shown)
    stored: dict[tuple[str, str], tuple[int, str]] = {}
    declined: list[Declined] = []
    for line, area, code, order, name in rows:
        reason = _reason(area, code, order, stored)
        if reason:
            declined.append((line, f"{area[:20]} {code[:20]}: {reason}"))
        else:
            stored[area, code] = int(order), printable_name(name)
    if not stored:
        why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
        raise UserError(f"{candidate.shown} names no similar area{why}. Check that it is the right table.")
    data = {
        "area_code": [area for area, _ in stored],
        "peer_code": [code for _, code in stored],
        "peer": [name for _, name in stored.values()],
        "position": [order for order, _ in stored.values()],
    }
    stored_table = pa.table(data, schema=PEERS)
    if distances:
        column = pa.array([distances.get(pair) for pair in stored], pa.float64())
        stored_table = stored_table.append_column(DISTANCE, column)
    return [Piece(table, stored_table, declined, remarks=_describe_home(stored))]


def _describe_home(stored: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """That the list has nothing of home, where it has not."""
    area = settings.area()
    if any(code == area.home for code, _ in stored):
        return ()
    why = "" if area.home.startswith("E") else ": ONS publishes nearest neighbours for England alone"
    return (f"{area.home_name} is not in it{why}, so there are no similar areas to choose.",)


def _reason(area: str, code: str, order: str, stored: dict[tuple[str, str], tuple[int, str]]) -> str | None:
    for each in (area, code):
        if not is_code("district", each):
            return f"not a code of a district: {quote(each)}"
    if not ORDER.fullmatch(order):
        return f"no whole number as its order: {quote(order)}"
    if code == area:
        return "an area is not similar to itself"
    return "area named twice" if (area, code) in stored else None


def _read_csv(path: Path, shown: str) -> Iterator[Neighbour]:
    head, *rows = read_table(path, shown)
    names = [name.lower() for name in head]
    if not set(NEEDED) <= set(names):
        raise UserError(
            f"{shown} is not a table of similar areas: it needs the columns code and order, or is the "
            "workbook of nearest neighbours of ONS."
        )
    code, order = (names.index(name) for name in NEEDED)
    name = names.index("name") if "name" in names else None
    for line, row in enumerate(rows, start=2):
        if len(row) != len(head):
            raise wrong_width(shown, line, len(row), len(head))
        yield str(line), settings.area().home, row[code], row[order], "" if name is None else row[name]


def _read_workbook(path: Path, shown: str, distances: dict[tuple[str, str], float]) -> Iterator[Neighbour]:
    """The table of lower-tier authorities; their distances, where the workbook has them, go into distances.

    Raises UserError where the workbook cannot be read or has no such table.
    """
    lines = _find_table(path, shown, distances)
    if not lines:
        raise UserError(
            f"{shown} has no table of nearest neighbours: it needs a row with Local authority code and "
            "Neighbour 1. Check that it is the right workbook."
        )
    names = {row[0]: row[1] for _, row in lines}
    for line, (area, _, *neighbours) in lines:
        for order, code in enumerate(neighbours[:NEAREST], start=1):
            if code:
                yield str(line), area, code, str(order), names.get(code, "")


def _find_table(path: Path, shown: str, distances: dict[tuple[str, str], float]) -> list[Line]:
    """The lines under the header: their numbers, and code, name and neighbours as text. [] for none."""
    table: list[Line] = []
    for _, lines in read_sheets(path, shown, MOST_COLUMNS, MOST_LINES):
        for at, (line, cells) in enumerate(lines):
            if line > LINES_BEFORE_HEADER:
                break
            if len(cells) <= 2 or not CODE.fullmatch(cells[0]):
                continue
            rows = [(number, row) for number, row in lines[at + 1 :] if row[0]]
            if cells[2].lower() == FIRST and not table:
                table = rows
            elif is_code("district", cells[2]):
                distances |= _read_distances(cells, rows)
            break
    return table


def _read_distances(head: Sequence[str], rows: Sequence[Line]) -> dict[tuple[str, str], float]:
    """How far areas are from each other, of a matrix with a row and a column for each."""
    return {
        (row[0], code): float(cell)
        for _, row in rows
        for code, cell in zip(head[2:], row[2:], strict=False)
        if DISTANCE_FIGURE.fullmatch(cell)
    }


IMPORTER = Importer(
    name="peers",
    help="Similar areas: nearest neighbours of ONS (xlsx), or a CSV of code, order and name.",
    kind="peers",
    suffix=".csv",
    also=SUFFIXES,
    run=import_peers,
    reconcile=reconcile_tables("Similar areas", "Table"),
)
