"""The page of an action: updates, conflicts and corrections."""

from __future__ import annotations

import pytest

from tests.pages.action_plan.screens import (
    as_editor,
    cards,
    errors,
    fill,
    history,
    labels,
    named,
    number_field,
    press,
    read_successes,
    report,
    title,
)
from tests.pages.markdown import read


def test_a_name_is_asked_once_and_kept(visit):
    screen = visit("action", action="DA-02")
    assert "Note" not in labels(screen.app.text_area)
    named(screen.app.text_input, "Your name, to record changes").input("A. Chair")
    press(screen, "Continue")
    assert "Note" in labels(screen.app.text_area)
    screen.go("plans").go("action")
    assert "Note" in labels(screen.app.text_area)
    assert screen.says("Recorded under the name A. Chair")


def test_an_empty_name_is_refused_with_one_sentence(visit):
    screen = press(visit("action"), "Continue")
    assert errors(screen) == ["Say who you are: the record keeps a name with every change."]


@pytest.mark.usefixtures("recorded_alone")
def test_an_update_is_stored_and_its_card_moves(visit, board):
    screen = as_editor(visit("action", action="DA-02"))
    fill(screen, "Three sessions held", "1,234.5", "https://example.org/minutes", status="At risk")
    press(screen, "Add the update")
    assert read_successes(screen) == [
        "Stored: DA-02 is at risk for Q4 2021/22 (Jan to Mar), recorded by A. Chair."
    ]
    assert (
        title(screen)
        == "DA-02 is at risk, as reported for Q4 2021/22 (Jan to Mar); its measure stands at 1,234.5."
    )
    (entry,) = history(board, "DA-02")
    update = entry.update
    assert (update.who, update.note, update.measure_value) == ("A. Chair", "Three sessions held", 1234.5)
    assert cards(screen.go("board"))["at risk"] == ["DA-02"]
    # The form is empty for the next one.
    assert named(screen.go("action").app.text_area, "Note").value == ""


@pytest.mark.usefixtures("recorded_alone")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "twelve"}, 'The measure value "twelve" is not a number.'),
        ({"value": "1e999"}, 'The measure value "1e999" is not a number.'),
        (
            {"link": "javascript:alert(1)"},
            'The evidence link "javascript:alert(1)" is not an address that starts with https://.',
        ),
        ({"note": "x" * 4001}, "The note has 4,001 characters; at most 4,000 can be kept."),
        (
            {"note": "a\x00b"},
            "The note contains a control character: type it again instead of pasting it.",
        ),
    ],
)
def test_a_bad_input_has_one_clear_message_and_what_was_typed_is_kept(visit, board, typed, sentence):
    screen = as_editor(visit("action", action="DA-02"))
    press(fill(screen, **{"note": "kept", **typed}), "Add the update")
    assert errors(screen) == [sentence]
    assert history(board, "DA-02") == ()
    assert named(screen.app.text_area, "Note").value == typed.get("note", "kept")


def met(visit):
    """Two people have the same form; the first has stored theirs, and the second sends theirs."""
    first, second = (as_editor(visit("action", action="DA-02"), name) for name in ("A. Chair", "B. Officer"))
    press(fill(first, "The first one", status="At risk"), "Add the update")
    press(fill(second, "The second one", status="Complete"), "Add the update")
    return second


@pytest.mark.usefixtures("recorded_alone")
def test_who_comes_second_sees_the_first_ones_change_and_nothing_is_overwritten(visit, board):
    second = met(visit)
    assert [entry.update.note for entry in history(board, "DA-02")] == ["The first one"]
    (warning,) = (read(each.value) for each in second.app.warning)
    assert warning.startswith("DA-02 was changed by A. Chair while you were writing")
    assert "The first one" in second.text
    assert "The second one" in second.text
    assert "Note" not in labels(second.app.text_area)


@pytest.mark.usefixtures("recorded_alone")
def test_who_comes_second_can_keep_theirs_as_a_further_update(visit, board):
    second = press(met(visit), "Keep mine as a further update")
    assert [entry.update.note for entry in history(board, "DA-02")] == ["The first one", "The second one"]
    assert title(second).startswith("DA-02 is complete")
    assert "Note" in labels(second.app.text_area)


@pytest.mark.usefixtures("recorded_alone")
def test_who_comes_second_can_drop_theirs(visit, board):
    second = press(met(visit), "Drop mine")
    assert [entry.update.note for entry in history(board, "DA-02")] == ["The first one"]
    assert read_successes(second) == ["Yours was dropped: DA-02 is as the other person left it."]


@pytest.mark.usefixtures("recorded_alone")
def test_a_third_change_during_the_choice_is_shown_in_turn(visit, board):
    second = met(visit)
    report(board, "DA-02", note="A third one")
    press(second, "Keep mine as a further update")
    assert "A third one" in second.text
    assert len(history(board, "DA-02")) == 2


@pytest.mark.usefixtures("recorded_alone")
def test_a_change_that_came_before_a_redraw_still_counts_as_not_seen(visit, board):
    screen = as_editor(visit("action", action="DA-02"))
    report(board, "DA-02", note="In between")
    screen.run()
    press(fill(screen, "Mine"), "Add the update")
    assert [entry.update.note for entry in history(board, "DA-02")] == ["In between"]
    assert screen.app.warning


def test_a_correction_names_the_update_it_corrects_and_both_are_shown(visit, board):
    wrong = report(board, "DA-02", note="Wrong", measure_value=45)
    screen = as_editor(visit("action", action="DA-02"))
    offered = [item.get("correct") for item in screen.component("history")["items"]]
    assert wrong.id in offered
    screen.app.session_state["board_correct"] = wrong.id
    screen.run()
    assert "This corrects the update for Q2 2021/22 (Jul to Sep) by B. Officer" in screen.text
    assert number_field(screen).value == "45"
    named(screen.app.text_area, "Note").input("Right")
    press(screen, "Store the correction")
    old, new = history(board, "DA-02")
    assert (new.update.corrects, old.corrected_by) == (wrong.id, new.update.id)
    shown = [item for item in screen.component("history")["items"] if item.get("note")]
    assert [(item["note"], item["replaced"]) for item in shown] == [("Right", False), ("Wrong", True)]
    assert shown[0]["remark"].startswith("Corrects the update by B. Officer")
    assert shown[1]["remark"].startswith("Corrected by A. Chair")
    assert "Add the update" in labels(screen.app.button)
