"""A page on paper: no chrome, the filters on top, every column and row of every table."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from csp.core import settings
from csp.shell.pages import PAGES, TYPE
from tests.e2e.browser import page_path, repeat

# A4 landscape without its margins, in pixels of 96 to the inch.
SHEET = {"width": 1032, "height": 703}
HIDDEN = (
    "[data-testid=stHeader], .st-key-filter_bar, [data-testid=stDownloadButton], [data-testid=stTextInput],"
    " [role=tab][aria-selected=false], .st-key-whose .frame"
)
# What is wider than the sheet, and what would scroll on the screen and is cut off here.
CUT = """() => [
    ...[document.documentElement, ...[...document.querySelectorAll("*")]
      .filter(node => node.shadowRoot)
      .flatMap(node => [...node.shadowRoot.querySelectorAll(".frame, td, th")])]
      .filter(node => node.scrollWidth > node.clientWidth + 1 && node.clientWidth),
    ...[...document.querySelectorAll("[data-testid=stMain] *")]
      .filter(node => ["auto", "scroll"].includes(getComputedStyle(node).overflowY))
      .filter(node => node.scrollHeight > node.clientHeight + 1 && node.clientHeight),
  ].map(node => node.textContent.slice(0, 80))"""


def print_preview(visit, path):
    page = visit().open(path)
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    for part in page.locator(HIDDEN).all():
        expect(part).to_be_hidden()

    def check(_: float) -> None:
        assert page.evaluate(CUT) == []

    repeat(lambda: page.wait_for_timeout(100), check)
    return page


def count_sheets(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.file)
def test_a_page_is_printed_whole_without_chrome_and_under_the_name_of_the_partnership(spec, visit):
    page = print_preview(visit, f"{page_path(spec.file)}?type=Robbery")
    name = settings.area().partnership
    if TYPE in spec.filters:
        heading = page.locator(".st-key-paper_heading")
        expect(heading).to_be_visible()
        expect(heading).to_contain_text(f"{name} · Robbery · ")
    else:
        expect(page.get_by_text(name).locator("visible=true").first).to_be_visible()


@pytest.mark.parametrize("path", ["/?type=Robbery", "/county", "/quarter"])
def test_a_long_page_takes_several_sheets(path, visit):
    page = print_preview(visit, path)
    if "type" in path:
        heading = page.locator(".st-key-paper_heading")
        expect(heading).to_contain_text("Robbery · All of Tunbridge Wells · Jan to Dec 2020 against")
    assert count_sheets(page) > 1, "a page that is cut is one sheet"


def test_columns_stay_side_by_side_and_a_table_that_scrolls_is_printed_whole(visit):
    page = print_preview(visit, "/trends")
    rows = page.locator("table").first.locator("tbody tr")
    assert rows.count() == 36
    last = rows.last.bounding_box()
    assert last["y"] + last["height"] <= page.evaluate("document.documentElement.scrollHeight")
    county = print_preview(visit, "/county")
    left, right = (chart.bounding_box() for chart in county.get_by_test_id("stVegaLiteChart").all()[:2])
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 2
