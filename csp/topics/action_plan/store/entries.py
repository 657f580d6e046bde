"""What people add to an action or a plan beside its wording and its record: stored version after version.

Measures, milestones, evidence, comments, what it covers, its next review, notes on charts. Every write
names the version that its author saw, so that two who write at once lose nothing; who comments is never
in the way of who reports, because none of this is a version of the action itself.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, func, select

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import held as rows
from csp.topics.action_plan.store import lookups, schema, writing
from csp.topics.action_plan.store.entry_check import MOST_OF_A_KIND, check_held
from csp.topics.action_plan.store.entry_records import (
    SINGLE,
    ActionDetails,
    ChartNote,
    Content,
    Held,
    group_details,
    make_single_key,
)
from csp.topics.action_plan.store.entry_schema import PlanEntry as Row
from csp.topics.action_plan.store.errors import HeldConflict
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import find_open_action

C = TypeVar("C", bound=Content)

GONE = "This is not part of the plan any more: open the page again."


def new_key() -> str:
    """The key of something new that an action holds: no two are the same."""
    return uuid4().hex


def store_held(
    board: Board,
    action_id: int,
    key: str,
    content: C,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> Held[C]:
    """Stores what an action holds as the next version of its key, which puts back one that was removed.

    expected_version: the latest that its author saw, 0 for a new one. Of coverage and schedule an action has
    one each, whatever the key. The same form sent twice is stored once. Raises HeldConflict, Denied, or
    UserError for what cannot be stored.
    """
    name, checked = check_editor(who, role), check_held(content)
    if isinstance(content, ChartNote):
        raise UserError("A note on a chart is kept with the plan: open the page again.")
    with board.write() as connection:
        plan_id = _lock_action(connection, action_id)
        own_key = make_single_key(type(content), action_id) or key
        new = Held(plan_id, action_id, own_key, expected_version + 1, checked, False, name, board.now())
        return _append(connection, new)  # type: ignore[return-value]


def remove_held(
    board: Board, action_id: int, key: str, *, expected_version: int, who: str, role: Role | None = None
) -> Held[Content]:
    """Takes something out of an action; its versions stay. Raises HeldConflict, Denied or UserError."""
    name = check_editor(who, role)
    with board.write() as connection:
        plan_id = _lock_action(connection, action_id)
        latest = _find_latest(connection, plan_id, key)
        if latest is None or latest.action_id != action_id:
            raise UserError(GONE)
        version = expected_version + 1
        return _append(
            connection, Held(plan_id, action_id, key, version, latest.content, True, name, board.now())
        )


def store_chart_note(
    board: Board,
    plan_id: int,
    key: str,
    note: ChartNote,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> Held[ChartNote]:
    """Keeps a dated note on a chart with a plan. Raises as store_held() does."""
    name, checked = check_editor(who, role), check_held(note)
    with board.write() as connection:
        _lock_plan(connection, plan_id)
        new = Held(plan_id, None, key, expected_version + 1, checked, False, name, board.now())
        return _append(connection, new)  # type: ignore[return-value]


def remove_chart_note(
    board: Board, plan_id: int, key: str, *, expected_version: int, who: str, role: Role | None = None
) -> Held[Content]:
    """Takes a note off a chart; its versions stay. Raises HeldConflict, Denied or UserError."""
    name = check_editor(who, role)
    with board.write() as connection:
        _lock_plan(connection, plan_id)
        latest = _find_latest(connection, plan_id, key)
        if latest is None or latest.action_id is not None:
            raise UserError(GONE)
        version = expected_version + 1
        return _append(connection, Held(plan_id, None, key, version, latest.content, True, name, board.now()))


def _lock_plan(connection: Connection, plan_id: int) -> None:
    """Whoever else writes to the plan waits. Raises UserError for a plan that is closed, or for none."""
    connection.execute(select(schema.Plan.id).where(schema.Plan.id == plan_id).with_for_update())
    writing.check_open(lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id))


def _lock_action(connection: Connection, action_id: int) -> int:
    """The plan of an action; whoever else writes to the action waits. Raises UserError for one retired."""
    connection.execute(select(schema.Action.id).where(schema.Action.id == action_id).with_for_update())
    return find_open_action(connection, action_id).plan.id


def _append(connection: Connection, new: Held[Content]) -> Held[Content]:
    """Stores a version after the one its author saw. Whoever else writes there waits for the caller."""
    latest = _find_latest(connection, new.plan_id, _check_key(new.key))
    if latest is not None:
        if latest.action_id != new.action_id or type(latest.content) is not type(new.content):
            raise UserError("This form is not one of the dashboard's: open the page again.")
        if latest.version != new.version - 1:
            if (latest.version, latest.content, latest.removed, latest.who) == (
                *(new.version, new.content, new.removed, new.who),
            ):
                return latest
            raise HeldConflict(latest)
    elif new.version != 1 or new.removed:
        raise UserError(GONE)
    else:
        _check_count(connection, new)
    rows.insert_held(connection, [new])
    return new


def _check_count(connection: Connection, new: Held[Content]) -> None:
    """Raises UserError where an action or a plan holds as much of a kind as it can."""
    kind = rows.name_kind(type(new.content))
    holder = Row.plan_id == new.plan_id if new.action_id is None else Row.action_id == new.action_id
    query = select(func.count(Row.key.distinct())).where(holder, Row.kind == kind)
    if connection.execute(query).scalar_one() >= MOST_OF_A_KIND:
        raise UserError(f"At most {MOST_OF_A_KIND} of this kind can be kept.")


def read_details(board: Board, action_id: int) -> ActionDetails:
    """What one action holds."""
    with board.read() as connection:
        held = rows.find_held(connection, Row.action_id == action_id)
    return group_details([each for each in held if not each.removed])


def list_details(board: Board, plan_id: int) -> dict[int, ActionDetails]:
    """What every action of a plan holds, by its id; one that holds nothing is left out."""
    with board.read() as connection:
        held = rows.find_held(connection, Row.plan_id == plan_id, Row.action_id.is_not(None))
    return {action_id: group_details(own) for action_id, own in rows.sort_by_action(held).items()}


def list_chart_notes(board: Board, plan_id: int, chart: str | None = None) -> tuple[Held[ChartNote], ...]:
    """The notes on the charts of a plan, or on one of them, by their days."""
    with board.read() as connection:
        held = rows.find_held(connection, Row.plan_id == plan_id, Row.action_id.is_(None))
    notes = [each for each in held if not each.removed and chart in (None, each.content.chart)]
    return tuple(sorted(notes, key=lambda each: each.content.day))


def list_versions(board: Board, plan_id: int, key: str) -> tuple[Held[Any], ...]:
    """Every version of something that a plan or one of its actions holds, the latest first."""
    with board.read() as connection:
        return tuple(reversed(rows.find_versions(connection, Row.plan_id == plan_id, Row.key == key)))


def list_action_versions(board: Board, action_id: int) -> tuple[Held[Any], ...]:
    """Every version of everything that an action holds or has held, the oldest first."""
    with board.read() as connection:
        return tuple(rows.find_versions(connection, Row.action_id == action_id))


def read_stamp(board: Board, plan_id: int) -> int:
    """Changes with everything that is stored of what a plan and its actions hold: part of a cache key."""
    with board.read() as connection:
        query = select(func.coalesce(func.max(Row.id), 0)).where(Row.plan_id == plan_id)
        stamp: int = connection.execute(query).scalar_one()
    return stamp


def _find_latest(connection: Connection, plan_id: int, key: str) -> Held[Any] | None:
    held = rows.find_held(connection, Row.plan_id == plan_id, Row.key == key)
    return held[0] if held else None


def _check_key(key: str) -> str:
    """A key as new_key() makes it, or of what an action has one of."""
    if not re.fullmatch(rf"[0-9a-f]{{32}}|(?:{'|'.join(SINGLE.values())})-[0-9]+", key):
        raise UserError("This form is not one of the dashboard's: open the page again.")
    return key
