"""The ward map on the sample: its figures recounted. Clicks are made in tests/e2e/test_wards.py."""

from __future__ import annotations

import csv
import json
import re

import pytest

from csp.data import database
from csp.topics.action_plan.store import entries, reading
from csp.topics.action_plan.store.entry_records import Coverage
from csp.topics.action_plan.store.store import default_url, open_board
from tests.pages import recount
from tests.pages.recount import HOME, count, year

NOW, BEFORE = year(2020), year(2019)
WARDS = {row["ward"]: row["ward_code"] for row in recount.reference("wards.csv")}
CULVERDEN, PARK = WARDS["Culverden"], WARDS["Park"]
# One from each part of the matrix: the total, a share of it, incidents.
TYPES = {"All crime": "all_crime", "Shoplifting": "shoplifting", "ASB incidents": "asb"}


@pytest.fixture
def wards(visit):
    return lambda **query: visit("wards", **query)


def deck(screen):
    (drawn,) = screen.app.get("deck_gl_json_chart")
    return {layer["id"]: layer["data"] for layer in json.loads(drawn.proto.json)["layers"]}


# Figures.


@pytest.mark.parametrize("label", TYPES)
def test_the_table_has_every_ward_with_its_count_and_the_one_before(wards, label):
    printed = wards(type=label, tab="All wards").texts("ward_table")
    assert sorted(printed) == sorted(WARDS.values())
    for code, cells in printed.items():
        expected = [count(TYPES[label], period, wards=(code,)) for period in (NOW, BEFORE)]
        assert cells[1:3] == [f"{n:,}" for n in expected]


def test_the_map_shows_every_ward_whichever_are_chosen(wards):
    every, narrowed = (
        wards(map_view="Outlines", tab="All wards", **query) for query in ({}, {"ward": ["Culverden"]})
    )
    assert {shape["area_code"] for shape in deck(narrowed)["areas"]} == set(WARDS.values())
    assert deck(every)["areas"] == deck(narrowed)["areas"]
    assert every.texts("ward_table") == narrowed.texts("ward_table")


def test_tiles_have_the_smoothed_rate_and_the_panel_and_table_the_recorded_one(wards):
    screen = wards(type="Robbery", tab="All wards", ward=["Culverden"], shade_by="Rate")
    raw = {
        code: 1000 * count("robbery", NOW, wards=(code,)) / recount.population(code, 2020)
        for code in WARDS.values()
    }
    mean = sum(count("robbery", NOW, wards=(code,)) for code in raw) / sum(
        recount.population(code, 2020) for code in raw
    )
    figures = {tile["id"]: tile["figure"] for tile in screen.component("map_tiles")["tiles"]}
    shown = {code: float(figure) for code, figure in figures.items() if figure != "too few"}
    assert shown
    for code, figure in shown.items():
        low, high = sorted((raw[code], 1000 * mean))
        assert low - 0.06 <= figure <= high + 0.06
    assert "smoothed" in " ".join(screen.captions)
    assert screen.texts("profile")["Rate per 1,000"][1] == recount.fixed(raw[CULVERDEN])
    table = screen.texts("ward_table")
    assert table[CULVERDEN][6] == recount.fixed(raw[CULVERDEN])


def test_several_wards_are_summed(wards):
    profile = wards(ward=["Culverden", "Park"]).texts("profile")
    expected = count("all_crime", NOW, wards=(CULVERDEN, PARK))
    assert profile["Jan to Dec 2020"][1:] == [f"{expected:,}", f"{count('all_crime', NOW):,}"]
    assert expected == count("all_crime", NOW, wards=(CULVERDEN,)) + count("all_crime", NOW, wards=(PARK,))


def test_the_rate_is_the_count_over_the_wards_own_population(wards):
    people = {
        (row["area_code"], row["year"]): int(row["population"]) for row in recount.reference("population.csv")
    }
    cells = wards(tab="All wards").texts("ward_table")[CULVERDEN]
    rate = 1000 * count("all_crime", NOW, wards=(CULVERDEN,)) / people[CULVERDEN, "2020"]
    assert cells[6] == f"{rate:.1f}"
    highest = max(WARDS, key=lambda w: count("all_crime", NOW, wards=(WARDS[w],)) / people[WARDS[w], "2020"])
    assert highest in wards().title


def test_the_locations_are_the_busiest_points_of_the_ward(wards):
    rows = list(wards(ward=["Park"], type="Shoplifting").rows("locations").values())
    counts = [row[2]["value"] for row in rows]
    assert len(rows) == 10
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) <= count("shoplifting", NOW, wards=(PARK,))


def test_streets_of_the_sample_are_told_apart_by_number_and_name_no_place(wards):
    """A reader would take a simulated count for that of the place it is named beside."""
    table = wards(ward=["Park"], type="Shoplifting").component("locations")
    assert [column["label"] for column in table["columns"]] == ["On or near", "Recorded", "Share"]
    names = [row["cells"][0]["text"] for row in table["rows"]]
    assert len(set(names)) == len(names)
    assert any(re.fullmatch(r"Shopping Area \d, Park", name) for name in names)
    for name in names:
        assert re.fullmatch(r"[A-Z][A-Za-z/ ]+?( \d)?, Park|a street in Park \(\d+\)", name), name


