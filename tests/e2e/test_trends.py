"""The Trends page in a browser: its own choices in the address, its pictures clicked and taken away."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import hold_charts, settled, title

PNG = b"\x89PNG\r\n\x1a\n"


def pressed(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()
    settled(page)


def test_its_choices_show_in_the_address_and_a_link_brings_them_back(visit):
    page = visit().open("/trends?type=Shoplifting")
    for name in ("Count", "Rolling 12 months", "Left in"):
        pressed(page, name)
    page.wait_for_url("**season=Left+in**")
    assert "figure=Count" in page.url
    assert "run=Rolling+12+months" in page.url
    again = visit().open(page.url.removeprefix(page.url.split("/trends")[0]))
    for name in ("Count", "Rolling 12 months", "Left in"):
        expect(again.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True)).to_be_checked()


def test_a_small_picture_chooses_its_type_by_click_and_by_keyboard(visit):
    page = visit().open("/trends?type=Shoplifting")
    page.locator("button[data-id=robbery]").click()
    expect(title(page)).to_contain_text("Robbery in Tunbridge Wells")
    page.wait_for_url("**type=Robbery**")
    settled(page)
    page.locator("button[data-id=burglary]").press("Enter")
    expect(title(page)).to_contain_text("Burglary in Tunbridge Wells")
    expect(page.locator("button[data-id=burglary]")).to_have_attribute("aria-pressed", "true")


def test_another_type_redraws_every_chart_and_builds_none_anew(visit):
    page = visit().open("/trends?type=Shoplifting")
    pictures = hold_charts(page)
    assert len(pictures) == 3
    page.locator("button[data-id=robbery]").click()
    expect(title(page)).to_contain_text("Robbery in Tunbridge Wells")
    settled(page)
    charts = page.get_by_test_id("stVegaLiteChart")
    for i, picture in enumerate(pictures):
        expect(charts.nth(i)).to_contain_text("Robbery")
        expect(charts.nth(i)).not_to_contain_text("Shoplifting")
        assert picture.is_visible()


def test_every_picture_can_be_taken_away_and_its_data_too(visit):
    page = visit().open("/trends?type=Shoplifting")
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(3)
    for i in range(3):
        expect(charts.nth(i).locator("canvas, svg").first).to_be_visible()
        charts.nth(i).hover()
        with page.expect_download() as taken:
            # By keyboard: the chart's menu can lie below the header of the page, out of the mouse's reach.
            page.get_by_role("button", name="Download as PNG").nth(i).press("Enter")
        assert taken.value.path().read_bytes().startswith(PNG)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download picture").click()
    assert taken.value.path().read_bytes().startswith(PNG)
    buttons = page.get_by_role("button", name="Download data")
    expect(buttons).to_have_count(4)
    heads = ("Month,Recorded", "Month,Rate per 1", "Month,2018,2019,2020", "Crime type,Month,Recorded")
    for i, head in enumerate(heads):
        with page.expect_download() as taken:
            buttons.nth(i).click()
        assert head in taken.value.path().read_text(encoding="utf-8").replace('"', "").splitlines()[0]


def test_every_crime_type_fits_on_one_screen(visit):
    page = visit(width=1440, height=900).open("/trends?type=Shoplifting")
    first, last = page.locator("button[data-id]").first, page.locator("button[data-id]").last
    expect(last).to_be_attached()
    top, bottom = first.bounding_box(), last.bounding_box()
    assert top is not None
    assert bottom is not None
    assert bottom["y"] + bottom["height"] - top["y"] <= 900
