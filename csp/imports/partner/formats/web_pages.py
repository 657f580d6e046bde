"""The tables of a web page that a system saved under the name of a workbook (.xls), as many do."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from csp.core.errors import UserError
from csp.imports.limits import MB
from csp.imports.partner.formats.bounds import MOST_COLUMNS, MOST_SHEETS, Tables
from csp.imports.partner.formats.text import find_characters

_PAGE_BYTES = 64 * MB
_CELLS = ("td", "th")


def open_page(path: Path, shown: str) -> Tables:
    """The tables of a page. Raises UserError for a page without one."""
    if path.stat().st_size > _PAGE_BYTES:
        raise UserError(
            f"{shown} is a web page saved as a workbook, and too large: open it in Excel, save it as .xlsx."
        )
    characters = find_characters(path, shown)
    page = _Page()
    page.feed(path.read_text(characters.encoding, characters.errors))
    page.close()
    tables = [table for table in page.tables if any(map(any, table))][:MOST_SHEETS]
    if not tables:
        raise UserError(f"{shown} is a web page without a table: download the file or ask for it again.")
    names = {number: f"Table {number + 1}" if len(tables) > 1 else "" for number in range(len(tables))}
    note = f"{shown} is a web page saved as a workbook: its table is read."
    return Tables("html", names, lambda number: iter(enumerate(tables[number], 1)), (note,))


class _Page(HTMLParser):
    """Collects the cells of tables; a cell over several columns or rows stands in each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
            self._below = {}
        elif tag == "tr" and self.tables:
            self._end_row()
            self.tables[-1].append([])
        elif tag in _CELLS and self.tables:
            self._end_cell()
            spans = dict(attrs)
            self._span = _to_span(spans.get("colspan")), _to_span(spans.get("rowspan"))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = " ".join("".join(self._text).split())
        self._text = None
        if not self.tables[-1]:
            self.tables[-1].append([])
        row = self.tables[-1][-1]
        columns, rows = self._span
        for _ in range(min(columns, MOST_COLUMNS + 1 - len(row))):
            self._fill_from_above(row)
            if rows > 1:
                self._below[len(row)] = (rows - 1, text)
            row.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self.tables and self.tables[-1]:
            self._fill_from_above(self.tables[-1][-1])

    def _fill_from_above(self, row: list[str]) -> None:
        while len(row) in self._below:
            rows, text = self._below.pop(len(row))
            if rows > 1:
                self._below[len(row)] = (rows - 1, text)
            row.append(text)


def _to_span(value: str | None) -> int:
    return (
        int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 and value != "0" else 1
    )
