"""The county comparison on the sample, recounted."""

from __future__ import annotations

import re

import pytest

from tests.pages import recount
from tests.pages.recount import HOME, count, fixed, standing, year

NOW, BEFORE = year(2020), year(2019)
KENT = recount.list_county()
NAMES = recount.districts()


@pytest.fixture(scope="module")
def county(visit):
    return visit("county")


@pytest.fixture(scope="module")
def shoplifting(visit):
    return visit("county", type="Shoplifting")


def numbers(text):
    return int(text.replace(",", ""))


def test_the_finding_has_the_place_the_rate_and_its_range(county, shoplifting):
    rate = fixed(recount.rate("all_crime", NOW, 2020))
    assert county.title == (
        f"All crime: Tunbridge Wells has the lowest rate of the 12 Kent districts ({rate} per 1,000): "
        "ranked 1st; could be 1st to 3rd."
    )
    assert shoplifting.title.startswith(
        "Shoplifting: Tunbridge Wells has the 4th lowest rate of the 12 Kent districts"
    )


def test_every_district_has_its_rate_ranks_movement_and_volume(shoplifting):
    now, before = (recount.ranks("shoplifting", p, y, KENT) for p, y in ((NOW, 2020), (BEFORE, 2019)))
    volume = {code: count("shoplifting", NOW, code) for code in KENT}
    printed = shoplifting.texts("ranks")
    assert set(printed) == set(KENT)
    for code, cells in printed.items():
        moved = now[code] - before[code]
        movement = f"{'▲ up' if moved > 0 else '▼ down'} {abs(moved)}" if moved else "no change"
        assert cells[0] == NAMES[code]
        assert cells[1] == fixed(recount.rate("shoplifting", NOW, 2020, code))
        assert cells[2:4] == [standing(now[code]), standing(before[code])]
        assert cells[4] == movement
        assert [numbers(text) for text in cells[5:7]] == [volume[code], count("shoplifting", BEFORE, code)]
        assert cells[7] == standing(1 + sum(n < volume[code] for n in volume.values()))
    rates = [recount.rate("shoplifting", NOW, 2020, code) for code in printed]
    assert rates == sorted(rates)


def test_the_gap_to_the_next_rank_is_the_fewest_crimes_that_close_it(shoplifting):
    own, people = count("shoplifting", NOW), recount.population(HOME, 2020)
    others = sorted(recount.rate("shoplifting", NOW, 2020, code) for code in KENT if code != HOME)

    def rank(n):
        return 1 + sum(rate < n * 1000 / people for rate in map(float, others))

    less = next(k for k in range(1, own) if rank(own - k) < rank(own))
    more = next(k for k in range(1, 9999) if rank(own + k) > rank(own))
    said = re.search(
        r"(\d+) fewer shoplifting offences would have put Tunbridge Wells ([\w ]+)\.", shoplifting.text
    )
    assert (int(said[1]), said[2]) == (less, standing(rank(own - less)))
    said = re.search(r"(\d+) more shoplifting offences would have put us ([\w ]+)\.", shoplifting.text)
    assert (int(said[1]), said[2]) == (more, standing(rank(own + more)))
    assert "It was 6th lowest in the period compared with: down 2 places by rate." in shoplifting.text


def test_the_bars_have_the_rates_of_the_table_and_the_county_is_a_line(county):
    spec = county.charts()[0]
    assert spec["layer"][0]["mark"]["type"] == "bar"
    assert county.words(0)["title"] == "All crime in the 12 Kent districts"
    bars = county.datasets(0)
    assert len(bars["districts"]) == 12
    assert [row["label"] for row in bars["districts"]] == [
        cells[1] for cells in county.texts("ranks").values()
    ]
    assert [row["label"] for row in bars["county"]] == ["Kent 94.3"]


