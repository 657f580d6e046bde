"""A partner's spreadsheet in a browser: brought in by somebody alone, seen on Trends, and taken back."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.e2e.browser import click, fill, settled, title
from tests.e2e.test_in_out import choose_files, main, sign

MONTHS = [f"{name} 2024" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep")]


def write_extract(folder: Path) -> Path:
    """A workbook as partners send them: a title, months as columns, a total and a footnote."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Calls to the helpline"])
    sheet.append([])
    sheet.append(["Category", *MONTHS, "Total"])
    figures = [list(range(30, 39)), list(range(12, 21))]
    for name, counts in zip(("Domestic abuse", "Housing"), figures, strict=True):
        sheet.append([name, *counts, sum(counts)])
    totals = [sum(each) for each in zip(*figures, strict=True)]
    sheet.append(["Total", *totals, sum(totals)])
    sheet.append([])
    sheet.append(["Figures are provisional."])
    file = folder / "helpline.xlsx"
    book.save(file)
    return file


def press(page: Page, name: str, check: str) -> None:
    """Press a button of the page until what follows from it is said."""
    button = main(page).get_by_role("button", name=name, exact=True)
    click(button, expect(main(page).get_by_text(check).first).to_be_visible)
    settled(page)


def test_a_spreadsheet_is_brought_in_seen_on_trends_and_taken_back(fresh_dashboard, visit, tmp_path):
    reader = visit(fresh_dashboard)
    page = reader.open("/data?data_tab=Bring+in")
    sign(page)
    choose_files(page, [write_extract(tmp_path)], main(page).get_by_text("headings in row 3"))
    press(page, "Declare a source…", "Its types, one to a line")
    fill(page.get_by_role("textbox", name="Name", exact=True), "Helpline")
    fill(page.get_by_role("textbox", name="What it counts"), "calls to the helpline")
    fill(page.get_by_role("textbox", name="Licence"), "Given by the partner")
    press(page, "Declare the source", "The source Helpline is declared.")
    for check in ("The first rows as they would be stored", "Every name is answered", "18 of 18 rows"):
        press(page, "Next", check)
    press(page, "Store", "Stored: 18 of 18 rows of Helpline, for 9 months.")
    page = reader.open("/trends?source=Helpline&type=Domestic+abuse")
    expect(title(page)).to_have_text(re.compile("Domestic abuse", re.IGNORECASE))
    page = reader.open("/data?data_tab=Bring+in")
    sign(page)
    press(page, "Undo", "was undone")
    page = reader.open("/trends?source=Helpline")
    expect(main(page).get_by_text("Source “Helpline” could not be found here")).to_be_visible()
