"""The action plan in a browser: a card that moves, two people at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import (
    GESTURE_MS,
    click,
    fill,
    follow,
    make,
    press,
    settled,
    title,
)
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
    # A status has its sign before its name.
    radio = page.get_by_role("radiogroup", name=label).get_by_role("radio", name=re.compile(option))
    words = radio.locator("xpath=ancestor::label")
    make(page, lambda: words.click(timeout=GESTURE_MS), expect(radio).to_be_checked)


def write(page: Page, note: str, status: str) -> None:
    choose(page, "Status", status)
    fill(page.get_by_role("textbox", name="Note"), note)


def send(page: Page, answer: str = "Stored: ") -> None:
    """Send the update, and wait for what the page says to it."""
    click(page.get_by_role("button", name="Add the update"), expect(main(page)).to_contain_text, answer)
    settled(page)


def column(page: Page, status: str) -> Locator:
    return page.get_by_role("list", name=status, exact=True)


def card(page: Page, ref: str) -> Locator:
    return page.locator(f".st-key-cards .card[data-id='{ref}']")


def drag(page: Page, ref: str, status: str) -> None:
    """Drag a card to a column, from wherever it is."""
    card(page, ref).scroll_into_view_if_needed(timeout=GESTURE_MS)
    start, end = card(page, ref).bounding_box(), column(page, status).bounding_box()
    assert start is not None
    assert end is not None
    y = start["y"] + start["height"] / 2
    page.mouse.move(start["x"] + 30, y)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, y, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, y, steps=5)
    page.mouse.up()


def test_an_update_moves_the_card(fresh_dashboard, visit):
    page = visit(fresh_dashboard).open("/action?action=DA-11&type=Shoplifting")
    sign(page, "A. Chair")
    write(page, "Three sessions held", "Stopped")
    send(page)
    expect(title(page)).to_contain_text("DA-11 is stopped")
    # The filters of the link, which the action plan does not use, come along.
    follow(page, "County")
    page.wait_for_url(re.compile(r"/county\?(?=.*type=Shoplifting)"))
    follow(page, "Status board")
    expect(column(page, "Stopped").get_by_role("listitem")).to_have_count(1)
    expect(column(page, "Stopped")).to_contain_text("DA-11")


def test_a_card_is_dragged_once_there_is_a_name_and_the_change_is_undone(written, visit):
    reader = visit(written, width=1366, height=768)
    page = reader.open("/board?find=DA-12")
    asked = page.get_by_role("textbox", name="Your name")
    make(page, lambda: drag(page, "DA-12", "Off track"), expect(asked).to_be_visible)
    expect(column(page, "Off track")).not_to_contain_text("DA-12")

    def give_name() -> None:
        asked.fill("A. Chair", timeout=GESTURE_MS)
        page.keyboard.press("Enter")

    line = expect(page.locator(".st-key-status_line"))
    make(page, give_name, line.to_contain_text, "Stored: DA-12 is off track")
    expect(column(page, "Off track")).to_contain_text("DA-12")
    click(page.get_by_role("button", name="Undo"), line.to_contain_text, "Undone: DA-12")
    expect(column(page, "Off track")).not_to_contain_text("DA-12")
    # The second one is stored at once, and everybody sees it.
    stored = "Stored: DA-12 is complete"
    make(page, lambda: drag(page, "DA-12", "Complete"), line.to_contain_text, stored)
    other = reader.open("/board?find=DA-12")
    expect(column(other, "Complete")).to_contain_text("DA-12")


def test_a_card_is_moved_with_the_keyboard_and_put_back_by_escape(written, visit):
    page = visit(written).open("/board?find=AS-03")
    sign_on_board(page, "AS-03")
    said = page.locator(".st-key-cards [role=status]")

    def lift() -> None:
        card(page, "AS-03").focus(timeout=GESTURE_MS)
        page.keyboard.press("Space")

    make(page, lift, expect(said).to_contain_text, "AS-03 lifted. Complete, column 5 of 6")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Stopped, column 6 of 6")
    expect(column(page, "Stopped")).to_contain_text("AS-03")
    page.keyboard.press("Escape")
    expect(column(page, "Complete")).to_contain_text("AS-03")
    make(page, lift, expect(said).to_contain_text, "AS-03 lifted")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(said).to_contain_text("Stored: AS-03 is stopped")
    expect(card(page, "AS-03")).to_be_focused()


def sign_on_board(page: Page, ref: str) -> None:
    """Give a name by moving a card, by its menu, to the column of what is complete."""

    def choose_complete() -> None:
        page.get_by_role("button", name=f"Set the status of {ref}").click(timeout=GESTURE_MS)
        page.get_by_role("menuitemradio", name="Complete").click(timeout=GESTURE_MS)

    make(page, choose_complete, expect(page.get_by_role("textbox", name="Your name")).to_be_visible)

    def give_name() -> None:
        page.get_by_role("textbox", name="Your name").fill("B. Officer", timeout=GESTURE_MS)
        page.keyboard.press("Enter")

    make(page, give_name, expect(column(page, "Complete")).to_contain_text, ref)
    settled(page)


def test_a_card_opens_beside_the_board_and_stays_in_the_address(visit):
    page = visit(width=1366, height=768).open("/board")
    click(card(page, "DA-02"), expect(page).to_have_url, re.compile(r"open=DA-02"))
    expect(card(page, "DA-02")).to_have_attribute("aria-current", "true")
    expect(page.locator(".st-key-action_panel")).to_contain_text("DA-02")
    click(card(page, "DA-02"), expect(page.locator(".st-key-action_panel")).to_have_count, 0)
    assert "open=" not in page.url


def test_a_part_of_a_bar_filters_the_board_and_lets_go_again(visit):
    page = visit().open("/board")
    part = page.locator(".st-key-status_bars").get_by_role(
        "button", name=re.compile("4 Road safety: .* on track")
    )
    count = int(re.findall(r"\d+", part.get_attribute("aria-label") or "")[1])
    click(part, expect(page.get_by_text(f"{count} of 57 actions shown.")).to_be_visible)
    assert "priority=4+Road+safety" in page.url
    expect(part).to_have_attribute("aria-pressed", "true")
    click(part, expect(page.get_by_text("57 of 57 actions shown.")).to_be_visible)


def test_a_count_filters_by_keyboard_and_lets_go_again(visit):
    page = visit().open("/board")
    overdue = page.locator(".st-key-counts").get_by_role("button", name="Overdue")
    count = overdue.locator(".figure").inner_text()
    press(overdue, "Enter", expect(page.get_by_text(f"{count} of 57 actions shown.")).to_be_visible)
    assert "only=Overdue" in page.url
    expect(overdue).to_be_focused()
    press(overdue, "Enter", expect(page.get_by_text("57 of 57 actions shown.")).to_be_visible)


def test_the_first_screen_of_a_laptop_has_the_finding_the_counts_the_filters_and_cards(visit):
    page = visit(width=1366, height=768).open("/board")
    bottom = 0.0
    for part in (title(page), page.locator(".st-key-counts"), page.locator(".st-key-board_filters")):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] >= bottom
        bottom = box["y"] + box["height"]
    # The filters stand in one line.
    assert box["height"] < 60
    heads = [head.bounding_box() for head in page.locator(".st-key-cards .heads > h2").all()]
    assert len(heads) == 6
    assert len({round(head["width"]) for head in heads}) == 1
    # Two rows of cards at least.
    second = page.locator(".st-key-cards ul").nth(1).get_by_role("listitem").nth(1).bounding_box()
    assert second["y"] + second["height"] <= 768
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    # The heads stay in sight below the bar.
    page.get_by_test_id("stMain").evaluate("node => node.scrollBy(0, 900)")
    bar = page.locator(".st-key-filter_bar").bounding_box()
    head = page.locator(".st-key-cards .heads").bounding_box()
    assert bar["y"] < head["y"] < 200


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


def test_a_name_is_asked_once_in_a_browser_until_somebody_says_not_you(written, visit):
    reader = visit(written)
    sign(reader.open("/action?action=DA-06"), "A. Chair")
    second = reader.open("/action?action=DA-07")
    expect(second.get_by_text("Recorded under the name A. Chair")).to_be_visible()
    name = second.get_by_role("textbox", name="Your name")
    click(second.get_by_role("button", name="Not you?"), expect(name).to_be_visible)
    settled(second)
    third = reader.open("/action?action=DA-08")
    expect(third.get_by_role("textbox", name="Your name")).to_be_visible()
    expect(third.get_by_text("Recorded under the name")).to_have_count(0)


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
    status = page.get_by_role("radiogroup", name="Status")
    at_risk = status.get_by_role("radio", name=re.compile("At risk"))
    status.get_by_role("radio", checked=True).focus()

    def choose_status() -> None:
        page.keyboard.press("ArrowRight")
        expect(at_risk).to_be_checked(timeout=500)

    make(page, choose_status, expect(at_risk).to_be_checked)
    note = page.get_by_role("textbox", name="Note")
    # Past the number of each measure.
    make(page, lambda: page.keyboard.press("Tab"), expect(note).to_be_focused)
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
    # Since then nothing simulated has come, so that what was written stands in an open group.
    changed = "/quarter?quarter_tab=Changed&since=2021-12-06"
    for address in ("/board", "/board?look=Table", changed, "/action?action=DA-06"):
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
