"""The file of an agency's form: what it is asked stands out, and a status is chosen from a list.

Only the cells to fill in can be typed into. The protection has no password: it keeps from slips, and nobody
from anything. What comes back is read by its headers, which are the first row.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, TypeAlias

import openpyxl  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]
from openpyxl.worksheet.properties import (  # type: ignore[import-untyped]
    PageSetupProperties,
    WorksheetProperties,
)
from openpyxl.worksheet.protection import SheetProtection  # type: ignore[import-untyped]

from csp.core.abbreviations import pick_terms
from csp.topics.action_plan.store.agency_form import ASKED, STAMP, FormSource, write_form_rows
from csp.topics.action_plan.store.agency_records import Agency
from csp.topics.action_plan.store.cells import escape
from csp.topics.action_plan.store.status import Status

SHEET, HELP = "Your actions", "How to fill in"
# Widths in characters; all of it fits the screen of a laptop but for the numbers.
WIDTHS = {
    "id": 8,
    "action": 36,
    "part": 13,
    "due": 11,
    "last status": 11,
    "quarter": 13,
    "status": 12,
    "what happened": 40,
    "evidence link": 20,
}
_COUNTED_WIDTH, _NUMBER_WIDTH = 20, 10
_HELP_WIDTHS = (28, 90)
# Points of a line of text, and the lines that a row to be answered has at least.
_LINE_POINTS, _LEAST_LINES = 15, 3
_NUMBER = re.compile(r"number \d+")
_COUNTED = re.compile(r"counted \d+")
_LINE = Side("thin", color="C8CDD3")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEAD, _BODY = Font(bold=True, color="FFFFFF"), Font()
_HEAD_FILL = PatternFill("solid", fgColor="12436D")
_TO_FILL_IN = PatternFill("solid", fgColor="FFF4CC")
_OPEN = Protection(locked=False)
# By whether a cell is a header, holds a number, and is to be filled in.
Styles: TypeAlias = dict[tuple[bool, bool, bool], Any]
ANSWERS: Mapping[str, str] = {
    "status": "Choose one from the list. Left empty, the last status stays.",
    "what happened": "A sentence or two for the partnership. Name no person.",
    "evidence link": "The address of a page that shows it, where there is one: https://...",
    "number": "A number alone, of what is named to the left of it.",
}
"""What to write into the cells to fill in."""
STATES: Mapping[Status, str] = {
    Status.NOT_STARTED: "nothing has been done yet",
    Status.ON_TRACK: "it goes as planned",
    Status.AT_RISK: "it will be late or fall short unless something is done",
    Status.OFF_TRACK: "it is late or falls short",
    Status.COMPLETE: "it is done, and nothing more is expected",
    Status.STOPPED: "it has been given up",
}
"""What each status means, as the form explains it."""


def write_workbook(source: FormSource, agency: Agency, terms: Mapping[str, str] | None = None) -> bytes:
    """One agency's form as an Excel file. Cells are text: nothing in it is a formula.

    terms: what abbreviations stand for; those that the form uses are listed with what it explains.
    """
    rows = write_form_rows(source, agency)
    book = openpyxl.Workbook()
    book.properties.title = f"{agency.name}: action plan {source.listing.plan.label}"
    sheet = book.active
    sheet.title = SHEET
    widths = [_find_width(header) for header in rows[0]]
    styles: Styles = {}
    for line, row in enumerate(rows, 1):
        _write_row(sheet, line, row, rows[0], styles)
        lines = _count_lines(row[:-1], widths)
        sheet.row_dimensions[line].height = _LINE_POINTS * (lines if line == 1 else max(lines, _LEAST_LINES))
    for position, (header, width) in enumerate(zip(rows[0], widths, strict=True), 1):
        column = sheet.column_dimensions[get_column_letter(position)]
        column.width, column.hidden = width, header == STAMP
    _guide_answers(sheet, rows)
    _set_up_page(sheet)
    sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"
    # Of each row the last cell is hidden.
    used = pick_terms("\n".join(cell for row in rows for cell in row[:-1]), terms or {})
    _explain(book.create_sheet(HELP), _list_explanations(source, agency, rows[0], used))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _find_width(header: str) -> int:
    return WIDTHS.get(header, _COUNTED_WIDTH if _COUNTED.fullmatch(header) else _NUMBER_WIDTH)


def _count_lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines the longest cell of a row is broken into: not every program works that out itself."""
    return max(
        len(textwrap.wrap(text, width - 1)) if len(text) >= width else 1
        for text, width in zip(texts, widths, strict=False)
    )


