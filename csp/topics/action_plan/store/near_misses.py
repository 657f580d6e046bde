"""The register of near misses: what people typed in, version after version, none ever altered.

It is kept here, beside the plan, because it is written by people at their screens, with a name and a moment,
and the store of extracts is written by imports alone. A text that points at a person is refused before it
is stored: what is once stored can be taken out of the register, but not out of its record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from csp.core.errors import UserError
from csp.core.road_records.near_miss import NearMiss, check_near_miss, write_near_miss_row
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store.errors import NearMissConflict
from csp.topics.action_plan.store.near_miss_schema import NearMissEntry as Row
from csp.topics.action_plan.store.store import Board

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class TypedNearMiss:
    """A near miss as somebody stored it. version counts from 1; removed: taken out with this version.

    at is UTC.
    """

    key: str
    version: int
    near_miss: NearMiss
    removed: bool
    who: str
    at: datetime


def new_key() -> str:
    """The key of a near miss that is new: no two are the same."""
    return uuid4().hex


def store_near_miss(
    board: Board,
    key: str,
    typed: Mapping[str, str],
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> TypedNearMiss:
    """Stores what was typed, by the columns of a near miss, as the next version of a key.

    That puts back one that was removed. expected_version: the latest that its author saw, 0 for a new one.
    The same form sent twice is stored once. Raises NearMissConflict, Denied, or UserError for what cannot be
    stored, a text with personal data among it.
    """
    name = check_editor(who, role)
    if not _KEY.fullmatch(key):
        raise UserError("This form is not one of the dashboard's: open the page again.")
    return _append(board, key, check_near_miss(typed, board.today()), expected_version, name, False)


def remove_near_miss(
    board: Board, key: str, *, expected_version: int, who: str, role: Role | None = None
) -> TypedNearMiss:
    """Takes a near miss out of the register; its versions stay.

    Raises NearMissConflict, Denied or UserError.
    """
    name = check_editor(who, role)
    with board.read() as connection:
        latest = _find_latest(connection, key)
    if latest is None:
        raise UserError("This near miss is not in the register: open the page again.")
    return _append(board, key, latest.near_miss, expected_version, name, True)


def _append(
    board: Board, key: str, near_miss: NearMiss, expected_version: int, who: str, removed: bool
) -> TypedNearMiss:
    stored = TypedNearMiss(key, expected_version + 1, near_miss, removed, who, board.now())
    with board.write() as connection:
        latest = _find_latest(connection, key)
        if latest is not None and latest.version != expected_version:
            if (latest.version, latest.near_miss, latest.removed, latest.who) == (
                stored.version,
                near_miss,
                removed,
                who,
            ):
                return latest
            raise NearMissConflict(latest)
        if latest is None and expected_version:
            raise UserError("This near miss is not in the register: open the page again.")
        connection.execute(insert(Row).values(_write_row(stored)))
    return stored


def list_near_misses(board: Board, removed: bool = False) -> tuple[TypedNearMiss, ...]:
    """The latest version of every near miss in the register, or of those taken out; first entered first."""
    last = (
        select(Row.key, func.max(Row.version).label("version"), func.min(Row.id).label("first"))
        .group_by(Row.key)
        .subquery()
    )
    query = (
        select(*Row.__table__.columns)
        .join(last, (last.c.key == Row.key) & (last.c.version == Row.version))
        .where(Row.removed.is_(removed))
        .order_by(last.c.first)
    )
    with board.read() as connection:
        return tuple(map(_read_row, connection.execute(query)))


def list_near_miss_versions(board: Board, key: str) -> tuple[TypedNearMiss, ...]:
    """Every version of a near miss, the latest first."""
    query = select(*Row.__table__.columns).where(Row.key == key).order_by(Row.version.desc())
    with board.read() as connection:
        return tuple(map(_read_row, connection.execute(query)))


def _find_latest(connection: Connection, key: str) -> TypedNearMiss | None:
    query = select(*Row.__table__.columns).where(Row.key == key).order_by(Row.version.desc())
    row = connection.execute(query.limit(1)).first()
    return _read_row(row) if row else None


def _write_row(stored: TypedNearMiss) -> dict[str, Any]:
    body = json.dumps(write_near_miss_row(stored.near_miss), ensure_ascii=False)
    kept = (stored.key, stored.version, stored.removed, body, stored.who, stored.at)
    return dict(zip(("key", "version", "removed", "body", "who", "at"), kept, strict=True))


def _read_row(row: Any) -> TypedNearMiss:
    """The version of a row. Raises UserError for one that the dashboard cannot have written.

    A text that only a later version of the dashboard takes for personal data is masked as it is read.
    """
    try:
        near_miss = check_near_miss(json.loads(row.body), date.max, mask=True)
    except (UserError, ValueError, TypeError, AttributeError) as error:
        raise UserError(
            "The register of near misses cannot be read: put a backup in place of the board."
        ) from error
    return TypedNearMiss(row.key, row.version, near_miss, row.removed, row.who, row.at)
