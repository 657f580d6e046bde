"""Merged cells of a sheet, filled: what one says stands in every cell that it covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from csp.imports.partner.formats.bounds import MOST_COLUMNS, RawLine

Corner = tuple[int, int]
"""The line and the column of a cell, both from 0."""


def fill_merges(lines: Iterable[RawLine], ranges: Sequence[tuple[Corner, Corner]]) -> Iterator[RawLine]:
    """The lines with the text of merged cells in all that they cover. ranges: first and last cell of each."""
    if not ranges:
        yield from lines
        return
    begun: dict[int, list[tuple[Corner, Corner]]] = defaultdict(list)
    for first, last in ranges:
        begun[first[0]].append((first, last))
    covered: dict[int, tuple[int, Any]] = {}
    for line, row in lines:
        cells = list(row)
        for (_, left), (bottom, right) in begun.get(line - 1, ()):
            value = cells[left] if left < len(cells) else None
            if value not in (None, ""):
                columns = range(left, min(right + 1, len(cells), MOST_COLUMNS))
                covered |= dict.fromkeys(columns, (bottom, value))
        for column, (_, value) in covered.items():
            if cells[column] in (None, ""):
                cells[column] = value
        yield line, cells
        covered = {column: each for column, each in covered.items() if each[0] > line - 1}
