"""The side panel of the board: updates given one after the other, kept, refused, in conflict, taken back."""

from __future__ import annotations

import pytest

from csp.shell import widgets
from csp.topics.action_plan.status_change import Waiting
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.simulation import show_simulation
from csp.topics.action_plan.store.status import Status
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    cards,
    errors,
    history,
    labels,
    listing,
    named,
    number_field,
    press,
    read_successes,
    report,
    settings_with,
)
from tests.pages.markdown import read

THIS = "Q4 2021/22 (Jan to Mar)"


@pytest.fixture
def plain_board(board):
    """The board of a partnership that has removed the simulated updates."""
    show_simulation(board, listing(board).plan.id, False, who="A. Chair")
    return board


def open_panel(visit, ref, **query):
    return as_editor(visit("board", open=ref, **query))


def fill(screen, status, note="", number=""):
    named(screen.app.radio, "Status").set_value(status)
    named(screen.app.text_area, "Note").input(note)
    if number:
        number_field(screen).input(number)
    return screen


def heading(screen):
    return read(screen.app.header[0].value)


def note(screen):
    return named(screen.app.text_area, "Note").value


def test_what_is_saved_opens_the_next_that_lacks_its_update(visit, plain_board):
    report(plain_board, "DA-03", quarter="2022 Q1")
    screen = open_panel(visit, "DA-02")
    assert heading(screen) == "DA-02"
    press(fill(screen, "At risk", "Two sessions cancelled", "12"), "Save and next")
    assert heading(screen) == "DA-04"
    assert screen.says(f"Stored: DA-02, at risk in {THIS.partition(' (')[0]}.")
    assert cards(screen)["at risk"] == ["DA-02"]
    (entry,) = history(plain_board, "DA-02")
    update = entry.update
    assert (update.status, update.note, update.measure_value, update.quarter.label, update.who) == (
        *(Status.AT_RISK, "Two sessions cancelled", 12.0, THIS, "A. Chair"),
    )
    # The next form is empty, and that of the action as well.
    assert note(screen) == ""
    press(screen, "Previous")
    press(screen, "Previous")
    assert (heading(screen), note(screen)) == ("DA-02", "")


def test_what_was_saved_is_taken_back_with_what_was_typed(visit, plain_board):
    screen = open_panel(visit, "DA-02")
    press(fill(screen, "At risk", "Too early", "12"), "Save and next")
    press(screen, "Undo")
    assert heading(screen) == "DA-02"
    assert (note(screen), number_field(screen).value) == ("Too early", "12")
    assert named(screen.app.radio, "Status").value == "At risk"
    (entry,) = history(plain_board, "DA-02")
    assert entry.withdrawn_at is not None
    assert "at risk" not in cards(screen)
    assert "Undo" not in labels(screen.app.button)
    # It can be saved again as it is.
    press(screen, "Save")
    assert [each.withdrawn_at is None for each in history(plain_board, "DA-02")] == [False, True]


def test_a_form_into_which_nobody_typed_is_not_saved(visit, plain_board):
    screen = press(open_panel(visit, "DA-02"), "Save and next")
    assert errors(screen) == [
        "Nothing is typed for DA-02 yet: choose a status or write a note, or press "
        '"Still not started" if nothing has changed.'
    ]
    assert history(plain_board, "DA-02") == ()
    assert heading(screen) == "DA-02"


def test_an_action_that_stands_as_before_is_reported_by_one_button(visit, plain_board):
    report(plain_board, "DA-02", status="off track", quarter="2021 Q4")
    screen = press(open_panel(visit, "DA-02"), "Still off track")
    assert heading(screen) == "DA-03"
    latest = action(plain_board, "DA-02").latest
    assert (latest.status, latest.note, latest.quarter.label) == (Status.OFF_TRACK, "", THIS)
    # Once that is said there is no button for it any more.
    press(screen, "Previous")
    assert "Still off track" not in labels(screen.app.button)


def test_as_before_is_refused_where_another_status_is_chosen(visit, plain_board):
    screen = press(fill(open_panel(visit, "DA-02"), "Complete"), "Still not started")
    assert errors(screen) == [
        'The status is set to complete: press Save, or set it back before "Still not started".'
    ]
    assert history(plain_board, "DA-02") == ()


def test_when_none_is_left_the_panel_says_so(visit, plain_board):
    for each in listing(plain_board).actions:
        if each.ref != "SA-08":
            report(plain_board, each.ref, quarter="2022 Q1")
    screen = press(fill(open_panel(visit, "SA-08"), "On track", "Visits made"), "Save and next")
    assert heading(screen) == "SA-08"
    assert read_successes(screen) == ["All 57 have their update for Q4 2021/22."]


