"""The action plan in a browser: a card that moves, two people at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import GESTURE_MS, click, fill, follow, make, settled, title
from tests.e2e.conftest import serve

HOSTILE = '<img src=x onerror="window.caught=1"> **bold** [link](javascript:window.caught=2)'


@pytest.fixture(scope="module")
def written(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    """A dashboard in whose plan the tests write, each under an action of its own."""
    yield from serve(tmp_path_factory.mktemp("written"))


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def sign(page: Page, name: str) -> None:
    """Say who is editing, by keyboard."""

    def write_name() -> None:
        page.get_by_role("textbox", name="Your name").fill(name)
        page.keyboard.press("Enter")

    make(page, write_name, expect(page.get_by_text(f"Recorded under the name {name}")).to_be_visible)
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    box = main(page).get_by_role("combobox", name=label, exact=True)

    def choose_option() -> None:
        box.click(timeout=GESTURE_MS)
        page.get_by_role("option", name=option).click(timeout=GESTURE_MS)

    # A status has its sign before its name.
    make(page, choose_option, expect(box).to_have_value, re.compile(option))


def write(page: Page, note: str, status: str) -> None:
    choose(page, "Status", status)
    fill(page.get_by_role("textbox", name="Note"), note)


def send(page: Page, answer: str = "Stored: ") -> None:
    """Send the update, and wait for what the page says to it."""
    click(page.get_by_role("button", name="Add the update"), expect(main(page)).to_contain_text, answer)
    settled(page)


def column(page: Page, status: str) -> Locator:
    return page.get_by_role("list", name=status).get_by_role("button")


def test_an_update_moves_the_card(fresh_dashboard, visit):
    page = visit(fresh_dashboard).open("/board?type=Shoplifting")
    expect(title(page)).to_contain_text("None of 57 actions has been started")
    card = page.get_by_role("button", name="DA-02, not started")
    click(card, expect(title(page)).to_contain_text, "DA-02: nothing reported yet")
    page.wait_for_url(re.compile(r"/action\?(?=.*action=DA-02)"))
    sign(page, "A. Chair")
    write(page, "Three sessions held", "On track")
    send(page)
    expect(title(page)).to_contain_text("DA-02 is on track")
    # The filters of the link, which the action plan does not use, come along.
    follow(page, "County")
    page.wait_for_url(re.compile(r"/county\?(?=.*type=Shoplifting)"))
    follow(page, "Status board")
    expect(column(page, "1 Domestic abuse, On track")).to_have_count(1)
    expect(column(page, "1 Domestic abuse, On track")).to_contain_text("DA-02")
    expect(column(page, "1 Domestic abuse, Not started")).to_have_count(13)


def test_a_part_of_a_bar_filters_the_board_and_lets_go_again(visit):
    page = visit().open("/board")
    part = page.get_by_role("button", name="4 Road safety: 13 not started")
    click(part, expect(page.get_by_text("13 of 57 actions shown.")).to_be_visible)
    assert "priority=4+Road+safety" in page.url
    expect(part).to_have_attribute("aria-pressed", "true")
    click(part, expect(page.get_by_text("57 of 57 actions shown.")).to_be_visible)


def test_two_priorities_fit_a_large_screen_without_scrolling(visit):
    page = visit(width=1920, height=1080).open("/board")
    for priority, first, last in (("1", "DA-01", "DA-14"), ("2", "SA-01", "SA-13")):
        for ref in (first, last):
            box = page.get_by_role("button", name=f"{ref}, not started").bounding_box()
            assert box is not None
            assert box["y"] > 0, priority
            assert box["y"] + box["height"] <= 1080, ref
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0


def test_who_comes_second_sees_the_firsts_change_and_chooses(written, visit):
    first, second = (visit(written).open("/action?action=DA-03") for _ in range(2))
    sign(first, "A. Chair")
    sign(second, "B. Officer")
    write(first, "The first one", "At risk")
    write(second, "The second one", "Complete")
    send(first)
    expect(title(first)).to_contain_text("DA-03 is at risk")
    send(second, "was changed by A. Chair while you were writing")
    expect(main(second)).to_contain_text("The first one")
    keep = second.get_by_role("button", name="Keep mine as a further update")
    click(keep, expect(title(second)).to_contain_text, "DA-03 is complete")
    history = second.get_by_role("list", name="History of DA-03, latest first")
    expect(history).to_contain_text("The second one")
    expect(history).to_contain_text("The first one")


def test_a_correction_leaves_what_it_corrects_in_the_history(written, visit):
    page = visit(written).open("/action?action=DA-04")
    sign(page, "A. Chair")
    write(page, "Wrong", "Off track")
    send(page)
    note = page.get_by_role("textbox", name="Note")
    click(page.get_by_role("button", name="Correct the update"), expect(note).to_have_value, "Wrong")
    fill(note, "Right")
    history = page.get_by_role("list", name="History of DA-04, latest first")
    store = page.get_by_role("button", name="Store the correction")
    click(store, expect(history).to_contain_text, "Corrects the update by A. Chair")
    expect(history).to_contain_text("Corrected by A. Chair")


def test_an_update_is_added_with_the_keyboard_alone(written, visit):
    page = visit(written).open("/action?action=DA-05")
    name = page.get_by_role("textbox", name="Your name")

    def type_name() -> None:
        name.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("A. Chair")
        page.keyboard.press("Enter")

    make(page, type_name, expect(page.get_by_role("textbox", name="Note")).to_be_visible)
    settled(page)
    status = main(page).get_by_role("combobox", name="Status", exact=True)

    def choose_status() -> None:
        status.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.type("At risk")
        page.keyboard.press("Enter")

    make(page, choose_status, expect(status).to_have_value, re.compile("At risk"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()
    page.keyboard.type("By keyboard")
    page.keyboard.press("Control+Enter")
    expect(title(page)).to_contain_text("DA-05 is at risk")


def test_hostile_text_is_only_text(written, visit):
    reader = visit(written)
    page = reader.open("/action?action=DA-06")
    sign(page, "<b>A. Chair</b>")
    write(page, HOSTILE, "At risk")
    send(page)
    expect(title(page)).to_contain_text("DA-06 is at risk")
    for address in ("/board", "/board?look=Table", "/quarter?quarter_tab=Changed", "/action?action=DA-06"):
        other = reader.open(address)
        # The cards of the board have no notes.
        if address != "/board":
            expect(main(other)).to_contain_text("**bold** [link](javascript:window.caught=2)")
        assert other.evaluate("window.caught") is None, address
        assert main(other).locator("img[src=x], a[href^=javascript]").count() == 0, address
        other.close()


def test_the_list_of_an_agency_is_printed_on_a_page_of_its_own(visit):
    page = visit().open("/agencies?list_of=Look+Ahead")
    # Chromium without a screen prints nothing, so what would be printed is looked at instead.
    printed = page.frame_locator("iframe[title='Look Ahead: action plan 2021-22']")
    button = page.get_by_role("button", name="Print this list")
    click(button, expect(printed.locator("h1")).to_have_text, "Look Ahead: action plan 2021-22")
    expect(printed.locator("tbody tr").first).to_contain_text("DA-07")