def test_no_point_on_the_map_of_the_sample_names_a_place(wards):
    screen = wards(map_view="Points")
    tips = [shape["tooltip"] for shape in deck(screen)["hexagons"]]
    assert len(tips) > 50
    names = "|".join(re.escape(ward) for ward in WARDS)
    for tip in tips:
        busiest = tip.split("\n")[1].removeprefix("Busiest: On or near ")
        assert re.fullmatch(rf"[A-Z][A-Za-z/ ]+?( \d)?, ({names})|a street in ({names}) \(\d+\)", busiest)


def test_a_street_in_the_address_is_what_the_map_is_drawn_around(wards):
    point, cells = next(iter(wards(ward=["Park"], type="Shoplifting").texts("locations").items()))
    screen = wards(ward=["Park"], type="Shoplifting", map_view="Points", street=point)
    words = [w["text"] for name, data in deck(screen).items() if name.startswith("labels") for w in data]
    assert any(text.startswith(f"{cells[0]}\n●") for text in words)
    (drawn,) = screen.app.get("deck_gl_json_chart")
    view = json.loads(drawn.proto.json)["initialViewState"]
    assert [view["longitude"], view["latitude"]] == pytest.approx(
        [float(part) for part in point.split(",")], abs=1e-3
    )
    assert screen.component("locations")["rows"][0]["selected"]
    assert "street" not in wards(street="1.0,51.0").app.query_params


@pytest.mark.parametrize(
    ("tab", "parts"),
    [
        ("Streets", {"locations"}),
        ("All wards", {"ward_table"}),
        ("Every type in every ward", {"matrix", "matrix_legend"}),
        ("Make-up", set()),
    ],
)
def test_only_the_open_tab_is_drawn(wards, tab, parts):
    screen = wards(tab=tab)
    for part in ("locations", "ward_table", "matrix", "matrix_legend"):
        if part in parts:
            assert screen.component(part)
        else:
            with pytest.raises(LookupError):
                screen.component(part)
    assert len(screen.charts()) == (2 if tab == "Make-up" else 1)
    assert screen.component("profile")


def test_a_link_to_the_map_as_a_picture_opens_the_tab_that_has_it(wards):
    screen = wards(picture="true")
    assert screen.app.session_state["tab"] == "All wards"
    assert len(screen.charts()) == 2


# Small counts.


def test_no_ward_is_named_shaded_or_ranked_on_fewer_than_five(wards):
    screen = wards(type="Robbery", map_view="Outlines", tab="All wards")
    few = {code for code in WARDS.values() if count("robbery", NOW, wards=(code,)) < 5}
    assert few
    assert not any(name in screen.title for name, code in WARDS.items() if code in few)
    fills = {shape["area_code"]: shape["fill"] for shape in deck(screen)["areas"]}
    grey = {json.dumps(fills[code]) for code in few}
    assert len(grey) == 1
    assert not grey & {json.dumps(fill) for code, fill in fills.items() if code not in few}
    for code, cells in screen.texts("ward_table").items():
        assert (cells[7:] == ["–", "–"]) == (code in few)
    matrix = wards(type="Robbery", tab="Every type in every ward")
    column = [c["label"] for c in matrix.component("matrix")["columns"]].index("Robbery")
    for code, cells in matrix.rows("matrix").items():
        assert code not in few or "fill" not in cells[column]


def test_a_choice_of_too_few_says_so_with_the_count_of_the_borough(wards):
    assert wards(type="Possession of weapons").title == (
        f"Possession of weapons: too few to compare ({count('possession_of_weapons', NOW)} in the district)."
    )
    capel = WARDS["Capel"]
    assert count("possession_of_weapons", NOW, wards=(capel,)) == 0
    before = count("possession_of_weapons", BEFORE, wards=(capel,))
    assert wards(type="Possession of weapons", ward=["Capel"]).title == (
        f"No possession of weapons recorded in Capel, {before} before; "
        f"too few to compare ({count('possession_of_weapons', NOW)} in the district)."
    )


def test_the_tagged_rows_can_be_left_out_of_the_points_too(wards):
    with_tagged, without = (
        wards(type="ASB incidents", map_view="Points", **query) for query in ({}, {"without_covid": "true"})
    )
    drawn = [sum(shape["n"] for shape in deck(screen)["hexagons"]) for screen in (with_tagged, without)]
    assert drawn == [count("asb", NOW), count("asb", NOW, without=("covid",))]


# Choosing wards.


def test_a_ward_in_the_link_is_chosen_and_outlined(wards):
    screen = wards(ward=["Culverden"], map_view="Outlines")
    assert screen.filters()["ward"] == ["Culverden"]
    assert {shape["area_code"] for shape in deck(screen)["selected"]} == {CULVERDEN}


