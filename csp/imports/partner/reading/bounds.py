"""How much of a partner's file is read, and the head of a sheet from which its layout is told.

The bounds are far beyond any extract: a year of every call to an ambulance service of a county has fewer lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from csp.core.errors import UserError
from csp.core.partner.book import Sheet, Value
from csp.imports import limits

FILE_BYTES = 1024 * limits.MB
MOST_LINES = 3_000_000
MOST_COLUMNS = 1_000
MOST_LINE_CHARACTERS = 2_000_000
HEAD_LINES = 200

RawLine = tuple[int, Sequence[Value]]
"""The number of a line in its sheet, the first being 1, and its cells."""


@dataclass(frozen=True)
class Reading:
    """What a reader of one kind of file gives: the format, its sheets, and how they were read."""

    format: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def check_width(cells: Sequence[Any], line: int, shown: str) -> None:
    """Raises UserError for a line with more cells than any table has columns."""
    if len(cells) > MOST_COLUMNS:
        raise UserError(
            f"{shown} has {len(cells):,} columns in line {line:,}, more than the {MOST_COLUMNS:,} that are read: "
            "keep the columns that you need in a file of their own and choose that."
        )


def cut_head(name: str, number: int, lines: Iterable[RawLine], shown: str) -> Sheet:
    """A sheet from all its lines: the first ones as values, and how many there are up to the last with a word.

    Raises UserError for more lines than are read.
    """
    rows: list[tuple[Value, ...]] = []
    last = 0
    for line, cells in lines:
        if line <= HEAD_LINES:
            rows.append(tuple(clean(cell) for cell in cells))
        if any(cells):
            last = line
            if last > MOST_LINES:
                raise UserError(
                    f"{shown} has more than {MOST_LINES:,} lines, more than are read: cut it into several files."
                )
    del rows[last:]
    width = max((len(row) for row in rows), default=0)
    return Sheet(name, number, tuple(row + (None,) * (width - len(row)) for row in rows), last)


def clean(cell: Value) -> Value:
    """A cell as a value: text without blanks around it, None for none."""
    return (cell.replace("\u00a0", " ").strip() or None) if isinstance(cell, str) else cell
