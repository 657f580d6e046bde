"""Sets the status of an action alone, as a step, so that a card dropped in the wrong column is taken back."""

from __future__ import annotations

from typing import NamedTuple

from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store.records import Update, UpdateDraft
from csp.topics.action_plan.store.steps import store_step
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import Writer, find_open_action
from csp.topics.action_plan.store.updates import apply_update


class StoredStatus(NamedTuple):
    """An update, and the step by which undoing.undo_step() takes it back."""

    update: Update
    step_id: int


def add_status(
    board: Board,
    action_id: int,
    draft: UpdateDraft,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> StoredStatus:
    """Stores a report on an action as add_update() does, and the step that it is. Raises as add_update()."""
    name = check_editor(who, role)
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        action = find_open_action(connection, action_id)
        stored = apply_update(writer, action, draft, expected_version)
        done = {"action": action_id, "version": stored.version, "before": None, "updates": [stored.id]}
        what = f"{action.row.ref} set to {stored.status}"
        body = {"plan": action.plan.id, "actions": [done]}
        return StoredStatus(stored, store_step(connection, what, name, writer.at, body))
