"""What actions hold beside their wording, and several measures an action with the numbers given of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from csp.topics.action_plan.store.migrations.append_only import keep_rows

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    entries, values = _create_entries(), _create_values()
    _move_measures(op.get_bind(), entries, values)
    keep_rows(
        "plan_entries", "id = NEW.id OR (plan_id = NEW.plan_id AND key = NEW.key AND version = NEW.version)"
    )
    keep_rows("measure_values", "id = NEW.id OR (update_id = NEW.update_id AND measure = NEW.measure)")


def _create_entries() -> sa.Table:
    table = op.create_table(
        "plan_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('measure', 'milestone', 'evidence', 'comment', 'coverage', 'schedule', 'note')",
            name=op.f("ck_plan_entries_kind"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_entries_version")),
        sa.CheckConstraint("(kind = 'note') = (action_id IS NULL)", name=op.f("ck_plan_entries_holder")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_plan_entries_action_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_entries_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_entries"),
        sa.UniqueConstraint("plan_id", "key", "version", name="uq_plan_entries_plan_id_key_version"),
    )
    op.create_index("ix_plan_entries_action_id", "plan_entries", ["action_id"])
    return table


def _create_values() -> sa.Table:
    return op.create_table(
        "measure_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name="fk_measure_values_update_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measure_values"),
        sa.UniqueConstraint("update_id", "measure", name="uq_measure_values_update_id_measure"),
    )


def _move_measures(connection: sa.Connection, entries: sa.Table, values: sa.Table) -> None:
    """Makes measures of the words of every action, and gives each number to the measure it is of.

    Of several names between semicolons nobody has said which one a number is of. Where an action, or one
    that it continues or that continues it, has a number, its words stay one measure together.
    """
    rows = connection.execute(
        sa.text(
            "SELECT a.id, a.plan_id, a.measure, a.reporting, a.baseline, a.target, a.carried_from, "
            "p.who, p.at FROM actions a JOIN plans p ON p.id = a.plan_id ORDER BY a.id"
        ).columns(at=INSTANT)
    ).all()
    given = sa.text(
        "SELECT id, action_id, measure_value, who, at FROM updates WHERE measure_value IS NOT NULL"
    ).columns(at=INSTANT)
    numbers = connection.execute(given).all()
    lines: dict[int, int] = {}
    for row in rows:
        lines[row.id] = lines.get(row.carried_from, row.id)
    counted = {lines[number.action_id] for number in numbers}
    counted |= {lines[row.id] for row in rows if row.baseline is not None or row.target is not None}
    keys: dict[tuple[int, int], str] = {}
    stored = []
    for row in rows:
        for place, body in enumerate(_list_bodies(row, lines[row.id] in counted)):
            key = keys.setdefault((lines[row.id], place), uuid4().hex)
            stored.append(_make_entry(row, key, body))
    if stored:
        connection.execute(entries.insert(), stored)
    moved = [
        {
            "update_id": number.id,
            "measure": keys[lines[number.action_id], 0],
            "value": number.measure_value,
            "who": number.who,
            "at": number.at,
        }
        for number in numbers
    ]
    if moved:
        connection.execute(values.insert(), moved)


def _make_entry(row: Any, key: str, body: dict[str, object]) -> dict[str, object]:
    return {
        "plan_id": row.plan_id,
        "action_id": row.id,
        "kind": "measure",
        "key": key,
        "version": 1,
        "removed": False,
        "body": json.dumps(body, ensure_ascii=False),
        "who": row.who,
        "at": row.at,
    }


def _list_bodies(row: Any, is_counted: bool) -> Iterator[dict[str, object]]:
    whole = " ".join(row.measure.split())
    names = [whole or "Number reported"] if is_counted else dict.fromkeys(map(str.strip, whole.split(";")))
    for name in names:
        if name:
            yield {
                "name": name[:1].upper() + name[1:],
                "unit": "",
                "sense": "" if row.target is None else "at least",
                "target": row.target,
                "frequency": row.reporting,
                "baseline": row.baseline,
            }
