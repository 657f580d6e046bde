"""The published plans of data/reference/plans, stored when a board is opened for the first time."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.action_plan.store import check, status, writing
from csp.topics.action_plan.store.plan_import import Preview, preview
from csp.topics.action_plan.store.records import PlanDraft

AUTHOR = "Published plan"


def store_plans(connection: Connection, at: datetime, year_start: int) -> None:
    """Stores every plan of the folder, in a transaction of the caller's. year_start: first month of the year.

    The file's name is the plan's label, 2021-22.csv. Actions without a start of their own
    start with the plan. Raises UserError for a file with errors.
    """
    for path in sorted((settings.REFERENCE / "plans").glob("*.csv")):
        found = _faultless(path)
        try:
            start, end = status.plan_period(path.stem, year_start)
        except ValueError as error:
            raise UserError(f"{path.name} is not named after a year, like 2021-22.csv.") from error
        source = f"data/reference/plans/{path.name}"
        plan = writing.checked_plan(PlanDraft(path.stem, start, end, found.priorities, source))
        drafts = [dataclasses.replace(check.draft(d), started=d.started or start) for d in found.drafts]
        writing.insert_actions(
            connection, writing.insert_plan(connection, plan, AUTHOR, at), drafts, AUTHOR, at
        )


def _faultless(path: Path) -> Preview:
    found = preview(path.name, path.read_bytes())
    for row in found.rows:
        if row.errors:
            raise UserError(f"{path.name}, line {row.line}: {row.errors[0]}")
    return found