def test_what_is_typed_is_there_again_when_its_card_is_opened_again(visit, plain_board):
    screen = fill(open_panel(visit, "DA-02"), "At risk", "Half written", "7")
    press(screen, "Next")
    assert note(screen) == ""
    named(screen.app.text_area, "Note").input("Another one")
    press(screen, "Previous")
    assert (note(screen), number_field(screen).value) == ("Half written", "7")
    assert named(screen.app.radio, "Status").value == "At risk"
    screen.go("plans").go("board")
    assert note(screen) == "Half written"
    press(screen, "Close")
    assert labels(screen.app.text_area) == []
    assert history(plain_board, "DA-02") == history(plain_board, "DA-03") == ()


def test_what_was_typed_is_there_in_a_new_session_of_the_same_browser(visit, plain_board, monkeypatch):
    first = fill(open_panel(visit, "DA-02"), "At risk", "Half written", "7")
    press(first, "Next")
    kept = first.component("keep")["values"]
    report(plain_board, "DA-02", note="In between")
    monkeypatch.setattr(widgets, "reconnect", lambda: dict(kept))
    second = visit("board", open="DA-02")
    assert (note(second), number_field(second).value) == ("Half written", "7")
    assert named(second.app.radio, "Status").value == "At risk"
    # The new session knows the version that its author had seen.
    press(second, "Save")
    assert [each.update.note for each in history(plain_board, "DA-02")] == ["In between"]
    press(second, "Keep mine as a further update")
    assert action(plain_board, "DA-02").latest.note == "Half written"


def test_what_a_person_did_to_the_action_themselves_is_no_conflict(visit, plain_board):
    screen = fill(open_panel(visit, "DA-02"), "At risk", "Half written")
    press(screen, "Next")
    moved = action(plain_board, "DA-02")
    screen.app.session_state["status_waiting"] = Waiting(
        listing(plain_board).plan.id, "DA-02", Status.COMPLETE, moved.version
    )
    screen.run()
    press(screen, "Previous")
    press(screen, "Save")
    assert screen.app.warning == []
    assert [each.update.status for each in history(plain_board, "DA-02")] == ["complete", "at risk"]


def test_a_refusal_is_one_sentence_and_keeps_what_was_typed(visit, plain_board):
    screen = press(fill(open_panel(visit, "DA-02"), "At risk", "Kept", "twelve"), "Save and next")
    assert errors(screen) == ['The measure value "twelve" is not a number.']
    assert (heading(screen), note(screen)) == ("DA-02", "Kept")
    assert history(plain_board, "DA-02") == ()


def test_each_of_several_measures_has_a_number_of_its_own(visit, plain_board):
    measures = reading.read_action(plain_board, action(plain_board, "DA-01").id).measures
    screen = open_panel(visit, "DA-01")
    fields = [each for each in screen.app.text_input if each.key and "-value-" in each.key]
    assert [read(each.label) for each in fields] == [each.content.name for each in measures]
    fields[0].input("20")
    fields[2].input("3")
    press(screen, "Save")
    assert history(plain_board, "DA-01")[0].values == {measures[0].key: 20.0, measures[2].key: 3.0}


def test_who_comes_second_chooses_in_the_panel_and_goes_on(visit, plain_board):
    screen = fill(open_panel(visit, "DA-02"), "Complete", "The second one")
    report(plain_board, "DA-02", note="The first one")
    press(screen, "Save and next")
    assert next(read(each.value) for each in screen.app.warning).startswith("DA-02 was changed by B. Officer")
    assert "The first one" in screen.text
    # The choice waits while another card is open.
    press(screen, "Next")
    assert screen.app.warning == []
    press(screen, "Previous")
    press(screen, "Keep mine as a further update")
    assert heading(screen) == "DA-03"
    assert [each.update.note for each in history(plain_board, "DA-02")] == ["The first one", "The second one"]


def test_who_comes_second_can_drop_theirs_in_the_panel(visit, plain_board):
    screen = fill(open_panel(visit, "DA-02"), "Complete", "The second one")
    report(plain_board, "DA-02", note="The first one")
    press(press(screen, "Save and next"), "Drop mine")
    assert (heading(screen), note(screen)) == ("DA-02", "")
    assert len(history(plain_board, "DA-02")) == 1


def test_beside_the_sample_the_panel_says_what_is_simulated_until_something_is_reported(visit, board):
    screen = open_panel(visit, "DA-02")
    assert screen.says("Simulated updates: the first update that is stored takes their place.")
    press(fill(screen, "At risk", "A real one"), "Save")
    assert not screen.says("Simulated updates: the first")
    assert "A real one" in screen.text
    assert [each.update.note for each in history(board, "DA-02")] == ["A real one"]


def test_a_viewer_reads_the_action_and_has_no_form(visit, plain_board, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    report(plain_board, "DA-02", note="All went well", who="A. Chair")
    screen = as_editor(visit("board", open="DA-02"), "A. Guest")
    assert "All went well" in screen.text
    assert labels(screen.app.text_area) == []
    assert "Save and next" not in labels(screen.app.button)
    assert screen.says("may look at the action plan but not change it")
