"""A plan out as a table, edited, and in again: what it changes, applied in one step and undone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.findings.plan_diff import describe_diff
from csp.topics.action_plan.store import actions, plan_export, reading
from csp.topics.action_plan.store.diff_applying import apply_diff
from csp.topics.action_plan.store.plan_diff import PlanDiff, compare_table
from csp.topics.action_plan.store.plan_file.reader import read_grids
from csp.topics.action_plan.store.plan_progress import COLUMNS
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.steps import list_steps
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.undoing import undo_step
from tests.action_plan.boards import action_of, plan_of, report

Edit = Callable[[dict[str, dict[str, str]]], None]


def leave(_rows: dict[str, dict[str, str]]) -> None:
    """Edits nothing."""


def read_all(board: Board) -> Listing:
    return reading.list_actions(board, plan_of(board).id, retired=True)


def write_table(board: Board, edit: Edit = leave) -> bytes:
    """The plan as a file with some of its cells edited, by reference and header."""
    text = plan_export.to_csv(read_all(board)).decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    edit(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue().encode()


def compare_file(board: Board, name: str, content: bytes) -> PlanDiff:
    return compare_table(name, read_grids(name, content)[0].list_rows(), read_all(board))


def compare(board: Board, edit: Edit = leave) -> PlanDiff:
    return compare_file(board, "plan.csv", write_table(board, edit))


def edit_four(rows: dict[str, dict[str, str]]) -> None:
    """Three actions changed, one of them reported on as well, and a new one."""
    rows["DA-01"]["due"] = "2021-12-31"
    rows["DA-02"] |= {"status": "at risk", "note": "Staff left.", "measure_value": "12"}
    rows["DA-03"] |= {"agencies": "Kent Police; A Charity", "status": "On track"}
    rows["SA-99"] = {**rows["SA-01"], "id": "SA-99", "action": "Something new"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_plan_that_comes_back_as_it_went_out_changes_nothing(board: Board, kind: str) -> None:
    report(
        board, action_of(board, "DA-02"), note="=SUM(A1)\nsecond line", measure_value=4.5, quarter="2021 Q2"
    )
    report(board, action_of(board, "DA-03"), evidence_link="https://example.org", status="complete")
    content = plan_export.export(read_all(board), kind)
    diff = compare_file(board, "plan", content)
    assert (diff.changes, diff.same, diff.missing, diff.errors) == ((), 57, (), {})
    assert describe_diff(diff) == "0 changed, 0 new, 57 the same."
    with pytest.raises(UserError, match="changes nothing"):
        apply_diff(board, plan_of(board).id, diff, who="A")


def test_an_edited_table_is_previewed_applied_and_undone_in_one_step_each(board: Board) -> None:
    before = read_all(board)
    diff = compare(board, edit_four)
    assert describe_diff(diff) == "3 changed, 1 new, 54 the same."
    assert read_all(board) == before
    step = apply_diff(board, plan_of(board).id, diff, who="A. Chair")
    assert compare(board).same == 58
    assert action_of(board).due == "2021-12-31"
    latest = action_of(board, "DA-02").latest
    assert latest is not None
    assert (latest.note, latest.measure_value, latest.quarter.label, latest.who) == (
        *("Staff left.", 12, "Q2 2021/22 (Jul to Sep)"),
        "A. Chair",
    )
    assert action_of(board, "DA-03").agencies == ("Kent Police", "A Charity")
    assert action_of(board, "SA-99").text == "Something new"

    undo_step(board, step, who="B")
    now = {action.ref: action for action in read_all(board).actions}
    for old in before.actions:
        new = now.pop(old.ref)
        assert new._replace(version=old.version) == old
    assert [(ref, action.retired_at is not None) for ref, action in now.items()] == [("SA-99", True)]
    assert [each.undoes for each in list_steps(board, singles=False)] == [step, None]


def test_what_was_withdrawn_stays_in_the_history_and_out_of_force(board: Board) -> None:
    first = report(board, action_of(board, "DA-02"), status="on track", note="Before", quarter="2021 Q2")
    step = apply_diff(board, plan_of(board).id, compare(board, edit_four), who="A")
    undo_step(board, step, who="B")
    view = reading.read_action(board, action_of(board, "DA-02").id)
    assert [entry.update.note for entry in view.history] == ["Before", "Staff left."]
    assert [entry.update for entry in view.in_force()] == [first]
    assert view.action.latest == first
    assert view.history[1].withdrawn_at is not None
    with pytest.raises(UserError, match="was withdrawn"):
        report(board, view.action, corrects=view.history[1].update.id)


def test_a_status_changed_beside_an_earlier_report_is_of_todays_quarter(board: Board) -> None:
    report(board, action_of(board, "DA-02"), note="In spring", measure_value=3, quarter="2021 Q2")
    (change,) = compare(board, lambda rows: rows["DA-02"].update(status="complete")).changed
    assert change.update is not None
    assert (change.update.quarter, change.update.status) == ("Q2 2021/22 (Jul to Sep)", "complete")
    assert (change.update.note, change.update.measure_value) == ("", "")
    report(board, action_of(board, "DA-02"), note="In summer")
    (change,) = compare(board, lambda rows: rows["DA-02"].update(status="complete")).changed
    assert change.update is not None
    assert change.update.note == "In summer"


def test_columns_and_rows_that_a_file_has_not_say_nothing(board: Board) -> None:
    action = action_of(board)
    content = f'id,priority,action\nDA-01,1,"{action.text}"\nDA-02,1,Another wording'.encode()
    diff = compare_file(board, "plan.csv", content)
    assert [(change.draft.ref, list(change.fields)) for change in diff.changed] == [("DA-02", ["text"])]
    assert (diff.same, len(diff.missing)) == (1, 55)
    assert describe_diff(diff).endswith("55 actions not in the file: nothing happens to them.")
    apply_diff(board, plan_of(board).id, diff, who="A")
    assert action_of(board, "DA-02").agencies == ("Kent CDAP",)
    assert len(read_all(board).actions) == 57


def test_somebody_who_came_between_is_named_and_nothing_is_stored(board: Board) -> None:
    diff = compare(board, edit_four)
    report(board, action_of(board, "DA-03"))
    before = read_all(board)
    with pytest.raises(UserError, match=r"DA-03 was changed by A. Officer since the file was compared"):
        apply_diff(board, plan_of(board).id, diff, who="A")
    assert read_all(board) == before
    assert list_steps(board, singles=False) == ()


def test_an_undoing_takes_nothing_away_that_came_since(board: Board) -> None:
    step = apply_diff(board, plan_of(board).id, compare(board, edit_four), who="A")
    report(board, action_of(board, "DA-02"), note="Later")
    before = read_all(board)
    with pytest.raises(UserError, match="DA-02 was changed since"):
        undo_step(board, step, who="B")
    assert read_all(board) == before


def test_faults_are_named_by_row_and_keep_all_from_being_stored(board: Board) -> None:
    def spoil(rows: dict[str, dict[str, str]]) -> None:
        edit_four(rows)
        rows["DA-05"]["priority"] = "9"

    diff = compare(board, spoil)
    assert diff.errors == {6: ("Priority 9 is not one of the plan's.",)}
    assert describe_diff(diff).startswith("1 row has a fault")
    with pytest.raises(UserError, match="still has errors"):
        apply_diff(board, plan_of(board).id, diff, who="A")
    bad_status = compare(board, lambda rows: rows["DA-01"].update(status="fine"))
    assert 'The status "fine" is not one of' in bad_status.errors[2][0]
    late = compare(board, lambda rows: rows["DA-01"].update(status="on track", quarter="Q4 2021/22"))
    assert late.errors[2][0].startswith("Q4 2021/22 (Jan to Mar) cannot be reported on now")
    assert [fault.column for fault in (*bad_status.faults, *late.faults)] == ["M: status", "N: quarter"]
    assert list_steps(board, singles=False) == ()


def test_a_retired_action_and_a_viewer_are_refused(file_board: Board) -> None:
    with pytest.raises(Denied):
        apply_diff(file_board, plan_of(file_board).id, compare(file_board), who="A", role="viewer")
    content = write_table(file_board)
    action = action_of(file_board)
    actions.retire_action(file_board, action.id, reason="x", expected_version=action.version, who="A")
    diff = compare_file(file_board, "plan.csv", content)
    assert list(diff.errors) == [2]


def test_a_workbook_edited_in_excel_is_read_cell_by_cell(file_board: Board) -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_export.to_excel(read_all(file_board))))
    sheet = book.active
    column = COLUMNS.index("baseline") + 1
    sheet.cell(2, column).value = 12.5
    sheet.cell(3, COLUMNS.index("started") + 1).value = "2021-05-01"
    out = io.BytesIO()
    book.save(out)
    diff = compare_file(file_board, "plan.xlsx", out.getvalue())
    assert [list(change.fields) for change in diff.changed] == [["baseline"], ["started"]]
