"""The query behind every list of actions, and how its rows become records.

A plan of any size is listed in one query, and what repeats in its rows (quarters, dues,
lists of agencies) is worked out once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from csp.topics.action_plan.store import schema, status
from csp.topics.action_plan.store.lookups import update_columns
from csp.topics.action_plan.store.records import ActionRow, Update
from csp.topics.action_plan.store.status import Quarter, Status

# A look-up, because calling Status() ten thousand times shows.
_STATUS = {state.value: state for state in Status}

# Between the agencies of an action. It cannot be part of a name: control characters are refused.
_SEPARATOR = "\x1f"

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


@lru_cache(maxsize=2)
def select_actions(by: str) -> Select[*tuple[Any, ...]]:
    """Columns: those of the action, its marks, its agencies, those of its latest update.

    by is "plan_id" or "id", the parameter. The statement is built once, because building it
    takes longer than a small plan takes to be read.
    """
    latest = aliased(schema.Update)
    return (
        select(*_ACTION, schema.Action.marks, _select_agencies(), *update_columns(latest))
        .select_from(schema.Action)
        .outerjoin(latest, latest.id == schema.Action.latest)
        .where(getattr(schema.Action, by) == bindparam(by))
    )


def _select_agencies() -> Any:
    """The agencies as "position:name" in one text. Put in order afterwards: neither database promises it."""
    position = cast(schema.ActionAgency.position, Text)
    agencies = func.aggregate_strings(position + ":" + schema.Agency.name, _SEPARATOR)
    return (
        select(agencies)
        .select_from(schema.ActionAgency)
        .join(schema.Agency, schema.Agency.id == schema.ActionAgency.agency_id)
        .where(schema.ActionAgency.action_id == schema.Action.id)
        .correlate(schema.Action)
        .scalar_subquery()
    )


class RowReader:
    """Turns rows of select_actions into records, as seen on a day; everything that repeats is made once."""

    def __init__(self, day: date, quarters: Sequence[Quarter], year_start: int) -> None:
        self._day, self._year_start = day, year_start
        self._quarter_days = [quarter.start.isoformat() for quarter in quarters]
        self._marks: dict[str, tuple[Status | None, ...]] = {}
        self._quarters: dict[date, Quarter] = {}
        self._agencies: dict[str, tuple[str, ...]] = {}
        self._dues: dict[str, date | None] = {"": None}

    def read_action(self, row: Row[*tuple[Any, ...]]) -> ActionRow:
        """The record of one row."""
        fields = tuple(row)
        own, marks, agencies = fields[:15], self._read_marks(fields[15]), fields[16]
        latest = self._read_update(fields[17:])
        state = latest.status if latest else Status.NOT_STARTED
        due, in_plan = self._read_due(own[7]), own[12] is None
        return ActionRow._make(
            (
                *own[:5],
                self._read_agencies(agencies),
                *own[5:8],
                due,
                *own[8:],
                latest,
                marks,
                in_plan and status.is_overdue(due, self._day, state),
                in_plan and status.lacks_update(marks[-1], state),
            )
        )

    def _read_update(self, fields: Sequence[Any]) -> Update | None:
        if fields[0] is None:
            return None
        return Update._make((*fields[:5], self._read_quarter(fields[5]), _STATUS[fields[6]], *fields[7:]))

    def _read_quarter(self, start: date) -> Quarter:
        if start not in self._quarters:
            self._quarters[start] = Quarter(start, self._year_start)
        return self._quarters[start]

    def _read_marks(self, text: str) -> tuple[Status | None, ...]:
        if text not in self._marks:
            statuses = json.loads(text)
            self._marks[text] = tuple(_STATUS.get(statuses.get(day)) for day in self._quarter_days)
        return self._marks[text]

    def _read_due(self, text: str) -> date | None:
        if text not in self._dues:
            self._dues[text] = status.parse_due(text)
        return self._dues[text]

    def _read_agencies(self, text: str | None) -> tuple[str, ...]:
        if not text:
            return ()
        if text not in self._agencies:
            parts = (part.split(":", 1) for part in text.split(_SEPARATOR))
            ordered = sorted((int(position), name) for position, name in parts)
            self._agencies[text] = tuple(name for _, name in ordered)
        return self._agencies[text]
