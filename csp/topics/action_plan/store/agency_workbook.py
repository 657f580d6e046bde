"""The file of an agency's form: what it is asked stands out, and a status is chosen from a list."""

from __future__ import annotations

import io

import openpyxl  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from csp.topics.action_plan.store.agency_form import ASKED, STAMP, TOLD, FormSource, write_form_rows
from csp.topics.action_plan.store.agency_records import Agency
from csp.topics.action_plan.store.cells import escape
from csp.topics.action_plan.store.status import Status

WIDTHS = {"action": 60, "part": 20, "quarter": 24, "what happened": 60, "evidence link": 32}
_TO_FILL_IN = PatternFill("solid", fgColor="FFF4CC")


def write_workbook(source: FormSource, agency: Agency) -> bytes:
    """One agency's form as an Excel file. Cells are text: nothing in it is a formula."""
    rows = write_form_rows(source, agency)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Your actions"
    for line, row in enumerate(rows, 1):
        for position, header in enumerate(rows[0], 1):
            cell = sheet.cell(line, position, escape(row[position - 1]))
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line == 1)
            is_number = header.startswith("number") and bool(row[position - 2])
            if line > 1 and (header in ASKED or is_number):
                cell.fill = _TO_FILL_IN
    for position, header in enumerate(rows[0], 1):
        column = sheet.column_dimensions[get_column_letter(position)]
        column.width, column.hidden = WIDTHS.get(header, 14), header == STAMP
    _offer_statuses(sheet, len(rows))
    sheet.freeze_panes = "B2"
    _explain(book.create_sheet("How to fill in"), source, agency)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer_statuses(sheet: object, rows: int) -> None:
    """A list to choose from in the column of the status."""
    column = get_column_letter(len(TOLD) + 1)
    choice = DataValidation("list", formula1=f'"{",".join(Status)}"', allow_blank=True)
    choice.add(f"{column}2:{column}{max(rows, 2)}")
    sheet.add_data_validation(choice)  # type: ignore[attr-defined]


def _explain(sheet: object, source: FormSource, agency: Agency) -> None:
    lines = (
        f"{agency.spelt_out}: action plan {source.listing.plan.label}, {source.listing.quarter.label}",
        "Fill in the yellow cells of the first sheet and send the file back.",
        "Leave a row empty where there is nothing to report. Without a status the last one stays.",
        "A number goes beside the name of what is counted.",
    )
    for line, words in enumerate(lines, 1):
        sheet.cell(line, 1, escape(words)).data_type = "s"  # type: ignore[attr-defined]
    sheet.column_dimensions["A"].width = 100  # type: ignore[attr-defined]
