"""Stands for the step of the report until the two are merged; the merge drops this file."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing: the other branch has the step."""
