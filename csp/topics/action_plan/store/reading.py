"""What pages read from the board. Every function is one transaction, and so one state of the board."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from csp.core.errors import UserError
from csp.topics.action_plan.store import schema, status
from csp.topics.action_plan.store.records import ActionRow, ActionView, Change, Entry, Listing, Plan, Update
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.store import Board

MARKS = 4

# A look-up, because calling Status() ten thousand times shows.
_STATUS = {state.value: state for state in Status}

# Cannot occur in a name: control characters are refused.
_BETWEEN = "\x1f"

_ACTION = (
    schema.Action.id,
    schema.Action.plan_id,
    schema.Action.ref,
    schema.Action.priority,
    schema.Action.text,
    schema.Action.measure,
    schema.Action.reporting,
    schema.Action.due,
    schema.Action.linked_measure,
    schema.Action.started,
    schema.Action.baseline,
    schema.Action.target,
    schema.Action.retired_at,
    schema.Action.version,
    schema.Action.carried_from,
)


def _update_columns(table: Any) -> tuple[Any, ...]:
    """The columns of records.Update, in its order."""
    return tuple(getattr(table, name) for name in Update._fields)


def plans(board: Board) -> tuple[Plan, ...]:
    """Every plan, the latest first."""
    with board.read() as connection:
        return _plans(connection)


def plan(board: Board, label: str) -> Plan:
    """The plan of a year. Raises UserError where there is none of that label."""
    with board.read() as connection:
        return plan_on(connection, schema.Plan.label == label, label)


def plan_on(connection: Connection, condition: Any, label: object = "") -> Plan:
    """The one plan that meets a condition, in a transaction of the caller's."""
    found = _plans(connection, condition)
    if not found:
        raise UserError(f"There is no plan {label}: choose another.")
    return found[0]


def _plans(connection: Connection, *conditions: Any) -> tuple[Plan, ...]:
    named: dict[int, dict[int, str]] = {}
    query = select(schema.Priority.plan_id, schema.Priority.number, schema.Priority.name)
    for plan_id, number, name in connection.execute(query.order_by(schema.Priority.number)):
        named.setdefault(plan_id, {})[number] = name
    columns = schema.Plan.__table__.columns
    rows = connection.execute(
        select(*columns).where(*conditions).order_by(schema.Plan.start.desc(), schema.Plan.id.desc())
    )
    return tuple(Plan(**row._mapping, priorities=named.get(row.id, {})) for row in rows)


def stamp(board: Board, plan_id: int) -> str:
    """Changes with every write to a plan or one of its actions: part of a cache key. Cheap.

    An action that was carried over shows its earlier record until it has one of its own,
    so those versions count as well.
    """
    with board.read() as connection:
        return "-".join(str(part) for part in connection.execute(_counted(), {"plan_id": plan_id}).one())


@lru_cache(maxsize=1)
def _counted() -> Select[*tuple[Any, ...]]:
    owner, action, earlier = schema.Plan, schema.Action, aliased(schema.Action)
    versions = (func.coalesce(func.sum(each.version), 0) for each in (action, earlier))
    return (
        select(func.max(owner.id), func.max(owner.version), func.count(action.id), *versions)
        .select_from(owner)
        .outerjoin(action, action.plan_id == owner.id)
        .outerjoin(earlier, earlier.id == action.carried_record)
        .where(owner.id == bindparam("plan_id"))
    )


def list_actions(board: Board, plan_id: int, today: date | None = None, retired: bool = False) -> Listing:
    """The actions of a plan with their latest update and the statuses of four quarters, in one query.

    today is the day that overdue, no_update and the quarters are seen from; the server's
    day where it is not given. retired adds the actions that were taken out of the plan.
    Raises UserError for an unknown plan.
    """
    day, year_start = today or board.today(), board.year_start
    with board.read() as connection:
        owner = plan_on(connection, schema.Plan.id == plan_id, plan_id)
        quarters = _quarters(owner, day, year_start)
        rows = connection.execute(_listing("plan_id"), {"plan_id": plan_id}).all()
    build = _Rows(day, quarters, year_start)
    actions = (build.action(row) for row in rows)
    kept = [action for action in actions if retired or action.retired_at is None]
    kept.sort(key=lambda action: (action.priority, _natural(action.ref)))
    return Listing(owner, day, quarters[-1], quarters, tuple(kept))


