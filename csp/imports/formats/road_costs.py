"""What the prevention of a casualty and of a collision is worth: year, per, severity, pounds, source.

A year is stored whole or not at all: three severities per casualty and three per collision. A new edition
replaces its own years alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from csp.core.errors import UserError
from csp.core.road_records.cost_values import COLUMNS, CostValue, check_cost_value, combine_values
from csp.data.partner_tables import ROAD_COSTS
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.road_records import Kind, build_table, read_records, refuse_empty

_VALUES = Kind("values in pounds", COLUMNS, COLUMNS, check_cost_value)


def import_road_costs(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports values from CSV files; one result per year. Raises UserError as ImportFiles says."""
    return import_tables("road_costs", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    records, declined = read_records(_VALUES, path, candidate)
    years = {value.year for value in records.values()}
    whole: list[tuple[int, list[CostValue]]] = []
    for year in sorted(years):
        values = {line: value for line, value in records.items() if value.year == year}
        if reason := _find_fault(values):
            declined += [(str(line), reason) for line in values]
        else:
            whole.append((year, list(values.values())))
    declined.sort(key=lambda each: int(each[0]))
    refuse_empty(_VALUES.name, candidate, whole, declined)
    return [_build_piece(*each, [] if number else declined) for number, each in enumerate(whole)]


def _find_fault(values: Mapping[int, CostValue]) -> str:
    """Why the values of a year cannot be used, "" where they can."""
    try:
        combine_values(values.values())
    except UserError as error:
        return str(error)
    return ""


def _build_piece(year: int, values: list[CostValue], declined: list[Declined]) -> Piece:
    rows = [(each.year, each.per, each.severity, each.pounds, each.source) for each in values]
    return Piece(str(year), build_table(rows, ROAD_COSTS), declined)


IMPORTER = Importer(
    name="road-costs",
    help="Values of prevention of casualties and collisions, in pounds: year, per, severity, pounds, source.",
    kind="road_costs",
    suffix=".csv",
    run=import_road_costs,
    reconcile=reconcile_tables("Values of prevention", "Year"),
)
