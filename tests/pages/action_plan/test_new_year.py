"""The wizard that makes the plan of a new year, and plans without actions."""

from __future__ import annotations

from datetime import date

import pytest

from csp.topics.action_plan.forms.year_draft import ADDED, CARRIED
from csp.topics.action_plan.store import plans, reading
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.records import PlanDraft
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    errors,
    labels,
    listing,
    named,
    press,
    read_successes,
    report,
    shown,
    title,
)

FIRST, UNFINISHED, NEW, SUMMARY = range(4)
STEPS = ("1 Year and priorities", "2 Unfinished actions", "3 New actions", "4 Summary")


def begin(visit):
    return as_editor(visit("plans", task="New year"))


def go(screen, step):
    (steps,) = [each for each in screen.app.segmented_control if each.label == "Step"]
    steps.set_value(STEPS[step])
    return screen.run()


def edit(screen, board, table, cells):
    """The table in the browser sends edits, which AppTest has no way to do itself."""
    key = f"new_year-{reading.find_plan(board, '2021-22').id}"
    draft = screen.app.session_state[key]
    draft.edits = {**draft.edits, table: cells}
    screen.app.session_state[key] = draft
    return screen.run()


def table(screen):
    """{id: the values of a row} of the table on the page."""
    elements = [e for e in screen.app.get("bidi_component") if e.proto.id.endswith("-table")]
    (key,) = [element.proto.id.partition("-new_year-")[2] for element in elements]
    return {row["id"]: row["values"] for row in screen.component(f"new_year-{key}")["rows"]}


def is_off(screen, label):
    return named(screen.app.button, label).disabled


def test_a_new_year_carries_the_unfinished_over_with_their_history(visit, board):
    report(board, "DA-01", note="Carried along")
    report(board, "DA-02", status="complete")
    screen = begin(visit)
    assert named(screen.app.text_input, "Year").value == "2022-23"
    press(screen, "Next")
    rows = table(screen)
    assert len(rows) == 56
    assert {row["choice"] for row in rows.values()} == {"Carry over"}
    assert screen.says("Left with 2021-22. ✔ Complete: DA-02.")
    go(screen, SUMMARY)
    assert "56 carried over, 0 adapted, 0 retired, 0 new; 1 complete stays with 2021-22." in [
        header.value.replace("\\", "") for header in screen.app.header
    ]
    press(screen, "Make the plan 2022-23")
    assert read_successes(screen) == [
        "The plan 2022-23 is there: 56 carried over, 0 adapted, 0 new; 0 retired."
    ]
    carried = listing(board, "2022-23")
    assert (carried.plan.start, len(carried.actions)) == (date(2022, 4, 1), 56)
    after = visit("action", plan="2022-23", action="DA-01")
    assert "Carried along" in [item.get("note") for item in after.component("history")["items"]]
    assert len(shown(visit("board", plan="2022-23"))) == 56


def test_what_is_adapted_retired_and_added_is_stored_with_the_last_step_alone(visit, board):
    first, second = action(board, "DA-01"), action(board, "DA-02")
    screen = begin(visit)
    area = named(screen.app.text_area, "Priorities, one to a line: rename, add or delete lines")
    area.set_value(area.value.replace("4 Road safety", "4 Safer roads\n5 Rural crime"))
    screen.run()
    assert screen.says("Renamed: 4 is now Safer roads. New: 5 Rural crime.")
    go(screen, UNFINISHED)
    cells = {
        str(first.id): {"choice": "Adapt", "text": "In other words", "lead": "New lead", "priority": "5"},
        str(second.id): {"choice": "Retire"},
    }
    edit(screen, board, CARRIED, cells)
    go(screen, NEW)
    edit(screen, board, ADDED, {"new-1": {"priority": "5", "text": "Watch the lambs", "due": "31/02/2023"}})
    go(screen, SUMMARY)
    assert "55 carried over, 1 adapted, 1 retired, 1 new." in [h.value for h in screen.app.header]
    assert errors(screen) == ["2 things are to be mended before the plan can be made."]
    assert "DA-02 is to be retired: give the reason in step 2." in screen.text
    assert 'New action 1: The due date "31/02/2023" is not a date that exists' in screen.text
    assert is_off(screen, "Make the plan 2022-23")
    go(screen, UNFINISHED)
    rows = table(screen)
    assert (rows[str(first.id)]["text"], rows[str(second.id)]["choice"]) == ("In other words", "Retire")
    edit(screen, board, CARRIED, {str(second.id): {"reason": "Not funded"}})
    go(screen, NEW)
    assert table(screen)["new-1"]["text"] == "Watch the lambs"
    edit(screen, board, ADDED, {"new-1": {"due": "31/03/2023"}})
    go(screen, FIRST)
    assert "Rural crime" in area_value(screen)
    assert len(reading.list_plans(board)) == 1, "nothing is stored before the last step"
    go(screen, SUMMARY)
    press(screen, "Make the plan 2022-23")
    new = {each.ref: each for each in listing(board, "2022-23").actions}
    assert (new["DA-01"].text, new["DA-01"].lead, new["DA-01"].priority) == ("In other words", "New lead", 5)
    assert new["P5-01"].text == "Watch the lambs"
    assert "DA-02" not in new
    assert "DA-02" not in {each.ref for each in listing(board).actions}
    assert reading.find_plan(board, "2022-23").priorities[4] == "Safer roads"


def area_value(screen):
    return named(screen.app.text_area, "Priorities, one to a line: rename, add or delete lines").value


