"""The close of a year in a browser: an agency is reminded, and the plan of the next year is made."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import GESTURE_MS, click, fill, follow, make, settled, title
from tests.e2e.conftest import serve
from tests.e2e.test_board import main, sign


@pytest.fixture(scope="module")
def written(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    """A dashboard whose plan goes on into another year."""
    yield from serve(tmp_path_factory.mktemp("written"))


def cell(page: Page, name: str) -> Locator:
    return main(page).get_by_label(name, exact=True)


def set_cell(page: Page, name: str, text: str) -> None:
    """Type into a cell of the table, and leave it, as a reader does."""

    def type_in() -> None:
        cell(page, name).fill(text, timeout=GESTURE_MS)
        page.keyboard.press("Tab")

    make(page, type_in, expect(cell(page, name)).to_have_value, text)
    settled(page)


def choose_cell(page: Page, name: str, option: str) -> None:
    box = cell(page, name)
    make(page, lambda: box.select_option(option, timeout=GESTURE_MS), expect(box).to_have_value, option)
    settled(page)


def go(page: Page, step: str, seen: Locator) -> None:
    click(main(page).get_by_role("radio", name=step), expect(seen).to_be_visible)
    settled(page)


def test_a_reminder_is_copied_with_one_click(visit):
    here = visit()
    here.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = here.open("/quarter")
    expect(title(page)).to_contain_text("Q3 2021/22 (Oct to Dec)")
    copy = main(page).get_by_role("button", name="Copy reminder: ")
    name = copy.first.get_attribute("aria-label").removeprefix("Copy reminder: ")
    first, count = main(page).get_by_role("region", name=name, exact=True), copy.count()
    refs = first.get_by_role("rowheader").all_inner_texts()
    copied = first.get_by_role("button", name="Copied")
    click(first.get_by_role("button", name=f"Copy reminder: {name}"), expect(copied).to_be_visible)
    text = page.evaluate("navigator.clipboard.readText()")
    assert "Please answer by 20 Dec 2021." in text
    assert [part.split("  ")[0] for part in text.split("\n\n") if "What was done:" in part] == refs
    everyone = main(page).get_by_role("button", name="Copied")
    click(main(page).get_by_role("button", name="Copy all reminders"), expect(everyone).to_be_visible)
    every = page.evaluate("navigator.clipboard.readText()")
    assert every.count("Dear ") == count
    assert text.rstrip("\n") in every


def test_a_new_year_is_made_in_four_steps_and_nothing_is_lost_on_the_way(written, visit):
    page = visit(written).open("/plans?task=New+year")
    sign(page, "A. Chair")
    priorities = page.get_by_role("textbox", name="Priorities, one to a line")
    fill(priorities, f"{priorities.input_value()}\n5 Rural crime")
    priorities.press("Control+Enter")
    expect(main(page)).to_contain_text("New: 5 Rural crime.")
    go(page, "2 Unfinished actions", cell(page, "Wording of DA-01"))
    set_cell(page, "Wording of DA-01", "In other words")
    expect(cell(page, "What becomes of it of DA-01")).to_have_value("Adapt")
    choose_cell(page, "What becomes of it of DA-02", "Retire")
    # Many at once: all that the search finds.
    page.get_by_role("searchbox", name="Find actions").fill("road safety")
    for_all = main(page).get_by_role("button", name="for all 13 shown")
    choose_cell(page, "What is set", "due")
    cell(page, "Due for many").fill("31/12/2022")
    click(for_all, expect(cell(page, "Due of RS-01")).to_have_value, "31/12/2022")
    settled(page)
    go(page, "3 New actions", cell(page, "Wording of new-1"))
    set_cell(page, "Wording of new-1", "Watch the lambs")
    choose_cell(page, "Priority of new-1", "5")
    make_it = main(page).get_by_role("button", name="Make the plan 2022-23")
    go(page, "4 Summary", make_it)
    expect(main(page)).to_contain_text("DA-02 is to be retired: give the reason in step 2.")
    expect(make_it).to_be_disabled()
    # Another page and back: what was typed is still there.
    follow(page, "Status board")
    follow(page, "Plans")
    click(page.get_by_role("tab", name="New year"), expect(make_it).to_be_visible)
    go(page, "2 Unfinished actions", cell(page, "Wording of DA-01"))
    expect(cell(page, "Wording of DA-01")).to_have_value("In other words")
    set_cell(page, "Reason for retiring of DA-02", "Not funded")
    go(page, "4 Summary", make_it)
    expect(main(page)).to_contain_text("42 carried over, 14 adapted, 1 retired, 1 new.")
    made = main(page).get_by_text("The plan 2022-23 is there: 42 carried over, 14 adapted, 1 new; 1 retired.")
    click(make_it, expect(made).to_be_visible)
    expect(title(page)).to_contain_text("The plan 2022-23 has 57 actions under 5 priorities")
    closed = main(page).get_by_text("The plan 2021-22 is closed: it can be read but not changed.")
    click(main(page).get_by_role("button", name="Close the plan 2021-22"), expect(closed).to_be_visible)
