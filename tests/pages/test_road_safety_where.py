"""The tab Where on the sample: counts made one by one, what is in the address, and public mode."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from csp.shell import picture
from csp.statistics.projection import project
from csp.topics.road_safety.where import controls, fetch
from tests.pages.conftest import ROOT, TIMEOUT, Screen
from tests.pages.recount import HOME

PAGE = Path(__file__).with_name("where_page.py")
LIST = "All hot spots"
FIRST = "0.444040,51.108140"  # where most collisions are by the rule that the tab opens with


@pytest.fixture
def where():
    """where(spot="..."): the tab as a link opens it."""

    def opened(**query: str | list[str]) -> Screen:
        app = AppTest.from_file(str(PAGE), default_timeout=TIMEOUT)
        app.context = {"theme": "light"}
        for key, value in query.items():
            app.query_params[key] = value
        return Screen(app).run()

    return opened


def read_sample():
    """The collisions of the borough, from the files themselves."""
    files = sorted((ROOT / "data" / "sample" / "collisions").glob("*.parquet"))
    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    return [row for row in rows if row["district_code"] == HOME]


def layers(screen):
    (deck,) = screen.app.get("deck_gl_json_chart")
    return {layer["id"]: layer for layer in json.loads(deck.proto.json)["layers"]}


def headline(screen):
    return screen.app.header[0].value.replace("\\", "")


def test_it_says_how_many_hot_spots_there_are_and_how_many_by_luck(where):
    screen = where(where_tab=LIST)
    rows = screen.texts("hot_spots")
    assert f"{len(rows)} hot spots by the rule 4 in 3 years within 50 m, Jul 2017 to Jun 2020" in headline(
        screen
    )
    assert "by luck (about " in headline(screen)
    assert screen.says("A place chosen after a bad spell has fewer the next time")


def test_every_hot_spot_has_as_many_collisions_as_lie_within_its_radius(where):
    rows = read_sample()
    points = project([row["longitude"] for row in rows], [row["latitude"] for row in rows])
    taken = np.zeros(len(rows), dtype=bool)
    spots = where(where_tab=LIST).rows("hot_spots")
    assert len(spots) > 20
    for code, cells in spots.items():
        longitude, latitude = map(float, code.split(","))
        middle = project([longitude], [latitude])[0]
        inside = (np.hypot(*(points - middle).T) <= 50 + 0.2) & ~taken
        assert int(cells[1]["value"]) == inside.sum() >= 4
        taken |= inside


def test_every_collision_of_the_years_is_on_the_map_by_its_severity(where):
    rows, drawn = read_sample(), layers(where())
    for code, name in ((1, "fatal"), (2, "serious"), (3, "slight")):
        assert len(drawn[name]["data"]) == sum(row["severity"] == code for row in rows)
    looks = {
        name: (drawn[name]["data"][0]["text"], drawn[name]["data"][0]["size"])
        for name in ("fatal", "serious", "slight")
    }
    assert len(set(looks.values())) == len({text for text, _ in looks.values()}) == 3


def test_roads_are_drawn_and_schools_and_near_misses_where_they_are_chosen(where):
    assert {"lines"} < set(layers(where()))
    assert "schools" not in layers(where())
    drawn = layers(where(map_layers=["Schools", "Near misses"]))
    assert len(drawn["schools"]["data"]) == 2
    assert len(drawn["near-misses"]["data"]) == 4
    assert "lines" not in drawn


def test_a_rule_of_ones_own_is_in_the_address(where):
    own = where(
        hot_spot_rule=controls.OWN_RULE, spot_least="6", spot_years="2", spot_radius="80", where_tab=LIST
    )
    assert "by the rule 6 in 2 years within 80 m, Jul 2018 to Jun 2020" in headline(own)
    assert min(int(cells[1]["value"]) for cells in own.rows("hot_spots").values()) >= 6
    own.app.slider(key="spot_radius").set_value(50)
    assert "within 50 m" in headline(own.run())


def test_a_rule_that_looks_further_back_than_the_sample_says_so(where):
    screen = where(hot_spot_rule="7 in 5 years within 50 m urban or 100 m rural (Somerset County Council)")
    assert screen.says("The rule looks at 5 years, and collisions are loaded from Jul 2017 on")


def test_the_hot_spot_in_the_address_shows_its_collisions_and_is_what_the_map_is_drawn_around(where):
    screen = where(spot=FIRST)
    listed = screen.texts("spot_collisions")
    of_list = where(spot=FIRST, where_tab=LIST).component("hot_spots")["rows"]
    (chosen,) = [row for row in of_list if row.get("selected")]
    assert (chosen["id"], int(chosen["cells"][1]["value"])) == (FIRST, len(listed))
    days = {row["collision_key"]: row["date"] for row in read_sample()}
    assert all(cells[0].startswith(f"{days[key].day} ") for key, cells in listed.items())
    assert [shape["area_code"] for shape in layers(screen)["circle-selected"]["data"]] == [FIRST]
    screen.app.button(key="spot_leave").click()
    assert "spot" not in screen.run().app.query_params


def test_a_hot_spot_that_this_rule_does_not_find_is_let_go(where):
    screen = where(spot="0.100000,51.000000")
    assert "spot" not in screen.app.query_params
    assert screen.component("first_spots")["rows"]


def test_a_scheme_has_both_answers(where):
    screen = where(
        where_tab=controls.SCHEME_TAB,
        scheme_at="St John's",
        scheme_from="2019-01-01",
        scheme_radius="200",
        scheme_ring="400",
    )
    title = screen.words(0)["title"]
    assert "than if it had gone as at a like site (95% limits:" in title
    assert "1 Jan 2019 to 31 Dec 2019 after 1 Jan 2018 to 31 Dec 2018" in screen.words(0)["subtitle"]
    assert "were to be expected" in screen.text
    if "no clear effect" in title:
        assert "The smallest effect that could have been seen is" in screen.text
    assert len(screen.component("scheme_table")["rows"]) == 4


def test_a_scheme_at_the_hot_spot_that_is_shown(where):
    screen = where(spot=FIRST)
    screen.app.button(key="spot_scheme").click()
    screen.run()
    assert screen.app.query_params[controls.TAB] == controls.SCHEME_TAB
    assert screen.app.query_params["scheme_at"] == "Hot spot 1: A262, Goudhurst and Lamberhurst"
    assert screen.words(0)["title"].startswith("A262, Goudhurst and Lamberhurst: ")


def test_a_map_of_other_data_is_another_map(where):
    """Streamlit keeps a click by its position in the data, which would be another hot spot there."""

    def read_key(screen):
        return screen.app.get("deck_gl_json_chart")[0].proto.id

    keys = [read_key(where(**query)) for query in ({}, {"spot": FIRST}, {"map_place": "Culverden"}, {})]
    assert len(set(keys)) == 3
    assert keys[0] == keys[-1]


def test_a_rule_whose_luck_was_seen_has_its_whole_finding_at_once(where, monkeypatch):
    screen, drawn = where(), []
    monkeypatch.setattr("csp.shell.screen.clickable_map", lambda *_, **__: drawn.append("map"))
    luck = fetch.find_luck
    monkeypatch.setattr(fetch, "find_luck", lambda *key: (drawn.append("luck"), luck(*key))[1])
    finding = headline(screen)
    screen.run()
    assert (drawn, headline(screen)) == (["luck", "map"], finding)


def test_the_map_is_a_picture_for_papers_with_what_is_on_the_screen(where):
    screen = where(spot=FIRST, map_layers=["Schools"])
    (draw,) = screen.app.session_state["page_outputs"].pictures.values()
    chart = draw()
    assert "hot spots by the rule 4 in 3 years within 50 m" in chart.words.title
    assert len(chart.data["signs"]) == len(read_sample()) + 2
    assert chart.data["spots"][-1]["rank"] == "1"
    assert [row["edge"] > 1 for row in chart.data["spots"]].count(True) == 1
    assert not chart.data["roads"]
    assert "Slight" in picture.draw_svg(chart)


def test_a_place_that_is_looked_for_takes_the_place_of_a_hot_spot(where):
    screen = where(spot=FIRST)
    screen.app.selectbox(key="map_place").set_value("Culverden")
    assert "spot" not in screen.run().app.query_params
    assert where(map_place="Nowhere at all").says(
        "No place called “Nowhere at all” is known in Tunbridge Wells."
    )


def test_another_tab_leads_to_the_near_misses_around_a_place():
    button = """
import streamlit as st
from csp.topics.road_safety.where import show_near_misses
st.button("Show", on_click=show_near_misses, args=("Culverden",))
"""
    app = AppTest.from_string(button + PAGE.read_text(encoding="utf-8"), default_timeout=TIMEOUT)
    app.context, app.query_params["where_tab"] = {"theme": "light"}, LIST
    screen = Screen(app).run()
    app.button[0].click()
    drawn = layers(screen.run())
    assert {"near-misses", "lines"} < set(drawn)
    assert app.selectbox(key="map_place").value == "Culverden"


def test_a_start_without_days_before_it_is_told(where):
    screen = where(where_tab=controls.SCHEME_TAB, scheme_at="St John's", scheme_from="2017-08-01")
    assert [box.value for box in screen.app.info]


def test_what_is_slow_comes_after_the_map(where, monkeypatch):
    drawn = []
    monkeypatch.setattr("csp.shell.screen.clickable_map", lambda *_, **__: drawn.append("map"))
    luck = fetch.find_luck
    monkeypatch.setattr(fetch, "find_luck", lambda *key: (drawn.append("luck"), luck(*key))[1])
    where()
    assert drawn == ["map", "luck"]
