"""The menu Share in a browser: opened, read, and every kind of file taken and read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import click, download, hold_charts, make, open_popover, open_tab

PNG = b"\x89PNG\r\n\x1a\n"
NAME = "shoplifting-by-ward-2020-01-to-2020-12-against-2019"


def menu(page: Page) -> Locator:
    return page.get_by_test_id("stPopoverBody")


def line(page: Page, words: str) -> Locator:
    """The line of the menu about a chart or a table."""
    return menu(page).locator("[class*=st-key-share_line_]").filter(has_text=words)


def take(page: Page, words: str, label: str) -> tuple[str, bytes]:
    """The name and the content of a file of the menu."""
    taken = download(page, line(page, words).get_by_role("button", name=label, exact=True).click)
    return taken.suggested_filename, Path(taken.path()).read_bytes()


def open_share(page: Page) -> None:
    open_popover(page, "share")
    expect(menu(page).get_by_role("button", name="Print")).to_be_visible()


def close_share(page: Page) -> None:
    make(page, lambda: page.keyboard.press("Escape"), expect(menu(page)).to_have_count, 0)


@pytest.mark.parametrize("dark", [False, True])
def test_data_and_pictures_are_taken_from_one_menu(visit, dark):
    page = visit(dark=dark).open("/profile?type=Shoplifting")
    open_share(page)
    name, content = take(page, "Table: Shoplifting by ward", "CSV")
    header, *rows = csv.reader(io.StringIO(content.decode()))
    assert name == f"{NAME}.csv"
    assert header[0] == "Ward"
    assert header[-5:] == ["Crime type", "Place", "Period", "Comparison", "Source"]
    assert len(rows) == 20

    name, content = take(page, "Table: Shoplifting by ward", "Excel")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert name == f"{NAME}.xlsx"
    assert book.sheetnames == ["About", "Table"]
    assert book["Table"].max_row == 21

    name, content = take(page, "Chart: Shoplifting by ward", "PNG")
    assert name.startswith("crime-types-")
    assert name.endswith(".png")
    assert content.startswith(PNG)

    name, content = take(page, "Chart: Shoplifting by ward", "SVG")
    root = ElementTree.fromstring(content.decode())
    assert name.endswith(".svg")
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Shoplifting by ward"


def test_opening_the_menu_draws_nothing_of_the_page_anew(visit):
    page = visit().open("/county")
    before = hold_charts(page)
    address = page.url
    open_share(page)
    close_share(page)
    assert page.url == address
    assert all(chart.evaluate("node => node.isConnected") for chart in before)


def test_the_menu_follows_the_tab_that_is_open(visit):
    page = visit().open("/profile?type=Shoplifting")
    open_share(page)
    expect(line(page, "Table: Shoplifting by ward")).to_have_count(1)
    close_share(page)
    open_tab(page, "Outcomes")
    open_share(page)
    expect(menu(page)).to_contain_text("Chart: ")
    expect(line(page, "by ward")).to_have_count(0)


def test_a_page_without_filters_has_the_menu_beside_its_title(visit):
    page = visit(width=1366, height=768).open("/help")
    title, button = page.locator("h1").first, page.locator(".st-key-share").get_by_test_id("stPopoverButton")
    at, beside = title.bounding_box(), button.bounding_box()
    assert at is not None
    assert beside is not None
    assert beside["y"] < at["y"] + at["height"]
    click(button, expect(menu(page).get_by_role("button", name="Copy link")).to_be_visible)


def test_help_opens_at_the_page_one_comes_from(visit):
    page = visit().open("/wards")
    link = page.locator(".st-key-filter_bar").get_by_role("link", name="Help")
    click(link, expect(page.get_by_role("heading", name="On the page Wards")).to_be_visible)


def test_a_link_says_what_a_control_of_the_page_does_not_know(visit):
    page = visit().open("/wards?shade_by=Piracy&tab=All+wards")
    expect(page.get_by_text("“Piracy” could not be found here: Rate is shown instead.")).to_be_visible()
    expect(page.get_by_role("tab", name="All wards")).to_have_attribute("aria-selected", "true")
