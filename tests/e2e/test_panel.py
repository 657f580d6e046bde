"""The side panel of the board in a browser: from card to card, two people at once, taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import click, fill, make, press, settled
from tests.e2e.conftest import serve
from tests.e2e.test_board import choose, sign


@pytest.fixture(scope="module")
def written(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    """A dashboard in whose plan the tests write, each under actions of its own."""
    yield from serve(tmp_path_factory.mktemp("written"))


def panel(page: Page) -> Locator:
    return page.locator(".st-key-panel")


def note(page: Page) -> Locator:
    return panel(page).get_by_role("textbox", name="Note")


def open_card(page: Page, ref: str) -> None:
    """Click a card: one of the first of its column, since a long column is folded."""
    card = page.locator(f".st-key-cards [data-id='{ref}']").first
    click(card, expect(panel(page).get_by_role("heading")).to_have_text, ref)
    settled(page)


def save(page: Page, said: str, button: str = "Save and next") -> None:
    click(
        panel(page).get_by_role("button", name=button, exact=True), expect(panel(page)).to_contain_text, said
    )
    settled(page)


def test_updates_are_given_one_after_the_other_by_keyboard(written, visit):
    page = visit(written, width=1366, height=768).open("/board?open=DA-01")
    sign(page, "A. Chair")
    open_card(page, "DA-02")
    first = panel(page).locator("input[type=radio]:focus")
    expect(first).to_have_count(1)
    for ref, following in (("DA-02", "DA-03"), ("DA-03", "DA-04")):
        make(page, lambda: page.keyboard.press("Tab"), expect(note(page)).to_be_focused)
        fill(note(page), f"Done for {ref}")
        press(note(page), "Control+Enter", expect(panel(page)).to_contain_text, f"Stored: {ref},")
        expect(panel(page).get_by_role("heading")).to_have_text(following)
        expect(first).to_have_count(1)
        expect(note(page)).to_have_value("")
    # The buttons are within the first screen, whatever the panel holds, and wherever the board is.
    box = panel(page).get_by_role("button", name="Save and next").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 768
    # Escape closes it, and the address with it.
    make(page, lambda: page.keyboard.press("Escape"), expect(panel(page)).to_have_count, 0)
    expect(page).not_to_have_url(re.compile("open="))
    # The keyboard is on the card again.
    expect(page.locator(".st-key-cards [data-id='DA-04']:focus")).to_have_count(1)


def test_what_is_typed_outlives_another_card_and_what_is_stored_is_taken_back(written, visit):
    page = visit(written).open("/board?open=DA-11")
    sign(page, "A. Chair")
    choose(page, "Status", "Off track")
    fill(note(page), "No money yet")
    open_card(page, "DA-12")
    expect(note(page)).to_have_value("")
    open_card(page, "DA-11")
    expect(note(page)).to_have_value("No money yet")
    expect(panel(page).get_by_role("radio", name=re.compile("Off track"))).to_be_checked()
    save(page, "Stored: DA-11, off track in")
    undo = panel(page).get_by_role("button", name="Undo", exact=False)
    click(undo, expect(panel(page)).to_contain_text, "Undone: the update of DA-11 is withdrawn")
    settled(page)
    expect(panel(page).get_by_role("heading")).to_have_text("DA-11")
    expect(note(page)).to_have_value("No money yet")


def test_who_comes_second_chooses_in_the_panel(written, visit):
    first, second = (visit(written).open("/board?open=AS-01") for _ in range(2))
    for page, name, text in ((first, "A. Chair", "The first one"), (second, "B. Officer", "The second one")):
        sign(page, name)
        fill(note(page), text)
    save(first, "Stored: AS-01,", "Save")
    save(second, "was changed by A. Chair while you were writing")
    expect(panel(second)).to_contain_text("The first one")
    keep = panel(second).get_by_role("button", name="Keep mine as a further update")
    click(keep, expect(panel(second)).to_contain_text, "Stored: AS-01,")
    expect(panel(second).get_by_role("heading")).to_have_text("AS-02")
    previous = panel(second).get_by_role("button", name="Previous")
    click(previous, expect(panel(second)).to_contain_text, "The second one")
