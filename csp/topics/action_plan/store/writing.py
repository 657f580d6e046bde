"""The steps of which writes consist; each works in a transaction of its caller's."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from csp.core.errors import UserError
from csp.core.typed_text import check_line
from csp.topics.action_plan.store import agency_directory, check, held, schema
from csp.topics.action_plan.store.plan_areas import PlanArea, find_home, note_area
from csp.topics.action_plan.store.records import ActionDraft, Plan, PlanDraft
from csp.topics.action_plan.store.status import Quarter, list_in_force
from csp.topics.action_plan.store.step_schema import Withdrawal

# Fields of an action that are columns of its row; agencies have a table of their own.
FIELDS = tuple(field.name for field in dataclasses.fields(ActionDraft) if field.name != "agencies")


def check_open(plan: Plan) -> None:
    """Raises UserError for a plan that is closed."""
    if plan.retired_at is not None:
        raise UserError(f"The plan {plan.label} is closed: reopen it to change it.")


def insert_plan(
    connection: Connection, plan: PlanDraft, who: str, at: datetime, area: PlanArea | None = None
) -> int:
    """Stores a checked plan with its priorities and returns its id. Raises UserError for a label in use.

    area: whose it is, where it is not that of home.
    """
    same_label = select(schema.Plan.id).where(schema.Plan.label == plan.label)
    if connection.execute(same_label).first():
        raise UserError(f"There is a plan {plan.label} already: give the new one another year.")
    values = {"label": plan.label, "start": plan.start, "end": plan.end, "source": plan.source}
    row = insert(schema.Plan).values(**values, who=who, at=at, version=1).returning(schema.Plan.id)
    plan_id: int = connection.execute(row).scalar_one()
    insert_priorities(connection, plan_id, plan.priorities)
    note_area(connection, plan_id, area or find_home())
    return plan_id


def insert_priorities(connection: Connection, plan_id: int, priorities: Mapping[int, str]) -> None:
    """Adds priorities, {number: name}, to a plan."""
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

    extra are further columns, a mapping for each draft. Raises UserError for a reference
    that the plan has already, or a priority that it has not.
    """
    _check_fit(connection, plan_id, drafts)
    if not drafts:
        return []
    extras = extra or [{} for _ in drafts]
    connection.execute(
        insert(schema.Action),
        [
            {"plan_id": plan_id, "version": 1, **{name: getattr(draft, name) for name in FIELDS}, **columns}
            for draft, columns in zip(drafts, extras, strict=True)
        ],
    )
    rows = connection.execute(
        select(schema.Action.ref, schema.Action.id).where(schema.Action.plan_id == plan_id)
    )
    ids = {row.ref: row.id for row in rows}
    by_id = {ids[draft.ref]: draft for draft in drafts}
    assign_agencies(connection, {action_id: draft.agencies for action_id, draft in by_id.items()}, who, at)
    if what != "carried over":  # what goes on from another plan brings the measures of that one
        held.add_derived_measures(connection, plan_id, by_id, who, at)
    log(connection, [(action_id, 1, {}) for action_id in by_id], what, who, at)
    return list(by_id)


def _check_fit(connection: Connection, plan_id: int, drafts: Sequence[ActionDraft]) -> None:
    """Raises UserError for a reference that the plan has already, or a priority that it has not."""
    refs = set(
        connection.execute(select(schema.Action.ref).where(schema.Action.plan_id == plan_id)).scalars()
    )
    query = select(schema.Priority.number).where(schema.Priority.plan_id == plan_id)
    numbers = set(connection.execute(query).scalars())
    for draft in drafts:
        if draft.ref in refs:
            raise UserError(f"The plan has an action {draft.ref} already: give this one another reference.")
        if draft.priority not in numbers:
            raise UserError(f"The plan has no priority {draft.priority}: choose one of its own.")
        refs.add(draft.ref)


def assign_agencies(
    connection: Connection, agencies: Mapping[int, Sequence[str]], who: str, at: datetime
) -> None:
    """Assigns agencies, {action: names with the lead first}, to actions that have none yet.

    Names that are new find their agency in the directory.
    """
    agency_directory.add_names(connection, _list_in_order(agencies), who, at)
    ids = _store_agencies(connection, {name for names in agencies.values() for name in names})
    rows = [
        {"action_id": action_id, "position": position, "agency_id": ids[name]}
        for action_id, names in agencies.items()
        for position, name in enumerate(names)
    ]
    if rows:
        connection.execute(insert(schema.ActionAgency), rows)