def _write_row(sheet: Any, line: int, row: Sequence[str], headers: Sequence[str], styles: Styles) -> None:
    for position, (header, text) in enumerate(zip(headers, row, strict=True), 1):
        # A number is typed into its cell as one, of what is named to the left of it.
        is_number = bool(_NUMBER.fullmatch(header)) and line > 1
        is_asked = line > 1 and (header in ASKED or (is_number and bool(row[position - 2])))
        cell = sheet.cell(line, position, escape(text))
        if not is_number:
            cell.data_type = "s"
        kind = (line == 1, is_number, is_asked)
        if kind not in styles:
            _style(cell, *kind)
            styles[kind] = cell._style
        # A style that is made anew for each cell takes most of the time that a file takes.
        cell._style = copy(styles[kind])


def _style(cell: Any, is_head: bool, is_number: bool, is_asked: bool) -> None:
    cell.alignment, cell.border, cell.font = _WRAPPED, _BOX, _HEAD if is_head else _BODY
    if not is_number:
        # Text, whatever it looks like.
        cell.number_format = "@"
    if is_head:
        cell.fill = _HEAD_FILL
    elif is_asked:
        cell.fill, cell.protection = _TO_FILL_IN, _OPEN


def _guide_answers(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    """A list to choose a status from, and what to write into each of the other cells to fill in."""
    last = max(len(rows), 2)
    for position, header in enumerate(rows[0], 1):
        if header == "status":
            choice = _guide(header, type="list", formula1=f'"{",".join(Status)}"')
        elif _NUMBER.fullmatch(header):
            choice = _guide("number", type="decimal", operator="between", formula1="-1e12", formula2="1e12")
        elif header in ASKED:
            choice = _guide(header)
        else:
            continue
        column = get_column_letter(position)
        choice.add(f"{column}2:{column}{last}")
        sheet.add_data_validation(choice)


def _guide(header: str, **rule: str) -> DataValidation:
    """What a cell says when it is chosen, and where it refuses what is typed."""
    title, words = header.capitalize(), ANSWERS[header]
    said = {"promptTitle": title, "prompt": words, "errorTitle": title, "error": words}
    return DataValidation(**rule, **said, allow_blank=True, showInputMessage=True, showErrorMessage=True)


def _set_up_page(sheet: Any) -> None:
    """On paper as wide as the page; what is not to be filled in cannot be."""
    # Widths and heights stay everybody's own.
    sheet.protection = SheetProtection(sheet=True, formatColumns=False, formatRows=False)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties = WorksheetProperties(pageSetUpPr=PageSetupProperties(fitToPage=True))


def _list_explanations(
    source: FormSource, agency: Agency, headers: Sequence[str], used: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What the second sheet says: a word and what there is to know of it, "" for a heading."""
    numbers = any(_NUMBER.fullmatch(header) for header in headers)
    return [
        (f"{agency.spelt_out}: action plan {source.listing.plan.label}, {source.listing.quarter.label}", ""),
        ("What to do", f"Fill in the yellow cells of the sheet “{SHEET}”, save the file and send it back."),
        ("Nothing to report", "Leave the row empty."),
        ("status", ANSWERS["status"]),
        *((f"   {state.value}", words) for state, words in STATES.items()),
        *((header, ANSWERS[header]) for header in ASKED[1:]),
        *([("number", ANSWERS["number"])] if numbers else []),
        ("All other cells", "They cannot be changed. What is wrong in them, say in your e-mail."),
        *([("Abbreviations", "")] if used else []),
        *used.items(),
    ]


def _explain(sheet: Any, lines: Sequence[tuple[str, str]]) -> None:
    for line, pair in enumerate(lines, 1):
        # A heading runs on over the cell beside it, which has to be empty for that.
        for position, text in enumerate(filter(None, pair), 1):
            cell = sheet.cell(line, position, escape(text))
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = _WRAPPED if pair[1] else Alignment(vertical="top")
        sheet.cell(line, 1).font = Font(bold=True, size=13 if line == 1 else 11)
        sheet.row_dimensions[line].height = _LINE_POINTS * (
            _count_lines(pair, _HELP_WIDTHS) if pair[1] else 1.3
        )
    for column, width in zip("AB", _HELP_WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    _set_up_page(sheet)
