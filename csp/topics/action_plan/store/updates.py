"""Reports on an action and corrections of them, stored within a writer's transaction: see update_steps."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, exists, insert, select

from csp.core.errors import UserError
from csp.core.typed_text import check_prose
from csp.topics.action_plan.store import check, lookups, measure_values, schema, status, writing
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.held import find_measures
from csp.topics.action_plan.store.records import Plan, Update, UpdateDraft
from csp.topics.action_plan.store.status import Quarter
from csp.topics.action_plan.store.step_schema import Withdrawal
from csp.topics.action_plan.store.stored_action import StoredAction, Writer, advance_version, find_open_action


def store_once(
    writer: Writer,
    action_id: int,
    draft: UpdateDraft,
    values: dict[str, Any],
    expected_version: int,
    update_id: str | None,
) -> tuple[Update, bool]:
    """Stores a checked report in the writer's transaction; gives it, and whether it is new.

    values: of check_report(). Raises as update_steps.add_update() does.
    """
    connection, year_start = writer.connection, writer.year_start
    identity = check.identity(update_id) if update_id else uuid4().hex
    stored = lookups.find_update(connection, year_start, schema.Update.id == identity)
    if stored is not None:
        return _check_same_action(stored, action_id), False
    action = find_open_action(connection, action_id)
    check_quarter(values["quarter"], action.plan, writer.today, year_start)
    try:
        advance_version(connection, action, expected_version, year_start)
    except Conflict as conflict:
        # The same form sent twice at once: what overtook this one is its own twin.
        for twin in (update for update in conflict.updates if update.id == identity):
            return twin, False
        raise
    return _insert_update(writer, action, draft, values, identity, expected_version + 1), True


def apply_update(writer: Writer, action: StoredAction, draft: UpdateDraft, expected_version: int) -> Update:
    """Stores a report on an action that is open, in the writer's transaction; see add_update()."""
    values = check_report(draft, writer.year_start)
    check_quarter(values["quarter"], action.plan, writer.today, writer.year_start)
    advance_version(writer.connection, action, expected_version, writer.year_start)
    return _insert_update(writer, action, draft, values, uuid4().hex, expected_version + 1)


def _insert_update(
    writer: Writer,
    action: StoredAction,
    draft: UpdateDraft,
    values: dict[str, Any],
    identity: str,
    version: int,
) -> Update:
    """Stores a checked update as the version that the action has just moved on to."""
    connection = writer.connection
    _check_place(connection, action, draft.corrects)
    values["measure_value"], numbers = _assign_numbers(connection, action.id, draft)
    row = Update(identity, action.id, version, writer.who, writer.at, corrects=draft.corrects, **values)
    columns = {**row._asdict(), "quarter": row.quarter.start}
    connection.execute(insert(schema.Update).values(columns))
    measure_values.insert_values(connection, row, numbers)
    writing.refresh(connection, action.id)
    return row


def check_report(draft: UpdateDraft, year_start: int) -> dict[str, Any]:
    """What people type of an update, by column, checked in the order of the form."""
    return {
        "quarter": check.quarter(draft.quarter, year_start),
        "status": check.status(draft.status),
        "note": check_prose(draft.note, "The note", check.NOTE),
        "measure_value": measure_values.check_values(draft)[0],
        "evidence_link": check.link(draft.evidence_link),
    }


def _assign_numbers(
    connection: Connection, action_id: int, draft: UpdateDraft
) -> tuple[float | None, dict[str, float]]:
    """The number of an action's only measure, and all numbers by measure. Raises UserError."""
    numbers = measure_values.assign_values(connection, action_id, *measure_values.check_values(draft))
    if not numbers:
        return None, {}
    return measure_values.find_only_value(find_measures(connection, action_id), numbers), numbers


def _check_same_action(stored: Update, action_id: int) -> Update:
    """The update that a form has stored before. Raises UserError where it was about another action."""
    if stored.action_id != action_id:
        raise UserError("This form has been used for another action: open the action again.")
    return stored


def check_quarter(quarter: Quarter, plan: Plan, today: date, year_start: int) -> None:
    """Raises UserError for a quarter before the plan's first or after the one it is reported in today."""
    latest = status.find_plan_quarter(plan.start, plan.end, today, year_start)
    first = Quarter.of(plan.start, year_start)
    if not first <= quarter <= latest:
        reach = latest.label if first == latest else f"{first.label} to {latest.label}"
        raise UserError(
            f"{quarter.label} cannot be reported on now: the plan {plan.label} takes updates for {reach}."
        )


def _check_place(connection: Connection, action: StoredAction, corrects: str | None) -> None:
    """Raises UserError where an action takes no new update, or no correction of the one named.

    An action that was carried over takes corrections only; an update is corrected once.
    """
    table, later = schema.Update, schema.Action
    if corrects is None:
        successor = select(schema.Plan.label).join(later, later.plan_id == schema.Plan.id)
        label = connection.execute(successor.where(later.carried_from == action.id)).scalar()
        if label is not None:
            raise UserError(f"{action.row.ref} was carried over to {label}: record its progress there.")
        return
    own = exists().where(table.id == corrects, table.action_id == action.id)
    if not connection.execute(select(own)).scalar():
        raise UserError("The update to correct does not belong to this action: open the action again.")
    if connection.execute(select(exists().where(Withdrawal.update_id == corrects))).scalar():
        raise UserError("That update was withdrawn: add another.")
    if connection.execute(select(exists().where(table.corrects == corrects))).scalar():
        raise UserError("That update has been corrected already: correct the correction.")
