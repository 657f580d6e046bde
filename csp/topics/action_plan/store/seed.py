"""The published plans of a partnership, stored when its database is opened for the first time.

data/reference/plans has a folder for each partnership whose plan is known, named after its district. Any
other begins without a plan: what another one has agreed is none of its own.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.action_plan.store import check, plan_import, status, writing
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import PlanDraft

AUTHOR = "Published plan"


def store_plans(connection: Connection, at: datetime, year_start: int) -> None:
    """Stores every plan of the home district, in a transaction of the caller's. year_start: a month.

    The file's name is the plan's label, 2021-22.csv. Actions without a start of their own
    start with the plan. Raises UserError for a file with errors.
    """
    home = _find_home()
    for path in sorted((settings.REFERENCE / "plans" / home).glob("*.csv")) if home else ():
        preview = _read_faultless(path)
        try:
            start, end = status.parse_plan_period(path.stem, year_start)
        except ValueError as error:
            raise UserError(f"{path.name} is not named after a year, like 2021-22.csv.") from error
        source = f"data/reference/plans/{home}/{path.name}"
        plan = writing.check_plan(PlanDraft(path.stem, start, end, preview.priorities, source))
        drafts = [
            dataclasses.replace(check.draft(draft), started=draft.started or start)
            for draft in preview.drafts
        ]
        plan_id = writing.insert_plan(connection, plan, AUTHOR, at)
        writing.insert_actions(connection, plan_id, drafts, AUTHOR, at)


def _find_home() -> str:
    """The code of the home district; "" while the settings cannot be used, which the pages say."""
    try:
        return settings.area().home
    except UserError:
        return ""


def _read_faultless(path: Path) -> Preview:
    """The preview of a plan's file. Raises UserError for the first row with an error."""
    preview = plan_import.preview_file(path.name, path.read_bytes())
    for row in preview.rows:
        if row.errors:
            raise UserError(f"{path.name}, line {row.line}: {row.errors[0]}")
    return preview
