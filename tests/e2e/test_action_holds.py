"""What an action holds, in a browser: a measure with a target and a number, a milestone ticked, a comment."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import click, fill, make, open_tab, settled, title
from tests.e2e.test_board import main, sign


def give_number(page: Page, number: str) -> None:
    """Report on the action with a number of the measure that was added last."""
    box = main(page).locator("input[aria-label='Partners told']")
    fill(box, number)
    click(page.get_by_role("button", name="Add the update"), expect(main(page)).to_contain_text, "Stored: ")
    settled(page)


def test_a_measure_a_milestone_and_a_comment_are_added_and_seen(fresh_dashboard, visit):
    page = visit(fresh_dashboard).open("/action?action=DA-03&action_tab=Its+measure")
    sign(page, "A. Chair")
    name = page.get_by_role("textbox", name="What is counted")
    click(page.get_by_role("button", name="Add a measure"), expect(name).to_be_visible)
    fill(name, "Partners told")
    fill(page.get_by_role("textbox", name="Target", exact=True), "40")
    stored = page.get_by_text("Stored: measure added, Partners told.")
    click(page.get_by_role("button", name="Add", exact=True), expect(stored).to_be_visible)
    settled(page)
    give_number(page, "45")
    expect(title(page)).to_contain_text("target met")
    chart = page.get_by_test_id("stVegaLiteChart").filter(has_text="target at least 40: met")
    expect(chart).to_contain_text("Target at least 40")
    expect(chart).to_contain_text("45 ✔ met")

    open_tab(page, "Milestones and evidence")
    text = page.get_by_role("textbox", name="Milestone", exact=True)
    click(page.get_by_role("button", name="Add a milestone"), expect(text).to_be_visible)
    fill(text, "Training agreed")
    box = page.get_by_role("checkbox", name="Training agreed")
    click(page.get_by_role("button", name="Add", exact=True), expect(box).to_be_attached)
    make(page, lambda: box.check(force=True), expect(main(page)).to_contain_text, "✔ Done on")
    settled(page)

    open_tab(page, "Comments")
    fill(page.get_by_role("textbox", name="Comment", exact=True), "Room booked until March.")
    comments = page.get_by_role("list", name="Comments on DA-03, latest first")
    click(
        page.get_by_role("button", name="Add the comment"),
        expect(comments).to_contain_text,
        "Room booked until March.",
    )
    open_tab(page, "History")
    history = page.get_by_role("list", name="History of DA-03, latest first")
    for line in ("Milestone done: Training agreed", "Measure added: Partners told", "target: at least 40"):
        expect(history).to_contain_text(line)
