"""A report on an action stored as a step of its own, so that its author can take it back with one click."""

from __future__ import annotations

from sqlalchemy import Connection, select

from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import schema
from csp.topics.action_plan.store.records import Update, UpdateDraft
from csp.topics.action_plan.store.step_schema import Step as Row
from csp.topics.action_plan.store.steps import UPDATE, store_step
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import Writer
from csp.topics.action_plan.store.updates import check_report, store_once


def add_update_step(
    board: Board,
    action_id: int,
    draft: UpdateDraft,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
    update_id: str | None = None,
) -> tuple[Update, int]:
    """Stores a report as updates.add_update() does; gives it and its step, which undoing.undo_step() takes.

    Sent twice with one update_id it is stored once, and both times has the same step. Raises as add_update().
    """
    name = check_editor(who, role)
    values = check_report(draft, board.year_start)
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        update, is_new = store_once(writer, action_id, draft, values, expected_version, update_id)
        step = None if is_new else _find_step(connection, update)
        return update, step or _store_step(writer, update)


def _store_step(writer: Writer, update: Update) -> int:
    action = schema.Action
    query = select(action.ref, action.plan_id).where(action.id == update.action_id)
    ref, plan_id = writer.connection.execute(query).one()
    done = {"action": update.action_id, "version": update.version, "before": None, "updates": [update.id]}
    body = {"plan": plan_id, "actions": [done]}
    return store_step(writer.connection, f"{UPDATE}{ref}", writer.who, writer.at, body)


def _find_step(connection: Connection, update: Update) -> int | None:
    """The step of an update that is stored already; None where it was stored without one."""
    query = select(Row.id).where(Row.undoes.is_(None), Row.body.contains(f'"{update.id}"'))
    step: int | None = connection.execute(query.order_by(Row.id).limit(1)).scalar()
    return step
