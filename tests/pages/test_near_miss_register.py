"""The register of near misses on the screen: written down, refused, changed by two at once, taken away."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from csp.core import settings
from csp.core.road_records.near_miss import NearMiss, check_near_miss
from csp.shell import people
from csp.statistics.projection import project
from csp.topics.action_plan.store.near_misses import (
    list_near_miss_versions,
    list_near_misses,
    store_near_miss,
)
from csp.topics.action_plan.store.store import default_url, open_board
from csp.topics.road_safety.near_miss_form import EDITED
from csp.topics.road_safety.near_miss_register import write_file
from tests.action_plan.near_misses import A_NEAR_MISS
from tests.pages.conftest import TIMEOUT, Screen

SCRIPT = """
from csp.topics.road_safety import near_miss_register
near_miss_register.draw_form()
near_miss_register.draw_list()
"""
KEY = "a" * 32


@pytest.fixture(autouse=True)
def _own_board(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))


@pytest.fixture
def register():
    opened = open_board(default_url())
    yield opened
    opened.close()


@pytest.fixture
def screen():
    app = AppTest.from_string(SCRIPT, default_timeout=TIMEOUT)
    app.context = {"theme": "light"}
    app.session_state[people.NAME_KEY] = "A. Officer"
    return Screen(app)


def field(screen, label):
    app = screen.app
    fields = [*app.text_area, *app.text_input, *app.selectbox, *app.multiselect, *app.date_input]
    (match,) = [each for each in fields if each.label == label]
    return match


def press(screen, label):
    (match,) = [each for each in screen.app.button if each.label == label]
    match.click()
    return screen.run()


def fill(screen, **changed):
    values = {
        "Date": date(2021, 9, 14),
        "Hour": "8",
        "Travelling how": "cycling",
        "What happened; several may be true": ["view", "close_pass"],
        "Latitude": "51.1321",
        "Longitude": "0.2634",
        "In a few words, without names or number plates": "At the bend",
        **changed,
    }
    for label, value in values.items():
        field(screen, label).set_value(value)
    return screen.run()


def test_a_near_miss_is_written_down_and_listed(screen, register):
    screen.run()
    assert screen.says("seems to hold a name")
    fill(screen)
    press(screen, "Add it to the register")
    (stored,) = list_near_misses(register)
    assert stored.who == "A. Officer"
    assert stored.near_miss == NearMiss(
        date(2021, 9, 14), 0.2634, 51.1321, ("close_pass", "view"), "cycling", "", 8, "At the bend"
    )
    assert screen.texts("near_misses")[stored.key][:4] == [
        "14 Sep 2021",
        "8:00",
        "Passed too close; Could not be seen: parked vehicles, hedge or bend",
        "Cycling",
    ]
    # The form starts afresh.
    assert field(screen, "Latitude").value == ""


def test_personal_data_are_refused_and_what_was_typed_stays(screen, register):
    screen.run()
    text = "Mr Smith of TN1 1AA"
    fill(screen, **{"In a few words, without names or number plates": text})
    press(screen, "Add it to the register")
    assert list_near_misses(register) == ()
    assert "looks like a" in " ".join(each.value for each in screen.app.error)
    assert field(screen, "In a few words, without names or number plates").value == text
    assert field(screen, "Latitude").value == "51.1321"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"What happened; several may be true": []}, "say what happened"),
        ({"Latitude": "x"}, "latitude is"),
        ({"Travelling how": ""}, "mode is"),
        ({"Date": None}, "date is"),
    ],
)
def test_what_is_missing_is_told(screen, register, changed, words):
    screen.run()
    fill(screen, **changed)
    press(screen, "Add it to the register")
    assert list_near_misses(register) == ()
    assert words in " ".join(each.value for each in screen.app.error)


def test_by_keyboard_a_place_is_chosen_by_name_and_moved_by_steps(screen, register):
    screen.run()
    field(screen, "Near").set_value("Culverden")
    screen.run()
    assert (field(screen, "Latitude").value, field(screen, "Longitude").value) == ("51.139000", "0.255000")
    fill(screen, Latitude="51.139000", Longitude="0.255000")
    press(screen, "Add it to the register")
    assert list_near_misses(register) == ()
    assert "This is the middle of Culverden" in " ".join(each.value for each in screen.app.error)
    press(screen, "↑")
    press(screen, "→")
    press(screen, "Add it to the register")
    (stored,) = list_near_misses(register)
    at = project([0.255, stored.near_miss.longitude], [51.139, stored.near_miss.latitude])
    assert at[1] - at[0] == pytest.approx([25, 25], abs=1.5)


def test_a_place_that_is_known_to_a_hundred_metres_is_not_stored(screen, register):
    screen.run()
    fill(screen, Latitude="51.13")
    press(screen, "Add it to the register")
    assert list_near_misses(register) == ()
    assert "to four decimals (10 metres)" in " ".join(each.value for each in screen.app.error)


def test_one_that_is_stored_is_changed_taken_out_and_put_back(screen, register):
    store_near_miss(register, KEY, A_NEAR_MISS, expected_version=0, who="B")
    screen.app.session_state[EDITED] = KEY
    screen.run()
    assert field(screen, "Latitude").value == "51.132000"
    assert screen.says("Version 1, by B")
    field(screen, "Travelling how").set_value("walking")
    screen.run()
    press(screen, "Store the change")
    (stored,) = list_near_misses(register)
    assert (stored.version, stored.near_miss.mode, stored.who) == (2, "walking", "A. Officer")
    screen.app.session_state[EDITED] = KEY
    screen.run()
    assert screen.says("Version 2, by A. Officer")
    assert screen.says("Version 1, by B")
    assert "Cycling" in screen.text
    press(screen, "Remove it from the register")
    assert list_near_misses(register) == ()
    press(screen, "Put back")
    assert [each.version for each in list_near_misses(register)] == [4]
    assert len(list_near_miss_versions(register, KEY)) == 4


def test_who_comes_second_sees_both_and_chooses(screen, register):
    store_near_miss(register, KEY, A_NEAR_MISS, expected_version=0, who="B")
    screen.app.session_state[EDITED] = KEY
    screen.run()
    field(screen, "Travelling how").set_value("walking")
    screen.run()
    store_near_miss(register, KEY, {**A_NEAR_MISS, "text": "Theirs"}, expected_version=1, who="B")
    press(screen, "Store the change")
    assert "B changed this" in " ".join(each.value for each in screen.app.warning)
    assert "Theirs" in screen.text
    press(screen, "Keep mine, as a further version")
    (stored,) = list_near_misses(register)
    assert (stored.version, stored.near_miss.mode, stored.near_miss.text) == (3, "walking", "At the bend")


def test_a_viewer_has_no_form_and_reads_the_list(screen, register, tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_AREA", str(_write_settings(tmp_path)))
    store_near_miss(register, KEY, A_NEAR_MISS, expected_version=0, who="B")
    screen.run()
    assert not [each for each in screen.app.button if each.label == "Add it to the register"]
    assert screen.says("A. Officer may look at the action plan but not change it")
    assert [*screen.rows("near_misses")] == [KEY]


def _write_settings(folder):
    path = folder / "area.toml"
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    path.write_text(f'{text}\n[board]\neditors = ["B"]\n', encoding="utf-8")
    return path


def test_the_file_to_take_away_is_read_by_the_import():
    miss = check_near_miss({**A_NEAR_MISS, "text": "=1+1"}, date(2021, 9, 15))
    (row,) = csv.DictReader(io.StringIO(write_file([miss])))
    assert row["text"] == "'=1+1"
    assert check_near_miss({**row, "text": "=1+1"}, date(2021, 9, 15)) == miss
