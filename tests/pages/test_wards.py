"""The ward map on the sample: its figures recounted. Clicks are made in tests/e2e/test_wards.py."""

from __future__ import annotations

import json

import pytest

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
    printed = wards(type=label).texts("ward_table")
    assert sorted(printed) == sorted(WARDS.values())
    for code, cells in printed.items():
        expected = [count(TYPES[label], period, wards=(code,)) for period in (NOW, BEFORE)]
        assert cells[1:3] == [f"{n:,}" for n in expected]


def test_the_map_shows_every_ward_whichever_are_chosen(wards):
    every, narrowed = wards(), wards(ward=["Culverden"])
    assert {shape["area_code"] for shape in deck(narrowed)["areas"]} == set(WARDS.values())
    assert deck(every)["areas"] == deck(narrowed)["areas"]
    assert every.texts("ward_table") == narrowed.texts("ward_table")


def test_several_wards_are_summed(wards):
    profile = wards(ward=["Culverden", "Park"]).texts("profile")
    expected = count("all_crime", NOW, wards=(CULVERDEN, PARK))
    assert profile["Jan to Dec 2020"][1:] == [f"{expected:,}", f"{count('all_crime', NOW):,}"]
    assert expected == count("all_crime", NOW, wards=(CULVERDEN,)) + count("all_crime", NOW, wards=(PARK,))


def test_the_rate_is_the_count_over_the_wards_own_population(wards):
    people = {
        (row["area_code"], row["year"]): int(row["population"]) for row in recount.reference("population.csv")
    }
    cells = wards().texts("ward_table")[CULVERDEN]
    rate = 1000 * count("all_crime", NOW, wards=(CULVERDEN,)) / people[CULVERDEN, "2020"]
    assert cells[6] == f"{rate:.1f}"
    highest = max(WARDS, key=lambda w: count("all_crime", NOW, wards=(WARDS[w],)) / people[WARDS[w], "2020"])
    assert highest in wards().title


def test_the_locations_are_the_busiest_points_of_the_ward(wards):
    rows = list(wards(ward=["Park"], type="Shoplifting").rows("locations").values())
    counts = [row[1]["value"] for row in rows]
    assert len(rows) == 10
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) <= count("shoplifting", NOW, wards=(PARK,))


def test_the_tagged_rows_can_be_left_out_of_the_points_too(wards):
    with_tagged, without = (
        wards(type="ASB incidents", map_view="Points", **query) for query in ({}, {"without_covid": "true"})
    )
    drawn = [sum(shape["n"] for shape in deck(screen)["hexagons"]) for screen in (with_tagged, without)]
    assert drawn == [count("asb", NOW), count("asb", NOW, without=("covid",))]


# Choosing wards.


def test_a_ward_in_the_link_is_chosen_and_outlined(wards):
    screen = wards(ward=["Culverden"])
    assert screen.filters()["ward"] == ["Culverden"]
    assert {shape["area_code"] for shape in deck(screen)["selected"]} == {CULVERDEN}


# Views, places, empty states.


def test_every_view_and_shade_is_in_the_address(wards):
    for view, layer in (("Outlines", "areas"), ("Tiles", "tiles"), ("Points", "hexagons")):
        assert layer in deck(wards(map_view=view))
    shades = {
        shade: json.dumps([s["fill"] for s in deck(wards(shade_by=shade))["areas"]])
        for shade in ("Count", "Rate", "Change", "Signal")
    }
    assert len(set(shades.values())) == 4


def test_a_place_is_found_by_name_and_by_nearly_its_name(wards):
    screen = wards(place="langton gren")
    assert screen.says("Langton Green (village) lies in Speldhurst and Bidborough.")
    words = [w["text"] for name, data in deck(screen).items() if name.startswith("labels") for w in data]
    assert any(text.startswith("Langton Green\n●") for text in words)
    assert wards(place="Xyzzy").says("No place called “Xyzzy” is known")


def test_the_outlines_are_called_schematic(wards):
    assert wards().says("Schematic outlines")


def test_a_home_without_wards_is_told_what_to_import(wards, tmp_path, monkeypatch):
    text = (recount.REFERENCE / "area.toml").read_text(encoding="utf-8")
    area = tmp_path / "area.toml"
    area.write_text(text.replace(f'home = "{HOME}"', f'home = "{recount.MAIDSTONE}"'), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(area))
    screen = wards()
    assert screen.title == "No wards of Maidstone in this source"
    (message,) = screen.app.info
    assert "import boundaries" in message.value
