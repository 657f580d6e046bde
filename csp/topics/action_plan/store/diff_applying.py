"""Applies what a table of actions changes, all of it in one step, and takes that step back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import check, lookups, schema, writing
from csp.topics.action_plan.store.actions import apply_edit, set_retired
from csp.topics.action_plan.store.errors import Conflict, DiffConflict
from csp.topics.action_plan.store.plan_diff import ActionChange, PlanDiff
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Plan
from csp.topics.action_plan.store.step_schema import Withdrawal
from csp.topics.action_plan.store.steps import Step, store_step
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import (
    StoredAction,
    Writer,
    advance_version,
    find_action,
    find_open_action,
    read_draft,
)
from csp.topics.action_plan.store.updates import apply_update

APPLIED = "table of actions applied"


def apply_diff(
    board: Board, plan_id: int, diff: PlanDiff, *, who: str, role: Role | None = None, what: str = APPLIED
) -> int:
    """Stores what a file changes, all of it or nothing, and returns the step, by which it is undone.

    Raises Denied, DiffConflict where somebody has changed one of its actions since it was compared, or
    UserError where the file has faults, changes nothing, or holds what cannot be stored.
    """
    name = check_editor(who, role)
    if diff.faults:
        raise UserError("The file still has errors: correct them and choose the file again.")
    if not diff.changes:
        raise UserError("The file changes nothing.")
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
        writing.check_open(plan)
        _check_unchanged(connection, diff.changed)
        done = [apply_change(writer, change, plan) for change in diff.changed]
        drafts = [check.draft(change.draft) for change in diff.new]
        ids = writing.insert_actions(connection, plan_id, drafts, name, writer.at)
        done += [_apply_new(writer, *pair) for pair in zip(ids, diff.new, strict=True)]
        return store_step(connection, what, name, writer.at, {"plan": plan_id, "actions": done})


def _check_unchanged(connection: Connection, changes: Sequence[ActionChange]) -> None:
    """Raises DiffConflict, naming them, where actions have changed since the file was compared."""
    moved = lock_moved(connection, [change.action for change in changes])
    if moved:
        raise DiffConflict([action.ref for action in moved], _list_writers(connection, moved))


def _list_writers(connection: Connection, moved: Sequence[ActionRow]) -> list[str]:
    """Who changed actions since they were seen, in alphabetical order."""
    seen, names = {action.id: action.version for action in moved}, set[str]()
    for table in (schema.Update, schema.RecordedEdit):
        rows = connection.execute(
            select(table.action_id, table.version, table.who).where(table.action_id.in_(seen))
        )
        names |= {row.who for row in rows if row.version > seen[row.action_id]}
    return sorted(names)


def lock_moved(connection: Connection, actions: Iterable[ActionRow | None]) -> list[ActionRow]:
    """Those of the actions, as somebody saw them, that have changed since. Nobody changes them meanwhile."""
    seen = {action.id: action for action in actions if action is not None}
    query = select(schema.Action.id, schema.Action.version).where(schema.Action.id.in_(seen))
    # In one order for everybody, so that two who apply at once wait and never for each other.
    rows = connection.execute(query.order_by(schema.Action.id).with_for_update())
    return [seen[row.id] for row in rows if row.version != seen[row.id].version]


def apply_change(writer: Writer, change: ActionChange, plan: Plan) -> dict[str, object]:
    """Stores the change of one action of a plan; what undoing it needs."""
    assert change.action is not None
    action_id, version = change.action.id, change.action.version
    before, updates = None, []
    try:
        if change.fields:
            action = find_open_action(writer.connection, action_id, plan)
            before = _write_draft(read_draft(writer.connection, action))
            version = apply_edit(writer, action, check.draft(change.draft), version, change.reason)
        if change.update:
            action = find_open_action(writer.connection, action_id, plan)
            stored = apply_update(writer, action, change.update, version)
            version, updates = stored.version, [stored.id]
    except Conflict as conflict:
        raise DiffConflict([change.action.ref], []) from conflict
    except UserError as error:
        row = f"Row {change.line}, " if change.line else ""
        raise UserError(f"{row}{change.action.ref}: {error}") from error
    return {"action": action_id, "version": version, "before": before, "updates": updates, "new": False}


def _apply_new(writer: Writer, action_id: int, change: ActionChange) -> dict[str, object]:
    """Reports on an action that was just added, where its row does; what undoing it needs."""
    version, updates = 1, []
    if change.update:
        try:
            action = find_open_action(writer.connection, action_id)
            stored = apply_update(writer, action, change.update, version)
        except UserError as error:
            raise UserError(f"Row {change.line}, {change.draft.ref}: {error}") from error
        version, updates = stored.version, [stored.id]
    return {"action": action_id, "version": version, "before": None, "updates": updates, "new": True}


def _write_draft(draft: ActionDraft) -> dict[str, object]:
    """A draft for JSON, which has no dates."""
    fields = dataclasses.asdict(draft)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def undo_diff(writer: Writer, step: Step, undoing: int) -> None:
    """Takes back what a step has changed: edits by edits, updates by withdrawing them, new actions by
    retiring them, retired ones by reinstating them. Raises UserError where somebody has changed one since.
    """
    done: Sequence[Mapping[str, Any]] = step.body.get("actions", ())
    plan: Plan | None = None
    for each in done:
        action = find_action(writer.connection, each["action"], plan)
        plan = action.plan
        writing.check_open(action.plan)
        if action.row.version != each["version"]:
            raise UserError(f"{action.row.ref} was changed since: it cannot be undone any more.")
        version = each["version"]
        if each.get("retired"):
            set_retired(writer, each["action"], None, "Retiring it was undone.", version)
            continue
        if each["updates"]:
            version = _withdraw(writer, action, each["updates"], version, undoing)
        if each["before"] is not None:
            before = each["before"]
            draft = ActionDraft(**{**before, "agencies": tuple(before["agencies"])})
            current = find_open_action(writer.connection, action.id, plan)
            apply_edit(writer, current, check.draft(draft), version)
        elif each.get("new", not each["updates"]):
            set_retired(writer, each["action"], writer.at, "The table that added it was undone.", version)


def _withdraw(
    writer: Writer, action: StoredAction, updates: Sequence[str], version: int, undoing: int
) -> int:
    """Takes updates out of force, leaving them as they are; returns the action's new version."""
    connection, action_id = writer.connection, action.id
    advance_version(
        connection, find_open_action(connection, action_id, action.plan), version, writer.year_start
    )
    rows = [{"update_id": each, "step_id": undoing, "who": writer.who, "at": writer.at} for each in updates]
    connection.execute(insert(Withdrawal), rows)
    statuses = connection.execute(select(schema.Update.status).where(schema.Update.id.in_(updates))).scalars()
    fields = {"withdrawn": (", ".join(statuses), "")}
    writing.log(connection, [(action_id, version + 1, fields)], "edited", writer.who, writer.at)
    writing.refresh(connection, action_id)
    return version + 1
