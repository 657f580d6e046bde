"""Months that were delivered more than once, and the figures of partners' extracts that moved, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csp.core import wording
from csp.core.measures import Source
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.data_status.rules.revisions import Moved
from csp.topics.data_status.tables.loaded import build_day, name_force


def build_moved(moved: Sequence[Moved], sources: Mapping[str, Source]) -> Table:
    """A month a row, as given, with the rows of each delivery as a line."""
    columns = (
        Column("Month", numeric=False),
        Column("Source", numeric=False),
        Column("Police force", numeric=False),
        Column("Deliveries"),
        Column("Rows at first"),
        Column("Rows now"),
        Column("Change", in_file=("Change", "Change, %")),
        Column("Every delivery", numeric=False, sortable=False),
        Column("Last delivered", numeric=False),
    )
    rows = tuple(_build_moved(each, sources[each.source].label) for each in moved)
    return Table("Months delivered more than once", columns, rows)


def _build_moved(moved: Moved, source: str) -> Row:
    first, now, force = moved.figures[0], moved.figures[-1], name_force(moved.force)
    share = 100 * moved.change / first if first else None
    each = ", ".join(map(wording.count, moved.figures))
    cells = (
        Cell(wording.month(moved.month), moved.month.isoformat()[:7]),
        Cell(source, source),
        UNKNOWN if moved.force == moved.source else Cell(force, force),
        Cell(wording.count(len(moved.figures)), len(moved.figures)),
        Cell(wording.count(first), first),
        Cell(wording.count(now), now),
        Cell(
            wording.change(now, first),
            moved.change,
            in_file=(moved.change, wording.MISSING if share is None else share),
        ),
        Cell(each, each),
        build_day(moved.last),
    )
    return Row(f"{moved.source} {moved.force} {moved.month:%Y-%m}", cells)


@dataclass(frozen=True)
class RevisedCell:
    """A figure of a partner's extract that two deliveries in turn have differently; None: it was not there.

    period: its month, quarter or year in words; start: its first day.
    """

    period: str
    start: date
    area: str
    offence: str
    before: int | None
    after: int | None
    delivered: date


def build_revised_cells(cells: Iterable[RevisedCell]) -> Table:
    """A figure that moved a row, as given."""
    columns = (
        Column("Period", numeric=False),
        Column("Area", numeric=False),
        Column("What", numeric=False, wrap=True),
        Column("Before"),
        Column("After"),
        Column("Change"),
        Column("Delivered", numeric=False),
    )
    rows = tuple(_build_cell_row(i, cell) for i, cell in enumerate(cells))
    return Table("Figures that moved between deliveries", columns, rows)


def _build_cell_row(position: int, cell: RevisedCell) -> Row:
    before, after = cell.before, cell.after
    change = (after or 0) - (before or 0)
    cells = (
        Cell(cell.period, cell.start.isoformat()),
        Cell(cell.area, cell.area),
        Cell(cell.offence, cell.offence),
        UNKNOWN if before is None else Cell(wording.count(before), before),
        UNKNOWN if after is None else Cell(wording.count(after), after),
        Cell(wording.difference(change), change),
        build_day(cell.delivered),
    )
    return Row(str(position), cells)
