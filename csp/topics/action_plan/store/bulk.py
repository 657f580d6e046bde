"""Changes to several actions in one go: all of them are stored or none, as one step that is undone as one.

The store of what is ticked and of the grid, which write on the screen what plan_diff reads from a file.
Where somebody else was first, each action that has changed is named with what came in between, so
that its author can choose.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.core.typed_text import check_prose
from csp.topics.action_plan.store import check, lookups, schema, writing
from csp.topics.action_plan.store.actions import set_retired
from csp.topics.action_plan.store.diff_applying import apply_change, lock_moved
from csp.topics.action_plan.store.errors import Conflict, OvertakenError
from csp.topics.action_plan.store.plan_diff import ActionChange
from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.action_plan.store.steps import store_step
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import Writer, find_action, read_conflict

BULK, GRID, RETIRED = "several actions changed", "grid saved", "several actions retired"
"""What the steps are called in the record."""


def store_changes(
    board: Board,
    plan_id: int,
    changes: Sequence[ActionChange],
    *,
    who: str,
    role: Role | None = None,
    what: str = BULK,
) -> int:
    """Stores the changes of several actions, and returns the step, by which they are undone.

    The version of every action is the one its author saw. Raises OvertakenError where one of them has
    changed since, Denied, or UserError where nothing changes or something cannot be stored.
    """
    name = check_editor(who, role)
    if not changes:
        raise UserError("This changes nothing.")
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        plan = _check_unchanged(writer, plan_id, [change.action for change in changes])
        done = [apply_change(writer, change, plan) for change in changes]
        return store_step(connection, what, name, writer.at, {"plan": plan_id, "actions": done})


def retire_actions(
    board: Board,
    plan_id: int,
    actions: Sequence[ActionRow],
    *,
    reason: str,
    who: str,
    role: Role | None = None,
) -> int:
    """Takes several actions out of their plan, keeping their record; likewise."""
    name = check_editor(who, role)
    checked = check_prose(reason, "The reason", check.NOTE, required=True)
    if not actions:
        raise UserError("This changes nothing.")
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        _check_unchanged(writer, plan_id, actions)
        done: list[dict[str, object]] = [
            {
                "action": action.id,
                "version": set_retired(writer, action.id, writer.at, checked, action.version),
                "before": None,
                "updates": [],
                "retired": True,
            }
            for action in actions
        ]
        return store_step(connection, RETIRED, name, writer.at, {"plan": plan_id, "actions": done})


def _check_unchanged(writer: Writer, plan_id: int, actions: Sequence[ActionRow | None]) -> Plan:
    """The plan. Raises OvertakenError where actions have changed since they were seen, UserError where it is
    closed.
    """
    connection = writer.connection
    plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
    writing.check_open(plan)
    moved = lock_moved(connection, actions)
    if moved:
        raise OvertakenError(
            {action.id: _read_conflict(connection, action, writer.year_start) for action in moved}
        )
    return plan


def _read_conflict(connection: Connection, action: ActionRow, year_start: int) -> Conflict:
    return read_conflict(connection, find_action(connection, action.id), action.version, year_start)
