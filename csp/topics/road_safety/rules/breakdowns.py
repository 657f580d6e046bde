"""What collisions and casualties are made of: road users, ages, conditions, hours, wards. Pure.

A row of a frame is a collision or a casualty, with its date, severity (1 fatal, 2 serious, 3 slight) and
adjusted_serious, the probability that it is serious (nan: as recorded).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.disclosure import is_too_few
from csp.statistics.gathering import find_nearest
from csp.statistics.projection import project
from csp.statistics.trend import Trend, find_trend
from csp.statistics.types import Floats, Ints
from csp.topics.road_safety.rules.periods import Period, list_whole_years
from csp.topics.road_safety.rules.severity import Severities, sum_severities

NOT_RECORDED = "Not recorded"
DAYS, HOURS = 7, 24
# Fewer a year have no verdict on a trend, as in trends.
LEAST_A_YEAR = 20


@dataclass(frozen=True)
class Part:
    """One value of a column: how many now and before, and how many now are killed or serious (adjusted).

    share: of all that have a value, now. few: fewer than 5 now and before, too few to compare.
    """

    code: str
    label: str
    change: Change
    serious: float
    share: float
    few: bool


@dataclass(frozen=True, eq=False)
class HourGrid:
    """Collisions by weekday (Monday first) and hour, [7, 24], and how many have no time."""

    counts: Ints
    without_time: int


@dataclass(frozen=True)
class BusyHours:
    """Hours that follow each other on the days from Monday to Friday, or on Saturday and Sunday.

    share: of all collisions with a time. hours_share: what share of the week these hours are.
    """

    weekend: bool
    first: int
    hours: int
    count: int
    share: float
    hours_share: float


@dataclass(frozen=True)
class YearFigures:
    """A year from July to June."""

    period: Period
    figures: Severities


def count_parts(
    rows: pd.DataFrame,
    column: str,
    labels: Mapping[str, str],
    periods: tuple[Period, Period],
    phi: float,
    rules: ChangeRules,
) -> tuple[Part, ...]:
    """The rows by a column, in the order of labels (words by code), then those without a value, if any.

    A code without a label is one without a value. Parts are judged with each other, by their bare counts;
    rows without a value are no part of that.
    """
    names = rows[column].map(_write_code)
    names = names.where(names.isin(list(labels)), NOT_RECORDED)
    serious = rows["adjusted_serious"].astype(np.float64).where(rows["severity"] != 1, 1.0)
    serious = serious.fillna((rows["severity"] <= 2).astype(np.float64))
    within, within_before = (period.mark(rows["date"]) for period in periods)
    now, before = names[within].value_counts(), names[within_before].value_counts()
    by_serious = serious[within].groupby(names[within]).sum()
    codes = [*labels, *([NOT_RECORDED] if NOT_RECORDED in now or NOT_RECORDED in before else [])]
    counts = [[int(each.get(code, 0)) for code in codes] for each in (now, before)]
    listed = tuple(code != NOT_RECORDED for code in codes)
    changes = judge_changes(
        counts[0],
        counts[1],
        ChangeRules(rules.comparable, rules.significance, rules.small_base, listed),
        dispersion=phi,
    )
    known = sum(count for count, is_listed in zip(counts[0], listed, strict=True) if is_listed)
    return tuple(
        Part(
            code=code,
            label=labels.get(code, NOT_RECORDED),
            change=change,
            serious=float(by_serious.get(code, 0.0)),
            share=change.now / known if known and code != NOT_RECORDED else float("nan"),
            few=is_too_few(max(change.now, change.before or 0)),
        )
        for code, change in zip(codes, changes, strict=True)
    )


def _write_code(value: str | float | None) -> str:
    """3, 3.0 and "3" -> "3"; what is missing -> ""."""
    if pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def count_hours(collisions: pd.DataFrame, period: Period) -> HourGrid:
    """Collisions of a period by weekday and hour."""
    rows = collisions[period.mark(collisions["date"])]
    timed = rows.dropna(subset=["hour"])
    counts = np.zeros((DAYS, HOURS), dtype=np.int64)
    days = pd.to_datetime(timed["date"]).dt.day_of_week.to_numpy(dtype=np.int64)
    np.add.at(counts, (days, timed["hour"].to_numpy(dtype=np.int64)), 1)
    return HourGrid(counts, len(rows) - len(timed))


def find_busy_hours(grid: HourGrid, hours: int = 3) -> BusyHours | None:
    """The hours in a row with the most collisions for each hour of the week; the earliest of equal ones.

    None where no collision has a time.
    """
    total = int(grid.counts.sum())
    if not total:
        return None
    found = []
    for weekend, days in ((False, slice(0, 5)), (True, slice(5, 7))):
        by_hour = grid.counts[days].sum(axis=0)
        number = len(range(DAYS)[days])
        for first in range(HOURS - hours + 1):
            count = int(by_hour[first : first + hours].sum())
            found.append((-count / number, weekend, first, count, number * hours / (DAYS * HOURS)))
    _, weekend, first, count, hours_share = min(found)
    return BusyHours(weekend, first, hours, count, count / total, hours_share)


def count_years(collisions: pd.DataFrame, loaded: Period) -> tuple[YearFigures, ...]:
    """The years from July to June that are loaded whole, oldest first."""
    return tuple(
        YearFigures(year, sum_severities(collisions[year.mark(collisions["date"])]))
        for year in list_whole_years(loaded.start, loaded.end)
    )


def count_by_month(collisions: pd.DataFrame, loaded: Period) -> pd.DataFrame:
    """month, collisions and casualties of every month loaded, oldest first; a month without any has 0."""
    months = pd.period_range(loaded.start, loaded.end, freq="M")
    rows = collisions[loaded.mark(collisions["date"])]
    people = rows[["fatal", "serious", "slight"]].sum(axis=1)
    by_month = pd.DataFrame({"collisions": 1, "casualties": people}).groupby(
        pd.to_datetime(rows["date"]).dt.to_period("M")
    )
    counts = by_month.sum().reindex(months, fill_value=0).astype(np.int64)
    return counts.rename_axis("month").reset_index().assign(month=months.to_timestamp())


def find_month_trend(months: pd.DataFrame, span: int, column: str = "casualties") -> Trend | None:
    """The trend of the latest months; None where there are not so many, or too few in the last twelve."""
    values = months[column].to_numpy(dtype=np.float64)
    if len(values) < span or values[-12:].sum() < LEAST_A_YEAR:
        return None
    return find_trend(values[-span:])


def name_places(collisions: pd.DataFrame, places: pd.DataFrame, wards: Mapping[str, str]) -> pd.Series[str]:
    """The town, village or hamlet nearest to each collision, of those in its ward; "" where it has none.

    For a ward of several villages, such as Goudhurst and Lamberhurst: parishes have no outlines here, so a
    collision is counted "nearest to" a village and not "in" its parish. places: place, kind, longitude,
    latitude and ward (a name); wards: names by code.
    """
    names = np.full(len(collisions), "", dtype=object)
    points: Floats = project(collisions["longitude"], collisions["latitude"])
    ward_names = collisions["ward_code"].map(dict(wards))
    for ward, within in places[places["kind"].isin(["town", "village"])].groupby("ward"):
        rows = np.flatnonzero((ward_names == ward).to_numpy(dtype=bool))
        nearest = find_nearest(points[rows], project(within["longitude"], within["latitude"]))[1]
        names[rows] = np.where(nearest >= 0, within["place"].to_numpy(dtype=object)[nearest], "")
    return pd.Series(names.tolist(), index=collisions.index, dtype="str")
