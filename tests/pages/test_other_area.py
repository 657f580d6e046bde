"""Another partnership changes area.toml alone: Maidstone as home, or other peers, on the same sample."""

from __future__ import annotations

import re

import pytest

from csp.shell import pages as menu
from tests.pages import recount
from tests.pages.recount import MAIDSTONE, REFERENCE, count, fixed, standing, year

NOW, BEFORE = year(2020), year(2019)
NAMES = recount.districts()
KENT = recount.list_county()
WEST = [
    "E07000110",
    "E07000111",
    "E07000115",
    "E07000116",
]  # Maidstone, Sevenoaks, Tonbridge, Tunbridge Wells
PAGES = sorted(spec.file for spec in menu.PAGES)


@pytest.fixture
def area(tmp_path, monkeypatch):
    """Puts a settings file in force: the delivered one with some entries replaced."""

    def write(home=MAIDSTONE, peers=None, label="Kent districts", year_type="calendar", rules=""):
        text = (REFERENCE / "area.toml").read_text(encoding="utf-8")
        text = text.replace("Tunbridge Wells Community", f"{NAMES[home]} Community")
        text = re.sub(r'home = "\w+"', f'home = "{home}"', text)
        text = re.sub(r'label = ".*"', f'label = "{label}"', text)
        text = re.sub(r'type = ".*"', f'type = "{year_type}"', text)
        if peers:
            text = re.sub(
                r"districts = \[.*?\]", f"districts = {peers!r}".replace("'", '"'), text, flags=re.DOTALL
            )
        if rules:
            text = text.replace("public = false", rules)
        path = tmp_path / "area.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("CSP_AREA", str(path))

    return write


def numbers(text):
    return int(text.replace(",", ""))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_for_maidstone_and_says_that_all_of_it_is_simulated(area, visit, page):
    area()
    screen = visit(page)
    uses_filters = any(spec.filters for spec in menu.PAGES if spec.file == page)
    assert ("Sample data: every figure shown for Maidstone is simulated" in screen.text) == uses_filters
    assert "borough totals of crime as published" not in screen.text
    has_heading = uses_filters or page == "road_safety"
    assert screen.says("Maidstone Community Safety Partnership · ") == has_heading
    assert "Tunbridge Wells" not in screen.title


@pytest.mark.parametrize("page", ["overview", "county"])
def test_the_finding_names_maidstone(area, visit, page):
    area()
    assert "Maidstone" in visit(page).title


def test_counts_and_ranks_are_maidstones(area, visit):
    area()
    printed = visit("overview").texts("crime_types")
    assert len(printed) == 16
    for measure, cells in printed.items():
        assert [numbers(t) for t in cells[1:3]] == [count(measure, p, MAIDSTONE) for p in (NOW, BEFORE)]
        if recount.measures()[measure].get("ranked", True):
            ranks = [recount.ranks(measure, p, y, KENT)[MAIDSTONE] for p, y in ((BEFORE, 2019), (NOW, 2020))]
            assert cells[6:8] == [standing(rank) for rank in ranks]
        else:
            assert cells[6:8] == ["\u2013", "\u2013"]


def test_a_district_without_wards_in_the_source_says_so_and_offers_none(area, visit):
    area()
    screen = visit("overview", ward="Park")
    assert screen.says("This source has no wards for Maidstone.")
    assert not screen.app.multiselect
    assert "in Maidstone" in screen.title


def test_maidstone_is_marked_on_the_county_page_and_the_neighbours_are_those_of_the_file(area, visit):
    area()
    screen = visit("county")
    rows = {row["id"]: row for row in screen.component("ranks")["rows"]}
    assert {code for code, row in rows.items() if row.get("selected")} == {MAIDSTONE}
    assert rows[MAIDSTONE]["cells"][0]["tone"] == "home"
    matrix = visit("county", county_tab="All crime types").component("matrix")
    assert matrix["columns"][1]["label"] == "Maidstone"
    assert "Maidstone" not in screen.app.selectbox(key="district").options


def test_another_peer_group_is_ranked_among_itself(area, visit):
    area(peers=WEST, label="west Kent districts")
    screen = visit("county", type="Shoplifting")
    ranks = recount.ranks("shoplifting", NOW, 2020, WEST)
    assert {code: cells[2] for code, cells in screen.texts("ranks").items()} == {
        code: standing(rank, of=4) for code, rank in ranks.items()
    }
    assert "of the 4 west Kent districts" in screen.title
    matrix = visit("county", type="Shoplifting", county_tab="All crime types").component("matrix")
    assert len(matrix["columns"]) == 1 + 4
    overview = visit("overview", type="Shoplifting")
    tile = overview.tiles("figures")["place"]
    assert "of 4 west Kent districts" in tile["text"]
    assert tile["figure"] == standing(ranks[MAIDSTONE], of=4).capitalize()
    assert tile["strip"]["of"] == 4
    assert numbers(overview.texts("crime_types")["shoplifting"][1]) == count("shoplifting", NOW, MAIDSTONE)


def test_a_peer_of_which_nothing_is_loaded_is_named_and_left_out(area, visit):
    """The sample has nothing of Medway: a count of 0 would be the lowest rate of all."""
    area(peers=[*WEST, "E06000035"], label="west Kent districts")
    ranks = recount.ranks("shoplifting", NOW, 2020, WEST)
    for page in ("county", "profile", "overview"):
        screen = visit(page, type="Shoplifting")
        assert "5 west Kent districts" not in screen.title, page
        assert screen.says("No recorded crime of Medway is loaded, so it is left out"), page
    printed = visit("county", type="Shoplifting").texts("ranks")
    assert {code: cells[2] for code, cells in printed.items()} == {
        code: standing(n, of=4) for code, n in ranks.items()
    }
    matrix = visit("county", type="Shoplifting", county_tab="All crime types").component("matrix")
    assert "Medway" not in [column["label"] for column in matrix["columns"]]
    tile = visit("overview", type="Shoplifting").tiles("figures")["place"]
    assert "of 4 west Kent districts" in tile["text"]
    assert tile["strip"]["of"] == 4
    roads = visit("road_safety")
    assert "5 west Kent districts" not in roads.title
    assert roads.says("No casualties of Medway are loaded")


def test_two_peers_are_enough_to_be_compared(area, visit):
    area(peers=WEST[:2], label="districts")
    screen = visit("county")
    rates = [fixed(recount.rate("all_crime", NOW, 2020, code)) for code in WEST[:2]]
    assert sorted(cells[1] for cells in screen.texts("ranks").values()) == sorted(rates)


@pytest.mark.parametrize(
    ("year_type", "sentence", "first", "population_year"),
    [
        ("financial", "Apr 2019 to Mar 2020", (2019, 4), 2019),
        ("november", "Nov 2019 to Oct 2020", (2019, 11), 2020),
        ("july", "Jul 2019 to Jun 2020", (2019, 7), 2019),
    ],
)
def test_the_pages_open_on_the_partnerships_own_year(
    area, visit, year_type, sentence, first, population_year
):
    area(home=recount.HOME, year_type=year_type)
    screen = visit("overview")
    period = recount.months(recount.date(*first, 1), 12)
    n = count("all_crime", period)
    rate = fixed(n * 1000 / recount.population(recount.HOME, population_year))
    assert screen.figures("figures")[0] == (sentence, f"{n:,}", f"{rate} per 1,000")
    before = recount.months(recount.date(first[0] - 1, first[1], 1), 12)
    assert numbers(screen.texts("crime_types")["asb"][2]) == count("asb", before)
