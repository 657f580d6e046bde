"""Plans and their actions, imports and exports."""

from __future__ import annotations

from datetime import date

import pytest

from csp.topics.action_plan import plan_upload
from csp.topics.action_plan.store import plan_export, plan_worker, reading
from tests.action_plan.plan_layouts import ACTIONS, LAYOUTS, PRIORITIES
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    errors,
    labels,
    listing,
    named,
    press,
    read_successes,
    title,
    upload,
)


def test_an_action_is_added_edited_and_retired(visit, board):
    screen = as_editor(visit("plans", task="Add an action"))
    named(screen.app.text_input, "Reference").input("DA-15")
    named(screen.app.text_area, "Action").input("A new one")
    press(screen, "Add the action")
    assert action(board, "DA-15").text == "A new one"

    screen = as_editor(visit("plans", action="DA-15"))
    named(screen.app.text_input, "Due").input("31/12/2021")
    press(screen, "Save the action")
    assert action(board, "DA-15").due_date == date(2021, 12, 31)

    press(screen, "Retire DA-15…")
    assert "DA-15 leaves the board; its history stays on record; it can be reinstated" in screen.text
    press(screen, "Keep it")
    assert "leaves the board" not in screen.text
    press(screen, "Retire DA-15…")
    press(screen, "Retire DA-15")
    assert errors(screen) == ["The reason is missing."]
    named(screen.app.text_input, "Reason").input("Replaced")
    press(screen, "Retire DA-15")
    assert len(listing(board).actions) == 57
    assert title(visit("action", action="DA-15")).startswith("DA-15 was retired on")


def test_a_faulty_action_is_refused_with_one_sentence(visit, board):
    screen = as_editor(visit("plans", task="Add an action"))
    named(screen.app.text_input, "Reference").input("DA-15")
    named(screen.app.text_area, "Action").input("A new one")
    named(screen.app.text_input, "Due").input("31/02/2021")
    press(screen, "Add the action")
    (sentence,) = errors(screen)
    assert sentence.startswith('The due date "31/02/2021" is not a date that exists')
    assert len(listing(board).actions) == 57
    assert named(screen.app.text_area, "Action").value == "A new one"


def test_two_edits_of_one_action_meet_and_the_second_chooses(visit, board):
    first, second = (as_editor(visit("plans", action="DA-02"), name) for name in ("A. Chair", "B. Officer"))
    for screen, text in ((first, "The first wording"), (second, "The second wording")):
        named(screen.app.text_area, "Action").input(text)
        press(screen, "Save the action")
    assert action(board, "DA-02").text == "The first wording"
    assert "The first wording" in second.text
    press(second, "Save mine all the same")
    assert action(board, "DA-02").text == "The second wording"


def test_a_closed_plan_takes_no_updates_until_it_is_opened_again(visit):
    screen = as_editor(visit("plans", task="This plan"))
    press(screen, "Close the plan…")
    assert "takes no updates any more" in screen.text
    press(screen, "Close the plan")
    closed = as_editor(visit("action", action="DA-02"))
    assert closed.says("The plan 2021-22 is closed")
    assert "Add the update" not in labels(closed.app.button)
    press(screen, "Open the plan again")
    assert "Add the update" in labels(as_editor(visit("action", action="DA-02")).app.button)


def in_new_plan(visit):
    """The page Plans where a file becomes a plan of its own."""
    screen = as_editor(visit("plans", task="Excel in and out"))
    screen.app.segmented_control(key="import_into").set_value("A new plan")
    return screen.run()


def test_an_import_shows_the_faults_of_each_row_and_stores_nothing(visit, board):
    content = "id,priority,priority_name,action,due\nDA-01,1,Domestic abuse,Good,\nDA-01,x,,,31/02/2021\n"
    screen = upload(in_new_plan(visit), "plan.csv", content.encode())
    assert "2 actions in the file; 1 row has faults" in screen.text
    faulty, good = screen.texts("preview").values()
    assert good[1] == "✔ none"
    for words in ("priority", "The action is missing", "31/02/2021", "DA-01 is on line 2 as well"):
        assert words in faulty[1]
    assert not [label for label in labels(screen.app.button) if label.startswith("Import")]
    assert len(reading.list_plans(board)) == 1


def test_a_file_that_cannot_be_read_has_one_sentence(visit):
    screen = upload(in_new_plan(visit), "plan.xlsx", b"PK\x03\x04broken")
    assert errors(screen) == ["plan.xlsx cannot be read as an Excel workbook: save it again as .xlsx."]


