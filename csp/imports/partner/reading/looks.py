"""What a cell looks like, and what the columns of a sheet hold, before anybody knows what they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from csp.core.partner.book import Value
from csp.imports.partner.formats.cells import to_text
from csp.imports.partner.mapping.counts import read_count
from csp.imports.partner.mapping.periods import read_part

Look = Literal["blank", "number", "day", "text"]

# Of the lines with two cells or more, so many have something in a column that is one of the table's.
_USED_SHARE = 0.2
# Of the cells of a column, so many look alike where they are its kind.
_ALIKE_SHARE = 0.6
_LONGEST_FIGURE = 24
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_PERCENT = re.compile(r"\s*%$")


def find_look(cell: Value) -> Look:
    """A withheld count ("<5", "*") is a number, a month written as text is none: many say "Mar-24"."""
    if cell is None:
        return "blank"
    if isinstance(cell, bool):
        return "text"
    if isinstance(cell, int | float):
        return "number"
    if isinstance(cell, date):
        return "day"
    return _find_look_of_text(cell) if len(cell) <= _LONGEST_FIGURE else "text"


@lru_cache(maxsize=20_000)
def _find_look_of_text(text: str) -> Look:
    number, fault = read_count(_PERCENT.sub("", text))
    if number is not None or fault in ("withheld", "missing"):
        return "number"
    part = read_part(text)
    return "day" if part is not None and part.is_day else "text"


def names_period(cell: Value) -> bool:
    """Whether a cell names a month, a quarter or a year, as headings of columns do: 202403, 2024, a day."""
    text = to_text(cell)
    if text is None or len(text) > _LONGEST_FIGURE:
        return False
    if text.isdigit():
        return len(text) in (4, 6) and _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR
    part = read_part(text)
    return part is not None


def count_cells(row: Sequence[Value]) -> int:
    """How many cells of a line say anything."""
    return sum(cell is not None for cell in row)


def is_banner(row: Sequence[Value]) -> bool:
    """Whether a line says one thing only, be it in one cell or merged over several: a title or a note."""
    return len({cell for cell in row if cell is not None}) == 1


@dataclass(frozen=True)
class Columns:
    """What the columns of a sheet hold, by their numbers from 0, as told from its lines of two cells or more.

    used: those with anything in a fair share of them. looks: of each used column, what most of its cells are.
    periods: those of numbers that are months or years (202403).
    """

    used: tuple[int, ...]
    looks: dict[int, Look]
    periods: frozenset[int] = frozenset()

    @property
    def labels(self) -> tuple[int, ...]:
        """The columns of words."""
        return tuple(column for column in self.used if self.looks[column] == "text")

    @property
    def figures(self) -> tuple[int, ...]:
        """The columns of numbers."""
        return tuple(column for column in self.used if self.looks[column] == "number")

    @property
    def counts(self) -> tuple[int, ...]:
        """The columns of numbers that are no months or years."""
        return tuple(column for column in self.figures if column not in self.periods)

    @property
    def typed(self) -> tuple[int, ...]:
        """The columns of numbers or of days."""
        return tuple(column for column in self.used if self.looks[column] != "text")


def describe_columns(rows: Sequence[Sequence[Value]], with_headings: bool = False) -> Columns:
    """What the columns of some lines hold, by those of two cells or more.

    with_headings: whether headings may stand above, so that the lower half is looked at.
    """
    table = [row for row in rows if count_cells(row) > 1 and not is_banner(row)]
    if with_headings:
        del table[: len(table) // 2]
    width = max(map(len, rows), default=0)
    used: list[int] = []
    looks: dict[int, Look] = {}
    periods: set[int] = set()
    for column in range(width):
        seen = Counter(find_look(row[column]) for row in table)
        filled = len(table) - seen.pop("blank", 0)
        if filled == 0 or filled < _USED_SHARE * len(table):
            continue
        used.append(column)
        look, times = seen.most_common(1)[0]
        looks[column] = look if times >= _ALIKE_SHARE * filled else "text"
        if look == "number" and sum(names_period(row[column]) for row in table) >= _ALIKE_SHARE * filled:
            periods.add(column)
    return Columns(tuple(used), looks, frozenset(periods))
