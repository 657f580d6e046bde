"""Public mode on the published sample: what its pages show of wards, and what they do not offer."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pyarrow.parquet as pq
import pytest
import streamlit as st

from csp.core import disclosure
from tests.pages import recount

YEAR = date(2020, 1, 1)
WARDS = {row["ward_code"]: row["ward"] for row in recount.reference("wards.csv")}


@pytest.fixture
def shown(published):
    """shown("robbery"): the count of each ward in 2020 (or another year) as the published store has it."""
    rows = pq.read_table(published.root / "ward_counts").to_pylist()

    def read(measure: str, first: date = YEAR) -> dict[str, int]:
        found = {
            row["ward_code"]: row["n"]
            for row in rows
            if (row["measure"], row["first_month"], row["excluded"]) == (measure, first, "")
            and row["flag"] is None
        }
        return {code: found.get(code, 0) for code in WARDS}

    return read


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-").lstrip("▲▼ "))


@pytest.mark.parametrize("measure", [("all_crime", "All crime"), ("robbery", "Robbery")])
def test_a_ward_has_one_figure_on_every_page_and_it_is_the_one_shown(visit, shown, measure):
    code, label = measure
    figures, before = shown(code), shown(code, date(2019, 1, 1))
    ward = max(figures, key=lambda each: figures[each])
    query = {"type": label, "ward": [WARDS[ward]]}
    table = visit("wards", type=label, tab="All wards").texts("ward_table")
    assert {each: number(cells[1]) for each, cells in table.items()} == figures
    assert {each: number(cells[2]) for each, cells in table.items()} == before
    for page in ("overview", "profile", "trends", "wards"):
        screen = visit(page, **query)
        assert re.search(rf"\b{figures[ward]:,}\b", screen.title), page
        assert sum(disclosure.ADJUSTED in caption for caption in screen.captions) == 1, page
    tiles = [figure for _, figure, _ in visit("profile", **query).figures("figures")]
    assert [number(tiles[0]), number(tiles[1])] == [figures[ward], before[ward]]


def test_the_whole_district_is_exact_and_says_nothing_of_adjustment(visit, shown):
    del shown
    for page in ("overview", "county", "trends"):
        screen = visit(page, type="Robbery")
        assert not screen.says(disclosure.ADJUSTED), page
    year = recount.months(YEAR, 12)
    table = visit("overview").texts("crime_types")
    assert number(table["robbery"][1]) == recount.count("robbery", year)
    assert number(visit("wards", type="Robbery").texts("profile")["Jan to Dec 2020"][1]) == recount.count(
        "robbery", year
    )


def test_harm_is_beside_the_same_counts_and_says_no_rank(visit, shown):
    figures = shown("all_crime")
    wards = visit("wards", tab="Harm").texts("harm_table")
    assert {code: number(cells[1]) for code, cells in wards.items()} == figures
    assert {len(cells) for cells in wards.values()} == {5}
    (park,) = (code for code, name in WARDS.items() if name == "Park")
    types = visit("profile", ward=["Park"], tab="Harm").texts("harm_table")
    for code in ("all_crime", "robbery", "shoplifting"):
        assert number(types[code][1]) == shown(code)[park], code


def test_a_title_and_the_table_agree_on_which_wards_could_be_highest(visit, shown):
    del shown
    screen = visit("wards", tab="All wards")
    ranks = {cells[0]: cells[8] for cells in screen.texts("ward_table").values()}
    highest = {name for name, rank in ranks.items() if rank.startswith("highest")}
    assert highest == {name for name in WARDS.values() if re.search(rf"\b{name}\b", screen.title)}


def test_the_rates_of_wards_are_of_the_counts_shown(visit, shown):
    people = {
        row["area_code"]: int(row["population"])
        for row in recount.reference("population.csv")
        if row["year"] == "2020"
    }
    table = visit("wards", tab="All wards").texts("ward_table")
    for code, n in shown("all_crime").items():
        if code in people:
            assert table[code][6] == f"{1000 * n / people[code]:.1f}"


def test_only_published_periods_and_one_ward_are_on_offer(visit, shown):
    del shown
    screen = visit("wards", ward=["Park", "Culverden"], to="Jun 2020", months="3 months")
    boxes = {box.key: box for box in screen.app.selectbox}
    assert boxes["to"].options == ["Dec 2020", "Dec 2019", "Dec 2018"]
    assert boxes["months"].options == ["12 months"]
    assert boxes["against"].options == ["12 months before", "Same months of 2018"]
    (wards,) = screen.app.multiselect
    assert (wards.value, wards.proto.max_selections) == (["Park"], 1)
    assert screen.says("One ward at a time is published: Park is shown.")
    assert not [toggle for toggle in screen.app.toggle if toggle.key in ("whole_months", "add")]


def test_the_first_year_has_nothing_to_compare_with(visit, shown):
    first = shown("all_crime", date(2018, 1, 1))
    table = visit("wards", to="Dec 2018", tab="All wards").texts("ward_table")
    assert {code: number(cells[1]) for code, cells in table.items()} == first
    assert {cells[2] for cells in table.values()} == {"–"}


@pytest.mark.parametrize("page", ["profile", "trends", "wards"])
def test_a_ward_has_years_in_place_of_months(visit, shown, page):
    screen = visit(page, ward=["Park"], type="Shoplifting")
    (park,) = (code for code, name in WARDS.items() if name == "Park")
    bars = next(
        screen.datasets(at)["bars"]
        for at in range(len(screen.charts()))
        if disclosure.NO_MONTHS_BY_WARD in screen.words(at)["subtitle"]
    )
    expected = [shown("shoplifting", date(year, 1, 1))[park] for year in (2018, 2019, 2020)]
    assert [bar["end"] for bar in bars] == expected


def test_places_and_outcomes_are_not_offered(visit, shown):
    del shown
    wards = visit("wards", map_view="Points")
    assert wards.says(disclosure.NO_PLACES)
    assert wards.says("“Points” could not be found here")
    assert visit("profile", tab="Outcomes").says("Outcomes are not published.")
    season = visit("profile", ward=["Park"], tab="Season")
    assert season.says(disclosure.NO_MONTHS_BY_WARD)


def test_the_parts_of_a_type_in_a_ward_are_its_counts_shown(visit, shown):
    (park,) = (code for code, name in WARDS.items() if name == "Park")
    parts = visit("profile", ward=["Park"], type="Drug offences", tab="Make-up").texts("parts")
    assert parts
    for code, cells in parts.items():
        assert number(cells[1]) == shown(code)[park], code


def test_a_file_and_a_picture_say_that_counts_are_adjusted(visit, shown, monkeypatch):
    del shown
    files = {}
    offer = st.download_button

    def keep(label, **options):
        files[options["file_name"]] = options["data"]
        return offer(label, **options)

    monkeypatch.setattr(st, "download_button", keep)
    visit("wards", ward=["Park"], tab="All wards").open_share()
    table = next(data for name, data in files.items() if "by-ward" in name and name.endswith(".csv"))
    rows = list(csv.DictReader(io.StringIO(table())))
    assert {row["Adjusted"] for row in rows} == {disclosure.ADJUSTED}
    picture = next(data for name, data in files.items() if name.endswith(".svg"))()
    assert "adjusted by at most 3" in picture


def test_without_a_published_store_the_page_says_how_to_make_one(visit, published, monkeypatch, tmp_path):
    del published
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path / "none"))
    screen = visit("wards")
    assert [box.value for box in screen.app.info] == [disclosure.NOTHING_PUBLISHED]
