"""Collisions around schools at the times when children come and go. Pure.

Times are the hours from 8 and from 15 o'clock, Monday to Friday, August left out: terms are not in the
data, so holidays of other months count as school days. A collision near two schools counts at both, so
schools are not added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csp.core.collision_codes import Severity
from csp.core.road_records.school import School
from csp.statistics.gathering import count_near
from csp.statistics.projection import project
from csp.statistics.types import Bools
from csp.topics.road_safety.rules.periods import Period

RADIUS = 200
HOURS = (8, 15)
LEFT_OUT_MONTH = 8


@dataclass(frozen=True)
class SchoolFigures:
    """Collisions within a radius of a school: at any time, at school times, and of these the grave ones.

    serious: with somebody killed or seriously injured, as recorded. child: in which a child under 16 was
    hurt.
    """

    school: School
    collisions: int
    at_school_times: int
    serious: int
    child: int


def mark_school_times(collisions: pd.DataFrame, hours: Sequence[int] = HOURS) -> Bools:
    """Which collisions (date, hour) fall into school times; one without an hour does not."""
    days = pd.to_datetime(collisions["date"]).dt
    weekday = (days.day_of_week < 5) & (days.month != LEFT_OUT_MONTH)
    return (weekday & collisions["hour"].isin(list(hours))).to_numpy(dtype=bool)


def count_at_schools(
    collisions: pd.DataFrame, schools: Sequence[School], period: Period, radius: int = RADIUS
) -> tuple[SchoolFigures, ...]:
    """Every school, most collisions at school times first, then by the grave ones, all of them, and name.

    collisions: date, hour, longitude, latitude, severity and child (frames.mark_people()).
    """
    rows = collisions[period.mark(collisions["date"])]
    points = project(rows["longitude"], rows["latitude"])
    places = project([each.longitude for each in schools], [each.latitude for each in schools])
    at_times = mark_school_times(rows)
    grave = at_times & (rows["severity"] <= Severity.SERIOUS).to_numpy(dtype=bool)
    child = at_times & rows["child"].to_numpy(dtype=bool)
    every = np.ones(len(rows), dtype=bool)
    counts = [count_near(points[marks], places, radius).tolist() for marks in (every, at_times, grave, child)]
    figures = [SchoolFigures(school, *each) for school, *each in zip(schools, *counts, strict=True)]
    return tuple(
        sorted(
            figures,
            key=lambda each: (-each.at_school_times, -each.serious, -each.collisions, each.school.name),
        )
    )
