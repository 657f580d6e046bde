"""Steps that can be undone, and the directory of agencies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from csp.topics.action_plan.store.migrations.append_only import keep_rows

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["steps.id"], name="fk_steps_undoes"),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sa.UniqueConstraint("undoes", name="uq_steps_undoes"),
    )
    op.create_table(
        "agency_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_agency_entries_version")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_agency_entries_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_entries"),
        sa.UniqueConstraint("key", "version", name="uq_agency_entries_key_version"),
    )
    keep_rows("steps", "id = NEW.id OR undoes = NEW.undoes")
    keep_rows("agency_entries", "id = NEW.id OR (key = NEW.key AND version = NEW.version)")
