"""The what-if on the figures as a table."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import wording
from csp.core.change import Change
from csp.core.change_cells import VERDICT_HEADERS, write_verdict
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.what_if.rules import WhatIf


def build_figure_table(
    rows: Mapping[str, WhatIf], labels: Mapping[str, str], period: str, comparable: bool, of: int
) -> Table:
    """Every measure as recorded and as it would be; those that change stand out. of: how many districts."""
    return Table(
        caption=f"As recorded and as it would be, {period}",
        columns=(
            Column("Crime type", numeric=False),
            Column("Recorded"),
            Column("What-if total", emphasis=True),
            Column("Recorded change"),
            Column("What-if change", emphasis=True),
            Column("Clear change", numeric=False, in_file=VERDICT_HEADERS),
            Column("What-if clear change", numeric=False, in_file=("What-if clear change", "What-if p")),
            Column("County rank", help="By rate."),
            Column(
                "What-if rank", emphasis=True, help="Other districts change only where reports are left out."
            ),
        ),
        rows=tuple(_row(row, labels[row.code], comparable, of) for row in rows.values()),
    )


def _row(row: WhatIf, label: str, comparable: bool, of: int) -> Row:
    recorded, assumed = row.recorded, row.assumed
    name = f"▸ {label}" if row.changed else label
    return Row(
        row.code,
        (
            Cell(name, label, tip="Would be another figure" if row.changed else ""),
            Cell(wording.count(recorded.now), recorded.now),
            Cell(wording.count(assumed.now), assumed.now),
            _change_cell(recorded) if comparable else UNKNOWN,
            _change_cell(assumed) if comparable else UNKNOWN,
            _verdict_cell(recorded) if comparable else UNKNOWN,
            _verdict_cell(assumed) if comparable else UNKNOWN,
            _rank_cell(row.rank, of),
            _rank_cell(row.rank_if, of),
        ),
        selected=row.changed,
    )


def _change_cell(change: Change) -> Cell:
    if change.before is None:
        return UNKNOWN
    return Cell(wording.change(change.now, change.before), change.difference)


def _verdict_cell(change: Change) -> Cell:
    text = "● yes" if change.is_real else "○ no"
    return Cell(text, int(change.is_real), in_file=write_verdict(change))


def _rank_cell(rank: int | None, of: int) -> Cell:
    return Cell(wording.standing(rank, of), rank) if rank else UNKNOWN
