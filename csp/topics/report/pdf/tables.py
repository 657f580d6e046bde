"""Tables of the report as report.typ sets them: headers in rows, widths, and the looks of each cell. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from csp.core.markup import visible
from csp.core.table import Cell, Column, Row, Table
from csp.shell import theme
from csp.shell.widgets.component import text_colours
from csp.topics.report.document import TableBlock
from csp.topics.report.pdf.lines import draw_line
from csp.topics.report.pdf.widths import SIZES, Widths, choose_widths

Data = dict[str, Any]

_INKS = text_colours("light")
_SELECTED = theme.LIGHT.amounts[0]
_LONG_TEXT = 40
"""Letters of a text that may be broken into lines."""
_TOGETHER = 16
"""Rows of a table that is not broken between pages, as long as its cells have a line each."""


def describe_table(block: TableBlock, room: float) -> Data:
    """A table with its caption and notes. room: as choose_widths()."""
    table = block.table
    notes = [visible(note) for note in block.notes if visible(note)]
    return {
        "is": "table",
        "caption": visible(block.caption) or visible(table.caption),
        "notes": notes,
        "left_out": 0,
        "together": len(table.rows) <= _TOGETHER and not _has_sentences(table),
        "grid": _describe_grid(table, choose_widths(table, room, block.widths)),
    }


def describe_signatures(signatures: Sequence[tuple[str, str, str]]) -> Data:
    """Who signs the report off: a line each, empty where name and day are to be written by hand."""
    columns = tuple(Column(label, numeric=False) for label in ("Signed off by", "Name", "Date"))
    rows = tuple(Row(str(at), tuple(map(Cell, texts))) for at, texts in enumerate(signatures))
    return _describe_grid(Table("", columns, rows), Widths(SIZES[0], (0.4, 0.35, 0.25)))


def _has_sentences(table: Table) -> bool:
    return any(len(cell.text) > _LONG_TEXT for row in table.rows for cell in row.cells if not cell.spark)


def _describe_grid(table: Table, widths: Widths) -> Data:
    return {
        "size": widths.size,
        "widths": widths.columns,
        "lines": any(cell.spark for row in table.rows for cell in row.cells),
        "heads": _describe_heads(table),
        "rows": [
            [_describe_cell(table, row, at, cell) for at, cell in enumerate(row.cells)] for row in table.rows
        ],
    }


def _describe_heads(table: Table) -> list[list[Data]]:
    """One row of headers; two where some columns have a header in common."""
    columns = table.columns
    if not any(column.group for column in columns):
        return [[_describe_head(table, at) for at in range(len(columns))]]
    upper: list[Data] = []
    for group, members in groupby(range(len(columns)), lambda at: columns[at].group):
        places = list(members)
        if group:
            upper.append({**_head(group), "colspan": len(places), "centre": True})
        else:
            upper += [{**_describe_head(table, at), "rowspan": 2} for at in places]
    return [upper, [_describe_head(table, at) for at, column in enumerate(columns) if column.group]]


def _describe_head(table: Table, at: int) -> Data:
    column = table.columns[at]
    upright = table.upright and at > 0
    return {
        **_head(column.label),
        "right": column.numeric and at > 0 and not upright,
        "centre": upright,
        "upright": upright,
    }


def _head(text: str) -> Data:
    return {
        "text": visible(text),
        "colspan": 1,
        "rowspan": 1,
        "right": False,
        "centre": False,
        "upright": False,
    }


def _describe_cell(table: Table, row: Row, at: int, cell: Cell) -> Data:
    column = table.columns[at]
    return {
        "text": visible(cell.text),
        "line": draw_line(cell.spark, cell.incomplete) if cell.spark else None,
        "bold": row.selected or column.emphasis or cell.tone == "strong",
        "ink": cell.ink if cell.fill and cell.ink else _INKS.get(cell.tone),
        "fill": cell.fill or (_SELECTED if row.selected else None),
        "right": column.numeric and at > 0 and not table.upright,
        "centre": table.upright and at > 0,
        "indent": row.indent and at == 0,
    }
