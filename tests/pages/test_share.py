"""The menu Share: a link, paper, and every chart and table of the page as files that explain themselves."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

import openpyxl
import pytest
import streamlit as st

from csp.shell import pages

PAGES = [spec.file for spec in pages.PAGES]
CONTEXT = ["Place", "Period", "Comparison", "Source"]
SAMPLE = "Sample data built from the partnership's published table"


@pytest.fixture
def files(monkeypatch):
    """Every file that the page offers, by its name: what makes it."""
    offered: dict[str, object] = {}
    offer = st.download_button

    def keep(label, **options):
        offered[options["file_name"]] = options["data"]
        return offer(label, **options)

    monkeypatch.setattr(st, "download_button", keep)
    return offered


def parse(text: str) -> list[dict[str, str]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows)
    assert len(set(header)) == len(header)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_passed_on_as_a_link_and_on_paper_and_leads_to_its_help(page, visit):
    screen = visit(page)
    links = [link.proto.query_string for link in screen.app.get("page_link")]
    assert (f"about={page}" in links) == (page != "help")
    with pytest.raises(LookupError):
        screen.component("copy_link")
    screen.open_share()
    assert screen.component("copy_link")["label"] == "Copy link"
    assert screen.component("print_page")["label"] == "Print"


def test_a_closed_menu_costs_one_element(visit):
    """Nothing of it is drawn: no button for a file but those under the tables."""
    screen = visit("profile", type="Shoplifting")
    assert [button.proto.label for button in screen.app.get("download_button")] == ["Download data"]


def test_the_menu_has_a_line_for_each_chart_and_table_that_is_drawn(visit, files):
    screen = visit("profile", type="Shoplifting", tab="Wards").open_share()
    lines = [caption for caption in screen.captions if caption.startswith(("Chart: ", "Table: "))]
    assert len([line for line in lines if line.startswith("Chart: ")]) == len(screen.charts()) == 3
    assert lines[-1] == "Table: Shoplifting by ward, Jan to Dec 2020 against Jan to Dec 2019"
    assert len(set(lines)) == len(lines)
    assert {name.rpartition(".")[2] for name in files} == {"csv", "xlsx", "png", "svg"}
    assert len(files) == 2 * 3 + 2


def test_a_table_without_a_button_of_its_own_is_in_the_menu_too(visit, files):
    visit("profile", type="Shoplifting", tab="County").open_share()
    (name,) = (name for name in files if name.endswith(".csv"))
    assert len(parse(take(files, ".csv"))) == 12, name


def test_what_stands_in_a_closed_tab_is_not_in_the_menu(visit, files):
    visit("profile", type="Shoplifting", tab="Outcomes").open_share()
    assert not any("ward" in name for name in files)


@pytest.mark.parametrize(
    ("page", "query", "name"),
    [
        (
            "wards",
            {"type": "Shoplifting", "tab": "All wards"},
            "shoplifting-by-ward-2020-01-to-2020-12-against-2019",
        ),
        ("overview", {}, "crime-types-2020-01-to-2020-12-against-2019"),
        ("overview", {"ward": "Park"}, "crime-types-park-2020-01-to-2020-12-against-2019"),
        (
            "overview",
            {"to": "Jun 2020", "months": "12 months", "without_covid": "true"},
            "crime-types-2019-07-to-2020-06-against-2018-07-to-2019-06-without-covid-tagged",
        ),
        ("overview", {"to": "Apr 2020", "months": "1 month"}, "crime-types-2020-04-against-2019"),
        ("trends", {"type": "Robbery"}, "robbery-unusual-months-2018-01-to-2020-12"),
        ("data", {}, "data-loaded"),
    ],
)
def test_the_name_of_a_file_has_the_filters_in_force(page, query, name, visit, files):
    visit(page, **query).open_share()
    assert f"{name}.csv" in files
    assert f"{name}.xlsx" in files


def test_a_picture_is_called_by_its_page_and_kind_and_the_filters(visit, files):
    visit("county", type="Shoplifting").open_share()
    assert "county-a-rate-for-each-district-shoplifting-2020-01-to-2020-12-against-2019.png" in files


def test_no_name_of_a_file_has_a_sign_that_a_system_minds(visit, files):
    for page in PAGES:
        visit(page, ward=["St James'", "St John's"]).open_share()
    assert len(files) > 20
    for name in files:
        assert re.fullmatch(r"[\w.,()&'+\-]{1,150}", name), name


@pytest.mark.parametrize("page", PAGES)
def test_every_csv_has_one_header_of_words_and_as_many_cells_in_every_row(page, visit, files):
    visit(page).open_share()
    for name, make in files.items():
        if name.endswith(".csv"):
            content = make()
            text = content if isinstance(content, str) else content.decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert len(set(rows[0])) == len(rows[0]), name
            assert all(header.strip() for header in rows[0]), name
            assert {len(row) for row in rows} == {len(rows[0])}, name


def take(files, ending: str, words: str = ""):
    (make,) = (make for name, make in files.items() if name.endswith(ending) and words in name)
    return make()


@pytest.mark.parametrize(
    ("page", "query", "place"),
    [
        ("overview", {}, "Tunbridge Wells"),
        ("overview", {"ward": ["Park", "Culverden"]}, "Park and Culverden"),
        ("profile", {"tab": "Make-up", "type": "Violent crime", "ward": "Park"}, "Park"),
        ("priorities", {}, "Tunbridge Wells"),
    ],
)
def test_every_csv_has_place_period_comparison_and_source(page, query, place, visit, files):
    visit(page, **query)
    rows = parse(take(files, ".csv"))
    assert rows
    for row in rows:
        assert [row[name] for name in CONTEXT] == [place, "Jan to Dec 2020", "Jan to Dec 2019", SAMPLE]


def test_the_place_of_a_row_about_a_ward_or_a_district_is_its_own(visit, files):
    visit("wards", type="Shoplifting", tab="All wards", ward="Park")
    assert all(row["Place"] == row["Ward"] for row in parse(take(files, ".csv")))
    files.clear()
    visit("county")
    assert all(row["Place"] == row["District"] for row in parse(take(files, ".csv")))


def test_every_type_in_every_district_has_a_row_each(visit, files):
    visit("county", county_tab="All crime types", show="Count")
    rows = parse(take(files, ".csv"))
    (row,) = (
        row for row in rows if row["Crime type"] == "All crime" and row["District"] == "Tunbridge Wells"
    )
    assert (row["Count"], row["Place"]) == ("7830", "Tunbridge Wells")


def test_the_months_of_trends_are_their_period_and_there_is_no_comparison(visit, files):
    visit("trends")
    row = parse(take(files, ".csv"))[0]
    assert [row[name] for name in CONTEXT] == ["Tunbridge Wells", "Jan 2018 to Dec 2020", "none", SAMPLE]


def test_a_clear_change_and_its_p_stand_in_every_csv_with_changes(visit, files):
    for page, query in (
        ("overview", {}),
        ("wards", {"tab": "All wards"}),
        ("profile", {"tab": "Make-up", "type": "Violent crime"}),
    ):
        files.clear()
        visit(page, **query)
        rows = parse(take(files, ".csv"))
        assert {row["Clear change"] for row in rows} <= {"yes", "no", "–"}
        assert any(0 <= float(row["p"]) <= 1 for row in rows if row["p"] != "–")
        assert all(re.fullmatch(r"-?\d+\.\d|–|from 0", row["% change"]) for row in rows)


def test_an_excel_file_says_what_it_is_under_which_filters_and_from_where(visit, files):
    screen = visit("overview", type="Shoplifting", without_covid="true").open_share()
    book = openpyxl.load_workbook(io.BytesIO(take(files, ".xlsx")))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Title"] == "Crime types, Jan to Dec 2020 against Jan to Dec 2019"
    assert about["What the page says"] == screen.title
    assert about["Page"] == "Overview, dashboard of the Tunbridge Wells Community Safety Partnership"
    assert about["Crime type"] == "Shoplifting"
    assert (about["Place"], about["Period"]) == ("Tunbridge Wells", "Jan to Dec 2020")
    assert (about["Comparison"], about["Left out"]) == ("Jan to Dec 2019", "COVID-tagged")
    assert (about["Source"], about["Licence"]) == (SAMPLE, "Simulated, free to use")
    assert datetime.strptime(about["Downloaded"], "%d %B %Y").astimezone().year >= 2026
    header = [cell.value for cell in book["Table"][1]]
    first = dict(zip(header, [cell.value for cell in book["Table"][2]], strict=True))
    assert (first["Crime type"], first["Jan to Dec 2020"]) == ("All crime", 7830)


def test_a_note_on_the_page_is_a_note_in_the_file(visit, files):
    screen = visit("overview", ward="Park", to="Mar 2018", months="12 months").open_share()
    book = openpyxl.load_workbook(io.BytesIO(take(files, ".xlsx")))
    notes = [row[1].value for row in book["About"].iter_rows() if row[0].value == "Note"]
    assert notes
    for note in notes:
        assert screen.says(note)


def test_the_picture_of_a_chart_is_made_when_its_button_is_pressed(visit, files):
    visit("county", mode="dark").open_share()
    assert take(files, ".png", "rate-for-each").startswith(b"\x89PNG")
    assert "All crime in the 12 Kent districts" in take(files, ".svg", "rate-for-each")


def test_the_wards_say_where_their_map_is_to_be_had(visit):
    assert visit("wards", map_view="Outlines").open_share().says("tab All wards")
    assert not visit("county").open_share().says("tab All wards")


def test_a_page_that_has_nothing_to_share_still_has_its_link(visit):
    screen = visit("help").open_share()
    assert not [caption for caption in screen.captions if caption.startswith(("Chart: ", "Table: "))]
