"""Clicks that lead into a tab: on Priorities and on the pages of the action plan."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import click, open_tab, settled


def click_into_tab(page: Page, row: Locator, name: str) -> None:
    """Click a row until the tab that it leads to is open."""
    click(row, expect(page.get_by_role("tab", name=name)).to_have_attribute, "aria-selected", "true")


def test_a_priority_that_is_clicked_is_shown_as_one_candidate(visit):
    page = visit(width=1366, height=768).open("/priorities")
    row = page.locator(".st-key-adopted tbody th button").filter(has_text="1. Domestic abuse")
    click_into_tab(page, row, "One candidate")
    expect(page.get_by_text("Domestic abuse: the evidence ")).to_be_visible()
    page.wait_for_url("**candidate=Domestic+abuse**")
    settled(page)
    other = visit(width=1366, height=768).open(f"/{page.url.split('/', 3)[3]}")
    expect(other.get_by_text("Domestic abuse: the evidence ")).to_be_visible()


def test_the_evidence_stands_beside_what_is_adopted_in_the_first_screen(visit):
    page = visit(width=1366, height=768).open("/priorities")
    chart, adopted = page.get_by_test_id("stVegaLiteChart"), page.locator(".st-key-adopted table")
    settled(page)
    for part in (chart, adopted):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= 768
    assert chart.bounding_box()["x"] + chart.bounding_box()["width"] <= adopted.bounding_box()["x"]


def test_an_agency_that_is_clicked_is_listed(visit):
    page = visit(width=1366, height=768).open("/agencies")
    open_tab(page, "Every agency")
    row = page.locator(".st-key-agencies tbody th button").filter(has_text="Look Ahead")
    click_into_tab(page, row, "One agency")
    expect(page.get_by_text("Look Ahead: 8 actions")).to_be_visible()
    page.wait_for_url("**list_of=Look+Ahead**")


def test_a_long_list_is_shown_whole_on_request_and_its_rows_open(visit):
    page = visit(width=1366, height=768).open("/agencies")
    rows = page.locator(".st-key-agencies tbody tr")
    more = page.get_by_role("button", name=re.compile(r"^Show all \d+$")).first
    expect(more).to_be_visible()
    whole = int(more.inner_text().split()[-1])
    click(more, expect(rows).to_have_count, whole)
    click_into_tab(page, rows.last.locator("th button"), "One agency")
