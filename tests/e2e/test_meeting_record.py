"""A meeting from its opening to its minutes, as whoever keeps them types it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from csp.core import settings
from tests.e2e.browser import follow, open_tab, repeat, settled, title

STRIP = ".st-key-meeting_strip"
# Every item's headline and the strip lie within the screen, and no word of the strip is cut without dots.
BOXES = """() => {
  const box = (node) => node.getBoundingClientRect();
  const strip = box(document.querySelector(".st-key-meeting_strip"));
  const agenda = [...document.querySelectorAll(".st-key-whose *")].filter((node) => node.shadowRoot)
    .map((node) => node.shadowRoot.querySelector(".frame")).filter(Boolean).map(box)[0];
  const headline = box(document.querySelector("[data-testid=stMain] h1"));
  return {
    headline: headline.bottom, strip: [strip.left, strip.right, strip.bottom, strip.height],
    agenda: [agenda.left, agenda.right, agenda.bottom], wide: document.documentElement.scrollWidth,
    size: parseFloat(getComputedStyle(document.querySelector("[data-testid=stMain] h1")).fontSize),
  };
}"""


def agenda(page: Page):
    return page.locator(".st-key-whose .frame")


def plan_and_open(page: Page) -> None:
    page.get_by_role("textbox", name="Your name, to record changes").fill("A. Officer")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Plan a meeting").click()
    page.get_by_role("textbox", name="Title", exact=True).first.fill("Spring meeting")
    page.get_by_role("button", name="Plan it").click()
    expect(title(page)).to_contain_text("Spring meeting")
    settled(page)
    page.get_by_role("button", name="Open the meeting").click()
    expect(agenda(page)).to_contain_text(f"1 of {len(settings.AGENDA) + 1}: Since the last meeting")


def turn_to(page: Page, number: int, name: str) -> None:
    settled(page)
    page.keyboard.press("ArrowRight")
    expect(agenda(page)).to_contain_text(f"{number} of {len(settings.AGENDA) + 1}: {name}")
    settled(page)


def take_down(page: Page, button: str, label: str, text: str, send: str) -> None:
    """Type something into a form of the strip and send it."""
    form = page.get_by_role("textbox", name=label, exact=True)
    repeat(
        lambda: page.locator(STRIP).get_by_role("button", name=button).click(timeout=2000),
        lambda ms: expect(form).to_be_visible(timeout=ms),
    )
    form.fill(text)
    page.get_by_role("button", name=re.compile(send)).click()
    expect(page.locator(STRIP)).to_contain_text(text)


def measure(page: Page, height: int, width: int) -> None:
    boxes = page.evaluate(BOXES)
    assert boxes["headline"] < height
    assert max(boxes["strip"][2], boxes["agenda"][2]) <= height
    assert boxes["strip"][1] <= boxes["agenda"][0]
    # One line.
    assert boxes["strip"][3] < 70
    assert max(boxes["agenda"][1], boxes["wide"]) <= width


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_a_meeting_from_opening_to_minutes(visit, fresh_dashboard, width, height, tmp_path: Path):
    page = visit(fresh_dashboard, width=width, height=height).open("/meeting")
    plan_and_open(page)
    turn_to(page, 2, "Overview")
    measure(page, height, width)
    take_down(page, "Decision", "Decision", "Ask for the CCTV", "Record the decision")
    turn_to(page, 3, "County")
    take_down(page, "Action", "Action", "Light the path", "Add it to the plan")
    measure(page, height, width)
    # Time goes on in the browser.
    clock = agenda(page).locator(".clock")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)
    settled(page)
    page.keyboard.press("Escape")
    follow(page, "Meeting")
    settled(page)
    page.get_by_role("button", name="Close the meeting").click()
    expect(title(page)).to_contain_text("1 decision and 1 action raised")
    for name, start in (("Word", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Minutes as {name}").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert file.read_bytes().startswith(start)
    open_tab(page, "Figures as shown")
    expect(page.get_by_role("button", name="This table as Parquet")).to_be_visible()