def test_the_lines_beside_the_bars_join_the_places_before_and_now(shoplifting):
    now, before = (recount.ranks("shoplifting", p, y, KENT) for p, y in ((NOW, 2020), (BEFORE, 2019)))
    lines = shoplifting.datasets(1)
    assert {row["district_code"]: row["position"] for row in lines["now"]} == now
    assert {row["district_code"]: row["position"] for row in lines["before"]} == before
    assert sorted(lines["moves"], key=str) == sorted([*lines["now"], *lines["before"]], key=str)
    for row in lines["now"]:
        code = row["district_code"]
        # A rank always says from which end.
        assert row["label"] == f"{NAMES[code]}, {standing(now[code], 12)}"
    ends = {row["side"]: row["label"] for row in lines["ends"]}
    assert ends == {0: "Jan to Dec 2019", 1: "Jan to Dec 2020"}
    bars = [row["district"] for row in shoplifting.datasets(0)["districts"]]
    assert [row["district"] for row in lines["now"]] == bars


@pytest.mark.parametrize("show", ["Rank", "Rate", "Count"])
def test_the_matrix_has_every_measure_in_every_district_home_first(visit, show):
    screen = visit("county", show=show, county_tab="All crime types")
    table = screen.component("matrix")
    order = [column["label"] for column in table["columns"][1:]]
    assert order[0] == "Tunbridge Wells"
    assert order[1:5] == ["Ashford", "Maidstone", "Sevenoaks", "Tonbridge and Malling"]
    assert sorted(order) == sorted(NAMES[code] for code in KENT)
    codes = [next(code for code in KENT if NAMES[code] == name) for name in order]
    printed = screen.texts("matrix")
    assert set(printed) == {code for code, m in recount.measures().items() if m["offences"]}
    for measure in ("all_crime", "asb", "hate_crime", "robbery", "bicycle_theft"):
        expected = {
            "Rank": [str(recount.ranks(measure, NOW, 2020, KENT)[code]) for code in codes],
            "Rate": [fixed(recount.rate(measure, NOW, 2020, code)) for code in codes],
            "Count": [f"{count(measure, NOW, code):,}" for code in codes],
        }
        assert printed[measure][1:] == expected[show]


def test_wards_are_kept_but_neither_used_nor_shown(visit, county):
    screen = visit("county", ward=["Park", "Culverden"])
    assert "ward" not in screen.filters()
    assert screen.title == county.title
    assert screen.texts("ranks") == county.texts("ranks")
    matrix = visit("county", ward=["Park", "Culverden"], county_tab="All crime types").texts("matrix")
    assert matrix == visit("county", county_tab="All crime types").texts("matrix")
    assert screen.go("overview").filters()["ward"] == ["Park", "Culverden"]
    assert not county.says("your choice of wards")


def test_a_district_in_the_address_is_compared_with_home(visit):
    screen = visit("county", type="Shoplifting", district="Swale")
    swale = next(code for code in KENT if NAMES[code] == "Swale")
    theirs, ours = (recount.rate("shoplifting", NOW, 2020, code) for code in (swale, HOME))
    assert (
        f"Swale: {fixed(theirs)} per 1,000, {float(theirs / ours):.2f} times the rate of Tunbridge Wells "
        f"({fixed(ours)}); a clear difference."
    ) in screen.text
    marked_codes = {row["id"] for row in screen.component("ranks")["rows"] if row.get("selected")}
    assert marked_codes == {HOME, swale}


def test_a_district_chosen_on_the_page_is_compared_with_home(visit):
    screen = visit("county")
    screen.app.selectbox(key="district").select("Dover")
    screen.run()
    assert re.search(r"Dover: [\d.]+ per 1,000, [\d.]+ times the rate of Tunbridge Wells", screen.text)


def test_home_is_not_offered_for_a_comparison_with_itself(county):
    offered = county.app.selectbox(key="district").options
    assert "Tunbridge Wells" not in offered
    assert len(offered) == 11


def test_leaving_out_covid_leaves_it_out_of_every_district(visit):
    screen = visit("county", type="ASB incidents", without_covid="true")
    for code, cells in screen.texts("ranks").items():
        assert numbers(cells[5]) == count("asb", NOW, code, without=("covid",))
    assert numbers(screen.texts("ranks")[HOME][5]) == 1977


