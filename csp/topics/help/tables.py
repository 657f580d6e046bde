"""The abbreviations as a table."""

from __future__ import annotations

from csp.core.table import Cell, Column, Row, Table
from csp.topics.help.findings import ABBREVIATIONS


def build_abbreviations() -> Table:
    """Every abbreviation, what it stands for and where that is from."""
    columns = (
        Column("Abbreviation", numeric=False),
        Column("Stands for", numeric=False, wrap=True),
        Column("From", numeric=False, wrap=True),
    )
    rows = tuple(
        Row(each[0], tuple(Cell(text, text) for text in each))
        for each in sorted(ABBREVIATIONS, key=lambda one: one[0])
    )
    return Table("Abbreviations and what they stand for", columns, rows)