def test_a_file_is_read_once_and_let_go_when_the_page_is_left(visit, monkeypatch):
    read = []
    monkeypatch.setattr(
        plan_upload, "read_upload", lambda *args: read.append(args[0]) or plan_worker.read_upload(*args)
    )
    content = "id,priority,priority_name,action\nDA-01,1,Domestic abuse,Good\n"
    screen = upload(in_new_plan(visit), "plan.csv", content.encode())
    (uploader,) = screen.app.file_uploader
    assert uploader.value is None
    assert "1 action in the file, none with a fault" in screen.run().text
    screen.app.segmented_control(key="import_into").set_value("This plan")
    assert "1 changed, 0 new, 0 the same." in screen.run().text
    assert read == ["plan.csv"]
    assert "plan_file" in screen.app.session_state
    screen.go("board")
    assert "plan_file" not in screen.app.session_state
    assert "plan.csv" not in str(as_editor(screen.go("plans")).captions)


def test_a_file_can_be_dropped(visit):
    screen = upload(in_new_plan(visit), "plan.csv", b"nothing")
    assert len(errors(screen)) == 1
    press(screen, "Drop the file")
    assert errors(screen) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_plan_is_imported_again_as_it_was(visit, board, kind):
    before = listing(board)
    screen = in_new_plan(visit)
    named(screen.app.text_input, "Year").input("2023-24")
    upload(screen, f"plan.{kind}", plan_export.export(before, kind))
    press(screen, "Import 57 actions")
    assert read_successes(screen) == ["The plan 2023-24 is there, with 57 actions."]
    after = listing(board, "2023-24")
    assert after.plan.priorities == before.plan.priorities
    fields = (
        "ref",
        "priority",
        "text",
        "agencies",
        "measure",
        "reporting",
        "due",
        "linked_measure",
        "started",
    )
    assert [[getattr(a, n) for n in fields] for a in after.actions] == [
        [getattr(a, n) for n in fields] for a in before.actions
    ]


def test_the_three_exports_are_offered(visit):
    buttons = [button.label for button in visit("plans").app.get("download_button")]
    assert buttons == ["Download Excel", "Download CSV", "Download Word"]


def choice(screen, label):
    return named(screen.app.selectbox, label)


def test_a_councils_own_plan_is_shown_as_it_will_be_stored_and_imported(visit, board):
    write, refs = LAYOUTS["banners.xlsx"]
    screen = upload(in_new_plan(visit), "plan.xlsx", write())
    assert '12 actions under 2 priorities, read from sheet "Plan" with the header in row 4.' in screen.text
    assert screen.says(
        "All of them can be stored. Passed over: 1 heading, 1 repeated header, 2 totals, 1 note"
    )
    assert choice(screen, "Lead agency").value == 3
    rows = list(screen.texts("preview").values())
    assert [row[1] for row in rows] == refs
    assert rows[0][2:4] == [ACTIONS[0].text, ", ".join(ACTIONS[0].agencies)]
    named(screen.app.text_input, "Year").input("2025-26")
    press(screen, "Import 12 actions")
    assert read_successes(screen) == ["The plan 2025-26 is there, with 12 actions."]
    after = listing(board, "2025-26")
    assert after.plan.priorities == PRIORITIES
    assert [(a.text, a.agencies, a.due, a.measure) for a in after.actions] == [
        (a.text, a.agencies, a.due, a.measure) for a in ACTIONS
    ]


def test_a_correction_is_seen_at_once(visit):
    content = "Nr;Thema;Was;Wer\n1;Streets;Walk the route;Council\n2;Streets;Fit the lights;Police\n"
    screen = upload(in_new_plan(visit), "plan.csv", content.encode())
    assert "2 actions under 1 priority, read from the file with the header in row 1." in screen.text
    (first, _) = screen.texts("preview").values()
    assert first[2:6] == ["Walk the route", "–", "–", "1 All actions"]
    # Nothing but the actions was found, so all else is asked for first.
    boxes = [box.label for box in screen.app.selectbox if box.key.startswith("map_")]
    assert boxes[:3] == ["Header", "Priority", "Lead agency"]
    for label, column in (("Priority", 1), ("Lead agency", 3), ("Reference", 0)):
        choice(screen, label).set_value(column).run()
    (first, _) = screen.texts("preview").values()
    assert first[1:6] == ["1", "Walk the route", "Council", "–", "1 Streets"]


def test_rows_with_a_fault_are_left_out_only_where_somebody_says_so(visit, board):
    content = "Ref,Theme,Action,Owner\n1,Streets,Walk,Council\n2,Parks,,Police\n"
    screen = upload(in_new_plan(visit), "plan.csv", content.encode())
    assert screen.says("1 can be stored; 1 cannot, for the faults that are named below.")
    assert not [label for label in labels(screen.app.button) if label.startswith("Import")]
    faulty, _ = screen.texts("preview").values()
    assert faulty[1] == "■ The action is missing."
    named(screen.app.checkbox, "Leave out the rows that have a fault").check().run()
    press(screen, "Import 1 action")
    stored = listing(board, "2022-23")
    assert [action.text for action in stored.actions] == ["Walk"]
    assert stored.plan.priorities == {1: "Streets"}
