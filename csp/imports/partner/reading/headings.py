"""Where the headings of a table are, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.partner.book import Value
from csp.imports.partner.formats.cells import to_text
from csp.imports.partner.mapping.spelling import SEPARATOR
from csp.imports.partner.reading.looks import Columns, count_cells, find_look, is_banner, names_period

Rows = Sequence[Sequence[Value]]

# Headings are looked for so far down, and are at most so many lines.
_DEEPEST, _MOST_LINES = 100, 3
# A line names so many of the table's columns, where it is one of headings.
_NAMED_SHARE = 0.6


def find_headings(rows: Rows, columns: Columns) -> tuple[int, int] | None:
    """The first and the last line of the headings, None where the table has none.

    That is the first line that names most columns and has data below it; a line with the date of a report
    above it has not.
    """
    second_best = None
    for line, row in enumerate(rows[:_DEEPEST]):
        if count_cells(row) < 2 or is_banner(row):
            continue
        last = _find_last(rows, line, columns)
        named = {at for each in rows[line : last + 1] for at in columns.used if each[at] is not None}
        if len(named) < _NAMED_SHARE * len(columns.used):
            continue
        if looks_like_data(row, columns):
            return second_best
        if _contradicts(rows, line, last, columns):
            continue
        if not columns.typed or _has_data_below(rows[last + 1 :], columns):
            return line, last
        second_best = second_best or (line, last)
    return second_best


def _has_data_below(rows: Rows, columns: Columns) -> bool:
    """Whether data follow headings: at once, or below a blank line or a note, with numbers in their place."""
    if not rows or count_cells(rows[0]) > 1:
        return True
    below = next((row for row in rows if count_cells(row) > 1), None)
    return below is None or looks_like_data(below, columns)


def _find_last(rows: Rows, line: int, columns: Columns) -> int:
    """The last line of headings that begin here: the one before the first that looks like data."""
    last = line
    for at in range(line + 1, min(line + _MOST_LINES, len(rows))):
        if not _goes_on(rows[at], rows[line], columns):
            break
        last = at
    return last


def _goes_on(row: Sequence[Value], above: Sequence[Value], columns: Columns) -> bool:
    """Whether headings go on in a line: words stand over numbers, or it fills the gaps of the line above."""
    if count_cells(row) < 2:
        return False
    if columns.typed:
        said = [column for column in columns.typed if row[column] is not None]
        return (
            bool(said)
            and all(_is_heading(row[column], columns, column) for column in said)
            and any(find_look(row[column]) == "text" or not names_period(above[column]) for column in said)
        )
    gaps = [column for column in columns.used if above[column] is None and row[column] is not None]
    repeated = count_cells(above) - len({cell for cell in above if cell is not None})
    return len(gaps) + repeated > 1 and len(gaps) >= count_cells(row) / 2


def _contradicts(rows: Rows, first: int, last: int, columns: Columns) -> bool:
    """Whether a line over headings says something else over a column of words, as only a title does."""
    return first < last and any(
        rows[first][column] is not None
        and rows[last][column] is not None
        and rows[first][column] != rows[last][column]
        for column in columns.labels
    )


def _is_heading(cell: Value, columns: Columns, column: int) -> bool:
    """Whether a cell over a column of numbers or of days is a heading: words, or a period over numbers."""
    look = find_look(cell)
    return look == "text" or (columns.looks[column] == "number" and names_period(cell))


def looks_like_data(row: Sequence[Value], columns: Columns) -> bool:
    """Whether a line has numbers and days where the table does, so that it is no heading."""
    typed = [column for column in columns.typed if row[column] is not None]
    data = [column for column in typed if not _is_heading(row[column], columns, column)]
    return bool(data) and 2 * len(data) >= len(typed)


def join_headings(rows: Rows, first: int, last: int, columns: Columns) -> tuple[str, ...]:
    """A heading for each column, "" for a blank one; a used one without is called by its letter."""
    width = len(rows[first])
    lines = [
        _spread(rows[line], columns) if line < last else list(rows[line]) for line in range(first, last + 1)
    ]
    headings = []
    for column in range(width):
        words = [" ".join((to_text(line[column]) or "").split()) for line in lines]
        heading = SEPARATOR.join(dict.fromkeys(word for word in words if word))
        headings.append(heading or (name_column(column) if column in columns.used else ""))
    return tuple(headings)


def _spread(row: Sequence[Value], columns: Columns) -> list[Value]:
    """The headings of groups, each repeated over the columns to its right that have none."""
    spread, current = list(row), None
    for column, cell in enumerate(row):
        if cell is not None:
            current = cell if column not in columns.labels else None
        elif column in columns.used and column not in columns.labels:
            spread[column] = current
        else:
            current = None
    return spread


def name_column(column: int) -> str:
    """What a column without a heading is called, as spreadsheets do: 0 -> "Column A", 26 -> "Column AA"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"Column {letters}"
