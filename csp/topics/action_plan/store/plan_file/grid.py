"""Sheets and tables as text, within fixed bounds. What they mean is for other modules to say.

Files come from anywhere: nothing a file says of its own size is believed. The bounds are far
beyond any plan; plan_worker adds a limit of time and memory for files that people upload.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from csp.core.errors import UserError

# In megabytes of 1024 x 1024 bytes.
LARGEST_FILE_MB = 10
LARGEST_UNPACKED, MOST_PARTS = 60_000_000, 500
MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 5_000, 100, 5_000_000
# Sheets of a workbook, or tables of a document, that are looked at.
MOST_GRIDS = 100

# The number of a row in its file, and its cells.
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class GridRow:
    """A row that holds something: its number in its sheet or table, and its cells as text.

    merged: the columns whose text is that of a merged cell which begins in a row above.
    span: over how many columns the widest merged cell that begins here goes; 1 where there is none.
    blanks: the rows above it that hold nothing.
    """

    line: int
    cells: tuple[str, ...]
    merged: tuple[int, ...] = ()
    span: int = 1
    blanks: int = 0

    def get(self, column: int | None) -> str:
        """The text of a column, "" where the row has none."""
        return self.cells[column].strip() if column is not None and column < len(self.cells) else ""

    def list_texts(self) -> list[str]:
        """What the row itself says: without blanks and without what is merged from above."""
        return [
            cell.strip()
            for column, cell in enumerate(self.cells)
            if cell.strip() and column not in self.merged
        ]


@dataclass(frozen=True)
class Grid:
    """A sheet or a table. name: as people find it; kind: "file", "sheet" or "table"; heading: above it."""

    name: str
    kind: str
    rows: tuple[GridRow, ...]
    heading: str = ""

    def list_rows(self) -> list[Row]:
        """Its rows as numbers and cells."""
        return [(row.line, list(row.cells)) for row in self.rows]


def collect_rows(name: str, rows: Iterable[GridRow]) -> tuple[GridRow, ...]:
    """The rows that hold anything of their own, without the empty cells at their ends.

    Raises UserError for more than any plan has.
    """
    kept, text, blanks = [], 0, 0
    for row in rows:
        cells = list(row.cells)
        while cells and not cells[-1].strip():
            cells.pop()
        if not row.list_texts():
            blanks += 1
            continue
        if len(cells) > MOST_COLUMNS:
            raise UserError(f"{name} has {len(cells):,} columns; a plan has at most {MOST_COLUMNS}.")
        kept.append(GridRow(row.line, tuple(cells), row.merged, row.span, blanks))
        blanks = 0
        text += sum(map(len, cells))
        # One more than the rows of a plan: the header.
        if len(kept) > MOST_ROWS + 1:
            raise UserError(f"{name} has more rows than a plan, which has at most {MOST_ROWS:,}.")
        if text > MOST_TEXT:
            raise UserError(f"{name} holds more text than any plan: choose another file.")
    return tuple(kept)


class Filler:
    """Fills merged cells of a table that is read row by row: what one says stands in every row it covers."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, str]] = {}

    def begin(self, column: int, rows: int, text: str) -> None:
        """A cell that goes on for so many rows below this one."""
        if rows > 0 and text.strip():
            self._open[column] = (rows, text)

    def fill(self, line: int, cells: Sequence[str], span: int) -> GridRow:
        """The row with the text of the cells that go on. To be called before begin() of its own cells."""
        filled, merged = list(cells), []
        for column, (rows, text) in sorted(self._open.items()):
            filled += [""] * (column + 1 - len(filled))
            if not filled[column].strip():
                filled[column] = text
                merged.append(column)
            self._open[column] = (rows - 1, text)
        self._open = {column: each for column, each in self._open.items() if each[0] > 0}
        return GridRow(line, tuple(filled), tuple(merged), span)


def to_json(grids: Sequence[Grid]) -> list[Any]:
    """Grids as JSON holds them, for the way from plan_worker's process."""
    return [
        [
            grid.name,
            grid.kind,
            grid.heading,
            [[r.line, r.cells, r.merged, r.span, r.blanks] for r in grid.rows],
        ]
        for grid in grids
    ]


def from_json(values: Sequence[Any]) -> list[Grid]:
    """What to_json() was given."""

    def read(rows: Iterable[Any]) -> Iterator[GridRow]:
        for line, cells, merged, span, blanks in rows:
            yield GridRow(line, tuple(cells), tuple(merged), span, blanks)

    return [Grid(name, kind, tuple(read(rows)), heading) for name, kind, heading, rows in values]
