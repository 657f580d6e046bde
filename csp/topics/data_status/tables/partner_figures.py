"""What partners count by the quarter or the year, as a table: no page has months of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.core import wording
from csp.core.table import Cell, Column, Row, Table
from csp.topics.data_status.findings.months import name_period

FEW = "fewer than 5"


@dataclass(frozen=True)
class PeriodFigure:
    """A figure of a source in a district. what: the label of what is counted. months: 3 or 12.

    is_hidden: whether it points at people and is not to be shown.
    """

    source: str
    what: str
    start: date
    months: int
    figure: int
    is_hidden: bool = False


def build_period_figures(figures: Sequence[PeriodFigure], place: str) -> Table:
    """A figure a row, in the order given. place: the district that they are of."""
    columns = (
        Column("What is counted", numeric=False),
        Column("Source", numeric=False),
        Column("Period", numeric=False),
        Column(place),
    )
    rows = tuple(_build_row(each) for each in figures)
    return Table(f"Figures of quarters and years, {place}", columns, rows)


def _build_row(each: PeriodFigure) -> Row:
    cells = (
        Cell(each.what, each.what),
        Cell(each.source, each.source),
        Cell(name_period(each.start, each.months), each.start.isoformat()[:7]),
        Cell(FEW, FEW) if each.is_hidden else Cell(wording.count(each.figure), each.figure),
    )
    return Row(f"{each.source} {each.what} {each.start:%Y-%m} {each.months}", cells)