def _quarters(owner: Plan, day: date, year_start: int) -> tuple[Quarter, ...]:
    """The quarter reported on, last, and those before it."""
    quarter = status.plan_quarter(owner.start, owner.end, day, year_start)
    return tuple(quarter.shift(back) for back in range(1 - MARKS, 1))


@lru_cache(maxsize=8192)
def _natural(ref: str) -> tuple[tuple[int, str], ...]:
    """Sorts DA-2 before DA-10."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", ref) if part
    )


@lru_cache(maxsize=2)
def _listing(by: str) -> Select[*tuple[Any, ...]]:
    """Columns: those of the action, its marks, its agencies, those of its latest update.

    by is "plan_id" or "id", the parameter. Made once, because that takes longer than the
    answer for a small plan.
    """
    latest = aliased(schema.Update)
    return (
        select(*_ACTION, schema.Action.marks, _agencies(), *_update_columns(latest))
        .select_from(schema.Action)
        .outerjoin(latest, latest.id == schema.Action.latest)
        .where(getattr(schema.Action, by) == bindparam(by))
    )


def _agencies() -> Any:
    """The agencies as "position:name" in one text. Put in order afterwards: neither database promises it."""
    place = cast(schema.ActionAgency.position, Text)
    joined = func.aggregate_strings(place + ":" + schema.Agency.name, _BETWEEN)
    return (
        select(joined)
        .select_from(schema.ActionAgency)
        .join(schema.Agency, schema.Agency.id == schema.ActionAgency.agency_id)
        .where(schema.ActionAgency.action_id == schema.Action.id)
        .correlate(schema.Action)
        .scalar_subquery()
    )


class _Rows:
    """Turns rows of _listing into records; everything that repeats is made once."""

    def __init__(self, day: date, quarters: Sequence[Quarter], year_start: int) -> None:
        self.day, self.year_start = day, year_start
        self.shown = [quarter.start.isoformat() for quarter in quarters]
        self.marks: dict[str, tuple[Status | None, ...]] = {}
        self.quarters: dict[date, Quarter] = {}
        self.orders: dict[str, tuple[str, ...]] = {}
        self.dues: dict[str, date | None] = {"": None}

    def action(self, row: Row[*tuple[Any, ...]]) -> ActionRow:
        fields = tuple(row)
        own, marks, joined = fields[:15], self.marked(fields[15]), fields[16]
        latest = self.update(fields[17:])
        state = latest.status if latest else Status.NOT_STARTED
        due, active = self.due(own[7]), own[12] is None
        return ActionRow._make(
            (
                *own[:5],
                self.agencies(joined),
                *own[5:8],
                due,
                *own[8:],
                latest,
                marks,
                active and status.overdue(due, self.day, state),
                active and status.without_update(marks[-1], state),
            )
        )

    def update(self, fields: Sequence[Any]) -> Update | None:
        if fields[0] is None:
            return None
        return Update._make((*fields[:5], self.of(fields[5]), _STATUS[fields[6]], *fields[7:]))

    def of(self, start: date) -> Quarter:
        if start not in self.quarters:
            self.quarters[start] = Quarter(start, self.year_start)
        return self.quarters[start]

    def marked(self, text: str) -> tuple[Status | None, ...]:
        if text not in self.marks:
            stated = json.loads(text)
            self.marks[text] = tuple(_STATUS.get(stated.get(day)) for day in self.shown)
        return self.marks[text]

    def due(self, text: str) -> date | None:
        if text not in self.dues:
            self.dues[text] = status.parse_due(text)
        return self.dues[text]

    def agencies(self, joined: str | None) -> tuple[str, ...]:
        if not joined:
            return ()
        if joined not in self.orders:
            pairs = (part.split(":", 1) for part in joined.split(_BETWEEN))
            self.orders[joined] = tuple(
                name for _, name in sorted((int(place), name) for place, name in pairs)
            )
        return self.orders[joined]


def action(board: Board, action_id: int, today: date | None = None) -> ActionView:
    """One action with its history and changes, those of the actions it continues included.

    Raises UserError for an unknown action.
    """
    day, year_start = today or board.today(), board.year_start
    with board.read() as connection:
        plan_id = connection.execute(
            select(schema.Action.plan_id).where(schema.Action.id == action_id)
        ).scalar()
        if plan_id is None:
            raise UserError("This action is not on the board: open the board again.")
        owner = plan_on(connection, schema.Plan.id == plan_id)
        quarters = _quarters(owner, day, year_start)
        row = connection.execute(_listing("id"), {"id": action_id}).one()
        ids = _lineage(connection, action_id)
        entries = _entries(connection, year_start, schema.Update.action_id.in_(ids))
        changed = changes_on(connection, schema.Change.action_id.in_(ids))
    return ActionView(owner, _Rows(day, quarters, year_start).action(row), entries, changed)


def _lineage(connection: Connection, action_id: int) -> list[int]:
    """The action and those it continues, itself first."""
    line = select(literal(action_id).label("id")).cte("line", recursive=True)
    earlier = select(schema.Action.carried_from).join(line, schema.Action.id == line.c.id)
    line = line.union_all(earlier.where(schema.Action.carried_from.is_not(None)))
    return list(connection.execute(select(line.c.id)).scalars())


def _entries(connection: Connection, year_start: int, *conditions: Any) -> tuple[Entry, ...]:
    correction = aliased(schema.Update)
    rows = connection.execute(
        select(*_update_columns(schema.Update), schema.Plan.label, schema.Action.ref, correction.id)
        .join(schema.Action, schema.Action.id == schema.Update.action_id)
        .join(schema.Plan, schema.Plan.id == schema.Action.plan_id)
        .outerjoin(correction, correction.corrects == schema.Update.id)
        .where(*conditions)
        .order_by(schema.Plan.start, schema.Update.at, schema.Update.action_id, schema.Update.version)
    )
    return tuple(Entry(as_update(row[:-3], year_start), *row[-3:]) for row in rows)


def as_update(fields: Sequence[Any], year_start: int) -> Update:
    """The record of a row of _update_columns."""
    return Update._make((*fields[:5], Quarter(fields[5], year_start), Status(fields[6]), *fields[7:]))


def update_on(connection: Connection, year_start: int, *conditions: Any) -> Update | None:
    """The one update that meets the conditions, in a transaction of the caller's."""
    row = connection.execute(select(*_update_columns(schema.Update)).where(*conditions)).first()
    return None if row is None else as_update(row, year_start)


