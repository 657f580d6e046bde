"""Writes to the actions themselves: added, edited, retired, reinstated. Each leaves an edit on record."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.core.typed_text import check_prose
from csp.topics.action_plan.store import check, held, lookups, schema, writing
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import (
    StoredAction,
    Writer,
    advance_version,
    find_action,
    find_open_action,
    read_draft,
)


def add_action(board: Board, plan_id: int, draft: ActionDraft, *, who: str, role: Role | None = None) -> int:
    """Adds an action to a plan and returns its id. Raises Denied, or UserError for what cannot be stored."""
    return add_actions(board, plan_id, [draft], who=who, role=role)[0]


def add_actions(
    board: Board, plan_id: int, drafts: Sequence[ActionDraft], *, who: str, role: Role | None = None
) -> list[int]:
    """Adds several actions to a plan, all or none, and returns their ids."""
    name = check_editor(who, role)
    checked = [check.draft(draft) for draft in drafts]
    with board.write() as connection:
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
        writing.check_open(plan)
        return writing.insert_actions(connection, plan_id, checked, name, board.now())


def edit_action(
    board: Board,
    action_id: int,
    draft: ActionDraft,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> int:
    """Changes an action's wording, agencies, due date and so on, and returns its new version.

    draft is the whole action as it should be. Nothing is stored where it is as it was.
    Raises Conflict, Denied, or UserError for what cannot be stored.
    """
    name, new = check_editor(who, role), check.draft(draft)
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        return apply_edit(writer, find_open_action(connection, action_id), new, expected_version)


def apply_edit(
    writer: Writer, action: StoredAction, new: ActionDraft, expected_version: int, reason: str = ""
) -> int:
    """Changes an action that is open to a checked draft, in the writer's transaction; likewise.

    reason: a checked sentence on why, kept with the edit.
    """
    connection, who, at = writer.connection, writer.who, writer.at
    before = read_draft(connection, action)
    fields = list_differences(before, new)
    if not fields and action.row.version == expected_version:
        return expected_version
    advance_version(connection, action, expected_version, writer.year_start)
    if new.priority not in action.plan.priorities:
        raise UserError(f"The plan has no priority {new.priority}: choose one of its own.")
    if "ref" in fields and _is_in_use(connection, action, new.ref):
        raise UserError(f"The plan has an action {new.ref} already: give this one another reference.")
    _replace_fields(connection, action.id, new)
    if "agencies" in fields:
        connection.execute(delete(schema.ActionAgency).where(schema.ActionAgency.action_id == action.id))
        writing.assign_agencies(connection, {action.id: new.agencies}, who, at)
    held.follow_words(connection, (action.plan.id, action.id), (before, new), who, at)
    if fields and reason:
        fields["reason"] = ("", reason)
    writing.log(connection, [(action.id, expected_version + 1, fields)], "edited", who, at)
    return expected_version + 1


def list_differences(before: ActionDraft, after: ActionDraft) -> dict[str, tuple[object, object]]:
    """The fields that differ, {field: (before, after)}."""
    names = (field.name for field in dataclasses.fields(ActionDraft))
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _is_in_use(connection: Connection, action: StoredAction, ref: str) -> bool:
    """Whether the plan of an action has a reference already."""
    same = select(schema.Action.id).where(schema.Action.plan_id == action.plan.id, schema.Action.ref == ref)
    return connection.execute(same).first() is not None


def _replace_fields(connection: Connection, action_id: int, new: ActionDraft) -> None:
    values = {field: getattr(new, field) for field in writing.FIELDS}
    connection.execute(update(schema.Action).where(schema.Action.id == action_id).values(values))


def retire_action(
    board: Board,
    action_id: int,
    *,
    reason: str,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> int:
    """Takes an action out of its plan, keeping its record; returns its new version.

    Raises Conflict, Denied, or UserError for a missing reason.
    """
    checked = check_prose(reason, "The reason", check.NOTE, required=True)
    return _set_retired(board, action_id, board.now(), checked, expected_version, check_editor(who, role))


def reinstate_action(
    board: Board,
    action_id: int,
    *,
    reason: str = "",
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> int:
    """Puts a retired action back into its plan; returns its new version."""
    checked = check_prose(reason, "The reason", check.NOTE)
    return _set_retired(board, action_id, None, checked, expected_version, check_editor(who, role))


def _set_retired(
    board: Board, action_id: int, at: datetime | None, reason: str, expected_version: int, name: str
) -> int:
    """Retires an action at an instant, or with None reinstates it; returns its new version."""
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        return set_retired(writer, action_id, at, reason, expected_version)


def set_retired(
    writer: Writer, action_id: int, at: datetime | None, reason: str, expected_version: int
) -> int:
    """Retires or reinstates an action in the writer's transaction; likewise."""
    connection = writer.connection
    action = find_action(connection, action_id)
    writing.check_open(action.plan)
    advance_version(connection, action, expected_version, writer.year_start)
    before = action.row.retired_at
    if (before is None) == (at is None):
        state = "not retired" if at is None else "retired already"
        raise UserError(f"{action.row.ref} is {state}.")
    connection.execute(update(schema.Action).where(schema.Action.id == action_id).values(retired_at=at))
    fields = {"retired_at": (before, at), "reason": ("", reason)}
    what = "reinstated" if at is None else "retired"
    writing.log(connection, [(action_id, expected_version + 1, fields)], what, writer.who, writer.at)
    return expected_version + 1
