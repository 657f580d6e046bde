"""A report as an Excel file: one table a sheet, with contents, notes and what the report says. Pure.

It follows the Analysis Function's guidance for accessible spreadsheets: a cover, contents with links, a
sheet of notes, one table on each other sheet, with its title in the first cell and nothing merged,
hidden or left blank; units in the headers; what is missing in words with square brackets. Tables are
marked up as such, so that a screen reader finds their headers.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from csp.core import wording
from csp.core.incomplete_words import MARK
from csp.core.sheet import Entry, Figure, Sheet, build_sheet
from csp.core.spreadsheet import neutralise
from csp.core.table import Column, Table
from csp.core.workbook import choose_format, find_width
from csp.topics.report.document import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Section,
    TableBlock,
    Tiles,
)
from csp.topics.report.inline import to_plain

if TYPE_CHECKING:
    import xlsxwriter

COVER, CONTENTS, NOTES, FINDINGS = "Cover", "Contents", "Notes", "Findings"
SHORTHAND = {
    wording.MISSING: ("[x]", "there is no such figure: nothing to compare with, or no rank"),
}
"""What stands in the place of a figure, by what a page shows there."""
_COUNTED = "Recorded in the period"
REMARKS, INCOMPLETE = "Remarks", "Data incomplete"
_WIDEST, _TEXT_WIDTH = 60, 100


@dataclass(frozen=True)
class _Page:
    """A sheet with a table. number: of the table, 0 where it has none. notes: lines above the table."""

    name: str
    title: str
    sheet: Sheet
    notes: tuple[str, ...] = ()
    section: str = ""


@dataclass
class _Writer:
    """The file that is written, its formats, and the line that every sheet has of simulated data."""

    book: xlsxwriter.Workbook
    sample: str
    formats: dict[str, Any] = field(default_factory=dict)

    def form(self, name: str, **properties: Any) -> Any:
        """A format, made once."""
        if name not in self.formats:
            self.formats[name] = self.book.add_format(properties)
        return self.formats[name]

    @property
    def title(self) -> Any:
        return self.form("title", bold=True, font_size=15)

    @property
    def wrapped(self) -> Any:
        return self.form("wrapped", text_wrap=True, valign="top")


def write_xlsx(document: Document) -> bytes:
    """The report as the bytes of an Excel file."""
    import xlsxwriter  # noqa: PLC0415 loaded by the first report, not at the start

    out = io.BytesIO()
    tables = list(_list_tables(document.sections))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": document.cover.title, "company": document.cover.partnership})
        writer = _Writer(book, document.cover.sample)
        _write_cover(writer, document)
        findings = _Page(FINDINGS, "What the report says", _build_findings(document.sections))
        notes = _Page(NOTES, "Notes", _build_notes(document, tables))
        _write_contents(writer, [notes, findings, *tables])
        for page in (notes, findings, *tables):
            _write_page(writer, page)
    return out.getvalue()


def _list_tables(sections: Iterable[Section]) -> Iterable[_Page]:
    number = 0
    for section in sections:
        for block in section.blocks:
            if isinstance(block, TableBlock):
                number += 1
                title = f"Table {number}: {block.caption}"
                yield _Page(f"Table_{number}", title, _build_figures(block.table), block.notes, section.title)


def _build_figures(table: Table) -> Sheet:
    """A table as a sheet with shorthand for what is missing, and remarks where figures are incomplete."""
    sheet = build_sheet(replace(table, columns=tuple(map(_name_unit, table.columns))), long=False)
    rows = [tuple(map(_shorten, row)) for row in sheet.rows]
    remarks = [
        INCOMPLETE if any(cell.text.endswith(MARK) for cell in row.cells) else "" for row in table.rows
    ]
    if not any(remarks):
        return Sheet(_name_apart(sheet.headers), tuple(rows))
    headers = _name_apart((*sheet.headers, REMARKS))
    return Sheet(headers, tuple((*row, remark or "none") for row, remark in zip(rows, remarks, strict=True)))


def _name_unit(column: Column) -> Column:
    """A column with its unit in its header, where a page leaves that to the words around the table."""
    if not column.numeric or column.in_file or any(sign in column.label for sign in "(%"):
        return column
    if column.help.startswith(_COUNTED):
        return replace(column, label=f"{column.label} (number recorded)")
    if "rank" in column.label.casefold():
        return replace(column, label=f"{column.label} ({wording.RANK_KEY})")
    return replace(column, label=f"{column.label} (number)") if column.label == "Change" else column


def _shorten(entry: Entry) -> Entry:
    """Shorthand for what a page shows in the place of a figure; no cell is left blank."""
    if isinstance(entry, Figure):
        return entry
    return SHORTHAND.get(entry or wording.MISSING, (entry, ""))[0]


def _name_apart(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers of which no two are the same, as a table of Excel needs them, whatever their case."""
    names: list[str] = []
    for header in headers:
        name, n = header or "Item", 2
        while name.casefold() in (other.casefold() for other in names):
            name, n = f"{header} ({n})", n + 1
        names.append(name)
    return tuple(names)


