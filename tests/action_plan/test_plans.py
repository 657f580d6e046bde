"""Plans: edited, closed, and their unfinished actions carried over."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.store import actions, plans, reading
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionDraft, PlanDraft
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, OpenBoard, action_of, listing_of, plan_of, report


@pytest.fixture
def next_year(url: str, open_at: OpenBoard) -> Board:
    """A board in May 2022 with an empty plan for 2022-23."""
    report(board := open_at(url), action_of(board, "DA-01"), status="at risk", note="old")
    report(board, action_of(board, "DA-02"), status="complete")
    later = open_at(url, NOW.replace(year=2022, month=5))
    names = plan_of(board).priorities
    plans.add_plan(later, PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), names), who="A")
    return later


def test_unfinished_actions_are_carried_over_with_their_history(next_year: Board) -> None:
    board, new = next_year, reading.find_plan(next_year, "2022-23")
    unfinished = listing_of(board).unfinished()
    assert len(unfinished) == 56
    made = carry_over_actions(board, new.id, {a.id: a.version for a in unfinished}, who="Chair")
    assert set(made) == {a.id for a in unfinished}
    old = action_of(board)
    carried = next(a for a in reading.list_actions(board, new.id).actions if a.ref == "DA-01")
    assert (carried.text, carried.agencies, carried.carried_from) == (old.text, old.agencies, old.id)
    assert carried.latest == old.latest
    assert carried.no_update
    assert carried.marks == (Status.AT_RISK, None, None, None)
    first = report(board, carried, quarter="2022 Q2", status="on track")
    view = reading.read_action(board, carried.id)
    assert [(entry.plan, entry.update.note) for entry in view.history] == [
        ("2021-22", "old"),
        ("2022-23", ""),
    ]
    assert view.action.latest == first
    assert action_of(board).latest == old.latest


def test_a_carried_action_takes_corrections_only_and_they_are_read_in_the_new_plan(next_year: Board) -> None:
    board, new, old = next_year, reading.find_plan(next_year, "2022-23"), action_of(next_year)
    made = carry_over_actions(board, new.id, {old.id: old.version}, who="Chair")
    before = reading.read_stamp(board, new.id)
    with pytest.raises(UserError, match="carried over to 2022-23"):
        report(board, old.id)
    assert old.latest is not None
    right = report(board, old.id, status="off track", corrects=old.latest.id)
    assert reading.read_action(board, made[old.id]).action.latest == right
    assert reading.read_stamp(board, new.id) != before
    with pytest.raises(UserError, match="carried over already"):
        carry_over_actions(board, new.id, {old.id: old.version + 2}, who="Chair")


def test_an_action_carried_twice_still_shows_its_oldest_record(next_year: Board) -> None:
    board, old = next_year, action_of(next_year)
    middle_plan = reading.find_plan(board, "2022-23")
    third = PlanDraft("2023-24", date(2023, 4, 1), date(2024, 3, 31), middle_plan.priorities)
    third_plan = plans.add_plan(board, third, who="A")
    middle = carry_over_actions(board, middle_plan.id, {old.id: old.version}, who="A")[old.id]
    last = carry_over_actions(board, third_plan.id, {middle: 1}, who="A")[middle]
    view = reading.read_action(board, last)
    assert view.action.latest == old.latest
    assert [entry.update for entry in view.in_force()] == [old.latest]


def test_carrying_over_is_all_or_nothing(next_year: Board) -> None:
    board, new = next_year, reading.find_plan(next_year, "2022-23")
    first, finished = action_of(board), action_of(board, "DA-02")
    with pytest.raises(UserError, match="only unfinished"):
        carry_over_actions(board, new.id, {first.id: 2, finished.id: 2}, who="A")
    with pytest.raises(Conflict):
        carry_over_actions(board, new.id, {first.id: 1}, who="A")
    assert reading.list_actions(board, new.id).actions == ()
    assert action_of(board) == first


def test_a_closed_plan_takes_no_writes_until_it_is_opened(board: Board) -> None:
    plan, action = plan_of(board), action_of(board)
    closed = plans.retire_plan(board, plan.id, expected_version=1, who="A")
    assert closed.retired_at == NOW
    for write in (
        lambda: report(board, action),
        lambda: actions.add_action(board, plan.id, ActionDraft("N-1", 1, "x"), who="A"),
        lambda: actions.retire_action(board, action.id, reason="x", expected_version=1, who="A"),
    ):
        with pytest.raises(UserError, match="closed"):
            write()
    with pytest.raises(Conflict):
        plans.retire_plan(board, plan.id, expected_version=1, who="A", retired=False)
    plans.retire_plan(board, plan.id, expected_version=2, who="A", retired=False)
    report(board, action)


def test_a_plan_is_edited_with_its_priorities(board: Board) -> None:
    plan = plan_of(board)
    names = {**plan.priorities, 1: "Domestic abuse and stalking", 5: "Rural crime"}
    draft = PlanDraft("2021-22", plan.start, plan.end, names)
    changed = plans.edit_plan(board, plan.id, draft, expected_version=1, who="A")
    assert (changed.priorities, changed.version) == (names, 2)
    without = dataclasses.replace(draft, priorities={1: "Only this"})
    with pytest.raises(UserError, match="Priority 2 has actions"):
        plans.edit_plan(board, plan.id, without, expected_version=2, who="A")
    with pytest.raises(UserError, match="plan 2021-22 already"):
        plans.add_plan(board, draft, who="A")
