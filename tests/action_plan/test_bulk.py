"""Several actions changed in one step: all of them or none, undone in one step, nobody overtaken unseen."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.findings import grid as words
from csp.topics.action_plan.findings.history import describe_edit
from csp.topics.action_plan.rules.agency_matching import AgencyMatcher
from csp.topics.action_plan.rules.bulk import BulkChange, BulkDraft, build_change
from csp.topics.action_plan.store import plans, reading
from csp.topics.action_plan.store.agencies import read_directory
from csp.topics.action_plan.store.bulk import retire_actions, store_changes
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.errors import OvertakenError
from csp.topics.action_plan.store.records import ActionRow, PlanDraft
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.steps import list_steps
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.undoing import undo_step
from tests.action_plan.boards import action_of, listing_of, plan_of, report

THREE = ("DA-01", "DA-02", "DA-03")


def rows(board: Board, refs: Iterable[str] = THREE) -> list[ActionRow]:
    return [action_of(board, ref) for ref in refs]


def change(board: Board, draft: BulkDraft, refs: Iterable[str] = THREE) -> BulkChange:
    matcher = AgencyMatcher(read_directory(board), {"CSU": "Community Safety Unit"})
    return build_change(rows(board, refs), draft, listing_of(board).quarter, matcher)


def apply(board: Board, draft: BulkDraft, refs: Iterable[str] = THREE) -> int:
    return store_changes(board, plan_of(board).id, change(board, draft, refs).changes, who="A. Chair")


def describe(board: Board, draft: BulkDraft, refs: Iterable[str] = THREE) -> list[str]:
    return words.describe_change(change(board, draft, refs), "Q2 2021/22 (Jul to Sep)")


def test_a_status_is_set_for_all_in_one_step_and_undone_in_one(board: Board) -> None:
    report(board, action_of(board, "DA-01"), status="at risk")
    report(board, action_of(board, "DA-02"), status="at risk", quarter="2021 Q2")
    before = listing_of(board)
    draft = BulkDraft(Status.AT_RISK, note="Staff left.")
    assert describe(board, draft) == [
        "Set 2 actions to at risk for Q2 2021/22 (Jul to Sep), of which 1 keeps that status and is reported "
        "on anew; 1 is so already.",
        "The note is kept with the update.",
    ]
    step = apply(board, draft)
    assert [row.status for row in rows(board)] == [Status.AT_RISK] * 3
    assert [row.latest.note for row in rows(board) if row.latest] == ["", "Staff left.", "Staff left."]
    undo_step(board, step, who="B")
    now = listing_of(board)
    assert [row._replace(version=0) for row in now.actions] == [
        row._replace(version=0) for row in before.actions
    ]
    assert [each.undoes for each in list_steps(board, singles=False)] == [step, None]


def test_a_due_date_and_a_lead_are_edits_that_keep_the_note(board: Board) -> None:
    report(board, action_of(board, "DA-01"))
    step = apply(board, BulkDraft(due="2021-12-31", lead="A Charity", note="Agreed in May"))
    assert {row.due for row in rows(board)} == {"2021-12-31"}
    assert {row.lead for row in rows(board)} == {"A Charity"}
    # Whoever led it so far is a partner now, and nothing was reported.
    assert action_of(board, "DA-02").agencies == ("A Charity", "Kent CDAP")
    assert action_of(board, "DA-02").latest is None
    (edit,) = [
        each
        for each in reading.read_action(board, action_of(board, "DA-02").id).edits
        if each.what == "edited"
    ]
    assert describe_edit(edit) == "agencies and due date edited: Agreed in May"
    undo_step(board, step, who="B")
    assert action_of(board, "DA-02").agencies == ("Kent CDAP",)


def test_what_is_so_already_is_counted_and_left_alone(board: Board) -> None:
    apply(board, BulkDraft(due="2021-12-31"), ["DA-01"])
    draft = BulkDraft(due="2021-12-31", lead="kent cdap")
    assert describe(board, draft) == [
        "Set the due date of 2 actions to 31 Dec 2021; 1 has it already.",
        "Make Kent CDAP the lead of 2 actions; who led so far stays as a partner; 1 is led by it already.",
    ]
    versions = [row.version for row in rows(board)]
    apply(board, BulkDraft(due="2021-12-31"))
    assert [row.version - old for row, old in zip(rows(board), versions, strict=True)] == [0, 1, 1]
    assert describe(board, BulkDraft(due="2021-12-31")) == ["Nothing to set: 3 have it already."]
    with pytest.raises(UserError, match="changes nothing"):
        apply(board, BulkDraft(due="2021-12-31"))


@pytest.mark.parametrize("draft", [BulkDraft(due="2021-02-31"), BulkDraft(lead="One; two")])
def test_a_faulty_value_is_refused_before_anything_is_stored(board: Board, draft: BulkDraft) -> None:
    with pytest.raises(UserError):
        change(board, draft)


def test_where_one_of_them_has_changed_nothing_is_stored_and_each_is_named(board: Board) -> None:
    prepared = change(board, BulkDraft(Status.COMPLETE))
    report(board, action_of(board, "DA-02"), who="B. Officer", note="Mine first")
    with pytest.raises(OvertakenError, match="one of these actions") as caught:
        store_changes(board, plan_of(board).id, prepared.changes, who="A. Chair")
    ((action_id, conflict),) = caught.value.conflicts.items()
    assert action_id == action_of(board, "DA-02").id
    assert [update.note for update in conflict.updates] == ["Mine first"]
    assert words.name_overtaken("DA-02", conflict).startswith("DA-02 (B. Officer, 15 Sep 2021, ")
    assert [row.status for row in rows(board)] == [Status.NOT_STARTED, Status.ON_TRACK, Status.NOT_STARTED]
    assert list_steps(board, singles=False) == ()


def test_where_one_of_them_takes_no_update_none_is_stored(board: Board) -> None:
    priorities = plan_of(board).priorities
    draft = PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), priorities)
    later = plans.add_plan(board, draft, who="A")
    last = action_of(board, "DA-03")
    carry_over_actions(board, later.id, {last.id: last.version}, who="A")
    with pytest.raises(UserError, match="DA-03: DA-03 was carried over to 2022-23"):
        apply(board, BulkDraft(Status.COMPLETE))
    assert [row.status for row in rows(board)] == [Status.NOT_STARTED] * 3
    assert list_steps(board, singles=False) == ()


def test_of_two_who_change_the_same_actions_at_once_one_is_told(board: Board) -> None:
    prepared = change(board, BulkDraft(Status.COMPLETE)).changes

    def store(who: str) -> str:
        try:
            store_changes(board, plan_of(board).id, prepared, who=who)
        except OvertakenError as overtaken:
            return words.name_overtaken("DA-01", overtaken.conflicts[rows(board)[0].id])[:8]
        return "stored"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(store, ("A. Lee", "B. Kay"))) in (
            ["DA-01 (A", "stored"],
            ["DA-01 (B", "stored"],
        )
    assert {row.version for row in rows(board)} == {2}


def test_several_are_retired_in_one_step_and_reinstated_by_undoing_it(board: Board) -> None:
    report(board, action_of(board, "DA-02"))
    before = listing_of(board)
    with pytest.raises(UserError, match="The reason is missing"):
        retire_actions(board, plan_of(board).id, rows(board), reason=" ", who="A")
    step = retire_actions(board, plan_of(board).id, rows(board), reason="Replaced", who="A")
    left = {row.ref for row in listing_of(board).actions}
    assert {row.ref for row in before.actions} - left == {*THREE}
    undo_step(board, step, who="B")
    assert [row._replace(version=0) for row in listing_of(board).actions] == [
        row._replace(version=0) for row in before.actions
    ]


def test_a_viewer_and_a_closed_plan_change_nothing(board: Board) -> None:
    prepared = change(board, BulkDraft(Status.COMPLETE)).changes
    plan = plan_of(board)
    with pytest.raises(Denied):
        store_changes(board, plan.id, prepared, who="A", role="viewer")
    with pytest.raises(Denied):
        retire_actions(board, plan.id, rows(board), reason="R", who="A", role="viewer")
    plans.retire_plan(board, plan.id, expected_version=plan.version, who="A")
    for store in (
        lambda: store_changes(board, plan.id, prepared, who="A"),
        lambda: retire_actions(board, plan.id, rows(board), reason="R", who="A"),
    ):
        with pytest.raises(UserError, match="is closed"):
            store()
    assert {row.version for row in rows(board)} == {1}
