"""The calendar of what is loaded as a table: a row for each line, a column for each month."""

from __future__ import annotations

from csp.core import wording
from csp.core.table import Cell, Column, Row, Table
from csp.topics.data_status.findings.coverage import STATES
from csp.topics.data_status.rules.coverage import Coverage, State


def build_coverage_table(coverage: Coverage, what: str) -> Table:
    """Counts by month, and the state of those that are not simply loaded: what the chart is made of."""
    columns = (Column(what, numeric=False), *(Column(wording.month(month)) for month in coverage.months))
    rows = tuple(
        Row(row.label, (Cell(row.label, row.label), *map(_build_cell, row.states, row.counts)))
        for row in coverage.rows
    )
    return Table(f"Coverage by month, {coverage.figure}", columns, rows)


def _build_cell(state: State, count: int | None) -> Cell:
    if count is None:
        return Cell(STATES[state], STATES[state])
    figure = wording.count(count)
    if state == "loaded":
        return Cell(figure, count)
    return Cell(f"{figure}, {STATES[state]}", f"{count} {STATES[state]}")
