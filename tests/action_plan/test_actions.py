"""Actions: added, edited, retired and reinstated."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.store import actions, reading
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, action_of, listing_of, plan_of, report


def _as_draft(board: Board, ref: str) -> ActionDraft:
    action = action_of(board, ref)
    names = [field.name for field in dataclasses.fields(ActionDraft)]
    return ActionDraft(**{name: getattr(action, name) for name in names})


def test_an_edit_is_logged_with_what_it_was_before(board: Board) -> None:
    action = action_of(board)
    draft = dataclasses.replace(_as_draft(board, "DA-01"), agencies=("New agency", "DAVSS"), due="March 2022")
    assert actions.edit_action(board, action.id, draft, expected_version=1, who="Editor") == 2
    view = reading.read_action(board, action.id)
    assert view.action.agencies == ("New agency", "DAVSS")
    assert view.action.due_date == date(2022, 3, 31)
    edit = view.edits[-1]
    assert (edit.who, edit.what, edit.version) == ("Editor", "edited", 2)
    assert edit.fields == {"agencies": (["DAVSS"], ["New agency", "DAVSS"]), "due": ("", "March 2022")}
    assert actions.edit_action(board, action.id, draft, expected_version=2, who="Editor") == 2
    assert len(reading.read_action(board, action.id).edits) == len(view.edits)


def test_an_edit_and_an_update_at_once_conflict_both_ways(board: Board) -> None:
    action, draft = action_of(board), dataclasses.replace(_as_draft(board, "DA-01"), text="Another wording")
    actions.edit_action(board, action.id, draft, expected_version=1, who="Editor")
    with pytest.raises(Conflict) as caught:
        report(board, action, expected_version=1)
    assert [change.what for change in caught.value.edits] == ["edited"]
    stored = report(board, action, expected_version=caught.value.version)
    with pytest.raises(Conflict) as caught:
        actions.edit_action(board, action.id, draft, expected_version=2, who="Editor")
    assert caught.value.updates == (stored,)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ref": "DA-02"}, "has an action DA-02 already"),
        ({"ref": "a b"}, "other characters"),
        ({"priority": 9}, "no priority 9"),
        ({"text": " \n "}, "The action is missing"),
        ({"due": "31/02/2022"}, "not a date that exists"),
        ({"linked_measure": "happiness"}, "not one of measures.yml"),
        ({"agencies": ("A", "A")}, "named twice"),
        ({"agencies": ("A; B",)}, "semicolon"),
        ({"started": "soon"}, "not a date"),
        ({"target": "lots"}, "not a number"),
    ],
)
def test_an_action_that_cannot_be_stored_is_refused(
    file_board: Board, changed: dict[str, object], says: str
) -> None:
    action, plan_id = action_of(file_board), plan_of(file_board).id
    draft = dataclasses.replace(_as_draft(file_board, "DA-01"), **changed)
    with pytest.raises(UserError, match=says):
        actions.edit_action(file_board, action.id, draft, expected_version=1, who="A")
    with pytest.raises(UserError):
        actions.add_action(file_board, plan_id, draft, who="A")
    assert action_of(file_board) == action


def test_a_retired_action_keeps_its_record_and_can_come_back(board: Board) -> None:
    action, plan_id = action_of(board, "RS-13"), plan_of(board).id
    report(board, action, status="off track")
    with pytest.raises(UserError, match="reason is missing"):
        actions.retire_action(board, action.id, reason=" ", expected_version=2, who="A")
    actions.retire_action(board, action.id, reason="No money.", expected_version=2, who="A")
    assert "RS-13" not in [a.ref for a in listing_of(board).actions]
    retired = next(a for a in reading.list_actions(board, plan_id, retired=True).actions if a.ref == "RS-13")
    assert (retired.retired_at, retired.status, retired.no_update) == (NOW, Status.OFF_TRACK, False)
    with pytest.raises(UserError, match="has been retired"):
        report(board, action)
    actions.reinstate_action(board, action.id, expected_version=3, who="A")
    assert action_of(board, "RS-13").status is Status.OFF_TRACK


def test_references_are_listed_in_the_order_people_count(file_board: Board) -> None:
    plan_id = plan_of(file_board).id
    drafts = [ActionDraft(f"Z-{n}", 1, "x") for n in (10, 9, 1)]
    actions.add_actions(file_board, plan_id, drafts, who="A")
    assert [a.ref for a in listing_of(file_board).actions if a.ref.startswith("Z")] == ["Z-1", "Z-9", "Z-10"]
