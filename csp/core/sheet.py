"""A table as the rows of a file: one header row of words, then a row for every case. Pure.

A page shows what is read; a file holds what is computed with. So a sheet has the values behind the
text, a % with one decimal, the verdict on a change as yes or no with its p in a column of its own, and
in columns of their own what the page says around the table: place, period, comparison, source. Files
of several downloads can then be put under each other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from csp.core.spreadsheet import neutralise

if TYPE_CHECKING:
    from csp.core.table import Cell, Column, Table

PLACE, UNNAMED = "Place", "Item"
# A column of one of these says of which place a row is, whatever the page is about.
PLACE_HEADERS = ("Ward", "District", "Area")
_DECIMALS = re.compile(r"\d\.(\d+)")


@dataclass(frozen=True)
class Figure:
    """A number in a file. decimals: how many a spreadsheet shows; None where the value itself decides.

    percent: a %, which is rounded and has one decimal everywhere.
    """

    value: float
    decimals: int | None = None
    percent: bool = False

    def write(self) -> str:
        """The number as CSV has it."""
        return f"{self.value:.1f}" if self.percent else f"{self.value:.10g}"


Entry: TypeAlias = str | Figure


@dataclass(frozen=True)
class Sheet:
    """The headers and the rows of a file, all rows as long as the headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]

    def to_csv(self) -> str:
        """The sheet as CSV; what a spreadsheet would run as a formula is neutralised."""
        out = io.StringIO()
        # Both characters of this line end make the writer quote a text that holds one of them.
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([neutralise(header) for header in self.headers])
        for row in self.rows:
            writer.writerow(
                [entry.write() if isinstance(entry, Figure) else neutralise(entry) for entry in row]
            )
        return out.getvalue()


def build_sheet(table: Table, context: Mapping[str, str] | None = None, *, long: bool = True) -> Sheet:
    """A table as a sheet. context: the words of the columns that are the same in every row, by header.

    A header of the context that the table has itself is left to the table; the place is that of a
    column of places, where there is one. long: a matrix (Table.across) has a row for each of its cells.
    """
    shown = [i for i in range(len(table.columns)) if not any(row.cells[i].spark for row in table.rows)]
    columns = [table.columns[i] for i in shown]
    cells = [[row.cells[i] for i in shown] for row in table.rows]
    if table.across and long:
        sheet = _melt(table, columns, cells)
    else:
        percents = [_is_percent(column) for column in zip(*cells, strict=True)] or [False] * len(columns)
        names = [_name(column, of) for column, of in zip(columns, percents, strict=True)]
        rows = [[_write(column, cell) for column, cell in zip(columns, row, strict=True)] for row in cells]
        sheet = Sheet(tuple(chain(*names)), tuple(tuple(chain(*row)) for row in rows))
    return _add_context(sheet, dict(context or {}))


def _melt(table: Table, columns: Sequence[Column], cells: Sequence[Sequence[Cell]]) -> Sheet:
    """The cells of a matrix, a row each: the first column, the header of the other, and the figure."""
    name, *heads = columns
    rows = [
        (*_write(name, row[0]), column.label, *_write(column, cell))
        for row in cells
        for column, cell in zip(heads, row[1:], strict=True)
    ]
    return Sheet((name.label, table.across, table.figure), tuple(rows))


def _add_context(sheet: Sheet, context: Mapping[str, str]) -> Sheet:
    places = next((i for i, header in enumerate(sheet.headers) if header in PLACE_HEADERS), None)
    added = [header for header in context if header not in sheet.headers]

    def fill(row: tuple[Entry, ...]) -> list[Entry]:
        own = None if places is None else row[places]
        return [own if header == PLACE and own is not None else context[header] for header in added]

    return Sheet((*sheet.headers, *added), tuple((*row, *fill(row)) for row in sheet.rows))


def _name(column: Column, percent: bool) -> tuple[str, ...]:
    """The headers of a column in a file, with its group and with % where its figures are one."""
    if column.in_file:
        return column.in_file
    unit = " (%)" if percent and "%" not in column.label else ""
    label = f"{column.label or UNNAMED}{unit}"
    return (f"{column.group}: {label}" if column.group else label,)


def _write(column: Column, cell: Cell) -> tuple[Entry, ...]:
    if column.in_file:
        values = cell.in_file or (cell.text,) * len(column.in_file)
        return tuple(_entry(value) for value in values)
    # A verdict where there is no room for its p, in a table that has figures of all kinds in a column.
    return (_entry(cell.in_file[0]) if cell.in_file else _write_value(cell),)


def _write_value(cell: Cell) -> Entry:
    """The value behind the text of a cell; the text where there is none."""
    if isinstance(cell.value, str) or cell.value is None:
        return cell.value or cell.text
    if not isfinite(cell.value):
        return cell.text
    if cell.text.endswith("%"):
        return Figure(_round(cell.value), 1, percent=True)
    decimals = _DECIMALS.search(cell.text)
    if decimals:
        return Figure(cell.value, len(decimals[1]))
    return Figure(cell.value, 0 if cell.value == int(cell.value) else None)


def _entry(value: float | str) -> Entry:
    """What a cell says it is in a file; nothing for a figure that there is none of."""
    if isinstance(value, str):
        return value
    return Figure(value, 0 if value == int(value) else None) if isfinite(value) else ""


def _is_percent(cells: Sequence[Cell]) -> bool:
    """Whether the figures of a column are percentages: those that have a value are written with %."""
    texts = [cell.text for cell in cells if isinstance(cell.value, float | int) and isfinite(cell.value)]
    return bool(texts) and all(text.endswith("%") for text in texts)


def _round(percent: float) -> float:
    """With one decimal, half away from 0, as the pages have it; a 0 has no sign."""
    return float(Decimal(repr(float(percent))).quantize(Decimal("0.1"), ROUND_HALF_UP)) + 0.0
