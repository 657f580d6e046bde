"""A plan out as a file, edited, and in again: seen first, stored in one step, taken back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from csp.topics.action_plan.store import plan_export
from csp.topics.action_plan.store.bulk import store_changes
from csp.topics.action_plan.store.plan_diff import ActionChange, read_stored
from csp.topics.action_plan.store.plan_progress import COLUMNS
from csp.topics.action_plan.store.records import UpdateDraft
from csp.topics.action_plan.store.update_steps import add_update
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    errors,
    labels,
    listing,
    press,
    read_successes,
    report,
    upload,
)


def open_page(visit, name="A. Chair"):
    return as_editor(visit("plans", task="Excel in and out"), name)


def edit(board, **cells):
    """The plan's CSV with cells edited by reference (DA_01 for DA-01); a reference that is new adds a row."""
    text = plan_export.to_csv(listing(board)).decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    for name, changed in cells.items():
        ref = name.replace("_", "-")
        rows.setdefault(ref, dict.fromkeys(COLUMNS, "") | {"id": ref})
        rows[ref] |= changed
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue().encode()


def write_csv(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def edit_four(board):
    return edit(
        board,
        DA_01={"due": "31/12/2021"},
        DA_02={"status": "At risk", "note": "Staff left."},
        DA_03={"agencies": "Kent Police; A Charity"},
        DA_99={"priority": "1", "action": "Something new"},
    )


def test_what_was_edited_is_seen_then_applied_in_one_step_and_undone(visit, board):
    screen = upload(open_page(visit), "Plan.csv", edit_four(board))
    assert "3 changed, 1 new, 54 the same." in screen.text
    assert action(board, "DA-01").due == ""
    rows = [row[:1] + row[2:5] for row in screen.texts("changes").values()]
    assert rows == [
        ["DA-01", "Due", "–", "31/12/2021"],
        ["DA-02", "Update", "–", "▲ At risk, Q3 2021/22 (Oct to Dec)\nStaff left."],
        ["DA-03", "Agencies", "; ".join(action(board, "DA-03").agencies), "Kent Police; A Charity"],
        ["DA-99", "New action", "–", "1 Domestic abuse\nSomething new"],
    ]
    press(screen, "Apply 4 changes")
    assert read_successes(screen) == ["3 changed, 1 new: stored in one step."]
    assert action(board, "DA-02").latest.who == "A. Chair"
    assert action(board, "DA-99").text == "Something new"
    undo_now = screen.app.button(key="undo_now")
    undo_now.click()
    screen.run()
    assert read_successes(screen)[0].startswith("Undone: everything")
    assert (action(board, "DA-01").due, action(board, "DA-02").latest) == ("", None)
    assert screen.says("Undone by A. Chair")


def test_a_step_is_undone_later_by_somebody_else_or_says_why_not(visit, board):
    for name, cells in (("one.csv", {"DA_01": {"due": "Soon"}}), ("two.csv", {"DA_02": {"due": "Later"}})):
        press(upload(open_page(visit), name, edit(board, **cells)), "Apply 1 change")
    report(board, "DA-02")
    screen = open_page(visit, "B. Officer")
    assert "one.csv: 1 changed" in screen.text
    assert screen.says("Cannot be undone: DA-02 was changed since.")
    (undo,) = (button for button in screen.app.button if (button.key or "").startswith("undo_step-"))
    undo.click()
    screen.run()
    assert action(board, "DA-01").due == ""
    assert screen.says("Undone by B. Officer")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_a_file_that_nobody_edited_changes_nothing(visit, board, kind):
    report(board, "DA-02", note="• One\n\nTwo = 2", quarter="2021 Q3")
    screen = upload(open_page(visit), f"plan.{kind}", plan_export.export(listing(board), kind))
    assert "0 changed, 0 new, 57 the same." in screen.text
    assert screen.says("The file changes nothing")
    assert not [label for label in labels(screen.app.button) if label.startswith("Apply")]


def test_who_changes_an_action_between_preview_and_apply_is_named_and_nothing_is_stored(visit, board):
    screen = upload(open_page(visit), "Plan.csv", edit_four(board))
    report(board, "DA-03", note="In between")
    press(screen, "Apply 4 changes")
    (sentence,) = errors(screen)
    assert sentence.startswith("DA-03 was changed by B. Officer since the file was compared with the plan")
    assert action(board, "DA-01").due == ""
    press(screen, "Compare again")
    assert "3 changed, 1 new, 54 the same." in screen.text
    press(screen, "Apply 4 changes")
    # What the other reported was never in the file, and stays.
    assert action(board, "DA-03").latest.note == "In between"
    assert action(board, "DA-03").agencies == ("Kent Police", "A Charity")


def test_faults_are_named_by_row_and_column_and_left_out_only_on_request(visit, board):
    content = edit(
        board,
        DA_01={"due": "31/02/2021"},
        DA_02={"status": "fine"},
        DA_03={"due": "In spring"},
        DA_04={"priority": "9"},
    )
    screen = upload(open_page(visit), "Plan.csv", content)
    assert "3 rows have faults: correct them in the file and choose it again." in screen.text
    faults = list(screen.texts("faults").values())
    assert [row[:3] for row in faults] == [
        ["2", "H: due", "DA-01"],
        ["3", "M: status", "DA-02"],
        ["5", "B: priority", "DA-04"],
    ]
    assert 'The status "fine" is not one of' in faults[1][3]
    screen.app.checkbox[0].check().run()
    press(screen, "Apply 1 change")
    assert action(board, "DA-03").due == "In spring"


def test_another_councils_table_goes_through_the_mapping_and_the_same_preview(visit, board):
    first, second = listing(board).actions[:2]
    rows = [
        ["Ref", "Theme", "Objective", "Owner", "By when"],
        ["DA-01", "1", first.text, "; ".join(first.agencies), "March 2022"],
        ["", "1", second.text, "; ".join(second.agencies), ""],
        ["DA-77", "1", "Walk the route", "Kent Police", ""],
    ]
    screen = upload(open_page(visit), "ours.csv", write_csv(rows))
    assert "1 changed, 1 new, 1 the same." in screen.text
    assert [row[0] for row in screen.texts("changes").values()] == ["DA-01", "DA-77"]
    assert screen.says("Not in the file, and left as they are")
    press(screen, "Apply 2 changes")
    assert action(board, "DA-01").due == "March 2022"
    assert action(board, "DA-77").agencies == ("Kent Police",)
    assert action(board, "DA-02").measure == second.measure


def test_the_file_has_no_simulated_updates_and_says_so(visit, board):
    screen = open_page(visit)
    assert screen.says("Simulated updates are left out here: files")
    content = plan_export.to_csv(listing(board)).decode()
    assert "imulated" not in content


def test_the_list_of_steps_has_what_changed_several_actions_and_no_single_update(visit, board):
    plan = listing(board).plan
    first, second = (action(board, ref) for ref in ("DA-01", "DA-02"))
    changes = [
        ActionChange(0, each, replace(read_stored(each), due="Soon"), {"due": ("", "Soon")})
        for each in (first, second)
    ]
    store_changes(board, plan.id, changes, who="B. Officer")
    add_update(
        board,
        action(board, "DA-03").id,
        UpdateDraft("2021 Q3", "on track"),
        expected_version=1,
        who="C. Officer",
    )
    screen = open_page(visit)
    assert "Several actions changed: 2 actions" in screen.text
    assert "C. Officer" not in screen.text
    (undo,) = (button for button in screen.app.button if (button.key or "").startswith("undo_step-"))
    undo.click()
    screen.run()
    assert [action(board, ref).due for ref in ("DA-01", "DA-02")] == ["", ""]
