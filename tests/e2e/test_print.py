"""A page on paper: no chrome, the filters on top, every column of every table, as many sheets as it takes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

# A4 landscape without its margins, in pixels of 96 to the inch.
SHEET = {"width": 1032, "height": 703}
HIDDEN = "[data-testid=stHeader], .st-key-filter_bar, [data-testid=stDownloadButton]"


@pytest.mark.parametrize("path", ["/?type=Robbery", "/county", "/quarter"])
def test_a_page_is_printed_whole_and_without_chrome(path, visit):
    page = visit().open(path)
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    for part in page.locator(HIDDEN).all():
        expect(part).to_be_hidden()
    cut = """() => [document.documentElement, ...[...document.querySelectorAll("*")]
      .filter(node => node.shadowRoot)
      .flatMap(node => [...node.shadowRoot.querySelectorAll(".frame, td, th")])]
      .filter(node => node.scrollWidth > node.clientWidth + 1 && node.clientWidth)
      .map(node => node.textContent.slice(0, 80))"""
    page.wait_for_function(f"() => ({cut})().length === 0")
    if "type" in path:
        heading = page.locator(".st-key-paper_heading")
        expect(heading).to_contain_text("Robbery · All of Tunbridge Wells · Jan to Dec 2020 against")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) > 1, "a page that is cut is one sheet"
