"""A meeting: the page large and without chrome, the agenda turned by keys, what is chosen kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from csp.core import settings
from csp.shell.pages import PAGES
from tests.e2e.browser import ROOT, filter_bar, filter_box, page_path, repeat, serving, settled, title

CHROME = (
    "[data-testid=stHeader], .st-key-filter_bar, [data-testid=stPopover], [data-testid=stDownloadButton],"
    " [data-testid=stElementToolbar], .vega-embed summary"
)
TITLES = settings.AGENDA
FILES = {page.title: page.file for page in PAGES}
# px of every word of the charts and the tables, and of the figures in the tiles.
SIZES = """() => {
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const within = (selector) => [...document.querySelectorAll("*")].filter((node) => node.shadowRoot)
    .flatMap((node) => [...node.shadowRoot.querySelectorAll(selector)]);
  return {
    chart: [...document.querySelectorAll(".vega-embed svg text")].filter((node) => node.textContent)
      .map(size),
    table: within("td, tbody th").map(size),
    figures: [...within("div.row > div.figure"), ...document.querySelectorAll("[data-testid=stMetricValue]")]
      .map(size),
  };
}"""


def agenda(page: Page):
    return page.locator(".st-key-whose .frame")


def leave(page: Page, seen: Locator) -> None:
    """End a meeting by its key, once the page is at rest, and wait for what is hidden during one."""

    def press() -> None:
        settled(page)
        page.keyboard.press("Escape")

    repeat(press, lambda ms: expect(seen).to_be_visible(timeout=ms))


def test_the_keys_lead_through_the_agenda_and_back_and_keep_what_is_chosen(visit):
    page = visit().open("/?type=Shoplifting&meeting=on")
    for at, name in enumerate(TITLES, 1):
        expect(agenda(page)).to_contain_text(f"{at} of {len(TITLES)}: {name}")
        settled(page)
        assert "meeting=on" in page.url
        page.keyboard.press("ArrowRight" if at % 2 else "PageDown")
    # Behind the last there is none.
    expect(page).to_have_title(TITLES[-1])
    for name in reversed(TITLES[:-1]):
        page.keyboard.press("ArrowLeft")
        expect(agenda(page)).to_contain_text(name)
        settled(page)
    expect(title(page)).to_contain_text("Shoplifting")
    leave(page, filter_bar(page))
    expect(filter_box(page, "Crime type")).to_have_value("Shoplifting")
    expect(page).to_have_url(re.compile(r"/\?type=Shoplifting$"))


def test_keys_that_are_pressed_faster_than_pages_are_drawn_are_all_heard(visit):
    page = visit().open("/?meeting=on")
    # The keys are heard from the moment that the agenda is on the page.
    expect(agenda(page)).to_contain_text(f"1 of {len(TITLES)}: {TITLES[0]}")
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(agenda(page)).to_contain_text(f"4 of {len(TITLES)}: {TITLES[3]}")
    expect(page).to_have_title(TITLES[3])


def test_a_meeting_begins_with_the_button_on_a_page_without_a_bar_and_ends_with_one_key(visit):
    page = visit().open("/data")
    button = page.get_by_role("button", name="Meeting", exact=True)
    repeat(
        lambda: button.click(timeout=2000),
        lambda ms: expect(agenda(page)).to_contain_text("Not on the agenda", timeout=ms),
    )
    expect(page).to_have_url(re.compile(r"/data\?meeting=on$"))
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.locator(".st-key-whose .name")).to_have_text(settings.area().partnership)
    leave(page, page.get_by_test_id("stHeader"))
    expect(page).to_have_url(re.compile(r"/data$"))


def test_keys_stay_with_what_has_the_focus(visit):
    page = visit().open("/?meeting=on")
    row = page.locator("table button").first
    row.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("tab").first.focus()
    page.keyboard.press("PageDown")
    page.goto(page.url.replace("/?", "/quarter?"))
    settled(page)
    page.get_by_role("combobox", name="Quarter").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    expect(page).to_have_title("Quarterly review")


@pytest.mark.parametrize("name", TITLES)
def test_a_page_of_the_agenda_can_be_read_from_across_the_room(name, visit):
    page = visit(width=1920, height=1080).open(f"{page_path(FILES[name])}?meeting=on")
    for part in page.locator(CHROME).all():
        expect(part).to_be_hidden()
    sizes = page.evaluate(SIZES)
    assert min(sizes["chart"], default=16) >= 16
    assert min(sizes["table"], default=16) >= 16
    assert min(sizes["figures"], default=40) >= 40
    words = page.get_by_test_id("stMain")
    expect(words).to_contain_text(settings.area().partnership)
    assert words.evaluate("node => node.scrollWidth - node.clientWidth") <= 0


def test_an_agenda_of_ones_own_opens_pages_with_other_filters_and_tabs(visit, tmp_path):
    text = settings.area_file().read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("agenda = "))
    line = 'agenda = ["Overview", "Trends?type=Shoplifting&tab=Year by year", "Wards?ward=Park"]'
    (tmp_path / "area.toml").write_text(text.replace(before, line), encoding="utf-8")
    places = {name: str(tmp_path / name) for name in ("CSP_EXTRACTS", "CSP_BOARD")}
    with serving(ROOT, tmp_path / "log", {"CSP_AREA": str(tmp_path / "area.toml"), **places}) as address:
        page = visit(address).open("/?meeting=on")
        expect(agenda(page)).to_contain_text("1 of 3: Overview")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name="Year by year")).to_have_attribute("aria-selected", "true")
        expect(title(page)).to_contain_text("Shoplifting")
        settled(page)
        page.keyboard.press("ArrowRight")
        expect(page.locator(".st-key-paper_heading")).to_contain_text("Shoplifting · Park · ")
        settled(page)
        page.keyboard.press("ArrowLeft")
        expect(title(page)).to_contain_text("Shoplifting in Park")
        page.context.close()
