"""An update that can be taken back with one click, on both databases."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import Update, UpdateDraft
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.steps import list_steps
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.undoing import undo_step
from csp.topics.action_plan.store.update_steps import add_update
from tests.action_plan.boards import action_of, report


def add(board: Board, ref: str = "DA-02", **changed: Any) -> tuple[Update, int]:
    action = action_of(board, ref)
    values = {"expected_version": action.version, "who": "A. Officer", **changed}
    draft = UpdateDraft("2021 Q3", values.pop("status", "at risk"), values.pop("note", "Staff left"), "4")
    return add_update(board, action.id, draft, **values)


def test_an_update_and_its_step_are_stored_together_and_undone_together(board: Board) -> None:
    before = report(board, action_of(board, "DA-02"), status="on track", measure_value=3)
    update, step = add(board)
    assert action_of(board, "DA-02").latest == update
    assert list_steps(board)[0].what == "update of DA-02"
    undo_step(board, step, who="A. Officer")
    action = action_of(board, "DA-02")
    assert action.latest == before
    history = reading.read_action(board, action.id).history
    assert [(entry.update.id, entry.withdrawn_at is not None) for entry in history] == [
        (before.id, False),
        (update.id, True),
    ]


def test_the_same_form_sent_twice_is_one_update_and_one_step(board: Board) -> None:
    identity, action = uuid4().hex, action_of(board, "DA-02")
    first, second = (add(board, update_id=identity, expected_version=action.version) for _ in range(2))
    assert first == second
    assert len(list_steps(board)) == 1
    assert len(reading.read_action(board, action.id).history) == 1


def test_who_comes_second_stores_neither_update_nor_step(board: Board) -> None:
    action = action_of(board, "DA-02")
    first = report(board, action)
    with pytest.raises(Conflict):
        add(board, expected_version=action.version)
    (step,) = list_steps(board)
    assert [done["updates"] for done in step.body["actions"]] == [[first.id]]


def test_what_is_refused_leaves_no_step(board: Board) -> None:
    with pytest.raises(UserError, match="note"):
        add(board, note="x" * 4001)
    with pytest.raises(Denied):
        add(board, role="viewer")
    assert list_steps(board) == ()


def test_an_update_after_which_somebody_wrote_is_not_undone(board: Board) -> None:
    _, step = add(board)
    report(board, action_of(board, "DA-02"), status="complete")
    with pytest.raises(UserError, match="DA-02 was changed since"):
        undo_step(board, step, who="A. Officer")
    assert action_of(board, "DA-02").status is Status.COMPLETE
