"""The grid of the action plan in a browser: cells typed into as in a spreadsheet, by two people at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from csp.topics.action_plan.grid.sheet import ROW_PX, WIDTHS
from tests.e2e.browser import GESTURE_MS, click, make, settled
from tests.e2e.conftest import serve

# Columns as they stand in the grid, the reference first.
DUE, REPORTED = 9, 10


@pytest.fixture(scope="module")
def written(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    """A dashboard in whose plan the tests write."""
    yield from serve(tmp_path_factory.mktemp("written"))


def open_grid(visit, address: str, name: str) -> Page:
    """The grid, as somebody who has given a name sees it."""
    page = visit(address, width=1366, height=1000).open("/board?look=Grid")

    def write_name() -> None:
        page.get_by_role("textbox", name="Your name").fill(name)
        page.keyboard.press("Enter")

    make(page, write_name, expect(page.get_by_text(f"Recorded under the name {name}")).to_be_visible)
    settled(page)
    return page


def cell(page: Page, row: int, column: int) -> Locator:
    """A cell as a screen reader has it; what is seen is a picture."""
    return page.get_by_test_id(f"glide-cell-{column}-{row}")


def start_typing(page: Page, row: int, column: int, text: str) -> Locator:
    """Open a cell by a double click and type into it; the field that is open then."""
    before = [*WIDTHS.values()][: column + 1]
    middle = {"x": sum(before) - before[-1] / 2, "y": ROW_PX * (row + 1.5)}
    page.locator(".dvn-scroller").dblclick(position=middle, timeout=GESTURE_MS)
    field = page.locator("#portal textarea").first
    field.fill("", timeout=GESTURE_MS)
    # Key by key: the editor takes what is typed a moment later.
    field.press_sequentially(text, delay=20, timeout=GESTURE_MS)
    return field


def type_in(page: Page, row: int, column: int, text: str) -> None:
    """Type into a cell and leave it, until the grid shows it."""

    def write() -> None:
        start_typing(page, row, column, text).press("Enter", timeout=GESTURE_MS)

    make(page, write, expect(cell(page, row, column)).to_have_text, text)
    settled(page)


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words)).to_be_visible()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_two_cells_are_typed_into_saved_and_undone(written, visit):
    page = open_grid(visit, written, "A. Chair")
    type_in(page, 0, DUE, "2021-12-31")
    type_in(page, 1, REPORTED, "monthly")
    says(page, "2 cells of 2 actions changed.")
    saved = page.get_by_text("Saved: 2 cells of 2 actions.")
    click(button(page, "Save"), expect(saved).to_be_visible)
    expect(button(page, "Save")).to_be_disabled()
    expect(cell(page, 0, DUE)).to_have_text("2021-12-31")
    # The same grid goes on, and what is stored is no edit any more.
    type_in(page, 2, DUE, "2022-02-28")
    says(page, "1 cell of 1 action changed.")
    click(button(page, "Discard"), expect(cell(page, 2, DUE)).to_have_text, "")
    click(button(page, "Undo"), expect(page.get_by_text("Undone: everything is as it was")).to_be_visible)
    expect(cell(page, 0, DUE)).to_have_text("")
    expect(cell(page, 1, REPORTED)).not_to_have_text("monthly")


def test_what_is_being_typed_when_another_view_is_opened_is_there_afterwards(written, visit):
    page = open_grid(visit, written, "A. Chair")
    looks = page.locator(".st-key-look")

    def leave_while_typing() -> None:
        if cell(page, 2, DUE).count():
            start_typing(page, 2, DUE, "2022-01-31")
        looks.get_by_text("Table").click(timeout=GESTURE_MS)

    make(page, leave_while_typing, expect(page.get_by_test_id("stDataFrame")).to_be_hidden)
    click(looks.get_by_text("Grid"), expect(cell(page, 2, DUE)).to_have_text, "2022-01-31")
    says(page, "1 cell of 1 action changed.")


def test_cells_that_two_have_changed_are_chosen_by_whoever_comes_second(written, visit):
    first, second = (open_grid(visit, written, name) for name in ("A. Chair", "B. Officer"))
    type_in(first, 3, DUE, "2021-11-30")
    type_in(second, 3, DUE, "2021-12-31")
    click(button(first, "Save"), expect(first.get_by_text("Saved: 1 cell of 1 action.")).to_be_visible)
    theirs = second.get_by_text("Theirs: 2021-11-30 (before: empty)")
    click(button(second, "Save"), expect(theirs).to_be_visible)
    says(second, "Yours: 2021-12-31")
    choose = button(second, "Save with these choices")
    click(button(second, "Keep all of mine"), expect(choose).to_be_enabled)
    click(choose, expect(second.get_by_text("Saved: 1 cell of 1 action.")).to_be_visible)
    expect(cell(second, 3, DUE)).to_have_text("2021-12-31")
