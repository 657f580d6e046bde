"""An action within the transaction of a write: read, checked to be open, moved on by one version.

Every write names the version of the action that its author saw. Where the action has moved
on since, nothing is stored, and Conflict carries what came in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from csp.core.errors import UserError
from csp.topics.action_plan.store import lookups, schema, writing
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionDraft, Plan


@dataclass(frozen=True)
class Writer:
    """Who writes, and in which transaction: what the writes of one person in one go have in common.

    today is the day on which quarters can be reported on; year_start the first month of the year.
    """

    connection: Connection
    who: str
    at: datetime
    today: date
    year_start: int


@dataclass(frozen=True)
class StoredAction:
    """The row of an action, and its plan."""

    row: Any
    plan: Plan

    @property
    def id(self) -> int:
        number: int = self.row.id
        return number


def find_action(connection: Connection, action_id: int, plan: Plan | None = None) -> StoredAction:
    """An action by its id. Raises UserError where there is none.

    plan: its plan, where a write to many actions of one has read it already.
    """
    columns = schema.Action.__table__.columns
    row = connection.execute(select(*columns).where(columns.id == action_id)).first()
    if row is None:
        raise UserError("This action is not on the board: open the board again.")
    if plan is None or plan.id != row.plan_id:
        plan = lookups.find_plan(connection, schema.Plan.id == row.plan_id)
    return StoredAction(row, plan)


def find_open_action(connection: Connection, action_id: int, plan: Plan | None = None) -> StoredAction:
    """An action that may be written to. Raises UserError where it or its plan is retired; likewise."""
    action = find_action(connection, action_id, plan)
    writing.check_open(action.plan)
    if action.row.retired_at is not None:
        raise UserError(f"{action.row.ref} has been retired: reinstate it to change it.")
    return action


def advance_version(
    connection: Connection, action: StoredAction, expected_version: int, year_start: int
) -> None:
    """Moves an action on by one version. Raises Conflict where it no longer is at the one expected."""
    table = schema.Action
    result = connection.execute(
        update(table)
        .where(table.id == action.id, table.version == expected_version)
        .values(version=table.version + 1)
    )
    if result.rowcount != 1:
        raise read_conflict(connection, action, expected_version, year_start)


def read_conflict(
    connection: Connection, action: StoredAction, expected_version: int, year_start: int
) -> Conflict:
    """The conflict with what was stored after the version expected, and who stored it."""
    report, edit = schema.Update, schema.RecordedEdit
    current = select(schema.Action.version).where(schema.Action.id == action.id)
    version: int = connection.execute(current).scalar_one()
    # Up to that version and no further: on PostgreSQL the next statement may see later ones already.
    since = expected_version + 1
    updates = lookups.find_updates(
        connection, year_start, report.action_id == action.id, report.version.between(since, version)
    )
    edits = lookups.find_edits(connection, edit.action_id == action.id, edit.version.between(since, version))
    names = sorted({update.who for update in updates} | {edit.who for edit in edits})
    by = f" by {', '.join(names)}" if names else ""
    return Conflict(
        f"{action.row.ref} was changed{by} while you were writing: look at that change, then choose.",
        version,
        updates,
        edits,
    )


def read_draft(connection: Connection, action: StoredAction) -> ActionDraft:
    """An action as it is stored, in the shape in which it is typed."""
    table = schema.ActionAgency
    agencies = connection.execute(
        select(schema.Agency.name)
        .join(table, table.agency_id == schema.Agency.id)
        .where(table.action_id == action.id)
        .order_by(table.position)
    ).scalars()
    values = {field: getattr(action.row, field) for field in writing.FIELDS}
    return ActionDraft(**values, agencies=tuple(agencies))
