"""Journeys through the crime-type profile: round the types, into the wards and parts, and to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import click, hold_charts, make, open_tab, press, settled, title
from tests.pages import recount


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_next_and_previous_go_round_the_types_by_keyboard(visit):
    page = visit().open("/profile?type=Robbery")
    following = page.get_by_role("button", name="Shoplifting", exact=False)
    press(following, "Enter", expect(title(page)).to_contain_text, "Shoplifting in Tunbridge Wells")
    settled(page)
    assert query(page)["type"] == ["Shoplifting"]
    # The button keeps the focus, so that the next one is a key away.
    third = "Theft from a motor vehicle in Tunbridge Wells"
    make(page, lambda: page.keyboard.press("Enter"), expect(title(page)).to_contain_text, third)
    previous = page.get_by_test_id("stMain").get_by_role("button", name="Shoplifting")
    press(previous, "Enter", expect(title(page)).to_contain_text, "Shoplifting in Tunbridge Wells")


@pytest.mark.parametrize(("tab", "charts"), [("Wards", 3), ("Make-up", 2), ("Outcomes", 2)])
def test_another_type_redraws_the_charts_and_builds_none_anew(visit, tab, charts):
    page = visit().open(f"/profile?type=Burglary&tab={tab}")
    pictures = hold_charts(page)
    assert len(pictures) == charts
    following = page.locator(".st-key-next_type").get_by_role("button")
    click(following, expect(title(page)).not_to_contain_text, "Burglary in")
    settled(page)
    assert [picture.is_visible() for picture in pictures] == [True] * charts
    assert page.get_by_test_id("stVegaLiteChart").count() == charts
    # Screen readers are told what it shows now, in the only mark called a title.
    told = page.get_by_test_id("stVegaLiteChart").first.locator("path[aria-roledescription=title]")
    expect(told).to_have_attribute("aria-label", re.compile("^Vehicle crime: .* after .* Sample data"))


def test_a_click_on_a_ward_bar_chooses_the_ward_and_a_second_gives_the_district_back(visit):
    # High enough that nothing has to be scrolled under the toolbar.
    page = visit(height=2600).open("/profile?type=Shoplifting")
    bars = page.get_by_test_id("stVegaLiteChart").nth(1).locator("[aria-roledescription=bar]")
    # The highest rate.
    click(bars.first, expect(title(page)).to_contain_text, "Shoplifting in Paddock Wood East")
    settled(page)
    assert query(page)["ward"] == ["Paddock Wood East"]
    click(bars.first, expect(title(page)).to_contain_text, "Shoplifting in Tunbridge Wells")


def test_a_click_on_the_small_map_chooses_the_ward_and_a_second_gives_the_district_back(visit):
    page = visit(height=2600).open("/profile?type=Shoplifting")
    ward = page.get_by_test_id("stVegaLiteChart").nth(2).get_by_text("Capel").last
    click(ward, expect(title(page)).to_contain_text, "in Capel")
    # Too few to be compared there, and no figure but the count.
    n = recount.count("shoplifting", recount.year(2020), wards=(recount.codes("Capel"),))
    expect(title(page)).to_contain_text(f"Shoplifting in Capel: {n} recorded, ")
    expect(title(page)).to_contain_text("too few to compare")
    settled(page)
    assert query(page)["ward"] == ["Capel"]
    click(ward, expect(title(page)).to_contain_text, "Shoplifting in Tunbridge Wells")


def test_a_click_on_a_part_opens_it_and_one_that_is_no_type_says_so(visit):
    page = visit().open("/profile?type=Burglary&tab=Make-up")
    part, toast = (
        page.get_by_role("button", name="Business and community burglary"),
        page.get_by_test_id("stToast"),
    )
    click(part, expect(toast).to_contain_text, "not a crime type of its own")
    expect(title(page)).to_contain_text("Burglary in")
    part = page.get_by_role("rowheader", name="Residential burglary").get_by_role("button")
    click(part, expect(title(page)).to_contain_text, "Residential burglary in Tunbridge Wells")
    settled(page)
    assert query(page)["type"] == ["Residential burglary"]


@pytest.mark.parametrize("start", ["/", "/county"])
def test_the_first_pages_lead_to_the_profile_with_the_filters_kept(visit, start):
    page = visit().open(f"{start}?type=Robbery&months=6+months")
    click(page.get_by_role("link", name="Robbery in detail"), expect(page).to_have_title, "Crime types")
    expect(title(page)).to_contain_text("Robbery in Tunbridge Wells")
    settled(page)
    assert urlsplit(page.url).path == "/profile"
    assert query(page) == {"type": ["Robbery"], "months": ["6 months"]}
    open_tab(page, "County")
    click(page.get_by_role("link", name="Robbery in every district"), expect(page).to_have_title, "County")
    expect(title(page)).to_contain_text("Robbery")


def test_a_street_opens_the_ward_map_around_it(visit):
    page = visit().open("/profile?type=Shoplifting&tab=Streets")
    street = page.locator(".st-key-locations").get_by_role("rowheader").first.get_by_role("button")
    click(street, expect(page).to_have_title, "Wards")
    settled(page)
    asked = query(page)
    assert (asked["type"], asked["map_view"]) == (["Shoplifting"], ["Points"])
    assert "street" in asked
    expect(page.get_by_role("radio", name="Points", exact=True)).to_be_checked()
