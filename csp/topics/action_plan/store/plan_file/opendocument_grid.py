"""The sheets of an OpenDocument spreadsheet (.ods) as text: numbers as shown, merged cells filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, iterparse

from csp.topics.action_plan.store.plan_file.grid import (
    MOST_COLUMNS,
    MOST_GRIDS,
    MOST_ROWS,
    Filler,
    Grid,
    GridRow,
    collect_rows,
)

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read_opendocument(name: str, content: bytes) -> list[Grid]:
    """The sheets that hold anything. Raises UserError, and whatever zipfile and the XML reader do."""
    grids: list[Grid] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as part:
        for _, element in iterparse(part):
            if element.tag == f"{_TABLE}table" and len(grids) < MOST_GRIDS:
                rows = collect_rows(name, _read_rows(element))
                if rows:
                    grids.append(Grid(element.get(f"{_TABLE}name", ""), "sheet", rows))
                element.clear()
    return grids


def _read_rows(table: Element) -> Iterator[GridRow]:
    """Rows that are repeated without a word are counted, and not written out."""
    filler, line = Filler(), 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells, below = _read_cells(row)
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if any(cells) and line < MOST_ROWS + 2:
            span = max((columns for _, _, columns in below), default=1)
            for each in range(min(repeated, MOST_ROWS + 2 - line)):
                yield filler.fill(line + each + 1, cells, span)
                for column, rows, _ in below:
                    filler.begin(column, rows, cells[column])
        elif line < MOST_ROWS + 2:
            for _ in range(min(repeated, MOST_ROWS)):
                filler.fill(line + 1, cells, 1)
        line += repeated


def _read_cells(row: Element) -> tuple[list[str], list[tuple[int, int, int]]]:
    """The cells of a row, and of merged ones the column, the rows below and the columns covered."""
    cells: list[str] = []
    merges = []
    for cell in row:
        if cell.tag not in _CELLS or len(cells) > MOST_COLUMNS:
            continue
        text = "" if cell.tag == _CELLS[1] else _read_cell(cell)
        rows = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        columns = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if rows > 1 or columns > 1:
            merges.append((len(cells), rows - 1, columns))
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [text] * min(repeated, MOST_COLUMNS + 1 - len(cells))
    return cells, merges


def _read_cell(cell: Element) -> str:
    """A day as a day; all else as it is shown, so that 1.10 stays 1.10."""
    day = cell.get(f"{_OFFICE}date-value")
    if day is not None:
        return day[:10]
    # The notes that somebody put on a cell are not what it says.
    notes = {each for note in cell.iter(f"{_OFFICE}annotation") for each in note.iter(f"{_TEXT}p")}
    lines = [_read_line(each) for each in cell.iter(f"{_TEXT}p") if each not in notes]
    return "\n".join(lines).strip() or cell.get(f"{_OFFICE}value", "")


def _read_line(paragraph: Element) -> str:
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif element.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            parts.append(" ")
        parts.append(element.text or "")
        if element is not paragraph:
            parts.append(element.tail or "")
    return "".join(parts)
