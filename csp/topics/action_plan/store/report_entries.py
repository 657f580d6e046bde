"""What authors add to the report of a plan: stored version after version, none ever altered.

Every write names the version that its author saw. Where somebody else has stored a later one, nothing
is stored, and EntryConflict carries the later one, so that the author sees both and chooses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, func, insert, select

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import lookups, report_schema, schema, writing
from csp.topics.action_plan.store.errors import EntryConflict
from csp.topics.action_plan.store.report_check import check_content, check_key
from csp.topics.action_plan.store.report_records import (
    AuthorParagraph,
    Content,
    HorizonItem,
    PlanReview,
    ReportCover,
    SectionChoice,
    SectionOrder,
    Signature,
    Version,
)
from csp.topics.action_plan.store.store import Board

C = TypeVar("C", bound=Content)

# What each kind is called in the table.
_KINDS: Mapping[type[Content], str] = {
    AuthorParagraph: "paragraph",
    PlanReview: "review",
    HorizonItem: "horizon",
    SectionOrder: "order",
    ReportCover: "cover",
}
assert tuple(_KINDS.values()) == report_schema.ENTRIES
_TABLE = report_schema.ReportEntry


def new_key() -> str:
    """The key of a paragraph or an item of the horizon that is new: no two are the same."""
    return uuid4().hex


def store_entry(
    board: Board,
    plan_id: int,
    key: str,
    content: C,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> Version[C]:
    """Stores a content under its key as the next version, which puts back one that was removed.

    expected_version: the latest that its author saw, 0 for a new one. The same form sent twice is
    stored once. Raises EntryConflict, Denied, or UserError for what cannot be stored.
    """
    name, checked = check_editor(who, role), check_content(content)
    return _append(board, plan_id, check_key(key), checked, expected_version, name)  # type: ignore[return-value]


def remove_entry(
    board: Board,
    plan_id: int,
    key: str,
    kind: type[Content],
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> Version[Content]:
    """Takes a content out of the report; its versions stay. Raises EntryConflict, Denied or UserError."""
    name = check_editor(who, role)
    with board.read() as connection:
        latest = _find_latest(connection, plan_id, kind, key)
    if latest is None:
        raise UserError("This is not part of the report: open the page again.")
    return _append(board, plan_id, key, latest.content, expected_version, name, removed=True)


def _append(
    board: Board,
    plan_id: int,
    key: str,
    content: Content,
    expected_version: int,
    who: str,
    removed: bool = False,
) -> Version[Content]:
    with board.write() as connection:
        # Writers of one plan wait for each other, so that each sees what the one before has stored.
        connection.execute(select(schema.Plan.id).where(schema.Plan.id == plan_id).with_for_update())
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
        if not isinstance(content, PlanReview):
            writing.check_open(plan)
        elif not key.isdecimal() or int(key) not in plan.priorities:
            raise UserError(f"The plan {plan.label} has no priority {key}: choose one of its own.")
        latest = _find_latest(connection, plan_id, type(content), key)
        version = latest.version if latest else 0
        stored = Version(plan_id, key, expected_version + 1, content, removed, who, board.now())
        if latest is not None and version != expected_version:
            if (latest.version, latest.content, latest.removed, latest.who) == (
                stored.version,
                content,
                removed,
                who,
            ):
                return latest
            raise EntryConflict(latest)
        if version != expected_version:
            raise UserError("This is not part of the report any more: open the page again.")
        connection.execute(insert(_TABLE).values(_write_row(stored)))
    return stored


def list_entries(board: Board, plan_id: int, kind: type[C]) -> tuple[Version[C], ...]:
    """The latest version of every content of a kind that is not removed, in the order of first entry."""
    last = (
        select(_TABLE.key, func.max(_TABLE.version).label("version"), func.min(_TABLE.id).label("first"))
        .where(*_of(plan_id, kind))
        .group_by(_TABLE.key)
        .subquery()
    )
    query = (
        select(*_TABLE.__table__.columns)
        .join(last, (last.c.key == _TABLE.key) & (last.c.version == _TABLE.version))
        .where(*_of(plan_id, kind), _TABLE.removed.is_(False))
        .order_by(last.c.first)
    )
    with board.read() as connection:
        return tuple(_read_row(row, kind) for row in connection.execute(query))


def find_entry(board: Board, plan_id: int, kind: type[C], key: str) -> Version[C] | None:
    """The latest version of a content, removed or not; None where there never was one."""
    with board.read() as connection:
        return _find_latest(connection, plan_id, kind, key)


def list_versions(board: Board, plan_id: int, kind: type[C], key: str) -> tuple[Version[C], ...]:
    """Every version of a content, the latest first."""
    query = select(*_TABLE.__table__.columns).where(*_of(plan_id, kind), _TABLE.key == key)
    with board.read() as connection:
        rows = connection.execute(query.order_by(_TABLE.version.desc()))
        return tuple(_read_row(row, kind) for row in rows)


def list_removed(board: Board, plan_id: int, kind: type[C]) -> tuple[Version[C], ...]:
    """The contents of a kind that were taken out and not put back, the latest first."""
    query = select(*_TABLE.__table__.columns).where(*_of(plan_id, kind)).order_by(_TABLE.id)
    with board.read() as connection:
        latest = {row.key: row for row in connection.execute(query)}
    return tuple(_read_row(row, kind) for row in reversed(latest.values()) if row.removed)


def _of(plan_id: int, kind: type[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _TABLE.plan_id == plan_id, _TABLE.kind == _KINDS[kind]


def _find_latest(connection: Connection, plan_id: int, kind: type[C], key: str) -> Version[C] | None:
    query = select(*_TABLE.__table__.columns).where(*_of(plan_id, kind), _TABLE.key == key)
    row = connection.execute(query.order_by(_TABLE.version.desc()).limit(1)).first()
    return _read_row(row, kind) if row else None


def _write_row(entry: Version[Content]) -> dict[str, Any]:
    return {
        "plan_id": entry.plan_id,
        "kind": _KINDS[type(entry.content)],
        "key": entry.key,
        "version": entry.version,
        "removed": entry.removed,
        "body": json.dumps(asdict(entry.content), ensure_ascii=False),
        "who": entry.who,
        "at": entry.at,
    }


def _read_row(row: Any, kind: type[C]) -> Version[C]:
    """The version of a row. Raises UserError for one that the dashboard cannot have written."""
    try:
        body = json.loads(row.body)
        if kind is SectionOrder:
            body = {"sections": tuple(SectionChoice(**section) for section in body["sections"])}
        if kind is ReportCover:
            body["signatures"] = tuple(Signature(**each) for each in body["signatures"])
        content: Any = check_content(kind(**body))
    except (UserError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(
            "What authors have written for the report cannot be read: put a backup in place of the board."
        ) from error
    return Version(row.plan_id, row.key, row.version, content, row.removed, row.who, row.at)
