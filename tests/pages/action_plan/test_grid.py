"""The grid and what is done with ticks: saved all or nothing, whatever somebody else does meanwhile."""

from __future__ import annotations

import pytest

from csp.shell import drafts
from csp.topics.action_plan.store import plans
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    errors,
    history,
    labels,
    listing,
    named,
    press,
    report,
    settings_with,
)


@pytest.fixture
def grid(visit, board):  # noqa: ARG001 the board is there before the page is
    """The grid as an editor has it."""
    return as_editor(visit("board", look="Grid"))


def editor(screen):
    (one,) = screen.app.get("dataframe")
    return one


def sheet(screen):
    """The cells that the grid shows, by reference and column."""
    frame = editor(screen).value.astype(object)
    rows = frame.where(frame.notna(), None).to_dict("index")
    for position, cells in state_of(screen).items():
        rows[list(rows)[position]].update(cells)
    return rows


def state_of(screen):
    """What is typed into the editor that is drawn, by row."""
    key = editor(screen).key
    return screen.app.session_state[key]["edited_rows"] if key in screen.app.session_state else {}


def type_in(screen, ref, **cells):
    """What the browser sends when somebody types into cells of a row."""
    position, rows = list(sheet(screen)).index(ref), dict(state_of(screen))
    rows[position] = {**rows.get(position, {}), **cells}
    state = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    screen.app.session_state[editor(screen).key] = state
    return screen.run()


def look_for(screen, words):
    named(screen.app.text_input, "Search actions").input(words)
    return screen.run()


def warnings(screen):
    return " ".join(warning.value.replace("\\", "") for warning in screen.app.warning)


def test_cells_are_counted_saved_in_one_step_and_undone(grid, board):
    before = sheet(grid)["DA-01"]
    type_in(grid, "DA-01", due="2021-12-31", status="At risk")
    type_in(grid, "DA-03", note="Three sessions held")
    assert grid.says("3 cells of 2 actions changed.")
    assert action(board, "DA-01").due == ""
    press(grid, "Save")
    assert grid.says("Saved: 3 cells of 2 actions.")
    stored = action(board, "DA-01")
    assert (stored.due, stored.status, stored.latest.who) == ("2021-12-31", "at risk", "A. Chair")
    assert history(board, "DA-03")[-1].update.note == "Three sessions held"
    press(grid, "Undo")
    stored = action(board, "DA-01")
    assert (stored.due, stored.latest) == ("", None)
    assert sheet(grid)["DA-01"] == before


def test_edits_outlive_a_run_a_filter_and_another_page(grid, board):
    type_in(grid, "DA-01", due="2021-12-31")
    grid.run()
    assert grid.says("1 cell of 1 action changed.")
    look_for(grid, "captain safety")
    assert list(sheet(grid)) == ["RS-07"]
    assert grid.says("1 cell of 1 action changed, 1 of them not shown by the filters.")
    type_in(grid, "RS-07", due="2022-01-31")
    assert grid.says("2 cells of 2 actions changed, 1 of them not shown by the filters.")
    grid.go("plans")
    grid.go("board")
    named(grid.app.get("segmented_control"), "View").set_value("Grid").run()
    look_for(grid, "")
    assert grid.says("2 cells of 2 actions changed.")
    cells = sheet(grid)
    assert (cells["DA-01"]["due"], cells["RS-07"]["due"]) == ("2021-12-31", "2022-01-31")
    press(grid, "Save")
    assert (action(board, "DA-01").due, action(board, "RS-07").due) == ("2021-12-31", "2022-01-31")


