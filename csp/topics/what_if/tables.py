"""The what-if on the figures as a table."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.what_if.rules import WhatIf


def figures(rows: Mapping[str, WhatIf], labels: Mapping[str, str], period: str, comparable: bool) -> Table:
    """Every measure as recorded and as it would be; those that change stand out."""
    return Table(
        caption=f"As recorded and as it would be, {period}",
        columns=(
            Column("Crime type", numeric=False),
            Column("Recorded"),
            Column("If", emphasis=True),
            Column("Change"),
            Column("Change if", emphasis=True),
            Column("Signal or noise", numeric=False),
            Column("If", numeric=False),
            Column("Rank", help="By rate; 1st is the lowest."),
            Column("Rank if", emphasis=True, help="Other districts change only where reports are left out."),
        ),
        rows=tuple(_row(row, labels[row.code], comparable) for row in rows.values()),
    )


def _row(row: WhatIf, label: str, comparable: bool) -> Row:
    def change(now: int, before: int) -> Cell:
        return Cell(wording.change(now, before), now - before) if comparable else UNKNOWN

    def verdict(signal: bool) -> Cell:
        return Cell("● signal" if signal else "○ noise", int(signal)) if comparable else UNKNOWN

    def rank(value: int | None) -> Cell:
        return Cell(wording.rank(value), value) if value else UNKNOWN

    name = f"▸ {label}" if row.changed else label
    return Row(
        row.code,
        (
            Cell(name, label, tip="Would be another figure" if row.changed else ""),
            Cell(wording.count(row.now), row.now),
            Cell(wording.count(row.now_if), row.now_if),
            change(row.now, row.before),
            change(row.now_if, row.before_if),
            verdict(row.signal),
            verdict(row.signal_if),
            rank(row.rank),
            rank(row.rank_if),
        ),
        selected=row.changed,
    )
