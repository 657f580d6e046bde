"""Updates withdrawn as their step is undone, and whether a plan shows simulated updates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from csp.topics.action_plan.store.migrations.append_only import keep_rows

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("update_id", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_withdrawals_step_id"),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name="fk_withdrawals_update_id"),
        sa.PrimaryKeyConstraint("update_id", name="pk_withdrawals"),
    )
    op.create_table(
        "simulations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_simulations_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_simulations"),
    )
    op.create_index("ix_simulations_plan_id", "simulations", ["plan_id"])
    keep_rows("withdrawals", "update_id = NEW.update_id")
    keep_rows("simulations", "id = NEW.id")
