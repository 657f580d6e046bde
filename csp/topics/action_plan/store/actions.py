"""Writes to the record: updates and corrections, and changes to the actions themselves.

Every write names the version of the action that its author saw. Where the action has
moved on, nothing is stored and Conflict shows what came in between.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, exists, insert, select, update

from csp.core.errors import UserError
from csp.topics.action_plan.store import check, reading, schema, status, writing
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionDraft, Plan, Update
from csp.topics.action_plan.store.roles import Role, editor
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.store import Board


def add_update(
    board: Board,
    action_id: int,
    *,
    quarter: Quarter | str,
    status: Status | str,
    note: str = "",
    measure_value: float | str | None = None,
    evidence_link: str = "",
    corrects: str | None = None,
    expected_version: int,
    who: str,
    role: Role | None = None,
    update_id: str | None = None,
) -> Update:
    """Stores a report on an action for a quarter, or a correction of an earlier one.

    When this returns, the update is on disk. The returned version is the action's new one.
    update_id (uuid4().hex, made when the form is drawn) makes the write safe to repeat:
    an update of that id that is stored already is returned as it is.

    Raises Conflict where the action has changed since expected_version, Denied for a
    viewer, and UserError for a value that cannot be stored.
    """
    name, year_start = editor(who, role), board.year_start
    values: dict[str, Any] = {
        "quarter": check.quarter(quarter, year_start),
        "status": check.status(status),
        "note": check.prose(note, "The note", check.NOTE),
        "measure_value": check.number(measure_value, "The measure value"),
        "evidence_link": check.link(evidence_link),
    }
    identity = check.identity(update_id) if update_id else uuid4().hex
    with board.write() as connection:
        stored = reading.update_on(connection, year_start, schema.Update.id == identity)
        if stored is not None:
            return _same(stored, action_id)
        action = _open_action(connection, action_id)
        _check_quarter(values["quarter"], action.plan, board.today(), year_start)
        try:
            _take(connection, action, expected_version, year_start)
        except Conflict as conflict:
            # The same form sent twice at once: what overtook this one is its own twin.
            for twin in (each for each in conflict.updates if each.id == identity):
                return twin
            raise
        version = expected_version + 1
        _check_place(connection, action, corrects)
        row = Update(identity, action_id, version, name, board.now(), corrects=corrects, **values)
        columns = {**row._asdict(), "quarter": row.quarter.start}
        connection.execute(insert(schema.Update).values(columns))
        writing.refresh(connection, action_id)
    return row


def _same(stored: Update, action_id: int) -> Update:
    if stored.action_id != action_id:
        raise UserError("This form has been used for another action: open the action again.")
    return stored


@dataclass(frozen=True)
class _Held:
    """An action within the transaction of a write."""

    row: Any
    plan: Plan

    @property
    def id(self) -> int:
        number: int = self.row.id
        return number


def _action(connection: Connection, action_id: int) -> _Held:
    columns = schema.Action.__table__.columns
    row = connection.execute(select(*columns).where(columns.id == action_id)).first()
    if row is None:
        raise UserError("This action is not on the board: open the board again.")
    return _Held(row, reading.plan_on(connection, schema.Plan.id == row.plan_id))


def _open_action(connection: Connection, action_id: int) -> _Held:
    """An action that may be written to: neither it nor its plan is retired."""
    action = _action(connection, action_id)
    if action.plan.retired_at is not None:
        raise UserError(f"The plan {action.plan.label} is closed: reopen it to change it.")
    if action.row.retired_at is not None:
        raise UserError(f"{action.row.ref} has been retired: reinstate it to change it.")
    return action


def _check_quarter(quarter: Quarter, plan: Plan, today: date, year_start: int) -> None:
    latest = status.plan_quarter(plan.start, plan.end, today, year_start)
    first = Quarter.of(plan.start, year_start)
    if not first <= quarter <= latest:
        reach = latest.label if first == latest else f"{first.label} to {latest.label}"
        raise UserError(
            f"{quarter.label} cannot be reported on now: the plan {plan.label} takes updates for {reach}."
        )


def _take(connection: Connection, action: _Held, expected_version: int, year_start: int) -> None:
    """Moves an action on by one version, if it still is at the one expected."""
    table = schema.Action
    moved = connection.execute(
        update(table)
        .where(table.id == action.id, table.version == expected_version)
        .values(version=table.version + 1)
    )
    if moved.rowcount != 1:
        raise _conflict(connection, action, expected_version, year_start)


def _conflict(connection: Connection, action: _Held, seen: int, year_start: int) -> Conflict:
    found, moved = schema.Update, schema.Change
    now = select(schema.Action.version).where(schema.Action.id == action.id)
    version: int = connection.execute(now).scalar_one()
    # Up to that version and no further: on PostgreSQL the next statement may see later ones already.
    updates = reading.updates_on(
        connection, year_start, found.action_id == action.id, found.version.between(seen + 1, version)
    )
    changes = reading.changes_on(
        connection, moved.action_id == action.id, moved.version.between(seen + 1, version)
    )
    names = sorted({entry.who for entry in updates} | {change.who for change in changes})
    by = f" by {', '.join(names)}" if names else ""
    return Conflict(
        f"{action.row.ref} was changed{by} while you were writing: look at that change, then choose.",
        version,
        updates,
        changes,
    )


def _check_place(connection: Connection, action: _Held, corrects: str | None) -> None:
    """Whether an action takes a new update, or a correction of the one named."""
    table, later = schema.Update, schema.Action
    if corrects is None:
        successor = select(schema.Plan.label).join(later, later.plan_id == schema.Plan.id)
        carried = connection.execute(successor.where(later.carried_from == action.id)).scalar()
        if carried is not None:
            raise UserError(f"{action.row.ref} was carried over to {carried}: record its progress there.")
        return
    named = exists().where(table.id == corrects, table.action_id == action.id)
    if not connection.execute(select(named)).scalar():
        raise UserError("The update to correct does not belong to this action: open the action again.")
    if connection.execute(select(exists().where(table.corrects == corrects))).scalar():
        raise UserError("That update has been corrected already: correct the correction.")


def add_action(board: Board, plan_id: int, draft: ActionDraft, *, who: str, role: Role | None = None) -> int:
    """Adds an action to a plan and returns its id. Raises Denied, or UserError for what cannot be stored."""
    return add_actions(board, plan_id, [draft], who=who, role=role)[0]


def add_actions(
    board: Board, plan_id: int, drafts: Sequence[ActionDraft], *, who: str, role: Role | None = None
) -> list[int]:
    """Adds several actions to a plan, all or none, and returns their ids."""
    name = editor(who, role)
    checked = [check.draft(draft) for draft in drafts]
    with board.write() as connection:
        plan = reading.plan_on(connection, schema.Plan.id == plan_id, plan_id)
        if plan.retired_at is not None:
            raise UserError(f"The plan {plan.label} is closed: reopen it to change it.")
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
    name, year_start = editor(who, role), board.year_start
    new = check.draft(draft)
    with board.write() as connection:
        action = _open_action(connection, action_id)
        fields = _differences(_draft(connection, action), new)
        if not fields and action.row.version == expected_version:
            return expected_version
        _take(connection, action, expected_version, year_start)
        if new.priority not in action.plan.priorities:
            raise UserError(f"The plan has no priority {new.priority}: choose one of its own.")
        if "ref" in fields and _taken(connection, action, new.ref):
            raise UserError(f"The plan has an action {new.ref} already: give this one another reference.")
        values = {field: getattr(new, field) for field in writing.FIELDS}
        connection.execute(update(schema.Action).where(schema.Action.id == action_id).values(values))
        if "agencies" in fields:
            connection.execute(delete(schema.ActionAgency).where(schema.ActionAgency.action_id == action_id))
            writing.assign(connection, {action_id: new.agencies})
        writing.log(connection, [(action_id, expected_version + 1, fields)], "edited", name, board.now())
    return expected_version + 1


def _taken(connection: Connection, action: _Held, ref: str) -> bool:
    same = select(schema.Action.id).where(schema.Action.plan_id == action.plan.id, schema.Action.ref == ref)
    return connection.execute(same).first() is not None


def _draft(connection: Connection, action: _Held) -> ActionDraft:
    """An action as it is stored, in the shape in which it is typed."""
    table = schema.ActionAgency
    names = connection.execute(
        select(schema.Agency.name)
        .join(table, table.agency_id == schema.Agency.id)
        .where(table.action_id == action.id)
        .order_by(table.position)
    ).scalars()
    values = {field: getattr(action.row, field) for field in writing.FIELDS}
    return ActionDraft(**values, agencies=tuple(names))


def _differences(before: ActionDraft, after: ActionDraft) -> dict[str, tuple[object, object]]:
    names = (field.name for field in dataclasses.fields(ActionDraft))
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


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
    why = check.prose(reason, "The reason", check.NOTE, required=True)
    return _set_retired(board, action_id, board.now(), why, expected_version, editor(who, role))


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
    why = check.prose(reason, "The reason", check.NOTE)
    return _set_retired(board, action_id, None, why, expected_version, editor(who, role))


def _set_retired(
    board: Board, action_id: int, at: datetime | None, reason: str, expected_version: int, name: str
) -> int:
    with board.write() as connection:
        action = _action(connection, action_id)
        if action.plan.retired_at is not None:
            raise UserError(f"The plan {action.plan.label} is closed: reopen it to change it.")
        _take(connection, action, expected_version, board.year_start)
        before = action.row.retired_at
        if (before is None) == (at is None):
            state = "not retired" if at is None else "retired already"
            raise UserError(f"{action.row.ref} is {state}.")
        connection.execute(update(schema.Action).where(schema.Action.id == action_id).values(retired_at=at))
        fields = {"retired_at": (before, at), "reason": ("", reason)}
        what = "reinstated" if at is None else "retired"
        writing.log(connection, [(action_id, expected_version + 1, fields)], what, name, board.now())
    return expected_version + 1


def carry_over(
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
    name, year_start = editor(who, role), board.year_start
    with board.write() as connection:
        target = reading.plan_on(connection, schema.Plan.id == to_plan_id, to_plan_id)
        if target.retired_at is not None:
            raise UserError(f"The plan {target.label} is closed: reopen it to change it.")
        held = [_action(connection, action_id) for action_id in sorted(expected_versions)]
        for action in held:
            _take(connection, action, expected_versions[action.id], year_start)
            _check_unfinished(connection, action, target)
        origin = [_origin(connection, action) for action in held]
        drafts = [_draft(connection, action) for action in held]
        at = board.now()
        new_ids = writing.insert_actions(connection, target.id, drafts, name, at, "carried over", origin)
        steps = [(a.id, expected_versions[a.id] + 1, {"plan": (a.plan.label, target.label)}) for a in held]
        if steps:
            writing.log(connection, steps, "carried over", name, at)
    return dict(zip((action.id for action in held), new_ids, strict=True))


def _check_unfinished(connection: Connection, action: _Held, target: Plan) -> None:
    ref, table = action.row.ref, schema.Action
    if action.plan.id == target.id:
        raise UserError(f"{ref} is in the plan {target.label} already.")
    if action.row.retired_at is not None:
        raise UserError(f"{ref} has been retired: reinstate it before it is carried over.")
    if connection.execute(select(exists().where(table.carried_from == action.id))).scalar():
        raise UserError(f"{ref} has been carried over already.")
    declared = select(schema.Update.status).where(schema.Update.id == action.row.latest)
    now = connection.execute(declared).scalar()
    if now is not None and Status(now).finished:
        raise UserError(f"{ref} is {now}: only unfinished actions are carried over.")


def _origin(connection: Connection, action: _Held) -> dict[str, object]:
    """What the successor of an action starts with: its place in the line, and what the record says."""
    own = select(exists().where(schema.Update.action_id == action.id))
    record = action.id if connection.execute(own).scalar() else action.row.carried_record
    kept = {"latest": action.row.latest, "marks": action.row.marks}
    return {"carried_from": action.id, "carried_record": record, **kept}
