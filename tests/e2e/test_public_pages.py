"""Public mode in a browser: its pages stay within two screens and say that counts of wards are adjusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from csp.core import disclosure
from csp.shell.pages import PAGES
from tests.e2e.browser import ROOT, hold_charts, page_path, serving, settled

WIDTH, HEIGHT = 1366, 768
WITH_WARD = ("overview", "trends", "wards", "profile")


@pytest.fixture(scope="module")
def public(
    browser: object,  # noqa: ARG001 no browser, no server
    published_sample: Mapping[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a dashboard of public mode on the published sample."""
    folder: Path = tmp_path_factory.mktemp("public_pages")
    environment = {**published_sample, "CSP_BOARD": str(folder / "board")}
    with serving(ROOT, folder / "server.log", environment) as address:
        yield address


def test_a_page_of_public_mode_is_at_most_two_screens_high_and_says_once_what_is_adjusted(public, visit):
    of_ward = [f"{page_path(file)}?ward=Park" for file in WITH_WARD]
    others = [*(page_path(spec.file) for spec in PAGES), f"{page_path('profile')}?type=Robbery"]
    page = visit(public, width=WIDTH, height=HEIGHT).open("/")
    heights, said = {}, {}
    for address in (*others, *of_ward):
        page.goto(f"{public}{address}")
        settled(page)
        hold_charts(page)
        heights[address] = page.get_by_test_id("stMain").evaluate("node => node.scrollHeight")
        sentence = page.locator("[data-testid=stMain] p").filter(has_text=disclosure.ADJUSTED)
        said[address] = sentence.filter(visible=True).count()
    assert {address: height for address, height in heights.items() if height > 2 * HEIGHT} == {}
    assert {address: said[address] for address in of_ward} == dict.fromkeys(of_ward, 1)
