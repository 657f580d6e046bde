"""Whose plan each is: the area of the settings that it was stored under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "plan_areas",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_areas_plan_id_plans"),
        sa.PrimaryKeyConstraint("plan_id", name="pk_plan_areas"),
    )
