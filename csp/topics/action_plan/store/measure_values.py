"""The numbers that an update gives of the measures of its action, within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.store import check, schema
from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.entry_schema import MeasureValue as Row
from csp.topics.action_plan.store.held import find_measures
from csp.topics.action_plan.store.records import Update, UpdateDraft


def check_values(draft: UpdateDraft) -> tuple[float | None, dict[str, float]]:
    """The number that names no measure, and those by the key of theirs. Raises UserError for what is none."""
    single = check.number(draft.measure_value, "The measure value")
    typed = {key: check.number(value, "The measure value") for key, value in draft.values.items()}
    return single, {key: value for key, value in typed.items() if value is not None}


def assign_values(
    connection: Connection, action_id: int, single: float | None, values: Mapping[str, float]
) -> dict[str, float]:
    """Checked numbers by the key of their measure. A number that names none is of the action's only measure.

    Raises UserError for a number without a measure.
    """
    if single is None and not values:
        return {}
    measures = find_measures(connection, action_id)
    keys = [each.key for each in measures]
    if not measures:
        raise UserError("A number needs a measure: say first what is counted of this action.")
    if not set(values) <= set(keys):
        raise UserError("A number is of a measure that this action has not: open the action again.")
    if single is None:
        return {key: values[key] for key in keys if key in values}
    if len(keys) > 1 or values:
        names = wording.list_words([f'"{each.content.name}"' for each in measures])
        raise UserError(f"This action has several measures: say of which the number is: {names}.")
    return {keys[0]: single}


def find_only_value(measures: Sequence[Held[Measure]], values: Mapping[str, float]) -> float | None:
    """The number of an action that has one measure; None for any other."""
    return values.get(measures[0].key) if len(measures) == 1 else None


def insert_values(connection: Connection, update: Update, values: Mapping[str, float]) -> None:
    """Stores the numbers of an update that is stored."""
    if values:
        rows = [
            {"update_id": update.id, "measure": key, "value": value, "who": update.who, "at": update.at}
            for key, value in values.items()
        ]
        connection.execute(insert(Row), rows)


def find_values(connection: Connection, *conditions: Any) -> dict[str, dict[str, float]]:
    """Numbers by update and measure; the conditions are about updates and their actions."""
    rows = connection.execute(
        select(Row.update_id, Row.measure, Row.value)
        .join(schema.Update, schema.Update.id == Row.update_id)
        .join(schema.Action, schema.Action.id == schema.Update.action_id)
        .where(*conditions)
        .order_by(Row.id)
    )
    values: dict[str, dict[str, float]] = {}
    for update_id, measure, value in rows:
        values.setdefault(update_id, {})[measure] = value
    return values
