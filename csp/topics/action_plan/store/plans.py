"""Writes to plans: added, edited, closed, and stored from a file that was previewed first."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import Connection, delete, select, update

from csp.core import settings
from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import check, lookups, schema, writing
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import Plan, PlanDraft
from csp.topics.action_plan.store.store import Board


def add_plan(board: Board, plan: PlanDraft, *, who: str, role: Role | None = None) -> Plan:
    """Adds a plan without actions. Raises Denied, or UserError for a year that has a plan or a bad value."""
    name = check_editor(who, role)
    checked = writing.check_plan(plan)
    with board.write() as connection:
        plan_id = writing.insert_plan(connection, checked, name, board.now())
        return lookups.find_plan(connection, schema.Plan.id == plan_id)


def edit_plan(
    board: Board,
    plan_id: int,
    plan: PlanDraft,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> Plan:
    """Changes a plan's year, dates and the names of its priorities; plan is the whole of it.

    Raises Conflict, Denied, or UserError, also for leaving out a priority that has actions.
    """
    check_editor(who, role)
    new = writing.check_plan(plan)
    with board.write() as connection:
        old = _advance_version(connection, plan_id, expected_version)
        writing.check_open(old)
        _check_label(connection, old, new.label)
        values = {"label": new.label, "start": new.start, "end": new.end, "source": new.source}
        connection.execute(update(schema.Plan).where(schema.Plan.id == plan_id).values(values))
        _replace_priorities(connection, old, new)
        return lookups.find_plan(connection, schema.Plan.id == plan_id)


def _check_label(connection: Connection, old: Plan, label: str) -> None:
    """Raises UserError where another plan has the label."""
    same = select(schema.Plan.id).where(schema.Plan.label == label, schema.Plan.id != old.id)
    if connection.execute(same).first():
        raise UserError(f"There is a plan {label} already: give this one another year.")


def _replace_priorities(connection: Connection, old: Plan, new: PlanDraft) -> None:
    """Renames, adds and deletes priorities. Raises UserError where one left out has actions."""
    table = schema.Priority
    in_use = select(schema.Action.priority).where(schema.Action.plan_id == old.id)
    for number in sorted(set(connection.execute(in_use).scalars()) - set(new.priorities)):
        raise UserError(f"Priority {number} has actions: give them another priority before it is left out.")
    for number in old.priorities:
        this = (table.plan_id == old.id) & (table.number == number)
        if number in new.priorities:
            connection.execute(update(table).where(this).values(name=new.priorities[number]))
        else:
            connection.execute(delete(table).where(this))
    added = {number: name for number, name in new.priorities.items() if number not in old.priorities}
    writing.insert_priorities(connection, old.id, added)


def retire_plan(
    board: Board,
    plan_id: int,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
    retired: bool = True,
) -> Plan:
    """Closes the plan of a year that is over, or with retired=False opens it again.

    A closed plan is read as before and takes no writes, except that its unfinished
    actions can still be carried over. Raises Conflict or Denied.
    """
    check_editor(who, role)
    at = board.now() if retired else None
    with board.write() as connection:
        _advance_version(connection, plan_id, expected_version)
        connection.execute(update(schema.Plan).where(schema.Plan.id == plan_id).values(retired_at=at))
        return lookups.find_plan(connection, schema.Plan.id == plan_id)


def adopt_plan(
    board: Board, plan_id: int, *, expected_version: int, who: str, role: Role | None = None
) -> Plan:
    """Makes the plan of another area that of home.

    Raises Conflict or Denied, and UserError where the settings cannot be used.
    """
    check_editor(who, role)
    area, table = settings.area(), schema.PlanArea
    values = {"area_code": area.home, "area": area.home_name}
    with board.write() as connection:
        _advance_version(connection, plan_id, expected_version)
        connection.execute(update(table).where(table.plan_id == plan_id).values(values))
        return lookups.find_plan(connection, schema.Plan.id == plan_id)


def _advance_version(connection: Connection, plan_id: int, expected_version: int) -> Plan:
    """Moves a plan on by one version; returns it as it was. Raises Conflict where it has moved on since."""
    plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
    table: Any = schema.Plan
    result = connection.execute(
        update(table)
        .where(table.id == plan_id, table.version == expected_version)
        .values(version=table.version + 1)
    )
    if result.rowcount != 1:
        current = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
        raise Conflict(
            f"The plan {current.label} was changed while you were writing: look at it again.",
            current.version,
        )
    return plan


def import_plan(
    board: Board, preview: Preview, plan: PlanDraft, *, who: str, role: Role | None = None
) -> Plan:
    """Stores a previewed file as a new plan, all of it or nothing.

    Where plan has no priorities they are those that the file names. To add the rows to a
    plan that is there, use actions.add_actions with preview.drafts. Raises Denied, or
    UserError where the preview has errors or the year has a plan.
    """
    name = check_editor(who, role)
    if preview.error_count:
        raise UserError("The file still has errors: correct them and choose the file again.")
    if not preview.drafts:
        raise UserError("The file has no actions.")
    checked = writing.check_plan(dataclasses.replace(plan, priorities=plan.priorities or preview.priorities))
    drafts = [check.draft(draft) for draft in preview.drafts]
    with board.write() as connection:
        at = board.now()
        plan_id = writing.insert_plan(connection, checked, name, at)
        writing.insert_actions(connection, plan_id, drafts, name, at)
        return lookups.find_plan(connection, schema.Plan.id == plan_id)
