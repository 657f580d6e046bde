"""The sheets of a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods), by python-calamine.

Formulas are read as the values that were last saved, macros are never run, links never followed. calamine
holds a sheet in memory from its first cell to its last, so a stray cell far to the right of a table would
fill the memory: such a sheet is read by openpyxl, line by line, and only as far as a table can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csp.core import wording
from csp.core.errors import UserError
from csp.imports.partner.formats.bounds import MOST_COLUMNS, MOST_SHEETS, RawLine, Tables, wide
from csp.imports.partner.formats.merges import fill_merges
from csp.imports.partner.formats.parts import Parts, scan_parts

# Cells beyond the last column that is read: so few were left behind by somebody, more are a table.
_STRAY_CELLS = 50


def open_workbook(path: Path, shown: str, format_: str) -> Tables:
    """The visible sheets of a workbook; the hidden ones where there is no other.

    Raises UserError, and whatever calamine and openpyxl do for a damaged file.
    """
    parts = scan_parts(path) if format_ in ("xlsx", "xlsm") else Parts()
    if parts.far_cells > _STRAY_CELLS:
        raise wide(shown, parts.columns)
    notes = parts.list_notes(shown)
    if parts.far_cells:
        return _open_line_by_line(path, format_, notes)
    return _open_whole(path, shown, format_, notes)


def _open_whole(path: Path, shown: str, format_: str, notes: tuple[str, ...]) -> Tables:
    import python_calamine as calamine  # noqa: PLC0415 needed for workbooks alone

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise UserError(
            f"{shown} is protected by a password: save it without one and choose it again."
        ) from error
    listed = [
        (number, each)
        for number, each in enumerate(book.sheets_metadata)
        if each.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    visible = [pair for pair in listed if pair[1].visible == calamine.SheetVisibleEnum.Visible]
    hidden = len(listed) - len(visible) if visible else 0
    if hidden:
        notes = (
            *notes,
            f"{wording.plural(hidden, 'hidden sheet')} of {shown} {'is' if hidden == 1 else 'are'} not read.",
        )
    names = {number: each.name for number, each in (visible or listed)[:MOST_SHEETS]}

    def iterate(number: int) -> Iterator[RawLine]:
        sheet = book.get_sheet_by_index(number)
        if sheet.start is None:
            return iter(())
        left = [None] * sheet.start[1]
        lines = ((line, [*left, *row] if left else row) for line, row in enumerate(sheet.iter_rows(), 1))
        return fill_merges(lines, sheet.merged_cell_ranges or [])

    return Tables(format_, names, iterate, notes)


def _open_line_by_line(path: Path, format_: str, notes: tuple[str, ...]) -> Tables:
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 slow to import, and few workbooks need it

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheets: list[Any] = [
        sheet for sheet in book.worksheets if sheet.sheet_state == "visible"
    ] or book.worksheets
    numbers = {book.sheetnames.index(sheet.title): sheet for sheet in sheets[:MOST_SHEETS]}

    def iterate(number: int) -> Iterator[RawLine]:
        rows = numbers[number].iter_rows(values_only=True, max_col=MOST_COLUMNS)
        return ((line, row) for line, row in enumerate(rows, 1))

    return Tables(format_, {number: sheet.title for number, sheet in numbers.items()}, iterate, notes)