# Views, places, empty states.


def test_every_view_and_shade_is_in_the_address(wards):
    for view, layer in (("Outlines", "areas"), ("Points", "hexagons")):
        assert layer in deck(wards(map_view=view))
    assert wards(map_view="Tiles").component("map_tiles")
    shades = {
        shade: json.dumps([s["fill"] for s in wards(shade_by=shade).component("map_tiles")["tiles"]])
        for shade in ("Count", "Rate", "Change", "Clear change", "Signal")
    }
    assert len(set(shades.values())) == 4
    # What the last was called in links of before.
    assert shades["Signal"] == shades["Clear change"]


def test_the_map_opens_on_tiles_that_name_every_ward(wards):
    screen = wards()
    tiles = screen.component("map_tiles")["tiles"]
    assert {tile["name"]: tile["id"] for tile in tiles} == WARDS
    # They need no map engine, whose script is by far the largest of the page.
    assert not screen.app.get("deck_gl_json_chart")


def test_points_are_counted_only_where_they_are_looked_at(wards, monkeypatch):
    asked = []
    run = database.run

    def listen(connection, name, parameters):
        asked.append(name)
        return run(connection, name, parameters)

    monkeypatch.setattr(database, "run", listen)
    wards(tab="All wards", type="Bicycle theft")
    assert "wards/points" not in asked
    wards(tab="Streets", type="Bicycle theft")
    assert "wards/points" in asked


def test_the_actions_that_act_on_the_type_are_a_tab_whose_rows_open_them(wards):
    screen = wards(type="Shoplifting", tab="Actions here")
    rows = screen.texts("linked_actions")
    with (recount.REFERENCE / "plans" / "E07000116" / "2021-22.csv").open(encoding="utf-8") as file:
        plan = {row["id"]: row["linked_measure"] for row in csv.DictReader(file)}
    assert set(rows) == {ref for ref, linked in plan.items() if linked in ("shoplifting", "all_crime")}
    assert all(cells[3] == "Shoplifting" for cells in rows.values())
    # All crime holds every type that is a crime, and no incident.
    every = set(wards(tab="Actions here").texts("linked_actions"))
    crimes = set(plan.values()) - {"asb", "domestic_abuse", "road_casualties", ""}
    assert every == {ref for ref, linked in plan.items() if linked in crimes}


def test_an_action_that_names_a_ward_is_listed_there_whatever_it_acts_on(wards, board):  # noqa: ARG001
    opened = open_board(default_url())
    plan = reading.find_plan(opened, "2021-22")
    action = next(a for a in reading.list_actions(opened, plan.id).actions if a.ref == "RS-01")
    cover = Coverage((CULVERDEN,), ("road_casualties",))
    entries.store_held(opened, action.id, "", cover, expected_version=0, who="A. Officer")
    opened.close()
    rows = wards(type="Shoplifting", tab="Actions here", ward=["Culverden"]).texts("linked_actions")
    assert next(iter(rows)) == "RS-01"
    assert rows["RS-01"][4] == "Culverden"
    assert {cells[4] for ref, cells in rows.items() if ref != "RS-01"} == {"Whole district"}
    elsewhere = wards(type="Shoplifting", tab="Actions here", ward=["Park"]).texts("linked_actions")
    assert set(elsewhere) == set(rows) - {"RS-01"}


def test_a_place_is_found_by_name_and_by_nearly_its_name(wards):
    screen = wards(place="langton gren", map_view="Outlines")
    assert screen.says("Langton Green (village) lies in Speldhurst and Bidborough.")
    words = [w["text"] for name, data in deck(screen).items() if name.startswith("labels") for w in data]
    assert any(text.startswith("Langton Green\n●") for text in words)
    assert wards(place="Xyzzy").says("No place called “Xyzzy” is known")


def test_the_outlines_are_called_schematic(wards):
    assert wards(map_view="Outlines").says("Schematic outlines")


def test_a_home_without_wards_is_told_what_to_import(wards, tmp_path, monkeypatch):
    text = (recount.REFERENCE / "area.toml").read_text(encoding="utf-8")
    area = tmp_path / "area.toml"
    area.write_text(text.replace(f'home = "{HOME}"', f'home = "{recount.MAIDSTONE}"'), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(area))
    screen = wards()
    assert screen.title == "No wards of Maidstone in this source"
    (message,) = screen.app.info
    assert "import boundaries" in message.value


def test_wards_stand_by_harm_beside_volume_and_none_is_ranked_on_fewer_than_5(visit):
    screen = visit("wards", type="Robbery", tab="Harm")
    table = screen.texts("harm_table")
    assert len(table) == 20
    for code, cells in table.items():
        n = count("robbery", year(2020), wards=(code,))
        assert (cells[1], cells[4]) == (f"{n:,}", f"{365 * n:,}")
        if n < 5:
            assert [cells[i] for i in (2, 3, 5, 6)] == ["–"] * 4
