"""Days of the next review, set for many actions in one step."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import actions, entries
from csp.topics.action_plan.store.entry_records import Schedule
from csp.topics.action_plan.store.plans import retire_plan
from csp.topics.action_plan.store.review_days import set_review_days
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.undoing import undo_step
from tests.action_plan.boards import action_of, listing_of, plan_of

DAY, OTHER = date(2021, 9, 30), date(2021, 12, 1)


def read_days(board: Board) -> dict[str, date | None]:
    details = entries.list_details(board, plan_of(board).id)
    nothing = entries.ActionDetails()
    return {a.ref: details.get(a.id, nothing).schedule.next_review for a in listing_of(board).actions}


def test_actions_get_their_day_and_those_that_have_one_keep_it(board: Board) -> None:
    plan, first, gone = plan_of(board), action_of(board), action_of(board, "DA-02")
    days = {action.id: DAY for action in listing_of(board).actions}
    entries.store_held(board, first.id, "", Schedule(OTHER), expected_version=0, who="B. Officer")
    actions.retire_action(board, gone.id, reason="Done", expected_version=1, who="B. Officer")
    step, count = set_review_days(board, plan.id, days, who="A. Chair")
    assert count == 55
    after = read_days(board)
    assert (after.pop("DA-01"), set(after.values())) == (OTHER, {DAY})
    with pytest.raises(UserError, match="has a day for its next review by now"):
        set_review_days(board, plan.id, days, who="A. Chair")
    undo_step(board, step, who="A. Chair")
    after = read_days(board)
    assert (after.pop("DA-01"), set(after.values())) == (OTHER, {None})
    assert set_review_days(board, plan.id, days, who="A. Chair")[1] == 55, "and it can be done again"


def test_a_step_is_not_undone_over_a_day_that_was_set_since(board: Board) -> None:
    plan, first = plan_of(board), action_of(board)
    step, _ = set_review_days(board, plan.id, {first.id: DAY}, who="A. Chair")
    entries.store_held(board, first.id, "", Schedule(OTHER), expected_version=1, who="B. Officer")
    with pytest.raises(UserError, match="The next review of DA-01 was changed since"):
        undo_step(board, step, who="A. Chair")
    assert read_days(board)["DA-01"] == OTHER


def test_a_day_that_was_taken_back_is_set_again(board: Board) -> None:
    plan, first = plan_of(board), action_of(board)
    stored = entries.store_held(board, first.id, "", Schedule(OTHER), expected_version=0, who="A. Chair")
    entries.remove_held(board, first.id, stored.key, expected_version=1, who="A. Chair")
    set_review_days(board, plan.id, {first.id: DAY}, who="A. Chair")
    assert read_days(board)["DA-01"] == DAY


def test_only_an_editor_sets_days_and_not_in_a_closed_plan(board: Board) -> None:
    plan, days = plan_of(board), {action_of(board).id: DAY}
    with pytest.raises(Denied):
        set_review_days(board, plan.id, days, who="A. Chair", role="viewer")
    retire_plan(board, plan.id, expected_version=plan.version, who="A. Chair")
    with pytest.raises(UserError, match="closed"):
        set_review_days(board, plan.id, days, who="A. Chair")
    assert set(read_days(board).values()) == {None}
