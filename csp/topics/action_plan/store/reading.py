"""What pages read from the action plan. Every function is one transaction, and so sees one state of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from csp.core.errors import UserError
from csp.topics.action_plan.store import lookups, schema, status
from csp.topics.action_plan.store.action_rows import RowReader, select_actions
from csp.topics.action_plan.store.held import find_measures
from csp.topics.action_plan.store.measure_values import find_values
from csp.topics.action_plan.store.records import ActionView, Entry, Listing, Plan, RecordedEdit
from csp.topics.action_plan.store.status import Quarter
from csp.topics.action_plan.store.store import Board

# Quarters whose status a list of actions shows: the one reported on, and those before it.
MARKS = 4


def list_plans(board: Board) -> tuple[Plan, ...]:
    """Every plan, the latest first."""
    with board.read() as connection:
        return lookups.find_plans(connection)


def find_plan(board: Board, label: str) -> Plan:
    """The plan of a year. Raises UserError where there is none of that label."""
    with board.read() as connection:
        return lookups.find_plan(connection, schema.Plan.label == label, label)


def read_stamp(board: Board, plan_id: int) -> str:
    """Changes with every write to a plan or one of its actions: part of a cache key. Cheap.

    An action that was carried over shows its earlier record until it has one of its own,
    so those versions count as well.
    """
    with board.read() as connection:
        row = connection.execute(_select_versions(), {"plan_id": plan_id}).one()
    return "-".join(str(part) for part in row)


@lru_cache(maxsize=1)
def _select_versions() -> Select[*tuple[Any, ...]]:
    plan, action, earlier = schema.Plan, schema.Action, aliased(schema.Action)
    versions = (func.coalesce(func.sum(table.version), 0) for table in (action, earlier))
    return (
        select(func.max(plan.id), func.max(plan.version), func.count(action.id), *versions)
        .select_from(plan)
        .outerjoin(action, action.plan_id == plan.id)
        .outerjoin(earlier, earlier.id == action.carried_record)
        .where(plan.id == bindparam("plan_id"))
    )


def list_actions(board: Board, plan_id: int, today: date | None = None, retired: bool = False) -> Listing:
    """The actions of a plan with their latest update and the statuses of four quarters, in one query.

    today is the day that overdue, no_update and the quarters are seen from; the server's
    day where it is not given. retired adds the actions that were taken out of the plan.
    Raises UserError for an unknown plan.
    """
    day, year_start = today or board.today(), board.year_start
    with board.read() as connection:
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
        quarters = _list_quarters(plan, day, year_start)
        rows = connection.execute(select_actions("plan_id"), {"plan_id": plan_id}).all()
    reader = RowReader(day, quarters, year_start)
    actions = [action for action in map(reader.read_action, rows) if retired or action.retired_at is None]
    actions.sort(key=lambda action: (action.priority, _split_numbers(action.ref)))
    return Listing(plan, day, quarters[-1], quarters, tuple(actions))


def _list_quarters(plan: Plan, day: date, year_start: int) -> tuple[Quarter, ...]:
    """The quarter reported on, last, and those before it."""
    quarter = status.find_plan_quarter(plan.start, plan.end, day, year_start)
    return tuple(quarter.shift(back) for back in range(1 - MARKS, 1))


@lru_cache(maxsize=8192)
def _split_numbers(ref: str) -> tuple[tuple[int, str], ...]:
    """A reference as words and numbers, so that DA-2 comes before DA-10."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", ref) if part
    )


def read_action(board: Board, action_id: int, today: date | None = None) -> ActionView:
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
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id)
        row = connection.execute(select_actions("id"), {"id": action_id}).one()
        ids = lookups.find_lineage(connection, action_id)
        entries = lookups.find_entries(connection, year_start, schema.Update.action_id.in_(ids))
        edits = lookups.find_edits(connection, schema.RecordedEdit.action_id.in_(ids))
        measures = tuple(find_measures(connection, action_id))
    reader = RowReader(day, _list_quarters(plan, day, year_start), year_start)
    return ActionView(plan, reader.read_action(row), entries, edits, measures)


def count_updates(board: Board, action_ids: Collection[int]) -> int:
    """How many updates some actions have, corrected and withdrawn ones too."""
    query = select(func.count()).select_from(schema.Update)
    with board.read() as connection:
        counted = connection.execute(query.where(schema.Update.action_id.in_(action_ids))).scalar_one()
    return int(counted)


def list_updates_of_changed(board: Board, plan_id: int, since: datetime) -> tuple[Entry, ...]:
    """Every report on those actions of a plan that something came to after an instant, oldest first.

    That an action was added is nothing that came to it. Of a large plan this is much less than all reports.
    """
    update, edit, action = schema.Update, schema.RecordedEdit, schema.Action
    reported = select(update.action_id).where(update.at > since)
    edited = select(edit.action_id).where(edit.at > since, edit.what != "added")
    with board.read() as connection:
        changed = action.id.in_(reported.union(edited).scalar_subquery())
        return lookups.find_entries(connection, board.year_start, action.plan_id == plan_id, changed)


def list_edits_since(board: Board, plan_id: int, since: datetime) -> tuple[RecordedEdit, ...]:
    """What changed in a plan's actions themselves after an instant (with its zone), oldest first."""
    action_ids = select(schema.Action.id).where(schema.Action.plan_id == plan_id)
    with board.read() as connection:
        return lookups.find_edits(
            connection, schema.RecordedEdit.action_id.in_(action_ids), schema.RecordedEdit.at > since
        )


def list_agencies(board: Board) -> tuple[str, ...]:
    """Every agency ever named, in alphabetical order, to choose from in a form."""
    with board.read() as connection:
        return tuple(sorted(connection.execute(select(schema.Agency.name)).scalars(), key=str.casefold))


def list_measure_values(board: Board, plan_id: int) -> dict[str, dict[str, float]]:
    """The numbers that the updates of a plan give, {update: {key of the measure: number}}."""
    with board.read() as connection:
        return find_values(connection, schema.Action.plan_id == plan_id)
