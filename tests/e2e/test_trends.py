"""The Trends page in a browser: its own choices in the address, its pictures clicked and taken away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import choose, click, download, hold_charts, open_tab, press, settled, title

PNG = b"\x89PNG\r\n\x1a\n"


def pressed(page: Page, name: str) -> None:
    radio = page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True)
    click(radio, expect(radio).to_be_checked)
    settled(page)


def open_options(page: Page) -> None:
    button = page.get_by_role("button", name="Options")
    click(button, expect(page.get_by_test_id("stPopoverBody")).to_be_visible)


def test_its_choices_show_in_the_address_and_a_link_brings_them_back(visit):
    page = visit().open("/trends?type=Shoplifting")
    open_tab(page, "With Kent")
    for name in ("Count", "Rolling 12 months"):
        pressed(page, name)
    open_options(page)
    adjust = page.get_by_test_id("stPopoverBody").get_by_text("Adjust for season")
    click(adjust, expect(page).to_have_url, re.compile("season=false"))
    assert "tab=With+Kent" in page.url
    assert "figure=Count" in page.url
    assert "run=Rolling+12+months" in page.url
    again = visit().open(page.url.removeprefix(page.url.split("/trends")[0]))
    for name in ("Count", "Rolling 12 months"):
        expect(again.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True)).to_be_checked()
    open_options(again)
    expect(again.get_by_test_id("stPopoverBody").get_by_role("switch")).not_to_be_checked()


def test_a_link_from_before_the_tabs_shows_what_it_showed(visit):
    page = visit().open("/trends?type=Shoplifting&season=Left+in&figure=Count&run=Rolling+12+months")
    expect(page.get_by_role("tab", name="With Kent")).to_have_attribute("aria-selected", "true")
    for name in ("Count", "Rolling 12 months"):
        expect(page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True)).to_be_checked()
    expect(page).to_have_url(re.compile("season=false"))
    # What a closed tab holds is not drawn, and its choices stay.
    open_tab(page, "This type")
    expect(page.get_by_text("Not adjusted for season, as you chose")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
    open_tab(page, "With Kent")
    expect(page.get_by_test_id("stMain").get_by_role("radio", name="Count", exact=True)).to_be_checked()


def test_a_small_picture_chooses_its_type_by_click_and_by_keyboard(visit):
    page = visit().open("/trends?type=Shoplifting&tab=All+types")
    robbery, burglary = (page.locator(f"button[data-id={name}]") for name in ("robbery", "burglary"))
    click(robbery, expect(title(page)).to_contain_text, "Robbery in Tunbridge Wells")
    page.wait_for_url("**type=Robbery**")
    settled(page)
    press(burglary, "Enter", expect(title(page)).to_contain_text, "Burglary in Tunbridge Wells")
    expect(burglary).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("tab", ["With+Kent", "Year+by+year"])
def test_another_type_redraws_every_chart_and_builds_none_anew(visit, tab):
    page = visit().open(f"/trends?type=Shoplifting&tab={tab}")
    pictures = hold_charts(page)
    assert len(pictures) == 2
    choose(page, "Crime type", "Robbery")
    expect(title(page)).to_contain_text("Robbery in Tunbridge Wells")
    settled(page)
    charts = page.get_by_test_id("stVegaLiteChart")
    for i, picture in enumerate(pictures):
        expect(charts.nth(i)).to_contain_text("Robbery")
        expect(charts.nth(i)).not_to_contain_text("Shoplifting")
        assert picture.is_visible()


TAKEN = {
    "This type": (1, "Month,Recorded"),
    "With Kent": (2, "Month,Rate per 1"),
    "Year by year": (2, "Month,2018,2019,2020"),
    "All types": (1, "Crime type,Month,Recorded"),
}


def take_picture(page: Page, i: int) -> bytes:
    """The picture of a chart, by the menu that appears beside it under the mouse."""

    def press_button() -> None:
        page.get_by_test_id("stVegaLiteChart").nth(i).hover()
        # By keyboard: the chart's menu can lie below the header of the page, out of the mouse's reach.
        page.get_by_role("button", name="Download as PNG").nth(i).press("Enter")

    return download(page, press_button).path().read_bytes()


@pytest.mark.parametrize("tab", TAKEN)
def test_every_picture_can_be_taken_away_and_its_data_too(visit, tab):
    n, head = TAKEN[tab]
    page = visit().open("/trends?type=Shoplifting")
    open_tab(page, tab)
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(n)
    for i in range(n):
        expect(charts.nth(i).locator("canvas, svg").first).to_be_visible()
        assert take_picture(page, i).startswith(PNG)
    if tab == "All types":
        taken = download(page, page.get_by_role("button", name="Download picture").click)
        assert taken.path().read_bytes().startswith(PNG)
    button = page.get_by_role("button", name="Download data")
    expect(button).to_have_count(1)
    text = download(page, button.click).path().read_text(encoding="utf-8")
    assert head in text.replace('"', "").splitlines()[0]


def test_every_crime_type_fits_on_one_screen(visit):
    page = visit(width=1440, height=900).open("/trends?type=Shoplifting&tab=All+types")
    first, last = page.locator("button[data-id]").first, page.locator("button[data-id]").last
    expect(last).to_be_attached()
    top, bottom = first.bounding_box(), last.bounding_box()
    assert top is not None
    assert bottom is not None
    assert bottom["y"] + bottom["height"] - top["y"] <= 900
