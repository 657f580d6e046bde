"""A plan with its outcomes as CSV, Excel or Word. CSV and Excel can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import docx
import openpyxl  # type: ignore[import-untyped]
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import Table
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

from csp.core import wording
from csp.core.abbreviations import pick_terms
from csp.core.errors import UserError
from csp.topics.action_plan.store.cells import escape
from csp.topics.action_plan.store.plan_progress import COLUMNS, list_cells
from csp.topics.action_plan.store.records import ActionRow, Listing

# Widths in characters of the columns that hold sentences.
WIDTHS = {"priority_name": 24, "action": 60, "agencies": 32, "measure": 40, "note": 50, "evidence_link": 32}


def to_csv(listing: Listing) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it; formulas are neutralised."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([escape(cell) for cell in list_cells(listing, action)] for action in listing.actions)
    return out.getvalue().encode("utf-8-sig")


def to_excel(listing: Listing, terms: Mapping[str, str] | None = None) -> bytes:
    """A sheet of text cells: nothing in it is a formula, whatever it looks like.

    terms: what abbreviations stand for; those that the plan uses are on a sheet of their own.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Action plan"
    rows = [list(COLUMNS), *(list_cells(listing, action) for action in listing.actions)]
    for line, row in enumerate(rows, 1):
        for position, text in enumerate(row, 1):
            cell = sheet.cell(line, position)
            cell.value = escape(text)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=line > 1, vertical="top")
            cell.font = Font(bold=line == 1)
    for position, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[sheet.cell(1, position).column_letter].width = WIDTHS.get(name, 14)
    sheet.freeze_panes = "B2"
    used = pick_terms("\n".join(cell for row in rows[1:] for cell in row), terms or {})
    if used:
        _list_abbreviations(book.create_sheet("Abbreviations"), used)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list_abbreviations(sheet: Any, used: Mapping[str, str]) -> None:
    for line, pair in enumerate((("abbreviation", "stands for"), *used.items()), 1):
        for position, text in enumerate(pair, 1):
            cell = sheet.cell(line, position, escape(text))
            cell.data_type, cell.number_format, cell.font = "s", "@", Font(bold=line == 1)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 32, 90


WORD_COLUMNS = (("Action", 9.5), ("Agencies", 4.5), ("Measure", 5.5), ("Outcome", 7.0))


def to_word(listing: Listing, terms: Mapping[str, str] | None = None) -> bytes:
    """The plan as a document: a table for each priority with the columns of WORD_COLUMNS.

    terms: what abbreviations stand for; those that the plan uses are listed at the end.
    """
    document = make_document(f"Action plan {listing.plan.label}", listing.today, level=0)
    for number, name in listing.plan.priorities.items():
        document.add_heading(f"Priority {number}: {name}", level=1)
        add_table(
            document,
            WORD_COLUMNS,
            [_make_texts(action) for action in listing.actions if action.priority == number],
        )
    add_abbreviations(document, terms or {})
    return save_document(document)


def _make_texts(action: ActionRow) -> tuple[str, ...]:
    return (
        f"{action.ref}  {action.text}",
        "; ".join(action.agencies),
        action.measure,
        describe_outcome(action),
    )


def make_document(title: str, today: date, level: int) -> Document:
    """An empty A4 document on its side, with its title as a heading and the day its outcomes are of."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "en-GB"
    document.add_heading(title, level=level)
    document.add_paragraph(f"Outcomes as reported up to {today:%d/%m/%Y}.")
    return document


def add_table(
    document: Document, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]
) -> Table:
    """Add a table to a document. columns: header and width in cm; rows: the text of each cell."""
    table: Table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    for cell, (header, _) in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(header).bold = True
    for texts in rows:
        row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for column, (_, width) in zip(table.columns, columns, strict=True):
        # LibreOffice goes by the width of the column, Word by that of each cell.
        column.width = Cm(width)
    for row in table.rows:
        for cell, (_, width) in zip(row.cells, columns, strict=True):
            cell.width = Cm(width)
        # No row is broken between two pages.
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    # The header is repeated on every page the table runs over.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def add_abbreviations(document: Document, terms: Mapping[str, str]) -> None:
    """Add what those of some terms that a document uses stand for, as its last paragraphs."""
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    used = pick_terms("\n".join([*(each.text for each in document.paragraphs), *cells]), terms)
    if not used:
        return
    document.add_heading("Abbreviations", level=2)
    paragraph = document.add_paragraph()
    for at, (term, meaning) in enumerate(used.items()):
        paragraph.add_run(f"{'; ' if at else ''}{term}").bold = True
        paragraph.add_run(f": {meaning}")


def save_document(document: Document) -> bytes:
    """The document as the bytes of a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_due(action: ActionRow) -> str:
    """When an action is due: the day in words, or the plan's own words where it gives none."""
    return wording.day(action.due_date) if action.due_date else action.due


def describe_outcome(action: ActionRow) -> str:
    """The outcome column: status with its shape, the quarter it was reported for, and the note."""
    rag, latest = action.status.rag, action.latest
    if latest is None:
        return f"{rag.shape} {rag.word}"
    head = f"{rag.shape} {rag.word} ({latest.quarter.label})"
    return f"{head}\n{latest.note}" if latest.note else head


FORMATS = ("csv", "xlsx", "docx")


def export(listing: Listing, kind: str, terms: Mapping[str, str] | None = None) -> bytes:
    """A plan as csv, xlsx or docx. terms: what abbreviations stand for. Raises UserError for another kind."""
    match kind.lower().lstrip("."):
        case "csv":
            return to_csv(listing)
        case "xlsx":
            return to_excel(listing, terms)
        case "docx":
            return to_word(listing, terms)
        case _:
            raise UserError(f'"{kind}" is not one of csv, xlsx and docx.')
