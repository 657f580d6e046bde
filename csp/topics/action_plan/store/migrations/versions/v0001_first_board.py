"""The first board: plans and actions, the record, scenarios and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)

# Their rows stay as written; the columns tell a row that is already there.
APPEND_ONLY = {
    "updates": (
        "id = NEW.id OR corrects = NEW.corrects OR (action_id = NEW.action_id AND version = NEW.version)"
    ),
    "changes": "id = NEW.id OR (action_id = NEW.action_id AND version = NEW.version)",
    "decisions": "id = NEW.id",
    "concerns": "id = NEW.id",
}


def upgrade() -> None:
    _plans()
    _actions()
    _record()
    _what_if()
    for table, same in APPEND_ONLY.items():
        if op.get_bind().dialect.name == "sqlite":
            _keep_on_sqlite(table, same)
        else:
            _keep_on_postgresql(table)


def _keep_on_sqlite(table: str, same: str) -> None:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refusal}")
    # INSERT OR REPLACE deletes without asking the trigger above.
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refusal}"
    )


def _keep_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} are append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.UniqueConstraint("label", name="uq_plans_label"),
    )
    op.create_table(
        "priorities",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_priorities_plan_id"),
        sa.PrimaryKeyConstraint("plan_id", "number", name="pk_priorities"),
    )
    op.create_table(
        "agencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("name", name="uq_agencies_name"),
    )


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("reporting", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("linked_measure", sa.Text(), nullable=False),
        sa.Column("started", sa.Date(), nullable=True),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("carried_from", sa.Integer(), nullable=True),
        sa.Column("carried_record", sa.Integer(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("marks", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["carried_from"], ["actions.id"], name="fk_actions_carried_from"),
        sa.ForeignKeyConstraint(["carried_record"], ["actions.id"], name="fk_actions_carried_record"),
        sa.ForeignKeyConstraint(
            ["plan_id", "priority"],
            ["priorities.plan_id", "priorities.number"],
            name="fk_actions_plan_id_priority",
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_actions_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
        sa.UniqueConstraint("carried_from", name="uq_actions_carried_from"),
        sa.UniqueConstraint("plan_id", "ref", name="uq_actions_plan_id_ref"),
    )
    op.create_table(
        "action_agencies",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_action_agencies_action_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_action_agencies_agency_id"),
        sa.PrimaryKeyConstraint("action_id", "position", name="pk_action_agencies"),
        sa.UniqueConstraint("action_id", "agency_id", name="uq_action_agencies_action_id_agency_id"),
    )
    op.create_index("ix_action_agencies_agency_id", "action_agencies", ["agency_id"])


def _record() -> None:
    op.create_table(
        "updates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("measure_value", sa.Double(), nullable=True),
        sa.Column("evidence_link", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('not started', 'on track', 'at risk', 'off track', 'complete', 'stopped')",
            name=op.f("ck_updates_status"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id", "corrects"],
            ["updates.action_id", "updates.id"],
            name="fk_updates_action_id_corrects",
        ),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_updates_action_id"),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
        sa.UniqueConstraint("action_id", "id", name="uq_updates_action_id_id"),
        sa.UniqueConstraint("action_id", "version", name="uq_updates_action_id_version"),
        sa.UniqueConstraint("corrects", name="uq_updates_corrects"),
    )
    op.create_index("ix_updates_at", "updates", ["at"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('added', 'edited', 'retired', 'reinstated', 'carried over')",
            name=op.f("ck_changes_what"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_changes_action_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.UniqueConstraint("action_id", "version", name="uq_changes_action_id_version"),
    )
    op.create_index("ix_changes_at", "changes", ["at"])


def _what_if() -> None:
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("is_baseline", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
        sa.UniqueConstraint("name", name="uq_scenarios_name"),
    )
    op.create_index(
        "uq_scenarios_baseline",
        "scenarios",
        ["is_baseline"],
        unique=True,
        sqlite_where=sa.text("is_baseline"),
        postgresql_where=sa.text("is_baseline"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "decision IN ('retained', 'raised', 'dropped', 'adopted')", name=op.f("ck_decisions_decision")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_table(
        "concerns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_concerns_level")),
        sa.PrimaryKeyConstraint("id", name="pk_concerns"),
    )
