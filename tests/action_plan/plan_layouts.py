"""One plan in the layouts that councils use, written as Word, Excel, OpenDocument and text files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.table import Table

PRIORITIES = {1: "Safer streets", 2: "Young people"}


@dataclass(frozen=True)
class Planned:
    """An action of the plan: priority, lead, partners, due as it is stored, and measure."""

    priority: int
    text: str
    lead: str
    partners: tuple[str, ...]
    due: str
    measure: str

    @property
    def agencies(self) -> tuple[str, ...]:
        return (self.lead, *self.partners)


ACTIONS = (
    Planned(
        1,
        "Walk the route to the station weekly",
        "Council",
        ("Police", "Housing"),
        "2026-03-31",
        "Fewer reports",
    ),
    Planned(1, "Fit lights in the underpass", "Police", (), "March 2026", ""),
    Planned(
        1,
        "Visit the square with traders",
        "Fire and Rescue",
        ("Council", "Police"),
        "2025-09-30",
        "Visits made",
    ),
    Planned(1, "Train door staff", "Police", ("Pubwatch",), "", "Staff trained"),
    Planned(1, "Mark bicycles at events", "Police", ("Council",), "2025-12-31", "Bicycles marked"),
    Planned(
        1,
        "Open a café for the night – with volunteers",
        "Street Pastors",
        ("Council",),
        "2026-01-15",
        "Nights open",
    ),
    Planned(1, "Publish a map of safe places", "Council", (), "Ongoing", "Map published"),
    Planned(1, "Meet residents each month", "Housing", ("Police",), "2026-02-28", ""),
    Planned(
        1,
        "Clear needles within a day",
        "Council",
        ("Health and Social Care",),
        "2025-10-31",
        "Needles cleared",
    ),
    Planned(1, "Review the alcohol order", "Council", ("Police",), "2026-03-31", "Order reviewed"),
    Planned(
        2, "Hold sessions in schools", "Youth Service", ("Police", "Schools"), "June 2026", "Pupils reached"
    ),
    Planned(2, "Offer a mentor to those at risk", "Probation", ("Council",), "2026-03-31", "Mentors matched"),
)
"""Twelve, so that one priority has an action 1.10."""

TITLES = ("Action", "Lead agency", "Supporting partners", "By when", "Measure of success")


def _number(action: Planned) -> str:
    place = [each for each in ACTIONS if each.priority == action.priority].index(action) + 1
    return f"{action.priority}.{place}"


def _words(action: Planned, between: str = ", ") -> list[str]:
    return [action.text, action.lead, between.join(action.partners), action.due, action.measure]


def _banner(number: int) -> str:
    return f"Priority {number}: {PRIORITIES[number]}"


def _of(number: int) -> list[Planned]:
    return [action for action in ACTIONS if action.priority == number]


def _day_first(due: str) -> str:
    """2026-03-31 as 31/03/26; words as they are."""
    return f"{due[8:]}/{due[5:7]}/{due[2:4]}" if due[:1].isdigit() else due


def _csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def text_of_utf16() -> bytes:
    """What Excel calls Unicode text: tabs, and a column for the priority."""
    rows = [["Ref", "Priority", *TITLES]]
    rows += [[_number(a), _banner(a.priority), *_words(a, "; ")] for a in ACTIONS]
    return _csv(rows, "\t").encode("utf-16")


def semicolons_of_windows() -> bytes:
    """A title, a blank line, then the table; dates with two digits for the year."""
    rows: list[Sequence[str]] = [["Community safety, plan for 2025/26"], [], ["No.", "Theme", *TITLES]]
    for action in ACTIONS:
        texts = _words(action, " / ")
        rows.append(
            [
                _number(action),
                f"{action.priority}. {PRIORITIES[action.priority]}",
                *texts[:3],
                _day_first(texts[3]),
                texts[4],
            ]
        )
    return _csv(rows, ";").encode("cp1252")


def book_of_banners() -> bytes:
    """A title over all columns, banner rows that are merged, totals and a note at the end, real dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet.append(["Community safety action plan 2025/26"])
    sheet.merge_cells("A1:H1")
    sheet.append([])
    for number in PRIORITIES:
        sheet.append([_banner(number)])
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=8)
        # The header again under each banner, as where the plan is printed a priority a page.
        sheet.append(
            [
                "Action no",
                "Objective",
                "What will we do?",
                "Lead Officer",
                "Partners",
                "Timescale",
                "How will we know?",
                "RAG",
            ]
        )
        begun = sheet.max_row + 1
        for action in _of(number):
            text, lead, partners, due, measure = _words(action, " & ")
            day = datetime.fromisoformat(due) if due[:1].isdigit() else due
            sheet.append([_number(action), "An objective", text, lead, partners, day, measure, "Green"])
        sheet.merge_cells(start_row=begun, start_column=2, end_row=sheet.max_row, end_column=2)
        sheet.append(["Total", None, len(_of(number))])
        sheet.append([])
    sheet.append(["* The plan is reviewed by the partnership every quarter."])
    # A sheet of something else, and one that nobody sees.
    other = book.create_sheet("Key")
    other.append(["RAG", "Meaning"])
    other.append(["Green", "On track"])
    hidden = book.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    hidden.append(["Action", "Lead", "Due"])
    return _save(book)


