"""The grid: cells typed into, saved all or nothing; what somebody else does meanwhile."""

from __future__ import annotations

import pytest

from tests.pages.action_plan.screens import (
    action,
    as_editor,
    history,
    press,
)


@pytest.fixture
def grid(visit, board):  # noqa: ARG001 the board is there before the page is
    """The grid as an editor has it."""
    return as_editor(visit("board", look="Grid"))


def editor(screen):
    (one,) = screen.app.get("dataframe")
    return one


def sheet(screen):
    """The cells that the grid was given, by reference and column."""
    return editor(screen).value.to_dict("index")


def type_in(screen, ref, **cells):
    """What the browser sends when somebody types into cells of a row."""
    position = list(sheet(screen)).index(ref)
    state = {"edited_rows": {position: cells}, "added_rows": [], "deleted_rows": []}
    screen.app.session_state[editor(screen).key] = state
    return screen.run()


def test_cells_are_counted_saved_in_one_step_and_undone(grid, board):
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
    assert sheet(grid)["DA-01"]["status"] == "Not started"
