"""The ward map in a real browser: wards are clicked, views switched, nothing is fetched from outside."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import (
    ARTEFACTS,
    GESTURE_MS,
    click,
    filter_bar,
    make,
    open_tab,
    press,
    repeat,
    settled,
    title,
)

# Positions on the map in the window of a test, as shares of its width and height: well inside a ward.
CAPEL, HAWKHURST = (0.44, 0.16), (0.7, 0.81)


# Whether a part of a page is too small for what it holds.
IS_CUT = "node => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1"


def the_map(page: Page) -> Locator:
    return page.get_by_test_id("stDeckGlJsonChart")


def click_map(page: Page, at: tuple[float, float], check: Callable[..., None], *expected: object) -> None:
    """Click on the map until it takes; a hand hovers first, and the map finds out what is under it."""
    expect(the_map(page).locator("canvas").first).to_be_visible()

    def where() -> tuple[float, float]:
        # Anew each time: what stands above the map may still be growing.
        box = the_map(page).bounding_box()
        assert box is not None
        return box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"]

    def hover() -> None:
        x, y = where()
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y)

    def click_there() -> None:
        repeat(hover, lambda patience: expect(page.locator(".deck-tooltip")).to_be_visible(timeout=patience))
        page.mouse.click(*where())

    make(page, click_there, check, *expected)


def tile(page: Page, ward: str) -> Locator:
    return page.locator(".st-key-map_tiles").get_by_role("button", name=re.compile(f"^{ward},"))


def look(page: Page, view: str) -> None:
    click(
        page.get_by_role("radio", name=view, exact=True),
        expect(page).to_have_url,
        re.compile(f"map_view={view}"),
    )
    settled(page)


def row(page: Page, table: str, name: str) -> Locator:
    """The button in a row of a table that bears its name."""
    return page.locator(f".st-key-{table}").get_by_role("button", name=name, exact=True)


def profile(page: Page) -> Locator:
    return page.locator(".st-key-profile")


def test_a_ward_clicked_on_the_map_shows_its_profile_and_a_second_click_takes_it_back(visit):
    page = visit().open("/wards?map_view=Outlines")
    expect(the_map(page).locator("canvas").first).to_be_visible()
    click_map(page, CAPEL, expect(title(page)).to_contain_text, "in Capel")
    expect(page).to_have_url(re.compile("ward=Capel"))
    expect(profile(page).get_by_role("columnheader", name="Capel")).to_be_visible()
    expect(filter_bar(page).get_by_text("Capel", exact=True)).to_be_visible()
    settled(page)
    click_map(page, CAPEL, expect(page).not_to_have_url, re.compile("ward="))
    expect(title(page)).to_contain_text("of the 20 wards")


def test_wards_add_up_to_a_patch_where_that_is_asked_for(visit):
    page = visit().open("/wards?map_view=Outlines&ward=Park&add=true")
    click_map(page, HAWKHURST, expect(page).to_have_url, re.compile("ward=Park&ward=Hawkhurst"))
    expect(profile(page).get_by_role("columnheader", name="Park and Hawkhurst and Sandhurst")).to_be_visible()


def test_the_three_views_show_the_same_choice(visit):
    page = visit().open("/wards")
    # Tiles are what the page opens with: every ward bears its name there.
    expect(page.get_by_role("radio", name="Tiles", exact=True)).to_be_checked()
    expect(the_map(page)).to_have_count(0)
    click(tile(page, "Capel"), expect(title(page)).to_contain_text, "in Capel")
    expect(tile(page, "Capel")).to_have_attribute("aria-pressed", "true")
    for view in ("Points", "Outlines"):
        settled(page)
        look(page, view)
        expect(the_map(page).locator("canvas").first).to_be_visible()
        expect(title(page)).to_contain_text("in Capel")


def test_every_ward_is_named_on_tiles_as_wide_as_their_place_and_chosen_by_keyboard(visit):
    page = visit(width=1366, height=768).open("/wards")
    tiles = page.locator(".st-key-map_tiles").get_by_role("button")
    expect(tiles).to_have_count(20)
    place = page.locator(".st-key-map_tiles").bounding_box()
    frame = page.get_by_test_id("stMain").bounding_box()
    assert place is not None
    assert frame is not None
    # 60 % of the page less its margins.
    assert place["width"] >= 0.54 * frame["width"]
    drawn = [box for i in range(20) if (box := tiles.nth(i).bounding_box()) is not None]
    width = max(box["x"] + box["width"] for box in drawn) - min(box["x"] for box in drawn)
    assert width >= place["width"] - 4
    cut = [each.inner_text() for each in tiles.all() if each.evaluate(IS_CUT)]
    assert cut == []
    press(tile(page, "Pembury"), "Enter", expect(title(page)).to_contain_text, "in Pembury")
    expect(profile(page).get_by_role("columnheader", name="Pembury")).to_be_visible()


def test_an_action_that_acts_on_the_type_opens_from_its_row(visit):
    page = visit().open("/wards?type=Shoplifting")
    open_tab(page, "Actions here")
    action = row(page, "linked_actions", "SA-08")
    click(action, expect(page).to_have_url, re.compile(r"/action\?.*action=SA-08"))
    expect(title(page)).to_contain_text("SA-08")


def test_a_row_of_either_table_chooses_its_ward(visit):
    page = visit().open("/wards")
    open_tab(page, "All wards")
    click(row(page, "ward_table", "Pembury"), expect(title(page)).to_contain_text, "in Pembury")
    expect(profile(page).get_by_role("columnheader", name="Pembury")).to_be_visible()
    settled(page)
    open_tab(page, "Every type in every ward")
    click(row(page, "matrix", "Rusthall"), expect(title(page)).to_contain_text, "in Rusthall")


IN_CAPEL = re.compile("ward=Capel")


def choose_on_the_map(page: Page) -> None:
    click_map(page, CAPEL, expect(page).to_have_url, IN_CAPEL)


def choose_in_the_table(page: Page) -> None:
    click(row(page, "ward_table", "Capel"), expect(page).to_have_url, IN_CAPEL)


def choose_in_the_matrix(page: Page) -> None:
    click(row(page, "matrix", "Capel"), expect(page).to_have_url, IN_CAPEL)


@pytest.mark.parametrize(
    ("choose", "tab", "part"),
    [
        (choose_on_the_map, "Streets", "locations"),
        (choose_in_the_table, "All+wards", "ward_table"),
        (choose_in_the_matrix, "Every+type+in+every+ward", "matrix"),
    ],
)
def test_a_ward_chosen_on_the_map_in_a_table_or_by_link_gives_the_same_page(visit, choose, tab, part):
    browser = visit()
    view = f"map_view=Outlines&tab={tab}"
    linked = browser.open(f"/wards?ward=Capel&{view}")
    page = browser.open(f"/wards?{view}")
    choose(page)
    expect(title(page)).to_have_text(title(linked).inner_text())
    settled(page)
    for key in ("profile", part):
        by_link = linked.locator(f".st-key-{key}").aria_snapshot()
        expect(page.locator(f".st-key-{key}")).to_match_aria_snapshot(by_link)


@pytest.mark.parametrize("at", [CAPEL, HAWKHURST])
def test_a_ward_is_clicked_among_the_points_too(visit, at):
    page = visit().open("/wards?map_view=Points")
    ward = re.compile("ward=Capel" if at == CAPEL else "ward=Hawkhurst")
    click_map(page, at, expect(page).to_have_url, ward)


def test_another_click_replaces_the_ward_and_one_let_go_of_can_be_clicked_again(visit):
    page = visit().open("/wards?map_view=Outlines")
    click_map(page, CAPEL, expect(page).to_have_url, IN_CAPEL)
    settled(page)
    click_map(page, HAWKHURST, expect(page).to_have_url, re.compile("ward=Hawkhurst"))
    expect(page).not_to_have_url(re.compile("ward=Capel"))
    settled(page)
    # Let go of in the bar. The map still holds it, so the click on it lets go there.
    cross = filter_bar(page).get_by_label("Remove Hawkhurst and Sandhurst")
    click(cross, expect(page).not_to_have_url, re.compile("ward="))
    settled(page)
    click_map(page, HAWKHURST, expect(page).to_have_url, re.compile("ward=Hawkhurst"))


def test_a_row_lets_go_of_its_ward_where_wards_add_up(visit):
    page = visit().open("/wards?ward=Park&ward=Culverden&add=true&tab=All+wards")
    click(row(page, "ward_table", "Park"), expect(page).not_to_have_url, re.compile("ward=Park"))
    expect(page).to_have_url(re.compile("ward=Culverden"))


def test_a_bar_of_the_mix_chooses_its_crime_type(visit):
    page = visit().open("/wards?tab=Make-up")
    bar = page.locator(".st-key-mix svg.marks g.mark-rect.role-mark path[aria-label*='Burglary']").first
    click(bar, expect(title(page)).to_contain_text, "Burglary")
    expect(page).to_have_url(re.compile("type=Burglary"))


def test_a_row_of_the_streets_opens_its_point_on_the_map_and_lets_it_go(visit):
    page = visit().open("/wards?ward=Park&type=Shoplifting")
    first = page.locator(".st-key-locations").get_by_role("rowheader").first.get_by_role("button")
    click(first, expect(page).to_have_url, re.compile("map_view=Points"))
    expect(page).to_have_url(re.compile("street=0\\.2"))
    settled(page)
    expect(page.get_by_role("radio", name="Points", exact=True)).to_be_checked()
    expect(the_map(page).locator("canvas").first).to_be_visible()
    click(first, expect(page).not_to_have_url, re.compile("street="))


def test_the_tab_that_is_open_stays_open_for_another_ward(visit):
    page = visit().open("/wards")
    open_tab(page, "All wards")
    expect(page).to_have_url(re.compile("tab=All"))
    click(row(page, "ward_table", "Capel"), expect(page).to_have_url, IN_CAPEL)
    settled(page)
    expect(page.get_by_role("tab", name="All wards")).to_have_attribute("aria-selected", "true")
    again = visit().open(page.url.removeprefix(page.url.split("/wards")[0]))
    expect(again.locator(".st-key-ward_table")).to_be_visible()


def test_a_place_is_found_by_typing_its_name(visit):
    page = visit().open("/wards")
    box = page.get_by_role("combobox", name="Find a place")

    def find() -> None:
        box.fill("Langton", timeout=GESTURE_MS)
        page.get_by_role("option", name="Langton Green", exact=True).click(timeout=GESTURE_MS)

    place = page.get_by_text("Langton Green (village) lies in Speldhurst and Bidborough.")
    make(page, find, expect(place).to_be_visible)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("view", ["Outlines", "Points"])
def test_the_map_is_drawn_in_every_view_and_mode(visit, view, mode):
    page = visit(dark=mode == "dark").open(f"/wards?map_view={view}&shade_by=Change")
    drawn = the_map(page)
    expect(drawn.locator("canvas").first).to_be_visible()
    page.wait_for_timeout(1500)  # the canvas says nothing when it has finished drawing
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    picture = drawn.screenshot(path=ARTEFACTS / f"wards-{view.lower()}-{mode}.png")
    # A canvas of one colour alone is a few kilobytes.
    assert len(picture) > 15_000
    box = drawn.bounding_box()
    assert box is not None
    assert box["width"] >= 510