def book_of_merged_priorities() -> bytes:
    """The priority in a cell that is merged down, numbers 1.1 to 1.10 as numbers of two decimals."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Strategic priority", "#", "Activity", "Owner", "Who", "Target date", "KPI"])
    for number in PRIORITIES:
        begun = sheet.max_row + 1
        for action in _of(number):
            sheet.append([_banner(number), float(_number(action)), *_words(action, " and ")])
            place = _number(action).partition(".")[2]
            sheet.cell(sheet.max_row, 2).number_format = "0.00" if len(place) == 2 else "0.0"
        sheet.merge_cells(start_row=begun, start_column=1, end_row=sheet.max_row, end_column=1)
    return _save(book)


def book_of_plain_numbers() -> bytes:
    """As before, but 1.10 is the number 1.1 and shown as such; priorities only in the first row of each."""
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(3):
        sheet.append(["Safer together"])
    sheet.append(["Ref", "Theme", *TITLES])
    for number, name in PRIORITIES.items():
        for at, action in enumerate(_of(number)):
            sheet.append([float(_number(action)), "" if at else name, *_words(action, "\n")])
    return _save(book)


def book_of_sheets() -> bytes:
    """A sheet for each priority, under its name; no references."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, name in PRIORITIES.items():
        sheet = book.create_sheet(name)
        sheet.append([f"Actions {number}"])
        sheet.append(TITLES)
        for action in _of(number):
            sheet.append(_words(action))
    return _save(book)


def _save(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(table: Table, rows: Iterable[Sequence[str]]) -> None:
    for texts in rows:
        row = table.add_row()
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def document_of_banners() -> bytes:
    """One Word table after a table of versions; banners merged across, the same lead merged down."""
    document = docx.Document()
    document.add_heading("Action plan 2025/26", 0)
    versions = document.add_table(rows=0, cols=2)
    _fill(versions, [["Version", "Date"], ["1", "1 April 2025"]])
    document.add_paragraph("The partnership has agreed on this.")
    table = document.add_table(rows=0, cols=6)
    titles = ["Ref", *TITLES]
    _fill(table, [titles])
    for number in PRIORITIES:
        row = table.add_row()
        row.cells[0].merge(row.cells[5]).text = _banner(number)
        _fill(table, [[_number(action), *_words(action)] for action in _of(number)])
        _merge_down(table, 2, len(table.rows) - len(_of(number)))
        # The header once more, as where a table was copied page by page.
        _fill(table, [titles])
    return _save_document(document)


def _merge_down(table: Table, column: int, first: int) -> None:
    """Makes one cell of those under each other that say the same."""
    cells = table.column_cells(column)[first:]
    begun = cells[0]
    for cell in cells[1:]:
        if cell.text == begun.text:
            text, cell.text = begun.text, ""
            begun = begun.merge(cell)
            begun.text = text
        else:
            begun = cell


def document_of_tables() -> bytes:
    """A Word table for each priority under its heading, references before the actions as in exports."""
    document = docx.Document()
    document.add_heading("Action plan", 0)
    for number in PRIORITIES:
        document.add_heading(_banner(number), 1)
        document.add_paragraph("What the partnership will do about it, in the words of those who took part.")
        table = document.add_table(rows=0, cols=5)
        _fill(table, [TITLES])
        _fill(table, [[f"{_number(a)} {a.text}", *_words(a)[1:]] for a in _of(number)])
    return _save_document(document)


def document_of_letters() -> bytes:
    """Tables under bold lines that are no headings; references A1, A2 in a column of their own."""
    document = docx.Document()
    for number, name in PRIORITIES.items():
        document.add_paragraph().add_run(name).bold = True
        table = document.add_table(rows=0, cols=6)
        _fill(table, [["Ref", *TITLES]])
        _fill(table, [[f"{'AB'[number - 1]}{at}", *_words(a, "; ")] for at, a in enumerate(_of(number), 1)])
    return _save_document(document)


def _save_document(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet_of_opendocument() -> bytes:
    """A spreadsheet of LibreOffice: numbers shown as 1.10, banners merged across."""
    rows = [
        _ods_row(["Plan"]),
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>',
    ]
    rows.append(_ods_row(["Ref", *TITLES]))
    for number in PRIORITIES:
        span = 'table:number-columns-spanned="6"'
        banner = f"<table:table-cell {span}><text:p>{_banner(number)}</text:p></table:table-cell>"
        covered = '<table:covered-table-cell table:number-columns-repeated="5"/>'
        rows.append(f"<table:table-row>{banner}{covered}</table:table-row>")
        rows += [_ods_row([_number(action), *_words(action)], figure=True) for action in _of(number)]
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Plan">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_row(texts: Sequence[str], figure: bool = False) -> str:
    cells = []
    for at, text in enumerate(texts):
        if figure and at == 0:
            kind = f' office:value-type="float" office:value="{float(text)}"'
        elif text[:2] == "20" and date.fromisoformat(text):
            kind = f' office:value-type="date" office:date-value="{text}T00:00:00"'
        else:
            kind = ""
        cells.append(f"<table:table-cell{kind}><text:p>{escape(text)}</text:p></table:table-cell>")
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


NUMBERED = [_number(action) for action in ACTIONS]
LETTERED = [f"{'AB'[a.priority - 1]}{_number(a).partition('.')[2]}" for a in ACTIONS]
MADE = [f"{'SS' if a.priority == 1 else 'YP'}-{int(_number(a).partition('.')[2]):02d}" for a in ACTIONS]

# By the name of a file: how it is made, and the references that its actions have then.
LAYOUTS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "utf16.txt": (text_of_utf16, NUMBERED),
    "semicolons.csv": (semicolons_of_windows, NUMBERED),
    "banners.xlsx": (book_of_banners, NUMBERED),
    "merged.xlsx": (book_of_merged_priorities, NUMBERED),
    "numbers.xlsx": (book_of_plain_numbers, NUMBERED),
    "sheets.xlsx": (book_of_sheets, MADE),
    "banners.docx": (document_of_banners, NUMBERED),
    "tables.docx": (document_of_tables, NUMBERED),
    "letters.docx": (document_of_letters, LETTERED),
    "plan.ods": (sheet_of_opendocument, NUMBERED),
}
