"""Steps that writes are made of; each works in a transaction of its caller's."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from csp.core.errors import UserError
from csp.topics.action_plan.store import check, schema
from csp.topics.action_plan.store.records import ActionDraft, PlanDraft
from csp.topics.action_plan.store.status import Quarter, reading

# Fields of an action that are columns of its row; agencies have a table of their own.
FIELDS = tuple(field.name for field in dataclasses.fields(ActionDraft) if field.name != "agencies")


def insert_plan(connection: Connection, plan: PlanDraft, who: str, at: datetime) -> int:
    """Stores a checked plan with its priorities and returns its id. Raises UserError for a label in use."""
    taken = select(schema.Plan.id).where(schema.Plan.label == plan.label)
    if connection.execute(taken).first():
        raise UserError(f"There is a plan {plan.label} already: give the new one another year.")
    values = {"label": plan.label, "start": plan.start, "end": plan.end, "source": plan.source}
    row = insert(schema.Plan).values(**values, who=who, at=at, version=1).returning(schema.Plan.id)
    plan_id: int = connection.execute(row).scalar_one()
    put_priorities(connection, plan_id, plan.priorities)
    return plan_id


def put_priorities(connection: Connection, plan_id: int, priorities: Mapping[int, str]) -> None:
    rows = [{"plan_id": plan_id, "number": number, "name": name} for number, name in priorities.items()]
    if rows:
        connection.execute(insert(schema.Priority), rows)


def insert_actions(
    connection: Connection,
    plan_id: int,
    drafts: Sequence[ActionDraft],
    who: str,
    at: datetime,
    what: str = "added",
    extra: Sequence[Mapping[str, object]] = (),
) -> list[int]:
    """Stores checked actions of a plan, each with the change that brought it about; returns their ids.

    extra are further columns, one mapping per draft. Raises UserError for a reference
    that the plan has already, or a priority that it has not.
    """
    _check_fit(connection, plan_id, drafts)
    if not drafts:
        return []
    more = extra or [{} for _ in drafts]
    rows = [
        {"plan_id": plan_id, "version": 1, **{name: getattr(draft, name) for name in FIELDS}, **added}
        for draft, added in zip(drafts, more, strict=True)
    ]
    connection.execute(insert(schema.Action), rows)
    found = connection.execute(
        select(schema.Action.ref, schema.Action.id).where(schema.Action.plan_id == plan_id)
    )
    ids = {ref: action_id for ref, action_id in found}  # noqa: C416 rows are not pairs to a type checker
    by_id = {ids[draft.ref]: draft for draft in drafts}
    assign(connection, {action_id: draft.agencies for action_id, draft in by_id.items()})
    log(connection, [(action_id, 1, {}) for action_id in by_id], what, who, at)
    return list(by_id)


def _check_fit(connection: Connection, plan_id: int, drafts: Sequence[ActionDraft]) -> None:
    used = set(
        connection.execute(select(schema.Action.ref).where(schema.Action.plan_id == plan_id)).scalars()
    )
    numbers = priority_numbers(connection, plan_id)
    for draft in drafts:
        if draft.ref in used:
            raise UserError(f"The plan has an action {draft.ref} already: give this one another reference.")
        if draft.priority not in numbers:
            raise UserError(f"The plan has no priority {draft.priority}: choose one of its own.")
        used.add(draft.ref)


def priority_numbers(connection: Connection, plan_id: int) -> set[int]:
    query = select(schema.Priority.number).where(schema.Priority.plan_id == plan_id)
    return set(connection.execute(query).scalars())


def assign(connection: Connection, named: Mapping[int, Sequence[str]]) -> None:
    """Assigns agencies, {action: names with the lead first}, to actions that have none yet."""
    ids = _agency_ids(connection, {name for names in named.values() for name in names})
    rows = [
        {"action_id": action_id, "position": position, "agency_id": ids[name]}
        for action_id, names in named.items()
        for position, name in enumerate(names)
    ]
    if rows:
        connection.execute(insert(schema.ActionAgency), rows)


def _agency_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    # Always in the same order: two writers with the same new agencies then wait, and never for each other.
    rows = [{"name": name} for name in sorted(names)]
    if not rows:
        return {}
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(schema.Agency).on_conflict_do_nothing(), rows)
    found = connection.execute(
        select(schema.Agency.name, schema.Agency.id).where(schema.Agency.name.in_([r["name"] for r in rows]))
    )
    return {name: agency_id for name, agency_id in found}  # noqa: C416 likewise


def log(
    connection: Connection,
    steps: Iterable[tuple[int, int, Mapping[str, tuple[object, object]]]],
    what: str,
    who: str,
    at: datetime,
) -> None:
    """Records changes: (action, its version after the change, {field: (before, after)})."""
    rows: list[dict[str, Any]] = [
        {
            "action_id": action_id,
            "version": version,
            "who": who,
            "at": at,
            "what": what,
            "fields": json.dumps(fields, default=_plain),
        }
        for action_id, version, fields in steps
    ]
    connection.execute(insert(schema.Change), rows)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def checked_plan(plan: PlanDraft) -> PlanDraft:
    """The plan as it is stored: fields checked and trimmed. Raises UserError."""
    label = check.line(plan.label, "The plan's year", 20, required=True)
    if plan.end <= plan.start:
        raise UserError("The plan has to end after it starts.")
    if not plan.priorities:
        raise UserError("The plan needs at least one priority.")
    names = {}
    for number, name in plan.priorities.items():
        if not 1 <= number <= 99:
            raise UserError("Priorities are numbered from 1 to 99.")
        names[number] = check.line(name, f"The name of priority {number}", check.LONG_LINE, required=True)
    source = check.line(plan.source, "The source", check.LONG_LINE)
    return PlanDraft(label, plan.start, plan.end, names, source)


class _Reported(NamedTuple):
    """What status.reading needs of an update, and its status."""

    id: str
    version: int
    quarter: Quarter
    corrects: str | None
    status: str


def refresh(connection: Connection, action_id: int) -> None:
    """Works out anew what the record says of an action, and of those that continue it.

    Called in the transaction of every update, from the whole history: there is one rule
    (status.reading), and nothing to keep in step by hand.
    """
    action = schema.Action
    # Held first: of two who write to an action and to its successor, the later sees the earlier one's update.
    held = select(action.carried_from).where(action.id == action_id).with_for_update()
    carried_from: int | None = connection.execute(held).scalar_one()
    earlier = select(action.latest, action.marks).where(action.id == carried_from)
    latest, marks = connection.execute(earlier).one() if carried_from else (None, "{}")
    in_force = reading(_reported(connection, action_id))
    stated = {each.quarter.start.isoformat(): each.status for each in in_force}
    values = {
        "latest": in_force[-1].id if in_force else latest,
        "marks": json.dumps({**json.loads(marks), **stated}),
    }
    connection.execute(update(action).where(action.id == action_id).values(values))
    for successor in connection.execute(select(action.id).where(action.carried_from == action_id)).scalars():
        refresh(connection, successor)


def _reported(connection: Connection, action_id: int) -> list[_Reported]:
    table = schema.Update
    columns = (table.id, table.version, table.quarter, table.corrects, table.status)
    rows = connection.execute(select(*columns).where(table.action_id == action_id))
    # Only the order of the quarters counts here, not the year they are named after.
    return [_Reported(row.id, row.version, Quarter(row.quarter, 1), *row[3:]) for row in rows]
