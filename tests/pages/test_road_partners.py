"""What partners record, on the page Road safety: near misses, speed watch, schools, values in pounds."""

from __future__ import annotations

import pytest

from csp.data import database
from csp.data.store import Store
from csp.imports.formats.near_misses import import_near_misses
from csp.imports.formats.road_costs import import_road_costs
from csp.imports.formats.road_factors import import_road_factors
from csp.imports.formats.schools import import_schools
from csp.imports.formats.speed_watch import import_speed_watch
from csp.shell import people
from tests.unit.imports.test_road_records import A_MISS, FILES, MISSES, write

MISSES_TAB, PARTNERS = "Near misses", "Speed and schools"


@pytest.fixture(autouse=True)
def _own_store(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))


@pytest.fixture
def loaded(tmp_path):
    store = Store(tmp_path / "extracts")
    same = "".join(A_MISS.replace(",8,", f",{hour},") for hour in (7, 8, 9))
    assert import_near_misses([write(tmp_path / "m.csv", MISSES + same)], store).ok
    assert import_speed_watch([write(tmp_path / "s.csv", FILES["speed-watch"])], store).ok
    assert import_schools([write(tmp_path / "c.csv", FILES["schools"])], store).ok
    assert import_road_factors([write(tmp_path / "f.csv", FILES["road-factors"])], store).ok
    assert import_road_costs([write(tmp_path / "v.csv", FILES["road-costs"])], store).ok
    database.forget_stamp()


def test_without_any_record_each_tab_says_how_to_bring_one(visit):
    screen = visit("road_safety", tab=MISSES_TAB)
    assert screen.says("No near misses recorded. Use the form, or import a CSV file")
    assert screen.says("They are no collisions, are added to none")
    assert "No Community Speed Watch sessions loaded" in visit("road_safety", tab=PARTNERS).text
    schools = visit("road_safety", tab=PARTNERS, road_partners="Schools")
    assert "No schools loaded" in schools.text


def test_the_form_is_drawn_for_who_may_write(visit):
    screen = visit("road_safety", tab=MISSES_TAB)
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    screen.run()
    assert "Add it to the register" in [button.label for button in screen.app.button]


@pytest.mark.usefixtures("loaded")
def test_near_misses_are_listed_and_gather_at_a_place(visit):
    listed = visit("road_safety", tab=MISSES_TAB, road_near_misses="All of them")
    assert [cells[1] for cells in listed.texts("near_misses").values()] == ["9:00", "8:00", "7:00"]
    places = visit("road_safety", tab=MISSES_TAB, road_near_misses="Where they gather")
    assert "3 near misses reported in Jul 2019 to Jun 2020" in places.text
    (row,) = places.texts("near_miss_places").values()
    assert row[:2] == ["Royal Tunbridge Wells, 0 m away", "3"]
    assert places.texts("near_misses_what")["close_pass"] == ["Passed too close", "3"]
    assert places.texts("near_misses_trav") == {"cycling": ["Cycling", "3"]}


@pytest.mark.usefixtures("loaded")
def test_speed_watch_schools_and_values_are_shown(visit):
    speed = visit("road_safety", tab=PARTNERS)
    assert "at Hill Lane 7% of 200 vehicles" in speed.text
    assert list(speed.rows("speed_watch")) == ["Hill Lane"]
    schools = visit("road_safety", tab=PARTNERS, road_partners="Schools")
    assert list(schools.rows("road_schools")) == ["St John's"]
    assert schools.says("School times are the hours")
    assert "Collisions in Tunbridge Wells cost £" in visit("road_safety", tab="Harm and cost").text


@pytest.mark.usefixtures("loaded")
def test_the_fatal_four_stand_among_the_conditions_where_a_partner_has_counted_them(visit):
    query = {"tab": "Conditions", "road_condition": "Fatal four"}
    screen = visit("road_safety", **query)
    assert screen.texts("road_factors_table")["speed"][:2] == ["Speed", "40"]
    (words,) = [screen.words(at) for at, spec in enumerate(screen.charts()) if "part" in spec["description"]]
    assert words["title"].startswith("Fatal four in Tunbridge Wells: Speed most often, 40 casualties")
    assert "Kent Police" in str(words)
    earlier = visit("road_safety", **query, road_period="Jul 2017 to Jun 2018")
    assert earlier.says("does not cover Jul 2017 to Jun 2018 whole")
    assert earlier.says("csp import road-factors PATH")


@pytest.mark.usefixtures("published")
def test_in_public_mode_single_reports_and_schools_are_not_shown(visit):
    for shown in ("All of them", "Where they gather"):
        screen = visit("road_safety", tab=MISSES_TAB, road_near_misses=shown)
        assert screen.says("Near misses are not published")
    schools = visit("road_safety", tab=PARTNERS, road_partners="Schools")
    assert schools.says("Collisions around schools are not published")


@pytest.mark.usefixtures("loaded")
def test_a_register_that_is_away_takes_the_form_down_and_nothing_else(visit, monkeypatch):
    monkeypatch.setenv("CSP_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:9/none")
    screen = visit("road_safety", tab=MISSES_TAB)
    assert "Casualties in Tunbridge Wells" in screen.title
    assert screen.says("The register cannot be read now")
    listed = visit("road_safety", tab=MISSES_TAB, road_near_misses="All of them")
    assert len(listed.rows("near_misses")) == 3


@pytest.mark.usefixtures("loaded")
def test_a_damaged_file_of_a_partner_is_named_and_left_out(visit, tmp_path):
    for file in (tmp_path / "extracts").rglob("*.parquet"):
        file.write_bytes(b"no table")
    database.forget_stamp()
    for tab in (MISSES_TAB, PARTNERS, "Where"):
        screen = visit("road_safety", tab=tab)
        assert "Casualties in Tunbridge Wells" in screen.title
        assert screen.says("cannot be read")