def test_edits_outlive_a_lost_connection(visit, board, grid):
    type_in(grid, "DA-01", due="2021-12-31")
    kept = f"grid-{listing(board).plan.id}{drafts.SHEET}"
    text = grid.app.session_state[kept]
    report(board, "DA-01", who="B. Officer", note="Meanwhile")
    # What the browser gives back to a server that has never seen it.
    anew = visit("board")
    anew.app.session_state[kept] = text
    named(anew.app.get("segmented_control"), "View").set_value("Grid").run()
    as_editor(anew)
    assert sheet(anew)["DA-01"]["due"] == "2021-12-31"
    press(anew, "Save")
    assert "B. Officer" in warnings(anew)
    assert action(board, "DA-01").due == ""


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"1": []}', '{"1": [1, {"due": 5}]}', '{"x": [1, {"due": ["", ""]}]}']
)
def test_what_a_browser_gives_back_is_read_or_left(visit, board, text):
    screen = visit("board")
    screen.app.session_state[f"grid-{listing(board).plan.id}{drafts.SHEET}"] = text
    named(screen.app.get("segmented_control"), "View").set_value("Grid").run()
    assert len(sheet(as_editor(screen))) == 57


def test_discarding_brings_back_what_is_stored(grid, board):
    type_in(grid, "DA-01", due="2021-12-31")
    press(grid, "Discard")
    assert sheet(grid)["DA-01"]["due"] == ""
    assert "Your changes were dropped" in " ".join(each.value for each in grid.app.success)
    assert action(board, "DA-01").version == 1


def test_faults_are_named_by_row_and_column_and_nothing_is_stored(grid, board):
    type_in(grid, "DA-01", due="2021-02-31", number=5)
    type_in(grid, "DA-02", note="Good")
    assert "Row DA-01, column Due: The due date" in warnings(grid)
    assert "Row DA-01, column Number: This action has 3 measures" in warnings(grid)
    press(grid, "Save")
    assert errors(grid) == ["Nothing was stored: mend the cells that are named below, then save again."]
    assert [action(board, ref).version for ref in ("DA-01", "DA-02")] == [1, 1]
    type_in(grid, "DA-01", due="2021-03-31", number=None)
    press(grid, "Save")
    assert action(board, "DA-01").due == "2021-03-31"
    assert history(board, "DA-02")[-1].update.note == "Good"


def test_an_agency_typed_freely_becomes_that_of_the_directory(grid, board):
    type_in(grid, "DA-01", lead="kent police", partners="DAVSS; A New Charity")
    assert grid.says("“kent police” is read as Kent Police.")
    assert grid.says("New in the directory of agencies: A New Charity.")
    press(grid, "Save")
    assert action(board, "DA-01").agencies == ("Kent Police", "DAVSS", "A New Charity")


def test_a_row_that_somebody_else_changes_shows_it_beside_what_is_typed(grid, board):
    type_in(grid, "DA-02", due="2021-12-31")
    report(board, "DA-03", status="off track", who="B. Officer")
    grid.run()
    cells = sheet(grid)
    assert (cells["DA-02"]["due"], cells["DA-03"]["status"]) == ("2021-12-31", "Off track")
    press(grid, "Save")
    assert action(board, "DA-02").due == "2021-12-31"


def test_cells_that_two_have_changed_are_chosen_one_by_one(visit, board):
    first, second = (as_editor(visit("board", look="Grid"), name) for name in ("A. Chair", "B. Officer"))
    type_in(first, "DA-01", due="2021-11-30", reporting="monthly", text="Another wording")
    type_in(second, "DA-01", due="2021-12-31", reporting="yearly")
    type_in(second, "DA-02", due="2021-12-31")
    press(first, "Save")
    press(second, "Save")
    assert "Somebody else has changed this action meanwhile: DA-01 (A. Chair" in warnings(second)
    assert action(board, "DA-02").due == ""
    assert "Theirs: 2021-11-30 (before: empty)" in second.text
    assert "Yours: 2021-12-31" in second.text
    assert named(second.app.button, "Save with these choices").disabled
    choices = [each for each in second.app.get("segmented_control") if each.label.startswith("DA-01")]
    for choice, answer in zip(choices, ("Keep mine", "Take theirs"), strict=True):
        choice.set_value(answer)
    second.run()
    press(second, "Save with these choices")
    stored = action(board, "DA-01")
    assert (stored.due, stored.reporting, stored.text) == ("2021-12-31", "monthly", "Another wording")
    assert action(board, "DA-02").due == "2021-12-31"