def updates_on(connection: Connection, year_start: int, *conditions: Any) -> tuple[Update, ...]:
    """The updates that meet the conditions as they were entered, in a transaction of the caller's."""
    query = select(*_update_columns(schema.Update)).where(*conditions).order_by(schema.Update.version)
    return tuple(as_update(row, year_start) for row in connection.execute(query))


def changes_on(connection: Connection, *conditions: Any) -> tuple[Change, ...]:
    """The changes that meet the conditions, oldest first, in a transaction of the caller's."""
    table = schema.Change
    query = select(table.action_id, table.version, table.who, table.at, table.what, table.fields)
    rows = connection.execute(query.where(*conditions).order_by(table.at, table.id))
    return tuple(
        Change(*row[:5], {name: (before, after) for name, (before, after) in json.loads(row[5]).items()})
        for row in rows
    )


def updates_since(board: Board, plan_id: int, since: datetime) -> tuple[Entry, ...]:
    """What was reported on a plan's actions after an instant (with its zone), oldest first."""
    year_start = board.year_start
    with board.read() as connection:
        return _entries(connection, year_start, schema.Action.plan_id == plan_id, schema.Update.at > since)


def changes_since(board: Board, plan_id: int, since: datetime) -> tuple[Change, ...]:
    """What changed in a plan's actions themselves after an instant (with its zone), oldest first."""
    of_plan = select(schema.Action.id).where(schema.Action.plan_id == plan_id)
    with board.read() as connection:
        return changes_on(connection, schema.Change.action_id.in_(of_plan), schema.Change.at > since)


def agencies(board: Board) -> tuple[str, ...]:
    """Every agency ever named, in alphabetical order, to choose from in a form."""
    with board.read() as connection:
        return tuple(sorted(connection.execute(select(schema.Agency.name)).scalars(), key=str.casefold))
