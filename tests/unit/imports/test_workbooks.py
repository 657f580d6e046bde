"""Workbooks of Excel and of OpenDocument come to the same lines, and others are named as what they are."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from csp.core.errors import UserError
from csp.imports.workbooks import is_workbook, read_sheets

HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
FOOT = "</office:spreadsheet></office:body></office:document-content>"
# A title, two blank rows as one, a row with a repeated cell, and the rest of the sheet as one blank row.
SHEET = (
    '<table:table table:name="C2"><table:table-header-rows><table:table-row>'
    "<table:table-cell><text:p>Title</text:p><text:p>of it</text:p></table:table-cell>"
    '<table:table-cell table:number-columns-repeated="16383"/></table:table-row></table:table-header-rows>'
    '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell office:value-type="float" office:value="7514"><text:p>7,514</text:p>'
    '</table:table-cell><table:table-cell office:value-type="float" office:value="1.5" '
    'table:number-columns-repeated="2"/><table:table-cell office:value-type="date" '
    'office:date-value="2024-12-31T00:00:00"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    "</table:table>"
)
LINES = [(1, ["Title\nof it", "", "", "", ""]), (4, ["7514", "1.5", "1.5", "2024-12-31", ""])]


def write_ods(path: Path, *sheets: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", HEAD + "".join(sheets) + FOOT)
    return path


def test_an_opendocument_spreadsheet_is_read_with_its_repeated_cells(tmp_path):
    path = write_ods(tmp_path / "t.ods", SHEET, SHEET.replace('"C2"', '"Notes"'))
    assert is_workbook(path)
    assert list(read_sheets(path, "t.ods", 5, 2_000_000)) == [("C2", LINES), ("Notes", LINES)]
    wanted = read_sheets(path, "t.ods", 5, 100, is_wanted=lambda name: name == "Notes")
    assert list(wanted) == [("Notes", LINES)]


def test_a_row_that_is_repeated_is_written_out_no_further_than_a_table_goes(tmp_path):
    figures = '<table:table-cell office:value-type="float" office:value="7514">'
    many = '<table:table-row table:number-rows-repeated="900000">'
    row = SHEET.replace(f"<table:table-row>{figures}", f"{many}{figures}")
    ((_, lines),) = read_sheets(write_ods(tmp_path / "t.ods", row), "t.ods", 5, 10)
    assert [number for number, _ in lines] == [1, *range(4, 11)]


def test_an_excel_workbook_comes_to_the_same_lines(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "C2"
    sheet["A1"], sheet["A4"], sheet["B4"], sheet["C4"] = "Title\nof it", 7514.0, 1.5, 1.5
    sheet["D4"] = date(2024, 12, 31)
    book.save(tmp_path / "t.xlsx")
    assert list(read_sheets(tmp_path / "t.xlsx", "t.xlsx", 5, 100)) == [("C2", LINES)]


@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("xl/workbook.bin", "x", "is a binary workbook"),
        ("word/document.xml", "x", "cannot be read as a workbook"),
        ("content.xml", HEAD, "cannot be read as a workbook"),
    ],
)
def test_what_is_no_workbook_of_the_two_is_one_sentence(tmp_path, member, content, words):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        if member == "content.xml":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(member, content)
    with pytest.raises(UserError, match=words):
        list(read_sheets(tmp_path / "t.xlsx", "t.xlsx", 5, 100))
