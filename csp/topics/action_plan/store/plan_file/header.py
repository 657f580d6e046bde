"""Where the header of a sheet or table is, and what its columns hold, guessed from their titles. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from csp.topics.action_plan.store.plan_file.banners import is_banner_title
from csp.topics.action_plan.store.plan_file.grid import GridRow
from csp.topics.action_plan.store.plan_file.titles import Meaning, find_meanings

# Rows that are looked at: titles may stand above a header, but not many.
DEEPEST = 40
# What updates say, which people write one at a time: columns of these are known, and not read.
PROGRESS = ("status", "progress")
# What tells a header: a table without any of these is none of actions.
_TELLING = {"text", "lead", "agencies", "due", "measure", "ref", "priority"}
_GRADES = {"high", "medium", "low", "h", "m", "l", "med", "urgent", "hi", "lo", "yes", "no", ""}
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+\s*%?", re.ASCII)


class Header(NamedTuple):
    """The index of a header among the rows, and how likely it is one: 0 for none at all."""

    at: int
    weight: float


def find_header(rows: Sequence[GridRow]) -> Header:
    """The row that reads most like the titles of a plan's columns."""
    best = Header(0, 0.0)
    for at, row in enumerate(rows[:DEEPEST]):
        weight = _weigh(row)
        if weight > best.weight:
            best = Header(at, weight)
    return best


def _weigh(row: GridRow) -> float:
    """How many columns of a plan a row names, the surer the more; 0 where it names less than two of them."""
    meanings: dict[str, float] = {}
    for cell in set(row.cells):
        # Sentences hold words of every kind, titles are short.
        first = next(iter(find_meanings(cell)), None) if len(cell) <= 60 else None
        if first and first.field in _TELLING:
            meanings[first.field] = max(meanings.get(first.field, 0.0), first.certainty)
    if len(meanings) < 2:
        return 0.0
    return sum(meanings.values()) + (3.0 if "text" in meanings else 0.0)


def guess_columns(header: GridRow, below: Sequence[GridRow]) -> dict[str, int]:
    """The column of each field, by the titles; {} where they tell nothing. below: the rows under the header.

    A column has one field and a field one column, the surest first. Where no title says where the actions
    are, they are taken to be in the column that has most to say.
    """
    wishes = [
        (meaning, column)
        for column, cell in enumerate(header.cells)
        for meaning in find_meanings(cell)
        if _fits(meaning, cell, column, below)
    ]
    columns: dict[str, int] = {}
    progress: set[int] = set()
    for meaning, column in sorted(wishes, key=lambda wish: (-wish[0].certainty, wish[1])):
        if column in columns.values() or column in progress:
            continue
        if meaning.field in PROGRESS:
            progress.add(column)
        elif meaning.field not in columns:
            columns[meaning.field] = column
    if "text" not in columns:
        wordy = find_wordy_column(below, {*columns.values(), *progress})
        columns |= {} if wordy is None else {"text": wordy}
    return columns


def _fits(meaning: Meaning, title: str, column: int, below: Sequence[GridRow]) -> bool:
    """Whether what is in a column is of the kind that a field holds, where that can be told."""
    if meaning.field == "priority" and is_banner_title(title):
        return False
    values = {row.get(column) for row in below[:200]}
    if meaning.field == "priority":
        return not {value.lower() for value in values} <= _GRADES
    if meaning.field in ("baseline", "target"):
        return all(_NUMBER.fullmatch(value) for value in values if value)
    return True


def find_wordy_column(rows: Sequence[GridRow], taken: set[int]) -> int | None:
    """The column with most text among those that are not taken."""
    width = max((len(row.cells) for row in rows), default=0)
    lengths = {
        column: sum(len(row.get(column)) for row in rows if column not in row.merged)
        for column in range(width)
        if column not in taken
    }
    best = max(lengths, key=lambda column: lengths[column], default=None)
    return best if best is not None and lengths[best] else None
