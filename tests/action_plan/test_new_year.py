"""A new year from the plan before: everything of it, or nothing."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.store import actions, entries, reading
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.new_year import NewYear, begin_year
from csp.topics.action_plan.store.plans import retire_plan
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, PlanDraft
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, OpenBoard, action_of, listing_of, plan_of, report


def draft_of(action: ActionRow, **changed: Any) -> ActionDraft:
    fields = {each.name: getattr(action, each.name) for each in dataclasses.fields(ActionDraft)}
    return ActionDraft(**{**fields, **changed})


def plan_draft(board: Board, label: str = "2022-23") -> PlanDraft:
    names = {**plan_of(board).priorities, 5: "Rural crime"}
    return PlanDraft(label, date(2022, 4, 1), date(2023, 3, 31), names, "After 2021-22")


def versions_of(board: Board) -> dict[int, int]:
    return {action.id: action.version for action in listing_of(board).unfinished()}


def read_everything(board: Board) -> tuple[object, ...]:
    plans = reading.list_plans(board)
    views = [reading.read_action(board, action.id) for action in listing_of(board).actions[:5]]
    return plans, listing_of(board), views


@pytest.fixture
def last_year(url: str, open_at: OpenBoard) -> Board:
    """A board in March 2022 with a report and an action that is complete."""
    report(board := open_at(url), action_of(board, "DA-01"), status="at risk", note="old")
    report(board, action_of(board, "DA-02"), status="complete")
    return open_at(url, NOW.replace(year=2022, month=3))


def test_a_new_year_carries_over_adapts_retires_and_adds_in_one_go(last_year: Board) -> None:
    board = last_year
    old, third = action_of(board), action_of(board, "DA-03")
    (helpline, *others) = entries.read_details(board, old.id).measures
    words = draft_of(old, text="In other words", priority=5, agencies=("New agency", *old.agencies[1:]))
    year = NewYear(
        plan_draft(board),
        versions_of(board),
        {old.id: dataclasses.replace(words, measure=f"Calls answered; {'; '.join(_names(others))}")},
        {third.id: "Not funded"},
        [ActionDraft("RC-01", 5, "Watch the lambs", ("Police",))],
    )
    plan = begin_year(board, year, who="A. Chair")
    new = reading.list_actions(board, plan.id)
    assert (plan.label, plan.priorities[5], plan.who) == ("2022-23", "Rural crime", "A. Chair")
    # 57, less one that is complete and one retired, and one that is new.
    assert len(new.actions) == 56
    adapted = next(action for action in new.actions if action.ref == "DA-01")
    assert (adapted.text, adapted.priority, adapted.lead) == ("In other words", 5, "New agency")
    view = reading.read_action(board, adapted.id)
    assert [entry.update.note for entry in view.history] == ["old"]
    edits = [(edit.what, set(edit.fields)) for edit in view.edits if edit.action_id == adapted.id]
    assert edits == [
        ("carried over", set()),
        ("edited", {"text", "priority", "agencies", "measure"}),
    ]
    assert adapted.version == 2
    assert [edit.version for edit in view.edits if edit.action_id == adapted.id] == [1, 2]
    # The measure keeps its series under its new name.
    measures = entries.read_details(board, adapted.id).measures
    assert (measures[0].key, measures[0].content.name) == (helpline.key, "Calls answered")
    assert len(measures) == 1 + len(others)
    as_it_is = next(action for action in new.actions if action.ref == "DA-04")
    assert (as_it_is.version, as_it_is.text) == (1, action_of(board, "DA-04").text)
    assert not [action for action in listing_of(board).actions if action.ref == "DA-03"]
    retired = reading.read_action(board, third.id)
    assert retired.edits[-1].fields["reason"] == ("", "Not funded")
    assert action_of(board, "DA-02").version == 2, "what is complete stays as it was"
    # Everybody who wrote before can write on.
    report(board, adapted, quarter="2022 Q2")


def _names(measures: list[Any]) -> list[str]:
    return [each.content.name for each in measures]


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a year that has a plan": ({"label": "2021-22"}, "plan 2021-22 already"),
    "a bad day": ({"due": "31/02/2022"}, "DA-01: The due date"),
    "a priority left out": ({"priority": 9}, "no priority 9"),
    "no reason": ({"reason": " "}, "The reason is missing"),
    "a reference twice": ({"added": "DA-04"}, "DA-04 already"),
    "one that is complete": ({"carry": "DA-02"}, "only unfinished"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_stored_where_any_of_it_cannot_be(last_year: Board, name: str) -> None:
    fault, sentence = FAULTS[name]
    board = last_year
    before = read_everything(board)
    old, third = action_of(board), action_of(board, "DA-03")
    adapted = draft_of(old, due=fault.get("due", ""), priority=fault.get("priority", 1))
    versions = versions_of(board)
    if "carry" in fault:
        complete = action_of(board, fault["carry"])
        versions[complete.id] = complete.version
    year = NewYear(
        plan_draft(board, fault.get("label", "2022-23")),
        versions,
        {old.id: adapted},
        {third.id: fault.get("reason", "Not funded")},
        [ActionDraft(fault.get("added", "RC-01"), 5, "Watch the lambs")],
    )
    with pytest.raises(UserError, match=sentence):
        begin_year(board, year, who="A. Chair")
    assert read_everything(board) == before


def test_an_action_that_was_changed_meanwhile_is_named_and_nothing_is_stored(last_year: Board) -> None:
    board, versions = last_year, versions_of(last_year)
    report(board, action_of(board, "DA-05"), status="off track", who="B. Officer")
    before = read_everything(board)
    with pytest.raises(Conflict, match=r"DA-05 was changed by B\. Officer"):
        begin_year(board, NewYear(plan_draft(board), versions), who="A. Chair")
    retired = {action_of(board, "DA-05").id: "Not funded"}
    with pytest.raises(Conflict, match="DA-05"):
        begin_year(board, NewYear(plan_draft(board), versions, retired=retired), who="A. Chair")
    assert read_everything(board) == before


def test_a_plan_that_is_closed_can_be_gone_on_from(last_year: Board) -> None:
    board, plan = last_year, plan_of(last_year)
    retire_plan(board, plan.id, expected_version=plan.version, who="A. Chair")
    old = action_of(board)
    begin_year(board, NewYear(plan_draft(board), versions_of(board), retired={old.id: "Done"}), who="A")
    assert len(reading.list_actions(board, reading.find_plan(board, "2022-23").id).actions) == 55
    with pytest.raises(UserError, match="closed"):
        actions.retire_action(board, action_of(board, "DA-04").id, reason="x", expected_version=2, who="A")
