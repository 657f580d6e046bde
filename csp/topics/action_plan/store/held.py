"""What actions and plans hold, within a transaction of the caller's. People write it through entries.py."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from csp.core.errors import UserError
from csp.topics.action_plan.store.entry_check import check_held
from csp.topics.action_plan.store.entry_records import (
    NAMES,
    Comment,
    Content,
    Held,
    Measure,
    Milestone,
    Schedule,
    make_single_key,
)
from csp.topics.action_plan.store.entry_schema import KINDS
from csp.topics.action_plan.store.entry_schema import PlanEntry as Row
from csp.topics.action_plan.store.measure_names import derive_measures
from csp.topics.action_plan.store.records import ActionDraft

assert tuple(NAMES) == KINDS
_KIND_NAMES = {kind: name for name, kind in NAMES.items()}
# The fields that are days; JSON has none.
_DAYS = frozenset({"due", "done_on", "next_review", "day"})


def name_kind(kind: type[Content]) -> str:
    """What a kind of content is called in the table."""
    return _KIND_NAMES[kind]


def find_held(connection: Connection, *conditions: Any) -> list[Held[Any]]:
    """The latest version of everything that meets the conditions, in the order of first entry.

    The conditions are about what no version changes: plan, action, kind, key. Removed ones are among them.
    """
    last = (
        select(func.max(Row.id).label("latest"), func.min(Row.id).label("first"))
        .where(*conditions)
        .group_by(Row.plan_id, Row.key)
        .subquery()
    )
    query = select(*Row.__table__.columns).join(last, last.c.latest == Row.id).order_by(last.c.first)
    return [read_row(row) for row in connection.execute(query)]


def find_versions(connection: Connection, *conditions: Any) -> list[Held[Any]]:
    """Every version that meets the conditions, oldest first."""
    query = select(*Row.__table__.columns).where(*conditions).order_by(Row.id)
    return [read_row(row) for row in connection.execute(query)]


def find_measures(connection: Connection, action_id: int) -> list[Held[Measure]]:
    """The measures of an action in order."""
    held = find_held(connection, Row.action_id == action_id, Row.kind == name_kind(Measure))
    return [each for each in held if not each.removed]


def read_row(row: Any) -> Held[Any]:
    """The version of a row. Raises UserError for one that the dashboard cannot have written."""
    try:
        kind = NAMES[row.kind]
        content = check_held(kind(**_read_body(kind, json.loads(row.body))))
    except (UserError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError("What an action holds cannot be read: put a backup in place of the board.") from error
    return Held(row.plan_id, row.action_id, row.key, row.version, content, row.removed, row.who, row.at)


def _read_body(kind: type[Content], body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a body, days and lists as they are in the record."""
    names = {each.name for each in fields(kind)}
    if not set(body) <= names:
        raise ValueError(body)
    values = dict(body)
    for name, value in body.items():
        if name in _DAYS and value is not None:
            values[name] = date.fromisoformat(value)
        elif isinstance(value, list):
            values[name] = tuple(value)
    return values


def write_row(held: Held[Any]) -> dict[str, Any]:
    """The columns of a version."""
    body = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(held.content).items()
    }
    return {
        "plan_id": held.plan_id,
        "action_id": held.action_id,
        "kind": name_kind(type(held.content)),
        "key": held.key,
        "version": held.version,
        "removed": held.removed,
        "body": json.dumps(body, ensure_ascii=False, allow_nan=False),
        "who": held.who,
        "at": held.at,
    }


def insert_held(connection: Connection, held: Sequence[Held[Any]]) -> None:
    """Stores versions, in order."""
    if held:
        connection.execute(insert(Row), [write_row(each) for each in held])


def add_derived_measures(
    connection: Connection, plan_id: int, drafts: Mapping[int, ActionDraft], who: str, at: datetime
) -> None:
    """Gives new actions, {id: draft}, the measures that their words name."""
    rows = [
        Held(plan_id, action_id, uuid4().hex, 1, check_held(measure), False, who, at)
        for action_id, draft in drafts.items()
        for measure in derive_measures(draft)
    ]
    insert_held(connection, rows)


def follow_words(
    connection: Connection,
    action: tuple[int, int],
    words: tuple[ActionDraft, ActionDraft],
    who: str,
    at: datetime,
) -> None:
    """Lets the measures of an action, (plan, action), follow its words where those are edited: before, after.

    Measures that somebody has shaped by hand stay as they are. One that stands at the same place keeps its
    key, and with it its series.
    """
    before, after = (derive_measures(draft) for draft in words)
    held = find_measures(connection, action[1])
    if before == after or [each.content for each in held] != [check_held(measure) for measure in before]:
        return
    rows = []
    for place in range(max(len(before), len(after))):
        old = held[place] if place < len(held) else None
        new = check_held(after[place]) if place < len(after) else None
        if old is None or (old.content != new):
            key, version = (old.key, old.version) if old else (uuid4().hex, 0)
            content: Any = new or (old.content if old else None)
            rows.append(Held(*action, key, version + 1, content, new is None, who, at))
    insert_held(connection, rows)


def carry_held(
    connection: Connection, plan_id: int, successors: Mapping[int, int], who: str, at: datetime
) -> None:
    """Gives actions that continue others, {earlier: later}, what those held, under the same keys.

    What is of its year stays there: comments, milestones that were reached, the day of the next review.
    """
    held = find_held(connection, Row.action_id.in_(successors))
    rows = []
    for each in held:
        if each.action_id is not None and _goes_on(each):
            later = successors[each.action_id]
            key = make_single_key(type(each.content), later) or each.key
            rows.append(Held(plan_id, later, key, 1, each.content, False, who, at))
    insert_held(connection, rows)


def _goes_on(held: Held[Any]) -> bool:
    if held.removed or isinstance(held.content, Comment | Schedule):
        return False
    return not isinstance(held.content, Milestone) or held.content.done_on is None


def sort_by_action(held: Iterable[Held[Any]]) -> dict[int, list[Held[Any]]]:
    """What is in force of each action."""
    by_action: dict[int, list[Held[Any]]] = {}
    for each in held:
        if each.action_id is not None and not each.removed:
            by_action.setdefault(each.action_id, []).append(each)
    return by_action
