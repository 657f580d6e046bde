"""Whose plan each is. One database may hold plans of several areas: of a district, and of what it went into.

A plan stays that of the area it was stored under, whatever the settings name later, so that it is neither
lost nor shown as another's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.action_plan.store import schema

# The folder of a published plan stands in its source; before there were any, all were of one borough.
_PUBLISHED = re.compile(r"data/reference/plans/(?:(?P<code>[^/]+)/)?[^/]+\.csv")


class PlanArea(NamedTuple):
    """The code and the name of an area as they were when a plan was stored."""

    area_code: str
    area: str


def find_home() -> PlanArea | None:
    """The area of the settings; None while they cannot be used, which the pages say."""
    try:
        area = settings.area()
    except UserError:
        return None
    return PlanArea(area.home, area.home_name)


def note_area(connection: Connection, plan_id: int, area: PlanArea | None) -> None:
    """Keeps whose a plan is. One that is nobody's yet is told when the database is opened the next time."""
    if area is not None:
        connection.execute(insert(schema.PlanArea).values(plan_id=plan_id, **area._asdict()))


def note_missing(connection: Connection) -> None:
    """Keeps whose the plans are of which nobody has: by their source where published, else that of home."""
    missing = select(schema.Plan.id, schema.Plan.source).where(
        schema.Plan.id.not_in(select(schema.PlanArea.plan_id))
    )
    plans = connection.execute(missing).all()
    home = find_home() if plans else None
    if home is None:
        return
    names = settings.area().names
    for plan_id, source in plans:
        published = _PUBLISHED.fullmatch(source)
        code = (published["code"] or settings.SAMPLE_HOME) if published else home.area_code
        note_area(connection, plan_id, PlanArea(code, names.get(code, code)))
