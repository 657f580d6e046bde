"""Plans, updates and edits looked up within a transaction of the caller's.

Pages read through reading.py, which opens the transaction; writes look up here what they check.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, literal, select
from sqlalchemy.orm import aliased

from csp.core.errors import UserError
from csp.topics.action_plan.store import schema
from csp.topics.action_plan.store.measure_values import find_values
from csp.topics.action_plan.store.records import Entry, Plan, RecordedEdit, Update
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.step_schema import Withdrawal


def update_columns(table: Any) -> tuple[Any, ...]:
    """The columns of records.Update, in its order."""
    return tuple(getattr(table, name) for name in Update._fields)


def find_plan(connection: Connection, condition: Any, label: object = "") -> Plan:
    """The one plan that meets a condition. Raises UserError, with the label, where there is none."""
    plans = find_plans(connection, condition)
    if not plans:
        raise UserError(f"There is no plan {label}: choose another.")
    return plans[0]


def find_plans(connection: Connection, *conditions: Any) -> tuple[Plan, ...]:
    """The plans that meet the conditions with their priorities, the latest first."""
    priorities: dict[int, dict[int, str]] = {}
    query = select(schema.Priority.plan_id, schema.Priority.number, schema.Priority.name)
    for plan_id, number, name in connection.execute(query.order_by(schema.Priority.number)):
        priorities.setdefault(plan_id, {})[number] = name
    of = schema.PlanArea
    columns = (
        *schema.Plan.__table__.columns,
        func.coalesce(of.area_code, "").label("area_code"),
        func.coalesce(of.area, "").label("area"),
    )
    rows = connection.execute(
        select(*columns)
        .outerjoin(of, of.plan_id == schema.Plan.id)
        .where(*conditions)
        .order_by(schema.Plan.start.desc(), schema.Plan.id.desc())
    )
    return tuple(Plan(**row._mapping, priorities=priorities.get(row.id, {})) for row in rows)


def find_lineage(connection: Connection, action_id: int) -> list[int]:
    """The ids of an action and of those it continues, its own first."""
    lineage = select(literal(action_id).label("id")).cte("line", recursive=True)
    earlier = select(schema.Action.carried_from).join(lineage, schema.Action.id == lineage.c.id)
    lineage = lineage.union_all(earlier.where(schema.Action.carried_from.is_not(None)))
    return list(connection.execute(select(lineage.c.id)).scalars())


def find_entries(connection: Connection, year_start: int, *conditions: Any) -> tuple[Entry, ...]:
    """The updates that meet the conditions with the plan and reference of each, oldest first."""
    correction = aliased(schema.Update)
    rows = connection.execute(
        select(
            *update_columns(schema.Update), schema.Plan.label, schema.Action.ref, correction.id, Withdrawal.at
        )
        .join(schema.Action, schema.Action.id == schema.Update.action_id)
        .join(schema.Plan, schema.Plan.id == schema.Action.plan_id)
        .outerjoin(correction, correction.corrects == schema.Update.id)
        .outerjoin(Withdrawal, Withdrawal.update_id == schema.Update.id)
        .where(*conditions)
        .order_by(schema.Plan.start, schema.Update.at, schema.Update.action_id, schema.Update.version)
    )
    values = find_values(connection, *conditions)
    return tuple(
        Entry(_make_update(row[:-4], year_start), row[-4], row[-3], row[-2], values.get(row[0], {}), row[-1])
        for row in rows
    )


def find_update(connection: Connection, year_start: int, *conditions: Any) -> Update | None:
    """The one update that meets the conditions, or None."""
    row = connection.execute(select(*update_columns(schema.Update)).where(*conditions)).first()
    return None if row is None else _make_update(row, year_start)


def find_updates(connection: Connection, year_start: int, *conditions: Any) -> tuple[Update, ...]:
    """The updates that meet the conditions, in the order in which they were entered."""
    query = select(*update_columns(schema.Update)).where(*conditions).order_by(schema.Update.version)
    return tuple(_make_update(row, year_start) for row in connection.execute(query))


def _make_update(fields: Sequence[Any], year_start: int) -> Update:
    """The record of a row of update_columns."""
    return Update._make((*fields[:5], Quarter(fields[5], year_start), Status(fields[6]), *fields[7:]))


def find_edits(connection: Connection, *conditions: Any) -> tuple[RecordedEdit, ...]:
    """The edits that meet the conditions, oldest first."""
    table = schema.RecordedEdit
    query = select(table.action_id, table.version, table.who, table.at, table.what, table.fields)
    rows = connection.execute(query.where(*conditions).order_by(table.at, table.id))
    return tuple(
        RecordedEdit(
            *row[:5], {name: (before, after) for name, (before, after) in json.loads(row[5]).items()}
        )
        for row in rows
    )
