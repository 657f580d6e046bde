"""Steps: what one person did in one go, so that it can be taken back in one go."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select
from sqlalchemy.orm import aliased

from csp.core.errors import UserError
from csp.topics.action_plan.store.step_schema import Step as Row
from csp.topics.action_plan.store.store import Board

UPDATE, UNDONE = "update of ", "undone: "
"""How the names of steps begin: that of a single update, and that of one that takes another back."""


@dataclass(frozen=True)
class Step:
    """Something done in one go; undone_by is the step that took it back, if one did. at is UTC."""

    id: int
    what: str
    body: Mapping[str, Any]
    who: str
    at: datetime
    undoes: int | None
    undone_by: int | None


def store_step(
    connection: Connection,
    what: str,
    who: str,
    at: datetime,
    body: Mapping[str, object] | None = None,
    undoes: int | None = None,
) -> int:
    """Records a step, in a transaction of the caller's, and returns its id for the rows it stores."""
    values = {"what": what, "who": who, "at": at, "body": json.dumps(body or {}), "undoes": undoes}
    number: int = connection.execute(insert(Row).values(values).returning(Row.id)).scalar_one()
    return number


def list_steps(board: Board, singles: bool = True) -> tuple[Step, ...]:
    """Every step, the latest first.

    singles: with those of single updates, of which there are thousands, each in the history of its action.
    """
    is_single = or_(Row.what.startswith(UPDATE), Row.what.startswith(f"{UNDONE}{UPDATE}"))
    with board.read() as connection:
        return _find_steps(connection, *(() if singles else (~is_single,)))


def read_stamp(board: Board, *_others: Hashable, **_named: Hashable) -> int:
    """Changes with every step: part of a cache key."""
    with board.read() as connection:
        stamp: int = connection.execute(select(func.coalesce(func.max(Row.id), 0))).scalar_one()
    return stamp


def find_versions(board: Board, step_id: int) -> dict[int, int]:
    """The version at which a step left each action that it changed, by its id."""
    with board.read() as connection:
        steps = _find_steps(connection, Row.id == step_id)
    return {done["action"]: done["version"] for step in steps for done in step.body.get("actions", ())}


def find_undoable(connection: Connection, step_id: int) -> Step:
    """A step that can be taken back. Raises UserError for one that was, or that takes another back."""
    steps = _find_steps(connection, Row.id == step_id)
    if not steps:
        raise UserError("This is not in the record: open the page again.")
    if steps[0].undone_by is not None or steps[0].undoes is not None:
        raise UserError("This has been undone already.")
    return steps[0]


def _find_steps(connection: Connection, *conditions: Any) -> tuple[Step, ...]:
    later = aliased(Row)
    rows = connection.execute(
        select(Row.id, Row.what, Row.body, Row.who, Row.at, Row.undoes, later.id)
        .outerjoin(later, later.undoes == Row.id)
        .where(*conditions)
        .order_by(Row.id.desc())
    )
    return tuple(Step(row[0], row[1], json.loads(row[2]), *row[3:7]) for row in rows)
