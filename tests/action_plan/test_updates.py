"""Updates and corrections: what is stored, what is refused, how the record is read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.store import actions, plans, reading
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, OpenBoard, action_of, listing_of, plan_of, report

HOSTILE = (
    "=HYPERLINK('http://x','y')",
    "+1+1",
    "@SUM(A1)",
    "'=already neutral",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "**bold** [link](javascript:alert(1)) # heading\n| a | b |",
    "Robert'); DROP TABLE updates;--",
    "{{7*7}} ${x} %s %(who)s :name",
    "🚨👩‍👩‍👧‍👦 é ﷽ \u202eright to left\u202c עברית العربية",
    "  spaces kept  \n\n\tand a tab",
    "x" * 4000,
)


def test_an_update_is_read_back_as_it_was_given(board: Board) -> None:
    action = action_of(board, "DA-02")
    stored = report(
        board,
        action,
        status="at risk",
        note="Two referrals.",
        measure_value="1,234.5",
        evidence_link="https://example.gov.uk/minutes?id=1#2",
        who="  A. Officer ",
    )
    now = action_of(board, "DA-02")
    assert now.latest == stored
    assert (stored.who, stored.at, stored.version) == ("A. Officer", NOW, 2)
    assert (stored.measure_value, stored.status, stored.quarter.label) == (
        *(1234.5, Status.AT_RISK),
        "Q2 2021/22 (Jul to Sep)",
    )
    assert [q.label for q in listing_of(board).quarters] == [
        "Q3 2020/21 (Oct to Dec)",
        "Q4 2020/21 (Jan to Mar)",
        "Q1 2021/22 (Apr to Jun)",
        "Q2 2021/22 (Jul to Sep)",
    ]
    assert now.marks == (None, None, None, Status.AT_RISK)
    assert (action.no_update, now.no_update) == (True, False)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_kept_as_typed(board: Board, text: str) -> None:
    stored = report(board, action_of(board), note=text)
    assert stored.note == text
    assert reading.read_action(board, stored.action_id).history[0].update == stored


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"status": "fine"}, "fine"),
        ({"status": "ON TRACK"}, "is not one of not started, on track"),
        ({"quarter": "Q3"}, "not written like Q1 2021/22 (Apr to Jun)"),
        ({"quarter": "2021-22 Q2"}, "not written like Q1 2021/22 (Apr to Jun)"),
        ({"quarter": "2021 Q4"}, "takes updates for Q1 2021/22 (Apr to Jun) to Q2 2021/22 (Jul to Sep)"),
        ({"quarter": "2021 Q1"}, "takes updates for Q1 2021/22 (Apr to Jun) to Q2 2021/22 (Jul to Sep)"),
        ({"note": "x" * 4001}, "at most 4,000"),
        ({"note": "a\x00b"}, "control character"),
        ({"note": "a\x1bb"}, "control character"),
        ({"note": "a\ud800b"}, "control character"),
        ({"note": "a\uffffb"}, "control character"),
        ({"measure_value": "many"}, "is not a number"),
        ({"measure_value": "1e5"}, "is not a number"),
        ({"measure_value": "1,23"}, "is not a number"),
        ({"measure_value": True}, "is not a number"),
        ({"measure_value": float("nan")}, "has to be a number"),
        ({"measure_value": float("inf")}, "has to be a number"),
        ({"measure_value": 1e13}, "has to be a number"),
        ({"evidence_link": "javascript:alert(1)"}, "https://"),
        ({"evidence_link": "example.gov.uk"}, "https://"),
        ({"evidence_link": "https://"}, "https://"),
        ({"evidence_link": "https://[::1"}, "https://"),
        ({"evidence_link": "https://exa mple.org"}, "https://"),
        ({"evidence_link": "file:///etc/passwd"}, "https://"),
        ({"who": "   "}, "Say who you are"),
        ({"who": "x" * 81}, "at most 80"),
        ({"who": "A\nB"}, "on one line"),
        ({"corrects": "0" * 32}, "does not belong"),
        ({"update_id": "not an id"}, "not complete"),
    ],
)
def test_bad_input_is_refused_in_one_sentence_and_nothing_is_stored(
    file_board: Board, changed: dict[str, object], says: str
) -> None:
    action = action_of(file_board)
    with pytest.raises(UserError) as caught:
        report(file_board, action, expected_version=1, **changed)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert action_of(file_board) == action


@pytest.mark.parametrize(("typed", "value"), [("", None), (None, None), ("-3", -3), ("−3.5", -3.5), (0, 0)])
def test_measure_values_as_people_write_them(file_board: Board, typed: object, value: float | None) -> None:
    action = action_of(file_board, "DA-02")
    assert report(file_board, action, measure_value=typed).measure_value == value


def test_a_correction_replaces_in_the_reading_and_the_history_keeps_both(board: Board) -> None:
    action = action_of(board)
    wrong = report(board, action, status="complete", quarter="2021 Q2", note="wrong")
    later = report(board, action, status="at risk", quarter="2021 Q3")
    right = report(board, action, status="on track", quarter="2021 Q2", note="right", corrects=wrong.id)
    view = reading.read_action(board, action.id)
    assert [entry.update for entry in view.history] == [wrong, later, right]
    assert [entry.corrected_by for entry in view.history] == [right.id, None, None]
    assert view.action.latest == later
    assert view.action.marks[-2:] == (Status.ON_TRACK, Status.AT_RISK)
    with pytest.raises(UserError, match="correct the correction"):
        report(board, action, corrects=wrong.id)
    with pytest.raises(UserError, match="does not belong"):
        report(board, action_of(board, "DA-02"), corrects=wrong.id)


def test_overdue_follows_the_date_and_not_the_declared_status(url: str, open_at: OpenBoard) -> None:
    due = date(2021, 9, 30)
    board = open_at(url)
    action = action_of(board, "AS-03")
    assert (action.due_date, action.overdue) == (due, False)
    on_the_day = reading.list_actions(board, plan_of(board).id, due)
    after = reading.list_actions(board, plan_of(board).id, due + timedelta(days=1))
    assert [a.ref for a in on_the_day.actions if a.overdue] == []
    assert [a.ref for a in after.actions if a.overdue] == ["AS-03"]
    report(board, action, status="complete")
    assert not any(
        a.overdue for a in reading.list_actions(board, plan_of(board).id, date(2021, 11, 1)).actions
    )


def test_what_changed_since_the_last_meeting(url: str, open_at: OpenBoard) -> None:
    early, late = open_at(url), open_at(url, NOW + timedelta(days=7))
    report(early, action_of(early), note="before")
    stored = report(late, action_of(late, "SA-01"), note="after")
    actions.retire_action(late, action_of(late, "SA-02").id, reason="x", expected_version=1, who="A")
    since, plan_id = NOW + timedelta(days=1), plan_of(late).id
    assert [entry.update for entry in reading.list_updates_of_changed(late, plan_id, since)] == [stored]
    assert reading.count_updates(late, {action_of(late).id, stored.action_id}) == 2
    assert [change.what for change in reading.list_edits_since(late, plan_id, since)] == ["retired"]


def test_the_stamp_changes_with_every_write_and_not_otherwise(board: Board) -> None:
    plan_id, stamps = plan_of(board).id, [reading.read_stamp(board, plan_of(board).id)]
    assert reading.read_stamp(board, plan_id) == stamps[0]
    for write in (
        lambda: report(board, action_of(board)),
        lambda: actions.add_action(board, plan_id, ActionDraft("N-1", 1, "x"), who="A"),
        lambda: plans.retire_plan(board, plan_id, expected_version=1, who="A"),
    ):
        write()
        stamps.append(reading.read_stamp(board, plan_id))
    assert len(set(stamps)) == len(stamps)
