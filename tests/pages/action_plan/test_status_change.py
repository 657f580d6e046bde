"""A status that is set from the board: stored, taken back, refused, and kept until there is a name."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from csp.topics.action_plan.store import actions, plans, steps
from csp.topics.action_plan.store.status import Status
from tests.pages.action_plan.screens import (
    action,
    actions_draft,
    as_editor,
    history,
    labels,
    listing,
    press,
    report,
    settings_with,
)
from tests.pages.conftest import TIMEOUT, Screen

# What the page of the board does of a move, without the board: the moves are in the session.
MOVING = """
import streamlit as st

from csp.topics.action_plan import fetch, status_change
from csp.topics.action_plan.store import reading

plan = reading.find_plan(fetch.fetch_board(), "2021-22")
listing = fetch.fetch_listing(plan)
if "as_seen" in st.session_state:
    listing = st.session_state["as_seen"]
status_change.take_moves(listing, st.session_state.pop("moves", []))
status_change.resume(listing)
status_change.draw_line("57 of 57 actions shown.")
"""


@pytest.fixture
def screen(board):  # noqa: ARG001 the board of its own
    return Screen(AppTest.from_string(MOVING, default_timeout=TIMEOUT)).run()


def make_move(ref, status, version, n=1):
    return {"n": n, "id": ref, "status": status, "version": version}


def move(screen, *moves):
    screen.app.session_state["moves"] = list(moves)
    return screen.run()


def test_a_move_stores_an_update_for_the_quarter_of_the_board_and_can_be_undone(screen, board):
    as_editor(screen)
    move(screen, make_move("DA-02", "at risk", action(board, "DA-02").version))
    (entry,) = history(board, "DA-02")
    assert (entry.update.status, entry.update.who) == (Status.AT_RISK, "A. Chair")
    # Beside the sample the board is seen on 6 Dec 2021.
    assert entry.update.quarter.label == "Q3 2021/22 (Oct to Dec)"
    assert "Stored: DA-02 is at risk for Q3 2021/22 (Oct to Dec), recorded by A. Chair." in screen.text
    press(screen, "Undo")
    (entry,) = history(board, "DA-02")
    assert entry.withdrawn_at is not None
    assert "Undone: DA-02 is as it was before." in screen.text
    assert "Undo" not in labels(screen.app.button)


def test_a_change_that_was_undone_can_be_made_again(screen, board):
    as_editor(screen)
    move(screen, make_move("DA-02", "at risk", 1))
    press(screen, "Undo")
    move(screen, make_move("DA-02", "complete", action(board, "DA-02").version, n=2))
    assert action(board, "DA-02").status is Status.COMPLETE


def test_without_a_name_nothing_is_stored_until_it_is_given(screen, board):
    move(screen, make_move("DA-02", "at risk", 1))
    assert history(board, "DA-02") == ()
    assert "DA-02 is not at risk yet: a change is stored with your name." in screen.text
    screen.app.text_input[0].input("A. Chair")
    press(screen, "Continue")
    assert [entry.update.who for entry in history(board, "DA-02")] == ["A. Chair"]
    screen.run()
    assert len(history(board, "DA-02")) == 1
    assert labels(screen.app.text_input) == []


def test_who_does_not_want_to_give_a_name_leaves_it(screen, board):
    move(screen, make_move("DA-02", "at risk", 1))
    press(screen, "Leave it")
    assert labels(screen.app.text_input) == []
    as_editor(screen)
    assert history(board, "DA-02") == ()


def test_a_viewer_is_refused_in_one_sentence(screen, board, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    as_editor(screen, "A. Guest")
    move(screen, make_move("DA-02", "at risk", 1))
    assert history(board, "DA-02") == ()
    assert "DA-02 went back to where it was. A. Guest may look at the board but not change it" in screen.text


def test_a_plan_that_was_closed_meanwhile_is_refused(screen, board):
    as_editor(screen)
    plan = listing(board).plan
    plans.retire_plan(board, plan.id, expected_version=plan.version, who="B. Officer")
    move(screen, make_move("DA-02", "at risk", 1))
    assert history(board, "DA-02") == ()
    assert "The plan 2021-22 is closed: reopen it to change it." in screen.text


def test_an_action_that_is_gone_is_refused(screen, board):
    as_editor(screen)
    move(screen, make_move("XX-99", "at risk", 1))
    assert "XX-99 is not in this plan any more" in screen.text
    assert steps.list_steps(board) == ()


def test_who_comes_second_finds_the_action_open_with_the_choice(screen, board, visit):
    as_editor(screen)
    seen = listing(board)
    report(board, "DA-02", status="off track", who="B. Officer")
    screen.app.session_state["as_seen"] = seen
    move(screen, make_move("DA-02", "complete", 1))
    assert [entry.update.who for entry in history(board, "DA-02")] == ["B. Officer"]
    assert "DA-02 went back to where it was. DA-02 was changed by B. Officer" in screen.text
    assert screen.app.session_state["open"] == "DA-02"
    # The form of an update has the choice between the two.
    page = visit("action", action="DA-02")
    key = f"update_conflict-{action(board, 'DA-02').id}"
    page.app.session_state[key] = screen.app.session_state[key]
    press(as_editor(page), "Keep mine as a further update")
    assert [entry.update.status for entry in history(board, "DA-02")] == ["off track", "complete"]


def test_moves_that_are_sent_again_are_stored_once(screen, board):
    as_editor(screen)
    first, second = make_move("DA-02", "at risk", 1), make_move("DA-03", "complete", 1, n=2)
    move(screen, first)
    move(screen, first, second)
    assert [len(history(board, ref)) for ref in ("DA-02", "DA-03")] == [1, 1]


def test_a_card_moved_twice_before_the_page_answered_is_no_conflict_with_itself(screen, board):
    as_editor(screen)
    screen.app.session_state["as_seen"] = listing(board)
    move(screen, make_move("DA-02", "at risk", 1), make_move("DA-02", "complete", 1, n=2))
    assert action(board, "DA-02").status is Status.COMPLETE


@pytest.mark.parametrize(
    "wrong",
    [{}, {"n": "x"}, "move", None, make_move("DA-02", "lost", 1), make_move("DA-02", "at risk", None)],
)
def test_what_is_no_move_is_passed_over(screen, board, wrong):
    as_editor(screen)
    move(screen, wrong)
    assert history(board, "DA-02") == ()
    assert screen.says("57 of 57 actions shown.")


def test_a_later_quarter_that_was_reported_is_reported_on_again(screen, board):
    """Else the card would not move: the latest quarter gives the status."""
    report(board, "DA-02", quarter="2022 Q1", status="on track")
    as_editor(screen)
    move(screen, make_move("DA-02", "off track", action(board, "DA-02").version))
    assert action(board, "DA-02").status is Status.OFF_TRACK


def test_what_somebody_changed_since_cannot_be_undone(screen, board):
    as_editor(screen)
    move(screen, make_move("DA-02", "at risk", 1))
    record = action(board, "DA-02")
    actions.edit_action(
        board,
        record.id,
        actions_draft(record, text="Other"),
        expected_version=record.version,
        who="B. Officer",
    )
    press(screen, "Undo")
    assert "DA-02 was changed since: it cannot be undone any more." in screen.text
    assert action(board, "DA-02").status is Status.AT_RISK
