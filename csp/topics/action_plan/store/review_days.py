"""Sets the day of the next review of many actions in one step, and takes that step back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from csp.core import wording
from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import held, lookups, schema, writing
from csp.topics.action_plan.store.entry_records import Held, Schedule, make_single_key
from csp.topics.action_plan.store.entry_schema import PlanEntry as Row
from csp.topics.action_plan.store.steps import Step, store_step
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import Writer

SET = "review days set"


def set_review_days(
    board: Board, plan_id: int, days: Mapping[int, date], *, who: str, role: Role | None = None
) -> tuple[int, int]:
    """Sets the next review, {action: day}, of those actions of a plan that have no day by now.

    A day that somebody has set meanwhile stays, and an action that is retired by now is left out. Returns
    the step, by which it is undone, and how many days it set. Raises Denied, or UserError where the plan is
    closed or nothing is left to be set.
    """
    name = check_editor(who, role)
    with board.write() as connection:
        at = board.now()
        writing.check_open(lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id))
        ids = _lock_open(connection, plan_id, days)
        latest = _find_schedules(connection, ids)
        rows = []
        for action_id in ids:
            before = latest.get(action_id)
            if before is None or before.content.next_review is None:
                key = make_single_key(Schedule, action_id) or ""
                version = before.version + 1 if before else 1
                content = Schedule(days[action_id])
                rows.append(Held(plan_id, action_id, key, version, content, False, name, at))
        if not rows:
            raise UserError("Every one of these actions has a day for its next review by now.")
        held.insert_held(connection, rows)
        versions = {str(row.action_id): row.version for row in rows}
        step = store_step(connection, SET, name, at, {"plan": plan_id, "reviews": versions})
    return step, len(rows)


def _lock_open(connection: Connection, plan_id: int, days: Mapping[int, date]) -> Sequence[int]:
    """Those of the actions that are in the plan and not retired; whoever else writes to one waits."""
    table = schema.Action
    query = select(table.id).where(table.id.in_(days), table.plan_id == plan_id, table.retired_at.is_(None))
    return connection.execute(query.order_by(table.id).with_for_update()).scalars().all()


def _find_schedules(connection: Connection, action_ids: Sequence[int]) -> dict[int, Held[Schedule]]:
    """The latest version of the schedules of actions by their ids; an action that never had one is not there.

    One that was taken out counts as none that is set.
    """
    kind = held.name_kind(Schedule)
    versions = held.find_held(connection, Row.action_id.in_(action_ids), Row.kind == kind)
    return {
        each.action_id: replace(each, content=Schedule()) if each.removed else each
        for each in versions
        if each.action_id is not None
    }


def undo_review_days(writer: Writer, step: Step) -> None:
    """Takes days back that a step has set. Raises UserError where somebody has set another since."""
    versions = {int(action_id): version for action_id, version in step.body.get("reviews", {}).items()}
    if not versions:
        return
    connection, plan_id = writer.connection, step.body["plan"]
    writing.check_open(lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id))
    table = schema.Action
    rows = connection.execute(
        select(table.id, table.ref).where(table.id.in_(versions)).order_by(table.id).with_for_update()
    ).all()
    latest = _find_schedules(connection, list(versions))
    changed = [row.ref for row in rows if latest[row.id].version != versions[row.id]]
    if changed:
        raise UserError(
            f"The next review of {wording.list_words(changed[:5])} was changed since: it cannot be undone "
            "any more. Change the days one by one."
        )
    held.insert_held(
        connection,
        [
            replace(each, version=each.version + 1, content=Schedule(), who=writer.who, at=writer.at)
            for each in latest.values()
        ],
    )
