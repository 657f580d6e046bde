"""A table as an Excel file: a sheet that says what it is and from where, and a sheet of figures. Pure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from csp.core.sheet import Entry, Figure, Sheet
from csp.core.spreadsheet import neutralise

if TYPE_CHECKING:
    import xlsxwriter

ABOUT, FIGURES = "About", "Table"
_NARROWEST, _WIDEST = 8, 48
# Of the sheet that says what the table is: the names, and the words beside them.
_ABOUT_WIDTHS = (20, 100)


def write_workbook(about: Sequence[tuple[str, str]], sheet: Sheet) -> bytes:
    """The file. about: a line of the first sheet each, what is said and the words."""
    import xlsxwriter  # noqa: PLC0415 loaded by the first download, not at the start

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        _write_about(book, about)
        _write_figures(book, sheet)
    return out.getvalue()


def _write_about(book: xlsxwriter.Workbook, about: Sequence[tuple[str, str]]) -> None:
    page: Any = book.add_worksheet(ABOUT)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(_ABOUT_WIDTHS):
        page.set_column(column, column, width)
    for row, (name, words) in enumerate(about):
        page.write_string(row, 0, neutralise(name), bold)
        page.write_string(row, 1, neutralise(words), wrapped)


def _write_figures(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page: Any = book.add_worksheet(FIGURES)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    page.freeze_panes(1, 1)
    for column, header in enumerate(sheet.headers):
        entries = [row[column] for row in sheet.rows]
        page.set_column(column, column, find_width(header, entries))
        page.write_string(0, column, neutralise(header), heading)
    formats: dict[str, Any] = {}
    for at, row in enumerate(sheet.rows, start=1):
        for column, entry in enumerate(row):
            if isinstance(entry, Figure):
                number = choose_format(entry)
                if number not in formats:
                    formats[number] = book.add_format({"num_format": number})
                page.write_number(at, column, entry.value, formats[number])
            else:
                # As text, whatever it looks like: Excel runs no formula that stands in a string.
                page.write_string(at, column, neutralise(entry))
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headers) - 1)


def choose_format(figure: Figure) -> str:
    """How Excel writes a number: with a comma in thousands, and as many decimals as the page shows."""
    if figure.decimals is None:
        return "0.0000" if abs(figure.value) < 1 else "#,##0.00"
    return f"#,##0.{'0' * figure.decimals}" if figure.decimals else "#,##0"


def find_width(header: str, entries: Sequence[Entry], widest: int = _WIDEST) -> int:
    """The width of a column in letters: its longest entry, and half of its header, which is broken."""
    longest = max((len(entry) if isinstance(entry, str) else 9 for entry in entries), default=0)
    return min(max(longest + 2, len(header) // 2 + 2, _NARROWEST), widest)
