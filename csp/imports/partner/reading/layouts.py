"""Where the table of a sheet is, told from its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp.core.errors import UserError
from csp.core.partner.book import Layout, Sheet, Value
from csp.core.wording import quote_words
from csp.imports.partner.formats.cells import to_text
from csp.imports.partner.reading.headings import Rows, find_headings, join_headings, name_column
from csp.imports.partner.reading.looks import Columns, count_cells, describe_columns, is_banner
from csp.imports.partner.reading.rows import find_total_labels, is_remark, is_total_row, list_texts
from csp.imports.partner.reading.sums import find_total_columns

_PROVISIONAL = re.compile(
    r"\bprovisional\b|\bunvalidated\b|\bsubject to (?:\w+ )?(?:revision|change|validation)\b"
    r"|\bmay (?:yet |still |be |undergo |further )*(?:revised|revision|change)",
    re.IGNORECASE,
)
_SPARSE_SHARE = 0.3


def find_layout(sheet: Sheet, given: tuple[int, int] | None = None) -> Layout:
    """Where the table of a sheet is: its headings, its data, its totals and the words around it.

    A table without headings has those of a spreadsheet ("Column A"), and header ends before it begins. given:
    the first and the last line of the headings where somebody says so, found else; likewise for none. Raises
    UserError for a sheet without a table, or without a line of data.
    """
    rows = sheet.rows
    called = f"The sheet {quote_words([sheet.name])}" if sheet.name else "The file"
    if not any(count_cells(row) > 1 for row in rows):
        raise UserError(
            f"{called} has no table: a table has at least two columns, choose another sheet or file."
        )
    header = _find_header(rows, given)
    first = header[1] + 1 if header else _find_first(rows)
    columns = describe_body(rows, first)
    headings = _list_headings(rows, header, columns)
    last = _find_end(rows, first, headings, columns)
    if last < first:
        raise UserError(f"{called} has headings and no line of data: choose another sheet or file.")
    is_whole = last < len(rows) - 1 or sheet.lines <= len(rows)
    body = rows[first : last + 1]
    texts = [list_texts(row) for row in body]
    labels = find_total_labels(texts, columns)
    totals = tuple(first + at for at, row in enumerate(texts) if is_total_row(row, labels, columns))
    data = [row for at, row in enumerate(body) if first + at not in totals]
    notes = _list_notes(sheet, header[0] if header else first, first, columns)
    return Layout(
        headings,
        header or (first, first - 1),
        first,
        last if is_whole else None,
        totals,
        find_total_columns(data, headings, columns),
        notes,
        _find_filled(data, headings, columns),
        any(_PROVISIONAL.search(text) for text in (*notes, *headings, sheet.name)),
    )


def _find_header(rows: Rows, given: tuple[int, int] | None) -> tuple[int, int] | None:
    if given is None:
        return find_headings(rows, describe_columns(rows, with_headings=True))
    return given if given[0] <= given[1] else None


def describe_body(rows: Rows, first: int) -> Columns:
    """What the columns of a table hold whose data begins in a line."""
    body = rows[first:]
    return describe_columns(body if any(count_cells(row) > 1 for row in body) else rows)


def _find_first(rows: Rows) -> int:
    """The first line of a table without headings."""
    return next((line for line, row in enumerate(rows) if count_cells(row) > 1 and not is_banner(row)), 0)


def _list_headings(rows: Rows, header: tuple[int, int] | None, columns: Columns) -> tuple[str, ...]:
    if header:
        return join_headings(rows, *header, columns)
    width = max(map(len, rows), default=0)
    return tuple(name_column(column) if column in columns.used else "" for column in range(width))


def _find_end(rows: Rows, first: int, headings: Sequence[str], columns: Columns) -> int:
    """The last line of data among those at hand: a table ends where, below a blank line, another begins."""
    last = first - 1
    is_after_blank = False
    for line in range(first, len(rows)):
        row = rows[line]
        if count_cells(row) == 0:
            is_after_blank = True
        elif count_cells(row) > 1 and not is_remark(list_texts(row), columns, is_after_blank):
            if is_after_blank and _begins_another(row, headings, columns):
                break
            last, is_after_blank = line, False
        elif not is_remark(list_texts(row), columns, is_after_blank):
            last = line
    return last


def _begins_another(row: Sequence[Value], headings: Sequence[str], columns: Columns) -> bool:
    """Whether a line has other headings where the table has numbers."""
    said = [to_text(row[column]) for column in columns.figures if row[column] is not None]
    if list(filter(None, list_texts(row))) == list(filter(None, headings)) or len(said) < 2:
        return False
    return not any(any(letter.isdigit() for letter in text or "") for text in said)


def _find_filled(body: Rows, headings: Sequence[str], columns: Columns) -> tuple[int, ...]:
    """The leftmost columns of words in which a label stands once, beside or above its block of lines."""
    lines = [row for row in body if count_cells(row) > 1]
    filled: list[int] = []
    for column, heading in enumerate(headings):
        if column not in columns.used:
            if heading and any(count_cells(row) == 1 and row[column] is not None for row in body[:1]):
                filled.append(column)
            continue
        blank = sum(row[column] is None for row in lines)
        is_label = column in columns.labels and bool(lines) and lines[0][column] is not None
        if not is_label or blank < _SPARSE_SHARE * len(lines) or not _begins_blocks(lines, column, filled):
            break
        filled.append(column)
    return tuple(filled)


def _begins_blocks(lines: Rows, column: int, filled: Sequence[int]) -> bool:
    """Whether each label of a column begins a block: none comes twice within one to its left."""
    blocks: set[tuple[Value, ...]] = set()
    above: tuple[Value, ...] = ()
    for row in lines:
        if filled and row[filled[-1]] is not None:
            above = (len(blocks), *(row[each] for each in filled))
        if row[column] is not None:
            if (*above, row[column]) in blocks:
                return False
            blocks.add((*above, row[column]))
    return True


def _list_notes(sheet: Sheet, header: int, first: int, columns: Columns) -> tuple[str, ...]:
    """The texts of lines beside the table: titles above its headings, remarks below them."""
    rows = sheet.rows
    beside = [row for row in rows[:header] if count_cells(row) > 0]
    beside += [
        row
        for row in (*rows[first:], *sheet.tail)
        if count_cells(row) > 0 and is_remark(list_texts(row), columns, True)
    ]
    texts = [" ".join(dict.fromkeys(text for text in list_texts(row) if text)) for row in beside]
    return tuple(dict.fromkeys(texts))
