"""What the board says of an action is what its whole history says, whatever was entered in what order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.core.errors import UserError
from csp.topics.action_plan.store import actions, reading
from csp.topics.action_plan.store.records import ActionDraft, Update
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import NOW, plan_of, report

QUARTERS = (
    "Q1 2021/22 (Apr to Jun)",
    "Q2 2021/22 (Jul to Sep)",
    "Q3 2021/22 (Oct to Dec)",
    "Q4 2021/22 (Jan to Mar)",
)

# A step: the quarter, the status, and which earlier update it corrects (none where it is past the end).
Steps = list[tuple[int, Status, int]]
steps = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(list(Status)), st.integers(0, 14)), max_size=12)


def naive(history: Sequence[Update]) -> tuple[Status, list[Status | None]]:
    """Current status and the status of each quarter, the slow way: strike out, move, look for the last."""
    places: list[list[Update]] = []
    for update in history:
        if update.corrects is None:
            places.append([update])
        else:
            next(chain for chain in places if chain[-1].id == update.corrects).append(update)
    in_force = [chain[-1] for chain in places]
    by_quarter = [[u.status for u in in_force if u.quarter.label == label] for label in QUARTERS]
    marks = [states[-1] if states else None for states in by_quarter]
    states = [state for state in marks if state is not None]
    return (states[-1] if states else Status.NOT_STARTED), marks


def play(board: Board, action_id: int, sequence: Steps) -> list[Update]:
    """Enters a sequence of updates; returns what was stored. Correcting twice is refused."""
    stored: list[Update] = []
    corrected: set[str] = set()
    for quarter, status, target in sequence:
        named = stored[target].id if target < len(stored) else None
        arguments: dict[str, Any] = {"quarter": QUARTERS[quarter], "status": status, "corrects": named}
        arguments["expected_version"] = len(stored) + 1
        if named in corrected:
            with pytest.raises(UserError, match="corrected already"):
                report(board, action_id, **arguments)
            continue
        stored.append(report(board, action_id, **arguments))
        corrected |= {named} - {None}
    return stored


def _agrees(board: Board, number: int, sequence: Steps) -> None:
    draft = ActionDraft(f"H-{number}", 1, "An action with a history")
    action_id = actions.add_action(board, plan_of(board).id, draft, who="A")
    stored = play(board, action_id, sequence)
    view = reading.read_action(board, action_id)
    assert [entry.update for entry in view.history] == stored
    status, marks = naive(stored)
    assert (view.action.status, list(view.action.marks)) == (status, marks)
    listed = next(a for a in reading.list_actions(board, view.plan.id).actions if a.id == action_id)
    assert listed == view.action
    in_force = [entry.update for entry in view.in_force()]
    assert (in_force[-1] if in_force else None) == view.action.latest


def test_any_history_reads_as_if_worked_out_from_the_start(url: str) -> None:
    board, numbers = open_board(url, clock=lambda: NOW.replace(year=2022, month=3)), itertools.count()

    @settings(max_examples=30, deadline=None, database=None)
    @given(steps)
    def each(sequence: Steps) -> None:
        _agrees(board, next(numbers), sequence)

    try:
        each()
    finally:
        board.close()
