"""Carrying over: unfinished actions go on in the plan of another year, as they are or adapted.

The steps work on all the actions at once: a plan of 2,000 is carried over while others wait for the write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import held, lookups, schema, writing
from csp.topics.action_plan.store.actions import list_differences
from csp.topics.action_plan.store.records import ActionDraft, Plan
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import StoredAction, Writer, advance_version, find_action

NOTHING: Mapping[int, ActionDraft] = {}


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
    name = check_editor(who, role)
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        target = lookups.find_plan(connection, schema.Plan.id == to_plan_id, to_plan_id)
        writing.check_open(target)
        return apply_carry_over(writer, target, expected_versions)


def apply_carry_over(
    writer: Writer,
    target: Plan,
    expected_versions: Mapping[int, int],
    adapted: Mapping[int, ActionDraft] = NOTHING,
) -> dict[int, int]:
    """Does so in the writer's transaction. adapted: checked drafts of those that go on in other words,
    {action: the whole of its successor}. That it was carried over and that it was edited are two entries of
    its history.
    """
    connection, who, at = writer.connection, writer.who, writer.at
    actions = lock_unfinished(writer, expected_versions, target)
    origins = _list_origins(connection, actions)
    before = read_drafts(connection, actions)
    drafts = [adapted.get(action.id, before[action.id]) for action in actions]
    new_ids = writing.insert_actions(connection, target.id, drafts, who, at, "carried over", origins)
    successors = dict(zip((action.id for action in actions), new_ids, strict=True))
    held.carry_held(connection, target.id, successors, who, at)
    edits = [
        (action.id, expected_versions[action.id] + 1, {"plan": (action.plan.label, target.label)})
        for action in actions
    ]
    if edits:
        writing.log(connection, edits, "carried over", who, at)
    _log_adapted(
        writer, target, [(successors[each], before[each], new) for each, new in adapted.items() if new]
    )
    return successors


def _log_adapted(
    writer: Writer, target: Plan, adapted: Sequence[tuple[int, ActionDraft, ActionDraft]]
) -> None:
    """Records what differs in successors, (id, before, after), and lets their measures follow the words."""
    edits = []
    for action_id, before, after in adapted:
        fields = list_differences(before, after)
        if fields:
            edits.append((action_id, 2, fields))
            words = (before, after)
            held.follow_words(writer.connection, (target.id, action_id), words, writer.who, writer.at)
    if edits:
        ids = [action_id for action_id, _, _ in edits]
        versions = update(schema.Action).where(schema.Action.id.in_(ids)).values(version=2)
        writer.connection.execute(versions)
        writing.log(writer.connection, edits, "edited", writer.who, writer.at)


def lock_unfinished(
    writer: Writer, expected_versions: Mapping[int, int], target: Plan | None = None
) -> list[StoredAction]:
    """Unfinished actions in the order of their ids, each moved on by one version.

    target: the plan in which they are to go on. Raises Conflict where one is no longer at the version
    expected, UserError for one that is finished, retired, carried over already or in the target plan.
    """
    connection, table = writer.connection, schema.Action
    ids = sorted(expected_versions)
    # In one order for everybody, so that two writers wait and never for each other.
    query = select(*table.__table__.columns).where(table.id.in_(ids)).order_by(table.id).with_for_update()
    rows = connection.execute(query).all()
    plans = {plan.id: plan for plan in lookups.find_plans(connection)}
    actions = [StoredAction(row, plans[row.plan_id]) for row in rows]
    for action_id in sorted(set(ids) - {action.id for action in actions}):
        find_action(connection, action_id)  # says that there is none
    continued = select(table.carried_from).where(table.carried_from.in_(ids))
    carried = set(connection.execute(continued).scalars())
    latest = select(table.id, schema.Update.status).join(schema.Update, schema.Update.id == table.latest)
    states = {row.id: Status(row.status) for row in connection.execute(latest.where(table.id.in_(ids)))}
    for action in actions:
        if action.row.version != expected_versions[action.id]:
            advance_version(connection, action, expected_versions[action.id], writer.year_start)
        _check_unfinished(action, target, action.id in carried, states.get(action.id))
    if ids:
        connection.execute(update(table).where(table.id.in_(ids)).values(version=table.version + 1))
    return actions


def _check_unfinished(
    action: StoredAction, target: Plan | None, is_carried: bool, status: Status | None
) -> None:
    """Raises UserError for an action that does not go on in the target plan."""
    ref = action.row.ref
    if target is not None and action.plan.id == target.id:
        raise UserError(f"{ref} is in the plan {target.label} already.")
    if action.row.retired_at is not None:
        raise UserError(f"{ref} has been retired: reinstate it before it is carried over.")
    if is_carried:
        raise UserError(f"{ref} has been carried over already.")
    if status is not None and status.finished:
        raise UserError(f"{ref} is {status}: only unfinished actions are carried over.")


def _list_origins(connection: Connection, actions: Sequence[StoredAction]) -> list[dict[str, object]]:
    """Columns that successors start with: which action each continues, and what the record says of that."""
    table, ids = schema.Update, [action.id for action in actions]
    reported = set(
        connection.execute(select(table.action_id).distinct().where(table.action_id.in_(ids))).scalars()
    )
    return [
        {
            "carried_from": action.id,
            "carried_record": action.id if action.id in reported else action.row.carried_record,
            "latest": action.row.latest,
            "marks": action.row.marks,
        }
        for action in actions
    ]


def read_drafts(connection: Connection, actions: Sequence[StoredAction]) -> dict[int, ActionDraft]:
    """Actions as they are stored, in the shape in which they are typed, by their ids."""
    table = schema.ActionAgency
    names: dict[int, list[str]] = {action.id: [] for action in actions}
    query = select(table.action_id, schema.Agency.name).join(
        schema.Agency, schema.Agency.id == table.agency_id
    )
    ordered = query.where(table.action_id.in_(names)).order_by(table.action_id, table.position)
    for action_id, name in connection.execute(ordered):
        names[action_id].append(name)
    return {action.id: _make_draft(action.row, names[action.id]) for action in actions}


def _make_draft(row: Any, agencies: Sequence[str]) -> ActionDraft:
    return ActionDraft(**{name: getattr(row, name) for name in writing.FIELDS}, agencies=tuple(agencies))


def retire_unfinished(writer: Writer, reasons: Mapping[int, str], versions: Mapping[int, int]) -> None:
    """Takes unfinished actions out of their plan, {action: checked reason}, and keeps their record.

    Raises as lock_unfinished() does.
    """
    actions, at = lock_unfinished(writer, {each: versions[each] for each in reasons}), writer.at
    if not actions:
        return
    retired = update(schema.Action).where(schema.Action.id.in_(reasons)).values(retired_at=at)
    writer.connection.execute(retired)
    writing.log(writer.connection, _list_retirements(actions, reasons, at), "retired", writer.who, at)


def _list_retirements(
    actions: Sequence[StoredAction], reasons: Mapping[int, str], at: datetime
) -> list[tuple[int, int, Mapping[str, tuple[object, object]]]]:
    return [
        (a.id, a.row.version + 1, {"retired_at": (None, at), "reason": ("", reasons[a.id])}) for a in actions
    ]
