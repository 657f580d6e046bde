"""Tables of the report as report.typ sets them: headers in rows, widths, and the looks of each cell. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from csp.core import disclosure
from csp.core.markup import visible
from csp.core.table import HIDDEN, Cell, Column, Row, Table
from csp.shell.widgets.component import text_colours
from csp.topics.report.document import TableBlock
from csp.topics.report.pdf.lines import draw_line

Data = dict[str, Any]

_INKS = text_colours("light")
_SELECTED = "#EEF2F6"
_LONG_TEXT = 28
"""Letters in a cell from which its column is broken into lines, though the page would not."""
_TOGETHER = 16
"""Rows of a table that is not broken between pages, as long as its cells have a line each."""
_SIZES = ((7, 0.9), (10, 0.83), (14, 0.74))
"""Up to how many columns the text is how large, as a share of the report's."""
_SMALLEST = 0.66


def describe_table(block: TableBlock) -> Data:
    """A table with its caption and notes; why figures are hidden stands below one that hides some."""
    table = block.table
    notes = [visible(note) for note in block.notes if visible(note)]
    if _hides_figures(table) and disclosure.WHY not in notes:
        notes.append(disclosure.WHY)
    broken = _find_broken(table)
    return {
        "is": "table",
        "caption": visible(block.caption) or visible(table.caption),
        "notes": notes,
        "together": len(table.rows) <= _TOGETHER and not any(broken),
        "grid": _describe_grid(table, broken, block.widths),
    }


def describe_signatures(signatures: Sequence[tuple[str, str, str]]) -> Data:
    """Who signs the report off: a line each, empty where name and day are to be written by hand."""
    columns = tuple(Column(label, numeric=False) for label in ("Signed off by", "Name", "Date"))
    rows = tuple(Row(str(at), tuple(map(Cell, texts))) for at, texts in enumerate(signatures))
    return _describe_grid(Table("", columns, rows), (False, False, False), (3, 3, 2))


def _hides_figures(table: Table) -> bool:
    return any(
        cell.text == HIDDEN.text and cell.tip == HIDDEN.tip for row in table.rows for cell in row.cells
    )


def _describe_grid(table: Table, broken: Sequence[bool], widths: Sequence[float]) -> Data:
    columns = table.columns
    size = next((share for most, share in _SIZES if len(columns) <= most), _SMALLEST)
    return {
        "size": size,
        "widths": _choose_widths(table, broken, widths),
        "heads": _describe_heads(table),
        "rows": [
            [_describe_cell(table, row, at, cell) for at, cell in enumerate(row.cells)] for row in table.rows
        ],
    }


def _find_broken(table: Table) -> tuple[bool, ...]:
    """Which columns are broken into lines: those of sentences, and others with a long text."""
    return tuple(
        column.wrap
        or (
            not column.numeric
            and any(len(row.cells[at].text) > _LONG_TEXT for row in table.rows if not row.cells[at].spark)
        )
        for at, column in enumerate(table.columns)
    )


def _choose_widths(table: Table, broken: Sequence[bool], widths: Sequence[float]) -> list[float | None]:
    """Shares of the page's width; None for a column that is as wide as its contents."""
    if len(widths) == len(table.columns) and all(width > 0 for width in widths):
        return list(widths)
    return [_weigh(table, at) if is_broken else None for at, is_broken in enumerate(broken)]


def _weigh(table: Table, at: int) -> float:
    """How much of the width a column of sentences gets: less than in proportion to their length."""
    lengths = [len(row.cells[at].text) for row in table.rows] or [1]
    return float(max(*lengths, 2 * len(table.columns[at].label), 16) ** 0.6)


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
