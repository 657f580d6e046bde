"""Reading OpenDocument spreadsheets (.ods) sheet by sheet as text, as the Home Office publishes them.

A spreadsheet is one XML file in a zip archive, which is read as a stream: a year of open data by partnership
has 180,000 rows. Blank cells and rows that are repeated, up to the last of the sheet, are not written out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse

from csp.imports.tables import Line

SUFFIX = ".ods"
_CONTENT = "content.xml"
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def is_opendocument(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is such a spreadsheet."""
    return "mimetype" in archive.namelist() and archive.read("mimetype").strip().startswith(_KIND)


def read_tables(
    path: Path, most_columns: int, most_lines: int, is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, list[Line]]]:
    """The name of each sheet that is wanted, and its lines that say anything, cells as stripped text.

    Raises what zipfile and the XML reader do for a damaged file.
    """
    with zipfile.ZipFile(path) as archive, archive.open(_CONTENT) as content:
        name, wanted, number = "", False, 0
        lines: list[Line] = []
        for event, element in iterparse(content, events=("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                name, number, lines = element.get(f"{_TABLE}name", ""), 0, []
                wanted = is_wanted(name)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if wanted and number < most_lines:
                    cells = _read_cells(element, most_columns)
                    last = min(repeated, most_lines - number) if any(cells) else 0
                    lines += [(number + each, list(cells)) for each in range(1, last + 1)]
                number += repeated
                element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table":
                if wanted:
                    yield name, lines
                element.clear()


def _read_cells(row: Element, most_columns: int) -> list[str]:
    """The cells of a row, as many as a table can have; blank ones behind the last that says anything too."""
    cells: list[str] = []
    for cell in row:
        if cell.tag in _CELLS and len(cells) < most_columns:
            repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            cells += [_read_cell(cell)] * min(repeated, most_columns - len(cells))
    return cells + [""] * (most_columns - len(cells))


def _read_cell(cell: Element) -> str:
    value = cell.get(f"{_OFFICE}value")
    if value is not None:
        return value.removesuffix(".0")
    day = cell.get(f"{_OFFICE}date-value")
    if day is not None:
        return day[:10]
    return "\n".join("".join(each.itertext()) for each in cell.iter(f"{_TEXT}p")).strip()