def _list_in_order(agencies: Mapping[int, Sequence[str]]) -> list[str]:
    """The names of agencies, each once, as the actions first name them."""
    return list(dict.fromkeys(name for names in agencies.values() for name in names))


def _store_agencies(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The ids of agencies by name; those not heard of before are added."""
    # Always in the same order: two writers with the same new agencies then wait, and never for each other.
    ordered = sorted(names)
    if not ordered:
        return {}
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(schema.Agency).on_conflict_do_nothing(), [{"name": name} for name in ordered]
    )
    rows = connection.execute(
        select(schema.Agency.name, schema.Agency.id).where(schema.Agency.name.in_(ordered))
    )
    return {row.name: row.id for row in rows}


def log(
    connection: Connection,
    edits: Iterable[tuple[int, int, Mapping[str, tuple[object, object]]]],
    what: str,
    who: str,
    at: datetime,
) -> None:
    """Records edits: (action, its version after the edit, {field: (before, after)})."""
    rows: list[dict[str, Any]] = [
        {
            "action_id": action_id,
            "version": version,
            "who": who,
            "at": at,
            "what": what,
            "fields": json.dumps(fields, default=_write_date),
        }
        for action_id, version, fields in edits
    ]
    connection.execute(insert(schema.RecordedEdit), rows)


def _write_date(value: object) -> str:
    """A date or an instant for JSON, which has neither."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def check_plan(plan: PlanDraft) -> PlanDraft:
    """The plan as it is stored: fields checked and trimmed. Raises UserError for the first fault."""
    label = check_line(plan.label, "The plan's year", 20, required=True)
    if plan.end <= plan.start:
        raise UserError("The plan has to end after it starts.")
    if not plan.priorities:
        raise UserError("The plan needs at least one priority.")
    names = {}
    for number, name in plan.priorities.items():
        if not 1 <= number <= 99:
            raise UserError("Priorities are numbered from 1 to 99.")
        names[number] = check_line(name, f"The name of priority {number}", check.LONG_LINE, required=True)
    source = check_line(plan.source, "The source", check.LONG_LINE)
    return PlanDraft(label, plan.start, plan.end, names, source)


class _Report(NamedTuple):
    """What status.list_in_force needs of an update, and its status."""

    id: str
    version: int
    quarter: Quarter
    corrects: str | None
    status: str


def refresh(connection: Connection, action_id: int) -> None:
    """Works out anew what the record says of an action, and of those that continue it.

    Called in the transaction of every update, from the whole history: there is one rule
    (status.list_in_force), and nothing to keep in step by hand.
    """
    action = schema.Action
    # The row is locked first: of two who write to an action and to its successor, the later one
    # then sees the update of the earlier.
    locking = select(action.carried_from).where(action.id == action_id).with_for_update()
    carried_from: int | None = connection.execute(locking).scalar_one()
    earlier = select(action.latest, action.marks).where(action.id == carried_from)
    latest, marks = connection.execute(earlier).one() if carried_from else (None, "{}")
    reports = list_in_force(_list_reports(connection, action_id))
    statuses = {report.quarter.start.isoformat(): report.status for report in reports}
    values = {
        "latest": reports[-1].id if reports else latest,
        "marks": json.dumps({**json.loads(marks), **statuses}),
    }
    connection.execute(update(action).where(action.id == action_id).values(values))
    for successor in connection.execute(select(action.id).where(action.carried_from == action_id)).scalars():
        refresh(connection, successor)


def _list_reports(connection: Connection, action_id: int) -> list[_Report]:
    rows = connection.execute(_select_reports(), {"action_id": action_id})
    # Only the order of the quarters counts here, not the year they are named after.
    return [_Report(row.id, row.version, Quarter(row.quarter, 1), *row[3:]) for row in rows]


@lru_cache(maxsize=1)
def _select_reports() -> Select[*tuple[Any, ...]]:
    """The updates of an action that were not withdrawn; built once, because every write asks for them."""
    table = schema.Update
    is_withdrawn = exists().where(Withdrawal.update_id == table.id)
    columns = (table.id, table.version, table.quarter, table.corrects, table.status)
    return select(*columns).where(table.action_id == bindparam("action_id"), ~is_withdrawn)
