"""Agencies in the browser: two that are one merged and taken apart again, and a form fetched to send out."""

from __future__ import annotations

import re

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import click, download, fill, open_tab, settled, title
from tests.e2e.conftest import Visiting


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_two_that_are_one_are_merged_and_that_is_undone_and_their_form_is_fetched(
    fresh_dashboard: str, visit: Visiting, tmp_path
) -> None:
    page = visit(fresh_dashboard, width=1366, height=768).open("/agencies?list_of=TWBC+CCTV")
    expect(page.get_by_text("TWBC CCTV: 1 action, 0 as lead")).to_be_visible()
    full = re.compile("^TWBC CST: Tunbridge Wells Borough Council Community Safety Team")
    expect(title(page)).to_have_attribute("title", full)
    open_tab(page, "Merge and edit")
    fill(page.get_by_role("textbox", name="Your name, to record changes"), "A. Chair")
    click(
        button(page, "Continue"), expect(page.get_by_text("Recorded under the name A. Chair")).to_be_visible
    )
    preview = page.get_by_text("CCTV takes 1 name (TWBC CCTV); 4 actions of the plan 2021-22 will show it.")
    click(button(page, "Merge…").first, expect(preview).to_be_visible)
    click(
        button(page, "Merge into CCTV"),
        expect(page.get_by_text("Merged: TWBC CCTV is CCTV now.")).to_be_visible,
    )
    open_tab(page, "One agency")
    expect(page.get_by_text("The plan also calls it TWBC CCTV.")).to_be_visible()
    file = tmp_path / "form.xlsx"
    taken = download(page, lambda: button(page, "Form to fill in (Excel)").click(timeout=5000))
    taken.save_as(file)
    assert taken.suggested_filename == "cctv-2021-22-form.xlsx"
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert sheet.max_row == 5, "the actions of both names, under a header"
    # What an abbreviation stands for is said where it is pointed at.
    cell = page.locator(".st-key-agency_list td abbr").filter(has_text="TWBC").first
    cell.hover()
    expect(page.locator(".st-key-agency_list [role=tooltip]")).to_contain_text(
        "Tunbridge Wells Borough Council"
    )
    open_tab(page, "Merge and edit")
    click(button(page, "Undo"), expect(page.get_by_text("Undone: TWBC CCTV went into CCTV.")).to_be_visible)
    expect(page.get_by_text("These two look like one team: CCTV and TWBC CCTV.")).to_be_visible()
    page.goto(f"{fresh_dashboard}/agencies?list_of=TWBC+CCTV")
    settled(page)
    expect(page.get_by_text("TWBC CCTV: 1 action, 0 as lead")).to_be_visible()
    expect(title(page)).to_contain_text("has most to do")