def test_what_was_typed_outlives_another_tab_another_page_and_a_refusal(visit, board):
    first = action(board, "DA-01")
    screen = begin(visit)
    named(screen.app.text_input, "Year").input("2021-22")
    screen.run()
    assert errors(screen) == ["There is a plan 2021-22 already: give the new one another year."]
    go(screen, UNFINISHED)
    assert errors(screen)[0].endswith("Mend it in step 1.")
    go(screen, FIRST)
    assert named(screen.app.text_input, "Year").value == "2021-22"
    named(screen.app.text_input, "Year").input("2022-23")
    go(screen.run(), UNFINISHED)
    edit(screen, board, CARRIED, {str(first.id): {"choice": "Adapt", "text": "Typed"}})
    screen.go("board")
    screen = as_editor(screen.go("plans"))
    screen.app.session_state["task"] = "New year"
    screen.run()
    assert table(screen)[str(first.id)]["text"] == "Typed"


def test_a_change_by_somebody_else_is_said_and_taken_in_without_losing_what_was_typed(visit, board):
    first, second = action(board, "DA-01"), action(board, "DA-02")
    screen = begin(visit)
    go(screen, UNFINISHED)
    edit(screen, board, CARRIED, {str(first.id): {"choice": "Adapt", "text": "Typed"}})
    report(board, "DA-01", status="at risk")
    report(board, "DA-02", status="complete")
    go(screen, SUMMARY)
    (warning,) = [each.value for each in screen.app.warning]
    assert "DA-01 and DA-02 were changed in the plan since you began here." in warning.replace("\\", "")
    press(screen, "Make the plan 2022-23")
    assert "DA-01 was changed by B. Officer while you were writing" in errors(screen)[0]
    assert len(reading.list_plans(board)) == 1
    press(screen, "Take the changes in")
    assert not screen.app.warning
    press(screen, "Make the plan 2022-23")
    new = {each.ref: each for each in listing(board, "2022-23").actions}
    assert new["DA-01"].text == "Typed"
    assert second.ref not in new


def test_an_action_whose_priority_is_dropped_needs_another(visit, board):
    screen = begin(visit)
    area = named(screen.app.text_area, "Priorities, one to a line: rename, add or delete lines")
    area.set_value("1 Domestic abuse\n2 Substance misuse\n3 Behaviour")
    screen.run()
    assert screen.says("Dropped: 4 Road safety. Its actions get another in step 2.")
    go(screen, SUMMARY)
    roads = [each for each in listing(board).actions if each.priority == 4]
    assert errors(screen) == ["One thing is to be mended before the plan can be made."]
    assert f"and {len(roads) - 8} more have no priority any more: choose one in step 2." in screen.text
    go(screen, UNFINISHED)
    edit(screen, board, CARRIED, {str(each.id): {"choice": "Adapt", "priority": "3"} for each in roads})
    go(screen, SUMMARY)
    assert errors(screen) == []
    press(screen, "Make the plan 2022-23")
    assert len(listing(board, "2022-23").actions) == 57


def test_closing_the_plan_before_is_offered_and_not_done(visit, board):
    screen = begin(visit)
    go(screen, SUMMARY)
    press(screen, "Make the plan 2022-23")
    assert reading.find_plan(board, "2021-22").retired_at is None
    assert screen.says("The plan 2021-22 is still open.")
    press(screen, "Close the plan 2021-22")
    assert reading.find_plan(board, "2021-22").retired_at is not None
    assert "Close the plan 2021-22" not in labels(screen.app.button)


def test_actions_that_are_in_a_later_plan_already_are_not_offered_again(visit, board):
    old = action(board, "DA-01")
    names = reading.find_plan(board, "2021-22").priorities
    later = PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), names)
    plan = plans.add_plan(board, later, who="A. Chair")
    carry_over_actions(board, plan.id, {old.id: old.version}, who="A. Chair")
    screen = as_editor(visit("plans", plan="2021-22", task="New year"))
    assert named(screen.app.text_input, "Year").value == "2023-24", "the first year without a plan"
    go(screen, UNFINISHED)
    assert len(table(screen)) == 56
    assert str(old.id) not in table(screen)


@pytest.fixture
def empty(board):
    """A plan without actions beside that of 2021-22, in force by its label alone."""
    draft = PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), {1: "Streets"})
    plans.add_plan(board, draft, who="A. Chair")


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("page", ["board", "quarter", "agencies", "action"])
def test_a_plan_without_actions_says_how_to_begin(visit, page):
    screen = visit(page, plan="2022-23")
    assert title(screen) == "The plan 2022-23 has no actions yet."
    assert screen.app.info[0].value.startswith("Import the table that your partnership has")
    ways = ["Import a table", "Add the first action", "Carry over from 2021-22"]
    assert [each for each in labels(screen.app.button) if each in ways] == ways
    press(screen, "Add the first action")
    assert screen.app.session_state["task"] == "Add an action"


@pytest.mark.usefixtures("empty")
def test_the_page_plans_says_how_to_fill_a_plan_to_those_who_may(visit):
    screen = visit("plans", plan="2022-23")
    assert "Import a table" not in labels(screen.app.button)
    press(as_editor(screen), "Import a table")
    assert screen.app.session_state["task"] == "Excel in and out"


@pytest.mark.parametrize("page", ["board", "quarter", "agencies", "action"])
def test_without_any_plan_there_are_two_ways_to_begin(visit, page, tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite")
    monkeypatch.setattr("csp.topics.action_plan.store.seed.store_plans", lambda *_: None)
    screen = visit(page)
    assert title(screen) == "No action plan yet"
    links = [link.proto.label for link in screen.app.get("page_link")]
    assert links[-2:] == ["Bring your plan", "Begin a plan"]