def test_a_viewer_reads_the_grid_and_has_nothing_to_change_it_with(visit, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    screen = as_editor(visit("board", look="Grid"), "A. Guest")
    assert editor(screen).editing_mode == "read_only"
    assert "tick" not in sheet(screen)["DA-01"]
    assert not {"Save", "Discard", "Tick all 57 shown"} & set(labels(screen.app.button))
    named(screen.app.get("segmented_control"), "View").set_value("Table").run()
    assert "Tick all 57 shown" not in labels(screen.app.button)


def test_a_closed_plan_is_read_only_and_says_why(visit, board):
    plan = listing(board).plan
    plans.retire_plan(board, plan.id, expected_version=plan.version, who="A. Chair")
    screen = as_editor(visit("board", look="Grid"))
    assert screen.says("The plan 2021-22 is closed: reopen it on the page Plans to change it.")
    assert editor(screen).editing_mode == "read_only"


def test_what_is_ticked_is_previewed_changed_in_one_step_and_undone(grid, board):
    report(board, "DA-02", quarter="2021 Q4", status="at risk", who="B. Officer")
    type_in(grid, "DA-01", tick=True)
    type_in(grid, "DA-02", tick=True)
    look_for(grid, "captain safety")
    press(grid, "Tick all 1 shown")
    assert grid.says("3 actions ticked, 2 of them not shown by the filters.")
    named(grid.app.selectbox, "Status", "bulk").select("At risk").run()
    assert "Set 2 actions to at risk for Q3 2021/22 (Oct to Dec)" in grid.text
    assert "1 is so already." in grid.text
    press(grid, "Change 2 actions")
    assert grid.says("Stored: 2 actions are changed.")
    assert [action(board, ref).status for ref in ("DA-01", "DA-02", "RS-07")] == ["at risk"] * 3
    assert [entry.update.who for entry in history(board, "DA-02")] == ["B. Officer"]
    press(grid, "Undo")
    assert action(board, "RS-07").latest is None


def test_ticked_actions_that_somebody_else_changed_are_named_with_the_ways_on(grid, board):
    for ref in ("DA-01", "DA-02"):
        type_in(grid, ref, tick=True)
    named(grid.app.text_input, "Due", "bulk").input("2021-12-31").run()
    report(board, "DA-02", quarter="2021 Q4", who="B. Officer", note="Mine first")
    press(grid, "Change 2 actions")
    assert "DA-02 (B. Officer, " in warnings(grid)
    assert "Mine first" in grid.text
    assert action(board, "DA-01").due == ""
    press(grid, "Leave those out")
    press(grid, "Change 1 action")
    assert [action(board, ref).due for ref in ("DA-01", "DA-02")] == ["2021-12-31", ""]


def test_retiring_what_is_ticked_asks_first(grid, board):
    report(board, "DA-01", quarter="2021 Q4")
    for ref in ("DA-01", "DA-02"):
        type_in(grid, ref, tick=True)
    press(grid, "Retire…")
    assert "DA-01 and DA-02 leave the board; their 1 update stays on record; they can be" in grid.text
    press(grid, "Keep them")
    assert len(listing(board).actions) == 57
    press(grid, "Retire…")
    press(grid, "Retire 2 actions")
    assert errors(grid) == ["The reason is missing."]
    named(grid.app.text_input, "Reason").input("Replaced")
    press(grid, "Retire 2 actions")
    assert len(listing(board).actions) == 55
    press(grid, "Undo")
    assert len(listing(board).actions) == 57


def test_a_grid_without_rows_says_how_to_see_more(grid):
    look_for(grid, "no such words")
    assert grid.says("No actions match")
    assert "Save" in labels(grid.app.button)


def test_beside_the_table_actions_are_ticked_by_their_references(visit, board):
    screen = as_editor(visit("board", look="Table"))
    named(screen.app.multiselect, "Tick actions").select("DA-01").select("DA-04").run()
    assert screen.says("2 actions ticked.")
    named(screen.app.text_input, "Due", "bulk").input("2021-12-31").run()
    assert "Set the due date of 2 actions to 31 Dec 2021." in screen.text
    press(screen, "Change 2 actions")
    assert [action(board, ref).due for ref in ("DA-01", "DA-04")] == ["2021-12-31"] * 2
    assert named(screen.app.multiselect, "Tick actions").value == []