def test_the_funnel_has_every_district_and_says_how_far_they_differ(visit):
    screen = visit("county", county_tab="Funnel")
    at = next(i for i, spec in enumerate(screen.charts()) if spec["description"].startswith("Funnel"))
    points = screen.datasets(at)["districts"]
    assert {row["district_code"] for row in points} == set(KENT)
    for row in points:
        assert row["rate"] == pytest.approx(float(recount.rate("all_crime", NOW, 2020, row["district_code"])))
    assert screen.words(at)["title"].startswith("All crime: ")
    assert screen.says("beyond luck, the districts differ by about ")


def test_the_map_says_it_is_schematic_and_has_a_legend(visit):
    county = visit("county", county_tab="Map")
    at = next(i for i, spec in enumerate(county.charts()) if spec["description"] == "Map of the districts")
    assert "schematic outlines" in county.words(at)["subtitle"]
    labels = [entry["label"] for entry in county.component("legend")["classes"]]
    assert len(labels) >= 3


def test_the_first_year_has_ranks_but_no_movement_and_says_so(visit):
    screen = visit("county", to="Dec 2018")
    assert screen.says("No comparison: 12 months (Jan 2017 to Dec 2017) are not loaded.")
    # The bar, and its line for paper, name what was chosen; the page claims no comparison.
    assert [caption for caption in screen.captions if caption.startswith("Kent, ")] == [
        "Kent, Jan to Dec 2018."
    ]
    assert "in the period compared with" not in screen.text
    ranks = recount.ranks("all_crime", year(2018), 2018, KENT)
    for code, cells in screen.texts("ranks").items():
        assert cells[2] == standing(ranks[code])
        assert cells[3:5] == ["\u2013", "\u2013"]
        assert cells[6] == "\u2013"
    # Without places before there are bars alone.
    assert len(screen.charts()) == 1


def test_a_period_of_two_months_says_that_its_rates_are_over_two_months(visit):
    screen = visit("county", to="Jun 2020", months="2 months", district="Swale")
    assert "per 1,000 in 2 months" in screen.title
    assert "Swale: " in screen.text
    assert "per 1,000 in 2 months, " in screen.text
    assert screen.component("ranks")["columns"][1]["label"] == "Rate per 1,000 in 2 months"


@pytest.mark.parametrize(("tab", "others"), [("Table", ("matrix", "legend")), ("Map", ("matrix", "ranks"))])
def test_only_the_open_tab_is_drawn(visit, tab, others):
    screen = visit("county", county_tab=tab)
    for key in others:
        with pytest.raises(LookupError):
            screen.component(key)


@pytest.mark.parametrize(
    ("tab", "offered"), [("Table", 1), ("All crime types", 1), ("Funnel", 0), ("Map", 0)]
)
def test_each_table_can_be_downloaded(visit, tab, offered):
    buttons = visit("county", county_tab=tab).app.get("download_button")
    assert [b.proto.label for b in buttons] == ["Download data"] * offered


def test_a_tab_is_kept_when_the_district_compared_is_another(visit):
    screen = visit("county", county_tab="All crime types")
    screen.app.selectbox(key="district").select("Dover")
    screen.run()
    assert screen.component("matrix")


def test_districts_stand_by_harm_beside_volume(visit):
    table = visit("county", type="Robbery", county_tab="Harm").texts("harm_table")
    now = year(2020)
    assert len(table) == 12
    for code, cells in table.items():
        n = count("robbery", now, code)
        assert (cells[1], cells[4]) == (f"{n:,}", f"{365 * n:,}")
        # With one weight the places are the same.
        assert cells[3] == cells[6]
    people = recount.population(HOME, 2020)
    assert table[HOME][5] == fixed(365_000 * count("robbery", now) / people)


def test_a_type_without_a_score_says_so_in_every_district(visit):
    screen = visit("county", type="ASB incidents", county_tab="Harm")
    assert {tuple(cells[4:]) for cells in screen.texts("harm_table").values()} == {("no score", "–", "–")}
    assert screen.says("No index scores: ASB incidents.")
