"""Reading workbooks of Excel (.xlsx) and OpenDocument (.ods) sheet by sheet as text, within limits.

A cell may lie a thousand columns to the right of its table, and every row is then as wide: rows are cut after
the columns that a table can have.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from csp.core.errors import UserError
from csp.imports import limits, opendocument
from csp.imports.tables import Line

WORKBOOK = b"PK\x03\x04"
SUFFIXES = (".xlsx", opendocument.SUFFIX)
MOST_PARTS = 1_000


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, or another archive, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(WORKBOOK)) == WORKBOOK


def read_sheets(
    path: Path,
    shown: str,
    most_columns: int,
    most_lines: int,
    is_wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[tuple[str, list[Line]]]:
    """The name of each sheet and its lines that say anything, cells as stripped text, one sheet at a time.

    is_wanted: by the name of a sheet, whether it is read at all. A row has most_columns cells. Raises
    UserError for what is no workbook, or one that would unpack to more than any table.
    """
    try:
        if _check_archive(path, shown):
            yield from opendocument.read_tables(path, most_columns, most_lines, is_wanted)
        else:
            yield from _read_excel(path, most_columns, most_lines, is_wanted)
    except (UserError, MemoryError):
        raise
    except Exception as error:  # the readers fail in many ways on a damaged file, none of them documented
        raise UserError(f"{shown} cannot be read as a workbook. Download it again.") from error


def _read_excel(
    path: Path, most_columns: int, most_lines: int, is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, list[Line]]]:
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 slow to import, and most imports are of CSV files

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            if is_wanted(sheet.title):
                rows = sheet.iter_rows(values_only=True, max_row=most_lines, max_col=most_columns)
                yield sheet.title, _list_lines(rows)
    finally:
        book.close()


def _check_archive(path: Path, shown: str) -> bool:
    """Whether a workbook is one of OpenDocument.

    Raises UserError for one that would unpack to more than any table, and for the kind of Excel's that only
    Excel reads.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        is_open = opendocument.is_opendocument(archive)
    if any(part.filename == "xl/workbook.bin" for part in parts):
        raise UserError(f"{shown} is a binary workbook (.xlsb). Save it as .xlsx or CSV (UTF-8) first.")
    most = limits.OPEN_WORKBOOK_BYTES if is_open else limits.WORKBOOK_BYTES
    if sum(part.file_size for part in parts) > most or len(parts) > MOST_PARTS:
        raise UserError(
            f"{shown} is too large once unpacked. Check that it is the right workbook, or save the sheet "
            "that you need as CSV."
        )
    return is_open


def _list_lines(rows: Iterator[Sequence[Any]]) -> list[Line]:
    lines = ((number, [_to_text(cell) for cell in row]) for number, row in enumerate(rows, 1))
    return [(number, cells) for number, cells in lines if any(cells)]


def _to_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()
