"""Carrying over: unfinished actions go on in the plan of another year."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, exists, select

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import held, lookups, schema, writing
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import (
    StoredAction,
    advance_version,
    find_action,
    read_draft,
)


def carry_over_actions(
    board: Board,
    to_plan_id: int,
    expected_versions: Mapping[int, int],
    *,
    who: str,
    role: Role | None = None,
) -> dict[int, int]:
    """Continues unfinished actions in the plan of another year; all of them or none.

    expected_versions is {action: the version seen}; the result {action: its successor}.
    The successor keeps reference, wording and history, and shows the old record until it
    has an update of its own; the old action then takes corrections only.

    Raises Conflict, Denied, or UserError for an action that is finished, retired or
    carried over already, or that does not fit the other plan.
    """
    name, year_start = check_editor(who, role), board.year_start
    with board.write() as connection:
        target = lookups.find_plan(connection, schema.Plan.id == to_plan_id, to_plan_id)
        writing.check_open(target)
        actions = [find_action(connection, action_id) for action_id in sorted(expected_versions)]
        for action in actions:
            advance_version(connection, action, expected_versions[action.id], year_start)
            _check_unfinished(connection, action, target)
        origins = [_read_origin(connection, action) for action in actions]
        drafts = [read_draft(connection, action) for action in actions]
        at = board.now()
        new_ids = writing.insert_actions(connection, target.id, drafts, name, at, "carried over", origins)
        successors = dict(zip((action.id for action in actions), new_ids, strict=True))
        held.carry_held(connection, target.id, successors, name, at)
        edits = [
            (action.id, expected_versions[action.id] + 1, {"plan": (action.plan.label, target.label)})
            for action in actions
        ]
        if edits:
            writing.log(connection, edits, "carried over", name, at)
    return successors


def _check_unfinished(connection: Connection, action: StoredAction, target: Plan) -> None:
    """Raises UserError for an action that does not go on in the target plan."""
    ref, table = action.row.ref, schema.Action
    if action.plan.id == target.id:
        raise UserError(f"{ref} is in the plan {target.label} already.")
    if action.row.retired_at is not None:
        raise UserError(f"{ref} has been retired: reinstate it before it is carried over.")
    if connection.execute(select(exists().where(table.carried_from == action.id))).scalar():
        raise UserError(f"{ref} has been carried over already.")
    latest = select(schema.Update.status).where(schema.Update.id == action.row.latest)
    status = connection.execute(latest).scalar()
    if status is not None and Status(status).finished:
        raise UserError(f"{ref} is {status}: only unfinished actions are carried over.")


def _read_origin(connection: Connection, action: StoredAction) -> dict[str, object]:
    """Columns a successor starts with: which action it continues, and what the record says of that one."""
    own = select(exists().where(schema.Update.action_id == action.id))
    record = action.id if connection.execute(own).scalar() else action.row.carried_record
    return {
        "carried_from": action.id,
        "carried_record": record,
        "latest": action.row.latest,
        "marks": action.row.marks,
    }
