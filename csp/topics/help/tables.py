"""The abbreviations as a table."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.abbreviations import Abbreviation
from csp.core.table import Cell, Column, Row, Table


def build_abbreviations(abbreviations: Sequence[Abbreviation]) -> Table:
    """Every abbreviation, what it stands for and where that is from."""
    columns = (
        Column("Abbreviation", numeric=False),
        Column("Stands for", numeric=False, wrap=True),
        Column("From", numeric=False, wrap=True),
    )
    rows = tuple(
        Row(each.short, tuple(Cell(text, text) for text in (each.short, each.long, each.origin)))
        for each in abbreviations
    )
    return Table("Abbreviations and what they stand for", columns, rows)
