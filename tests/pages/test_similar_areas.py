"""County among the similar areas of an imported list, beside the districts of the county."""

from __future__ import annotations

import pytest

from tests.pages import recount
from tests.pages.recount import HOME, MAIDSTONE, count, fixed, standing, year

NOW, BEFORE = year(2020), year(2019)
BUCKS, HERTS, STRAY = "E06000060", "E07000099", "E07000209"
# Of areas.csv it is not, so nothing is known of how many live there.
UNKNOWN = "S12000006"
# A month of a similar area: shoplifting and everything else.
SHOPLIFTING, REST = 60, 700


@pytest.fixture
def similar(tmp_path, monkeypatch, write_store):
    """Maidstone is in the sample; Buckinghamshire has all months, Guildford a stray record in each."""

    def write(*names):
        monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
        months = [month for period in (NOW, BEFORE) for month in period]
        rows = [
            {"source": "sample", "force": "thames-valley", "month": month, "district_code": code, **what}
            for month in months
            for code, what in (
                (BUCKS, {"offence": "shoplifting", "n": SHOPLIFTING}),
                (BUCKS, {"offence": "other_theft", "n": REST}),
                (STRAY, {"offence": "shoplifting", "n": 2}),
                (UNKNOWN, {"offence": "shoplifting", "n": SHOPLIFTING}),
            )
        ]
        listed = {
            **{MAIDSTONE: "Maidstone", BUCKS: "Buckinghamshire", HERTS: "North Herts", STRAY: "Guildford"},
            UNKNOWN: "Dumfries and Galloway",
        }
        peers = [
            {"area_code": HOME, "peer_code": code, "peer": listed[code], "position": at}
            for at, code in enumerate(names, 1)
        ]
        people = [
            {"area_code": code, "year": 2020, "population": n}
            for code, n in ((STRAY, 140_000), (BUCKS, 200_000))
        ]
        write_store(tmp_path / "extracts", rows, peers=peers, population=people)

    return write


def groups(screen):
    """The choice of what home is compared among."""
    return [group for group in screen.app.get("button_group") if group.key == "among"]


def test_without_a_list_there_is_no_choice(visit):
    assert not groups(visit("county"))


def test_home_is_ranked_among_the_similar_areas_that_have_data(similar, visit):
    similar(MAIDSTONE, BUCKS, HERTS, STRAY)
    screen = visit("county", type="Shoplifting", among="Similar areas")
    rates = {
        HOME: float(recount.rate("shoplifting", NOW, 2020)),
        MAIDSTONE: float(recount.rate("shoplifting", NOW, 2020, MAIDSTONE)),
        BUCKS: 1000 * 12 * SHOPLIFTING / 200_000,
    }
    printed = screen.texts("ranks")
    assert {code: cells[1] for code, cells in printed.items()} == {c: fixed(r) for c, r in rates.items()}
    order = sorted(rates, key=rates.get)
    assert {code: cells[2] for code, cells in printed.items()} == {
        code: standing(at, of=3) for at, code in enumerate(order, 1)
    }
    assert "rate of the 3 similar areas" in screen.title
    assert screen.says("Tunbridge Wells among 2 of 4 similar areas; 2 have no data for these months")
    assert screen.says("(North Hertfordshire and Guildford)")  # As areas.csv names it, not the list.
    assert printed[BUCKS][0] == "Buckinghamshire"
    assert "Rank" in [column["label"] for column in screen.component("ranks")["columns"]]


def test_the_county_is_what_the_page_opens_with_and_is_as_it_was(similar, visit):
    plain = visit("county", type="Shoplifting")
    similar(MAIDSTONE, BUCKS)
    screen = visit("county", type="Shoplifting")
    assert screen.title == plain.title
    assert screen.texts("ranks") == plain.texts("ranks")
    (group,) = groups(screen)
    assert group.options == ["Kent districts", "Similar areas"]


@pytest.mark.parametrize("tab", ["Table", "All crime types", "Funnel", "Map"])
def test_every_tab_runs_for_similar_areas(similar, visit, tab):
    similar(MAIDSTONE, BUCKS, HERTS)
    screen = visit("county", among="Similar areas", county_tab=tab, district="Buckinghamshire")
    assert "Buckinghamshire: " in screen.text


def test_a_district_compared_with_is_let_go_where_the_group_has_it_not(similar, visit):
    similar(MAIDSTONE, BUCKS)
    screen = visit("county", among="Similar areas", district="Swale")
    assert "Swale: " not in screen.text


def test_a_similar_area_without_a_population_is_named_and_not_ranked(similar, visit):
    similar(MAIDSTONE, UNKNOWN)
    screen = visit("county", type="Shoplifting", among="Similar areas")
    assert "2 similar areas with a population (none on file for Dumfries and Galloway)" in screen.title
    assert count("shoplifting", NOW) == int(screen.texts("ranks")[HOME][5].replace(",", ""))


def test_similar_areas_without_any_data_say_what_to_import(similar, visit):
    similar(HERTS, STRAY)
    screen = visit("county", among="Similar areas")
    assert screen.app.info
    assert "None of the 2 similar areas has data for these months" in screen.app.info[0].value
    assert not screen.charts()