def _build_findings(sections: Iterable[Section]) -> Sheet:
    """Every sentence of the report with its section."""
    rows: list[tuple[Entry, ...]] = []
    for section in sections:
        heading = ""
        if section.failure:
            rows.append((section.title, "Section", section.failure))
        for block in section.blocks:
            if isinstance(block, Heading):
                heading = block.text
            rows += [(section.title, heading or "Section", text) for text in _list_sentences(block)]
    return Sheet(("Section", "Heading", "Text"), tuple(rows))


def _list_sentences(block: object) -> list[str]:
    if isinstance(block, Paragraph):
        return [to_plain(block.text)]
    if isinstance(block, Bullets):
        return [to_plain(item) for item in block.items]
    if isinstance(block, Picture):
        return [f"Chart: {block.alt}"]
    if isinstance(block, Tiles):
        return [f"{tile.label}: {tile.figure}, {tile.detail}" for tile in block.tiles]
    return []


def _build_notes(document: Document, tables: Sequence[_Page]) -> Sheet:
    """The shorthand that occurs, what the figures rest on, and the notes below tables."""
    entries = {entry for page in tables for row in page.sheet.rows for entry in row}
    rows: list[tuple[Entry, ...]] = [
        ("Shorthand", f"{sign} {meaning}") for sign, meaning in SHORTHAND.values() if sign in entries
    ]
    rows += list(document.about)
    rows += [(page.title, note) for page in tables for note in page.notes]
    return Sheet(("About", "Note"), tuple(rows))


def _write_cover(writer: _Writer, document: Document) -> None:
    cover = document.cover
    page: Any = writer.book.add_worksheet(COVER)
    page.set_column(0, 0, _TEXT_WIDTH)
    lines = [
        cover.subtitle,
        cover.partnership,
        cover.period,
        writer.sample,
        f"Written on {wording.day(cover.day)}.",
        f"Source: {cover.source}." if cover.source else "",
        f"Licence: {cover.licence}." if cover.licence else "",
        *(
            f"Signed off: {', '.join(part for part in signature if part)}"
            for signature in cover.signatures
            if any(signature[1:])
        ),
    ]
    page.write_string(0, 0, neutralise(cover.title), writer.title)
    for row, line in enumerate(filter(None, lines), start=1):
        page.write_string(row, 0, neutralise(line), writer.wrapped)


def _write_contents(writer: _Writer, pages: Sequence[_Page]) -> None:
    """Every sheet with a link to it."""
    rows = tuple((page.name, page.title, page.section or "The whole report") for page in pages)
    contents = _Page(CONTENTS, "Contents", Sheet(("Sheet", "What is on it", "Section"), rows))
    sheet, first = _write_page(writer, contents)
    link = writer.book.get_default_url_format()
    for row, page in enumerate(pages, start=first):
        sheet.write_url(row, 0, f"internal:'{page.name}'!A1", link, page.name)


def _write_page(writer: _Writer, page: _Page) -> tuple[Any, int]:
    """A sheet with a title, what is to be known, and the table; gives the first row of its figures."""
    sheet: Any = writer.book.add_worksheet(page.name)
    sheet.write_string(0, 0, neutralise(page.title), writer.title)
    lines = [f"This sheet has one table. What its words mean is on the sheet {NOTES}.", writer.sample]
    lines += list(page.notes)
    top = 1
    for line in filter(None, lines):
        sheet.write_string(top, 0, neutralise(line))
        top += 1
    _write_table(writer, sheet, page, top)
    sheet.freeze_panes(top + 1, 1 if len(page.sheet.headers) > 3 else 0)
    return sheet, top + 1


def _write_table(writer: _Writer, sheet: Any, page: _Page, top: int) -> None:
    headers, rows = page.sheet.headers, page.sheet.rows
    heading = writer.form("heading", bold=True, text_wrap=True, valign="top", bottom=1)
    for column, header in enumerate(headers):
        entries = [row[column] for row in rows]
        sheet.set_column(column, column, find_width(header, entries, _WIDEST))
    for at, row in enumerate(rows, start=top + 1):
        for column, entry in enumerate(row):
            if isinstance(entry, Figure):
                number = choose_format(entry)
                form = writer.form(number, num_format=number, valign="top")
                sheet.write_number(at, column, entry.value, form)
            else:
                # As text, whatever it looks like: Excel runs no formula that stands in a string.
                sheet.write_string(at, column, neutralise(entry), writer.wrapped)
    options = {
        "name": page.name.replace(" ", "_"),
        "style": None,
        "autofilter": False,
        "columns": [{"header": neutralise(header), "header_format": heading} for header in headers],
    }
    # A table of Excel has at least one row of figures.
    sheet.add_table(top, 0, top + max(len(rows), 1), len(headers) - 1, options)
