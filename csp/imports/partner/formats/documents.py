"""The tables of a Word document (.docx), each as a sheet with the caption or heading above it as its name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, parse

from csp.core.errors import UserError
from csp.core.word_tables import DOCUMENT, get_tag, list_parts, read_paragraph, read_row
from csp.imports.limits import MB
from csp.imports.partner.formats.bounds import MOST_COLUMNS, MOST_SHEETS, RawLine, Tables

_LONGEST_NAME = 80
# The whole document is held in memory, at ten times its size.
_DOCUMENT_BYTES = 48 * MB


def open_document(path: Path, shown: str) -> Tables:
    """The tables of a document. Raises UserError for one without, and whatever zipfile and XML readers do."""
    tables: list[Element] = []
    names: dict[int, str] = {}
    above = ""
    for block in list_parts(_read_body(path, shown), {"p", "tbl"}):
        if get_tag(block) == "p":
            above = " ".join(read_paragraph(block).split()) or above
        elif len(tables) < MOST_SHEETS:
            number = len(tables)
            names[number] = f"Table {number + 1}" + (f": {above[:_LONGEST_NAME]}" if above else "")
            tables.append(block)
            above = ""
    if not tables:
        raise UserError(f"{shown} has no table: choose the document with the table, or save it as .xlsx.")
    return Tables("docx", names, lambda number: _iterate(tables[number]))


def _read_body(path: Path, shown: str) -> Element:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if DOCUMENT.fullmatch(name))
        if archive.getinfo(name).file_size > _DOCUMENT_BYTES:
            raise UserError(f"{shown} is larger than any table in Word: save the table as .xlsx or CSV.")
        with archive.open(name) as part:
            body = parse(part).getroot().find("{*}body")
    if body is None:
        raise UserError(f"{shown} has no table: choose the document with the table, or save it as .xlsx.")
    return body


def _iterate(table: Element) -> Iterator[RawLine]:
    """The rows of a table; a cell that is merged downwards stands in each of the rows that it covers."""
    above: list[str] = []
    for line, row in enumerate(list_parts(table, {"tr"}), 1):
        cells, going_on, _ = read_row(row, MOST_COLUMNS)
        for column in going_on:
            if column < len(above):
                cells[column] = above[column]
        yield line, cells
        above = cells
