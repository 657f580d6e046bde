"""Road safety in a browser: a hot spot found on the map and passed on, a near miss written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import (
    GESTURE_MS,
    click,
    fill,
    follow,
    make,
    open_popover,
    open_tab,
    pick,
    repeat,
    settled,
)
from tests.e2e.test_wards import click_map, the_map

RULE = "4 in 3 years within 25 m (Brighton and Hove)"
# Positions on the map in the window of a test, as shares of its width and height: the second hot spot, and a
# collision that is in none.
SECOND, ALONE = (0.534, 0.6), (0.692, 0.897)
IN_A_SPOT = re.compile(r"[?&]spot=0\.\d+")


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True)

    def is_chosen(timeout: float) -> None:
        # What is typed to find it stands in the box too, until the page has been drawn.
        expect(box).to_have_attribute("aria-expanded", "false", timeout=timeout)
        settled(page)
        expect(box).to_have_value(option, timeout=timeout)

    make(page, lambda: pick(box, option), is_chosen)


def show(page: Page, name: str) -> None:
    """One of a few choices, all in sight."""
    choice = page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True)
    button = page.get_by_role("radio", name=name, exact=True)
    make(page, lambda: choice.click(timeout=GESTURE_MS), expect(button).to_be_checked)
    settled(page)


def collisions(page: Page) -> Locator:
    return page.locator(".st-key-spot_collisions tbody tr")


def hover_map(page: Page, at: tuple[float, float], words: str) -> None:
    """Point at a place on the map until its tooltip says what is there."""

    def hover() -> None:
        the_map(page).scroll_into_view_if_needed(timeout=GESTURE_MS)
        box = the_map(page).bounding_box()
        assert box is not None
        x, y = box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"]
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y)

    tip = page.locator(".deck-tooltip")
    repeat(hover, lambda patience: expect(tip).to_contain_text(words, timeout=patience))


def click_place(page: Page, at: tuple[float, float], check: Callable[..., None], *expected: object) -> None:
    """Click on the map, which is below the first screen."""
    the_map(page).scroll_into_view_if_needed()
    click_map(page, at, check, *expected)


def test_a_hot_spot_is_found_on_the_map_and_passed_on_and_a_near_miss_written_down(fresh_dashboard, visit):
    here = visit(fresh_dashboard)
    here.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = here.open("/data")
    follow(page, "Road safety")
    open_tab(page, "Where")
    finding = page.get_by_role("heading", name=re.compile("hot spots by the rule 4 in 3 years within 25 m"))
    rule = page.get_by_role("combobox", name="Rule", exact=True)
    make(page, lambda: pick(rule, RULE), expect(finding).to_be_visible)
    expect(finding).to_contain_text("by luck")

    # A collision that is in no hot spot says what it is, and a click on it does nothing.
    hover_map(page, ALONE, "Serious collision")
    page.mouse.down()
    page.mouse.up()
    settled(page)
    expect(page).not_to_have_url(IN_A_SPOT)
    click_place(page, SECOND, expect(page).to_have_url, IN_A_SPOT)
    chosen = page.get_by_role("heading", name=re.compile(r"^2\. A21, "))
    expect(chosen).to_be_visible()
    settled(page)
    said = page.get_by_text(re.compile(r"^\d+ collisions in 3 years within 25 m")).inner_text()
    expect(collisions(page)).to_have_count(int(said.split()[0]))

    open_popover(page, "share")
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("Chart: Tunbridge Wells: ")
    copied = page.get_by_role("button", name="Copied")
    click(page.get_by_role("button", name="Copy link"), expect(copied).to_be_visible)
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    elsewhere = visit(fresh_dashboard, width=1366, height=768).open(f"{link.path}?{link.query}")
    expect(elsewhere.get_by_role("combobox", name="Rule", exact=True)).to_have_value(RULE)
    expect(elsewhere.get_by_role("heading", name=chosen.inner_text())).to_be_visible()
    expect(collisions(elsewhere)).to_have_text(collisions(page).all_text_contents())
    assert elsewhere.get_by_test_id("stMain").evaluate("node => node.scrollHeight") <= 2 * 768
    elsewhere.context.close()

    write_near_miss(page)
    show(page, "All of them")
    row = page.locator(".st-key-near_misses tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Passed too close")
    open_tab(page, "Where")
    layer = page.locator(".st-key-map_layers").get_by_text("Near misses", exact=True)
    legend = page.locator(".st-key-collision_legend").get_by_text("near miss")
    click(layer, expect(legend).to_be_visible)
    click(page.get_by_role("button", name="Show all"), expect(page).not_to_have_url, IN_A_SPOT)


def write_near_miss(page: Page) -> None:
    """Write one down at a place of the map: the first click comes nearer, the second is the place."""
    make(
        page,
        lambda: page.keyboard.press("Escape"),
        expect(page.get_by_test_id("stPopoverBody")).to_have_count,
        0,
    )
    open_tab(page, "Near misses")
    fill(page.get_by_role("textbox", name="Your name"), "A. Officer")
    latitude = page.get_by_role("textbox", name="Latitude")
    click(page.get_by_role("button", name="Continue"), expect(latitude).to_be_visible)
    choose(page, "Travelling how", "Cycling")
    happened = page.get_by_role("combobox", name="What happened; several may be true")
    taken = page.get_by_label("Remove Passed too close")
    make(page, lambda: pick(happened, "Passed too close"), expect(taken).to_be_visible)
    page.keyboard.press("Escape")
    click_place(page, (0.48, 0.45), expect(page.get_by_text("The map is near enough now")).to_be_visible)
    expect(latitude).to_have_value("")
    click_place(page, (0.5, 0.5), expect(latitude).to_have_value, re.compile(r"^51\.\d{6}$"))
    stored = page.get_by_text("Stored: the near miss is in the register")
    click(page.get_by_role("button", name="Add it to the register"), expect(stored).to_be_visible)
