"""How much of a partner's file is read, and the head of a sheet, from which its layout is told.

The bounds are far beyond any extract: a year of an ambulance service's calls has fewer lines.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from csp.core.errors import UserError
from csp.core.partner.book import Sheet, Value
from csp.imports import limits
from csp.imports.partner.formats.cells import to_value

FILE_BYTES = 1024 * limits.MB
MOST_SHEETS = 100
MOST_LINES = 3_000_000
MOST_COLUMNS = 1_000
MOST_LINE_CHARACTERS = 2_000_000
HEAD_LINES, TAIL_LINES = 200, 30
_HEAD_CHARACTERS = 5_000_000

RawLine = tuple[int, Sequence[Any]]
"""The number of a line in its sheet, the first being 1, and its cells as their reader gives them."""


Row = tuple[Value, ...]


@dataclass(frozen=True)
class Tables:
    """A file that a reader has opened: its format, its sheets by number and name, and how to read one.

    notes: sentences on how it is read. hidden: how many sheets are hidden and not read.
    """

    format: str
    names: dict[int, str]
    iterate: Callable[[int], Iterator[RawLine]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What is in a file: its format, its sheets that say anything, and sentences on how it was read."""

    format: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def read_heads(tables: Tables, shown: str) -> Reading:
    """The sheets of an open file that say anything. Raises UserError as cut_head() does."""
    heads = [cut_head(name, number, tables.iterate(number), shown) for number, name in tables.names.items()]
    return Reading(tables.format, tuple(sheet for sheet in heads if sheet.rows), tables.notes)


def cut_head(name: str, number: int, lines: Iterable[RawLine], shown: str) -> Sheet:
    """A sheet from all its lines: the first ones as values, and how many there are with the last that says
    anything.

    Raises UserError for more lines, columns or text than are read.
    """
    rows: list[tuple[Value, ...]] = []
    tail: deque[Sequence[Any]] = deque(maxlen=TAIL_LINES)
    last = characters = 0
    for line, cells in lines:
        if line <= HEAD_LINES:
            rows.append(tuple(to_value(cell) for cell in cells))
            characters += sum(len(cell) for cell in cells if isinstance(cell, str))
            if characters > _HEAD_CHARACTERS:
                raise UserError(f"{shown} holds more text than any table: check that it is the right file.")
        if len(cells) > MOST_COLUMNS:
            check_width(cells, line, shown)
        if any(cells):
            last = line
            tail.append(cells)
            if last > MOST_LINES:
                raise UserError(
                    f"{shown} has more than {MOST_LINES:,} lines, the most that are read: cut it into files "
                    "of fewer months and choose one after the other."
                )
    after = (
        [tuple(map(to_value, cells)) for cells in list(tail)[-max(last - HEAD_LINES, 0) :]]
        if last > HEAD_LINES
        else []
    )
    return _fit(name, number, rows[:last], last, after)


def _fit(name: str, number: int, rows: Sequence[Row], lines: int, tail: Sequence[Row]) -> Sheet:
    """The sheet with all rows as long as the last column that says anything."""
    width = max(
        (at for row in (*rows, *tail) for at, cell in enumerate(row, 1) if cell is not None), default=0
    )
    head, end = (tuple((*row[:width], *[None] * (width - len(row))) for row in part) for part in (rows, tail))
    return Sheet(name, number, head if width else (), lines, end)


def check_width(cells: Sequence[Any], line: int, shown: str) -> None:
    """Raises UserError for a line with more cells that say anything than any table has columns."""
    width = max((at for at, cell in enumerate(cells, 1) if cell not in (None, "")), default=0)
    if width > MOST_COLUMNS:
        raise wide(shown, width, line)


def wide(shown: str, width: int, line: int | None = None) -> UserError:
    """The sentence for more columns than are read."""
    where = f" in line {line:,}" if line else ""
    return UserError(
        f"{shown} has {width:,} columns{where}, and at most {MOST_COLUMNS:,} are read: copy the columns that "
        "you need into a file of their own and choose that."
    )
