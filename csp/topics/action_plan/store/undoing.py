"""Takes a step back, whatever it was: by a further step, so that both stay in the record."""

from __future__ import annotations

from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import agencies, diff_applying, review_days
from csp.topics.action_plan.store.steps import UNDONE, find_undoable, store_step
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import Writer


def undo_step(board: Board, step_id: int, *, who: str, role: Role | None = None) -> int:
    """Undoes a step, all of it or nothing, and returns the step that does so.

    Raises Denied, or UserError where it was undone already, or where somebody changed since what it changed.
    """
    name = check_editor(who, role)
    with board.write() as connection:
        step = find_undoable(connection, step_id)
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        undoing = store_step(connection, f"{UNDONE}{step.what}", name, writer.at, step.body, undoes=step.id)
        agencies.undo_agencies(connection, step, undoing, name, writer.at)
        diff_applying.undo_diff(writer, step, undoing)
        review_days.undo_review_days(writer, step)
    return undoing
