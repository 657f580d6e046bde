"""What a reader does: choose, follow, go back, click a row, share a link."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from playwright.sync_api import Locator, Page, expect

from csp.core import settings
from tests.e2e.browser import (
    GESTURE_MS,
    choose,
    click,
    close_period,
    download,
    filter_bar,
    filter_box,
    follow,
    make,
    open_period,
    open_popover,
    open_tab,
    press,
    settled,
    title,
)

PUBLISHED = {
    row["measure"]: row
    for row in csv.DictReader(
        (settings.REFERENCE / "published_2020.csv").read_text(encoding="utf-8").splitlines()
    )
}
# One crime type is called otherwise than as published.
LABELS = {code: row["label"] for code, row in PUBLISHED.items()}
LABELS["burglary_residential"] = "Residential burglary"
CRIMES_NOT_INCIDENTS = "offence NOT LIKE 'asb%' AND offence <> 'domestic_abuse_incident'"
COVID_TAGGED = 377  # published: a part of the 2,354 ASB reports of 2020


def recorded(where: str) -> int:
    """Rows of the sample that meet a condition, counted straight from its files."""
    files = (settings.SAMPLE / "monthly_counts").as_posix()
    total = duckdb.sql(f"SELECT SUM(n)::BIGINT FROM read_parquet('{files}/**/*.parquet') WHERE {where}")
    ((n,),) = total.fetchall()
    return int(n)


def published(measure: str) -> str:
    """The published figure of 2020 as the pages print it."""
    return f"{int(PUBLISHED[measure]['count_2020']):,}"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def await_query(page: Page, expected: dict[str, list[str]]) -> None:
    """Wait until the address holds these filters and no others."""
    page.wait_for_function(
        """expected => {
             const found = {};
             for (const [key, value] of new URLSearchParams(location.search)) (found[key] ||= []).push(value);
             const sorted = (o) => JSON.stringify(Object.entries(o).sort());
             return sorted(found) === sorted(expected);
           }""",
        arg=expected,
    )


def tile(page: Page, name: str) -> Locator:
    """One of the five figures with its label and its note, by its id: level, change, place, overdue, ..."""
    return page.locator(f".st-key-figures [data-id={name}]")


def level(page: Page) -> Locator:
    """The first of the five figures: how many in the period."""
    return tile(page, "level").locator(".figure")


def covid(page: Page) -> Locator:
    """The switch, in the part of the period, which is opened."""
    open_period(page)
    return filter_bar(page).get_by_role("switch", name="Leave out COVID-tagged")


def switch_covid(page: Page) -> None:
    switch = covid(page)
    wanted = expect(switch).not_to_be_checked if switch.is_checked() else expect(switch).to_be_checked
    click(filter_bar(page).get_by_test_id("stCheckbox").locator("label").first, wanted)
    close_period(page)


@pytest.fixture
def overview(visit) -> Page:
    return visit().open("/")


def test_the_overview_opens_on_the_published_figures(overview):
    expect(level(overview)).to_have_text(published("all_crime"))
    expect(title(overview)).to_contain_text("fell by 778 (−9.0%) to 7,830")
    assert query(overview) == {}


def test_a_crime_type_chosen_shows_in_the_address_and_in_the_figures(overview):
    choose(overview, "Crime type", "Shoplifting")
    expect(level(overview)).to_have_text(published("shoplifting"))
    expect(title(overview)).to_contain_text("Shoplifting in Tunbridge Wells fell by 195")
    await_query(overview, {"type": ["Shoplifting"]})


def test_a_ward_chosen_narrows_the_figures_to_it(overview):
    choose(overview, "Wards", "Culverden")
    ((code,),) = duckdb.sql(
        f"SELECT ward_code FROM '{settings.REFERENCE.as_posix()}/wards.csv' WHERE ward = 'Culverden'"
    ).fetchall()
    count = recorded(f"ward_code = '{code}' AND year(month) = 2020 AND {CRIMES_NOT_INCIDENTS}")
    expect(level(overview)).to_have_text(f"{count:,}")
    expect(title(overview)).to_contain_text("All crime in Culverden")
    await_query(overview, {"ward": ["Culverden"]})


def test_a_period_chosen_moves_the_figures(overview):
    choose(overview, "Period ending", "Jun 2020")
    choose(overview, "Length", "3 months")
    count = recorded(
        f"district_code = '{settings.SAMPLE_HOME}' AND {CRIMES_NOT_INCIDENTS}"
        " AND month BETWEEN DATE '2020-04-01' AND DATE '2020-06-01'"
    )
    expect(level(overview)).to_have_text(f"{count:,}")
    expect(tile(overview, "level").locator(".label")).to_contain_text("Apr to Jun 2020")
    await_query(overview, {"to": ["Jun 2020"], "months": ["3 months"]})


def test_another_year_can_be_compared_with(overview):
    choose(overview, "Compare with", "Same months of 2018")
    expect(tile(overview, "change").locator(".note")).to_contain_text(" on 8,953,")
    await_query(overview, {"against": ["Same months of 2018"]})


def test_the_covid_tagged_reports_can_be_left_out(overview):
    choose(overview, "Crime type", "ASB incidents")
    expect(level(overview)).to_have_text(published("asb"))
    switch_covid(overview)
    expect(level(overview)).to_have_text(f"{int(PUBLISHED['asb']['count_2020']) - COVID_TAGGED:,}")
    expect(covid(overview)).to_be_checked()
    await_query(overview, {"type": ["ASB incidents"], "without_covid": ["true"]})


def test_filters_go_along_to_another_page(overview):
    choose(overview, "Crime type", "Robbery")
    choose(overview, "Compare with", "Same months of 2018")
    expect(title(overview)).to_contain_text("Robbery")
    follow(overview, "County")
    expect(title(overview)).to_contain_text("Robbery: Tunbridge Wells has the lowest rate")
    expect(filter_box(overview, "Compare with")).to_have_value("Same months of 2018")
    await_query(overview, {"type": ["Robbery"], "against": ["Same months of 2018"]})


def test_back_brings_back_the_page_before_with_its_filters_and_figures(overview):
    choose(overview, "Crime type", "Robbery")
    expect(level(overview)).to_have_text(published("robbery"))
    follow(overview, "County")
    choose(overview, "Crime type", "Shoplifting")
    expect(title(overview)).to_contain_text("Shoplifting")
    overview.go_back()
    expect(level(overview)).to_have_text(published("robbery"))
    expect(filter_box(overview, "Crime type")).to_have_value("Robbery")
    await_query(overview, {"type": ["Robbery"]})


def by_mouse(row: Locator) -> None:
    row.click(timeout=GESTURE_MS)


def by_keyboard(row: Locator) -> None:
    row.page.get_by_role("columnheader", name="Crime type").get_by_role("button").focus()
    for _ in range(60):
        row.page.keyboard.press("Tab")
        if row.evaluate("node => node.getRootNode().activeElement === node"):
            break
    row.page.keyboard.press("Enter")


def test_an_entry_of_the_columns_chooses_its_type_by_mouse_and_by_keyboard(overview):
    columns = overview.locator(".st-key-directions")
    robbery = columns.get_by_role("button", name=re.compile("^Robbery fell by 28 "))
    click(robbery, expect(level(overview)).to_have_text, published("robbery"))
    expect(title(overview)).to_contain_text("Robbery in Tunbridge Wells")
    expect(robbery).to_have_attribute("aria-pressed", "true")
    await_query(overview, {"type": ["Robbery"]})
    asb = columns.get_by_role("button", name=re.compile("^ASB incidents rose "))
    press(asb, "Enter", expect(level(overview)).to_have_text, published("asb"))
    await_query(overview, {"type": ["ASB incidents"]})


def test_the_overdue_actions_lead_to_their_cards_on_the_board(overview):
    overdue = tile(overview, "overdue")
    count = int(overdue.locator(".figure").inner_text())
    click(overdue, expect(overview).to_have_url, re.compile("/board\\?"))
    expect(overview.locator(".st-key-cards .card")).to_have_count(count)


def test_the_answer_is_in_the_first_screen_with_figures_that_a_room_can_read(visit):
    for width, height in ((1366, 768), (1920, 1080)):
        page = visit(width=width, height=height).open("/")
        expect(page.locator(".st-key-directions section")).to_have_count(3)
        figures = page.locator(".st-key-figures .figure")
        expect(figures).to_have_count(5)
        sizes = figures.evaluate_all("nodes => nodes.map(n => parseFloat(getComputedStyle(n).fontSize))")
        assert min(sizes) >= 40
        tops = page.locator(".st-key-figures .tile").evaluate_all(
            "nodes => nodes.map(n => Math.round(n.getBoundingClientRect().top))"
        )
        assert len(set(tops)) == 1
        assert page.locator(".st-key-directions h2").first.bounding_box()["y"] < height - 200


@pytest.mark.parametrize("choose_row", [by_mouse, by_keyboard])
def test_a_row_of_the_crime_types_chooses_its_type(choose_row: Callable[[Locator], None], overview):
    row = overview.get_by_role("rowheader", name="Robbery").get_by_role("button")
    make(overview, lambda: choose_row(row), expect(level(overview)).to_have_text, published("robbery"))
    expect(filter_box(overview, "Crime type")).to_have_value("Robbery")
    expect(title(overview)).to_contain_text("Robbery in Tunbridge Wells")
    await_query(overview, {"type": ["Robbery"]})


def test_a_header_sorts_the_rows_both_ways_and_back(overview):
    table = overview.locator(".st-key-crime_types")
    rows = table.get_by_role("rowheader")
    as_published = list(LABELS.values())
    expect(rows).to_have_text(as_published)
    by_count = sorted(PUBLISHED.values(), key=lambda row: -int(row["count_2020"]))
    header = table.get_by_role("columnheader", name="Jan to Dec 2020")
    button = header.get_by_role("button")
    click(button, expect(rows).to_have_text, [LABELS[row["measure"]] for row in by_count])
    expect(header).to_have_attribute("aria-sort", "descending")
    click(button, expect(rows).to_have_text, [LABELS[row["measure"]] for row in reversed(by_count)])
    click(button, expect(rows).to_have_text, as_published)


def test_a_table_redraws_the_cells_that_change_and_no_other(overview):
    table = overview.locator(".st-key-crime_types")
    robbery, other = (table.get_by_role("row").filter(has_text=name) for name in ("Robbery", "Shoplifting"))
    # The component may draw after the page has settled, and marking waits for nothing.
    expect(table.get_by_role("row")).to_have_count(len(PUBLISHED) + 1)
    table.locator("td").evaluate_all("cells => cells.forEach(cell => { cell.dataset.stood = 'yes'; })")
    name = robbery.get_by_role("rowheader").get_by_role("button")
    click(name, expect(name).to_have_attribute, "aria-pressed", "true")
    expect(robbery).to_have_class(re.compile("selected"))
    expect(table.locator("[aria-pressed=true]")).to_have_count(1)
    assert name.evaluate("node => node.getRootNode().activeElement === node")
    assert table.locator("td:not([data-stood])").count() == 0
    asb = table.get_by_role("row").filter(has_text="ASB incidents")
    switch_covid(overview)
    expect(asb.locator("td").first).not_to_have_text(published("asb"))
    assert table.locator("td:not([data-stood])").count() == asb.locator("td:not([data-stood])").count() > 0
    before = other.locator("td").nth(1).inner_text()
    # 2018 for 2019: the columns are others, so the table is drawn anew and keeps no old figure.
    choose(overview, "Compare with", "Same months of 2018")
    expect(other.locator("td").nth(1)).not_to_have_text(before)
    expect(table.locator("td[data-stood]")).to_have_count(0)


def test_the_crime_types_fit_a_small_laptop(visit):
    page = visit(width=1366, height=768).open("/")
    frame = page.locator(".st-key-crime_types .frame")
    expect(frame.get_by_role("row")).to_have_count(len(PUBLISHED) + 1)
    assert frame.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    cells = frame.locator("td, th")
    assert (
        cells.evaluate_all(
            "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth).map(n => n.textContent)"
        )
        == []
    )


@pytest.fixture
def county(visit) -> Page:
    return visit().open("/county")


def compared(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Compare with one district")


def test_a_bar_of_the_county_chart_picks_the_district_compared_with(county):
    bars = county.locator(".st-key-rates svg.marks g.mark-rect.role-mark path")
    expect(bars).to_have_count(12)
    names = county.locator(".st-key-rates svg.marks g.role-axis-label text")
    name = names.filter(has_text=re.compile("[a-z]")).nth(3).text_content()
    assert name is not None
    click(bars.nth(3), expect(compared(county)).to_have_value, name)
    await_query(county, {"district": [name]})


def test_a_district_of_the_map_picks_the_district_compared_with(county):
    open_tab(county, "Map")
    district = county.locator(".st-key-map svg.marks g.mark-text text", has_text="Swale").last
    click(district, expect(compared(county)).to_have_value, "Swale")
    await_query(county, {"district": ["Swale"], "county_tab": ["Map"]})


def test_a_crime_type_of_the_county_table_chooses_it_for_the_whole_page(county):
    open_tab(county, "All crime types")
    row = county.get_by_role("rowheader", name="Robbery").get_by_role("button")
    click(row, expect(title(county)).to_contain_text, "Robbery: Tunbridge Wells has the lowest rate")
    expect(filter_box(county, "Crime type")).to_have_value("Robbery")
    expect(county.get_by_role("tab", name="All crime types")).to_have_attribute("aria-selected", "true")
    await_query(county, {"type": ["Robbery"], "county_tab": ["All crime types"]})


def test_a_copied_link_opens_the_same_view_elsewhere(visit):
    here = visit()
    here.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = here.open("/")
    choose(page, "Crime type", "Shoplifting")
    choose(page, "Wards", "Culverden")
    choose(page, "Length", "6 months")
    expect(title(page)).to_contain_text("Shoplifting in Culverden")
    expect(tile(page, "level").locator(".label")).to_contain_text("Jul to Dec 2020")
    settled(page)
    open_popover(page, "share")
    copied = page.get_by_role("button", name="Copied")
    click(page.get_by_role("button", name="Copy link"), expect(copied).to_be_visible)
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    query = parse_qs(link.query)
    # Defaults too: the same view must open after the defaults have moved on.
    assert query["to"] == ["Dec 2020"]
    assert query["against"] == ["12 months before"]
    elsewhere = visit().open(f"{link.path}?{link.query}")
    expect(title(elsewhere)).to_have_text(title(page).inner_text())
    figures = page.locator(".st-key-figures .figure").all_inner_texts()
    assert len(figures) == 5
    expect(elsewhere.locator(".st-key-figures .figure")).to_have_text(figures)


def test_reset_takes_every_filter_back(visit):
    page = visit().open("/?type=Shoplifting&ward=Culverden&months=6+months&without_covid=true")
    expect(title(page)).to_contain_text("Shoplifting in Culverden")
    reset = page.get_by_role("button", name="Reset")
    click(reset, expect(level(page)).to_have_text, published("all_crime"))
    expect(covid(page)).not_to_be_checked()
    await_query(page, {})


def test_a_wrong_filter_in_the_address_is_left_out(visit):
    page = visit().open("/?type=Jaywalking&to=Jan+1850&months=ages&ward=Atlantis&against=never&district=x")
    expect(level(page)).to_have_text(published("all_crime"))


def downloaded(page: Page, which: int = 0) -> list[list[str]]:
    """The rows of the CSV that a download button gives."""
    taken = download(page, page.get_by_role("button", name="Download data").nth(which).click)
    assert taken.suggested_filename.endswith(".csv")
    text = Path(taken.path()).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


def test_the_crime_types_can_be_downloaded_as_shown(overview):
    header, *rows = downloaded(overview)
    assert header[:3] == ["Crime type", "Jan to Dec 2020", "Jan to Dec 2019"]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (LABELS[code], row["count_2020"], row["count_2019"]) for code, row in PUBLISHED.items()
    ]


def test_the_districts_can_be_downloaded_as_shown(county):
    _, *rows = downloaded(county)
    assert len(rows) == 12
    assert {row[0] for row in rows} == {settings.area().names[code] for code in settings.area().peers}
