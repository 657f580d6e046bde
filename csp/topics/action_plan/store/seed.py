"""The published plans of a partnership, stored when its database is opened for the first time.

data/reference/plans has a folder for each partnership whose plan is known, named after its district. Any
other begins without a plan: what another one has agreed is none of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.action_plan.store import check, plan_import, status, writing
from csp.topics.action_plan.store.plan_areas import PlanArea, find_home
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import PlanDraft

AUTHOR = "Published plan"


def store_plans(connection: Connection, at: datetime, year_start: int) -> None:
    """Stores every plan of the home district, in a transaction of the caller's. year_start: a month.

    So are those of the districts that home is made of or took in, each as its own: of one year the first.

    The file's name is the plan's label, 2021-22.csv. Actions without a start of their own
    start with the plan. Raises UserError for a file with errors.
    """
    stored: set[str] = set()
    for code, path in _list_published():
        if path.stem in stored:
            continue
        stored.add(path.stem)
        preview = _read_faultless(path)
        try:
            start, end = status.parse_plan_period(path.stem, year_start)
        except ValueError as error:
            raise UserError(f"{path.name} is not named after a year, like 2021-22.csv.") from error
        source = f"data/reference/plans/{code}/{path.name}"
        plan = writing.check_plan(PlanDraft(path.stem, start, end, preview.priorities, source))
        drafts = [
            dataclasses.replace(check.draft(draft), started=draft.started or start)
            for draft in preview.drafts
        ]
        area = PlanArea(code, settings.area().names.get(code, code))
        plan_id = writing.insert_plan(connection, plan, AUTHOR, at, area)
        writing.insert_actions(connection, plan_id, drafts, AUTHOR, at)


def _list_published() -> Iterator[tuple[str, Path]]:
    """The district and the file of each published plan, those of home first.

    None while the settings cannot be used, which the pages say.
    """
    home = find_home()
    if home is None:
        return
    districts = settings.read_districts()
    former = [each.code for each in districts.values() if each.successor == home.area_code]
    for code in (home.area_code, *districts[home.area_code].within, *former):
        for path in sorted((settings.REFERENCE / "plans" / code).glob("*.csv")):
            yield code, path


def _read_faultless(path: Path) -> Preview:
    """The preview of a plan's file. Raises UserError for the first row with an error."""
    preview = plan_import.preview_file(path.name, path.read_bytes())
    for row in preview.rows:
        if row.errors:
            raise UserError(f"{path.name}, line {row.line}: {row.errors[0]}")
    return preview
