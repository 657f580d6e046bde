"""Columns of a table that add others up."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.partner.book import Value
from csp.imports.partner.formats.cells import to_text
from csp.imports.partner.mapping.counts import read_count
from csp.imports.partner.mapping.spelling import SEPARATOR, is_total
from csp.imports.partner.reading.looks import Columns

# Without the word, a column adds others up where it does so in every line: of so many lines and columns.
_FEWEST_LINES, _FEWEST_PARTS = 5, 3


def find_total_columns(
    rows: Sequence[Sequence[Value]], headings: Sequence[str], columns: Columns
) -> tuple[int, ...]:
    """The columns of figures that are totals by their heading, or by what every line of theirs adds up to.

    A single column of figures is none, whatever its heading. rows: of data, without total rows.
    """
    if len(columns.figures) < 3:
        return ()
    totals: list[int] = []
    parts: list[int] = []
    before: int | None = None
    for column in columns.figures:
        if before is not None and column > before + 1:
            parts = []
        before = column
        if _names_total(headings[column]) or _adds_up(rows, column, parts):
            totals.append(column)
            parts = []
        else:
            parts.append(column)
    return tuple(totals) if len(totals) < len(columns.figures) else ()


def _names_total(heading: str) -> bool:
    return any(is_total(part) for part in heading.split(SEPARATOR))


def _adds_up(rows: Sequence[Sequence[Value]], column: int, parts: Sequence[int]) -> bool:
    """Whether a column is the sum of those to its left, in every line in which all are numbers."""
    if len(parts) < _FEWEST_PARTS:
        return False
    sums = [
        (total, sum(each for each in numbers if each is not None))
        for row in rows
        if (total := _read(row[column])) is not None
        and None not in (numbers := [_read(row[part]) for part in parts])
    ]
    return (
        len(sums) >= _FEWEST_LINES
        and all(total == added for total, added in sums)
        and sum(total > 0 for total, _ in sums) >= _FEWEST_LINES
    )


def _read(cell: Value) -> float | None:
    return read_count(to_text(cell), "zero")[0]
