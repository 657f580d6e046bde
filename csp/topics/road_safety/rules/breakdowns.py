"""What the people hurt are made of: road users, ages, conditions, hours, wards, villages. Pure.

Frames are those of the store: a row for each casualty, or sums with the column casualties, both with severity
(1 fatal, 2 serious, 3 slight) and adjusted_serious, the probability of a serious injury, or its sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.collision_codes import Severity
from csp.core.disclosure import is_too_few
from csp.core.noise import add_noise
from csp.statistics.gathering import find_nearest
from csp.statistics.projection import project
from csp.statistics.trend import Trend, find_trend
from csp.statistics.types import Floats, Ints
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import Severities, sum_months

NOT_RECORDED = "Not recorded"
# How the labels of the published code list begin that name no value.
UNKNOWN = ("unknown", "data missing")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS, HOURS = len(DAY_NAMES), 24
# The kinds of places that a casualty can be nearest to.
VILLAGES = ("town", "village")
# Fewer a year have no verdict on a trend, as in trends.
LEAST_A_YEAR = 20


@dataclass(frozen=True)
class Part:
    """One value of a column: how many now and before, and how many now are killed or serious (adjusted).

    share: of all that have a value, now; nan for those without one. few: fewer than 5 now and before, too
    few to compare.
    """

    code: str
    label: str
    change: Change
    serious: float
    share: float
    few: bool


@dataclass(frozen=True, eq=False)
class HourGrid:
    """People hurt by weekday (Monday first) and hour, [7, 24], and how many at no known time."""

    counts: Ints
    without_time: int


@dataclass(frozen=True)
class BusyHours:
    """Hours that follow each other on the days from Monday to Friday, or on Saturday and Sunday.

    share: of all whose time is known. hours_share: what share of the week these hours are.
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
    now: pd.DataFrame,
    before: pd.DataFrame,
    column: str,
    labels: Mapping[str, str],
    phi: float,
    rules: ChangeRules,
    noise: bool = False,
) -> tuple[Part, ...]:
    """The people of two periods by a column, in the order of labels (words by code), then those without a
    value.

    A code without a label is one without a value, and so is one whose label says "unknown". Parts are judged
    with each other, by their bare counts; people without a value are no part of that. noise: the counts
    are adjusted as those of wards are in public mode.
    """
    known = {code: label for code, label in labels.items() if not label.lower().startswith(UNKNOWN)}
    sums, sums_before = (_sum_parts(rows, column, list(known)) for rows in (now, before))
    missing = sums[NOT_RECORDED].people + sums_before[NOT_RECORDED].people > 0
    codes = [*known, *([NOT_RECORDED] if missing else [])]
    counts, counts_before = ([each[code].people for code in codes] for each in (sums, sums_before))
    changes = judge_changes(
        counts,
        counts_before,
        replace(rules, listed=tuple(code in known for code in codes)),
        dispersion=add_noise(phi, counts, counts_before) if noise else phi,
    )
    total = sum(change.now for code, change in zip(codes, changes, strict=True) if code in known)
    return tuple(
        Part(
            code=code,
            label=known.get(code, NOT_RECORDED),
            change=change,
            serious=sums[code].serious,
            share=change.now / total if total and code in known else float("nan"),
            few=is_too_few(max(change.now, change.before or 0)),
        )
        for code, change in zip(codes, changes, strict=True)
    )


def list_present(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that anybody is in, now or before."""
    return tuple(part for part in parts if part.change.now or part.change.before)


class _Sum(NamedTuple):
    people: int
    serious: float


def _sum_parts(rows: pd.DataFrame, column: str, codes: list[str]) -> dict[str, _Sum]:
    """People, and those killed or seriously injured (adjusted), by code and for NOT_RECORDED."""
    severity = rows["severity"].to_numpy(dtype=np.int64)
    people = np.ones(len(rows))
    if "casualties" in rows:
        people = rows["casualties"].to_numpy(dtype=np.float64)
    adjusted = rows["adjusted_serious"].to_numpy(dtype=np.float64, na_value=np.nan)
    recorded = np.where(severity == Severity.SERIOUS, people, 0.0)
    serious = np.where(
        severity == Severity.FATAL, people, np.where(np.isfinite(adjusted), adjusted, recorded)
    )
    names = [code if code in codes else NOT_RECORDED for code in rows[column].map(_write_code)]
    sums = {code: _Sum(0, 0.0) for code in (*codes, NOT_RECORDED)}
    for name, number, grave in zip(names, people.tolist(), serious.tolist(), strict=True):
        sums[name] = _Sum(sums[name].people + int(number), sums[name].serious + grave)
    return sums


def _write_code(value: str | float | None) -> str:
    """3, 3.0 and "3" -> "3"; what is missing -> ""."""
    if pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def count_hours(rows: pd.DataFrame) -> HourGrid:
    """People hurt by weekday and hour. rows: weekday (1 Monday to 7 Sunday), hour, casualties."""
    timed = rows.dropna(subset=["hour"])
    counts = np.zeros((DAYS, HOURS), dtype=np.int64)
    at = tuple(timed[column].to_numpy(dtype=np.int64) for column in ("weekday", "hour"))
    np.add.at(counts, (at[0] - 1, at[1]), timed["casualties"].to_numpy(dtype=np.int64))
    return HourGrid(counts, int(rows["casualties"].sum()) - int(counts.sum()))


def find_busy_hours(grid: HourGrid, hours: int = 3) -> BusyHours | None:
    """The hours in a row in which most are hurt for each hour of the week; the earliest of equal ones.

    None where no time is known.
    """
    total = int(grid.counts.sum())
    if not total:
        return None
    stretches = []
    for weekend, days in ((False, slice(0, 5)), (True, slice(5, 7))):
        by_hour = grid.counts[days].sum(axis=0)
        number = len(range(DAYS)[days])
        for first in range(HOURS - hours + 1):
            count = int(by_hour[first : first + hours].sum())
            stretches.append((-count / number, weekend, first, count, number * hours / (DAYS * HOURS)))
    _, weekend, first, count, hours_share = min(stretches)
    return BusyHours(weekend, first, hours, count, count / total, hours_share)


def count_periods(
    casualties: pd.DataFrame, collisions: pd.DataFrame, district: str, periods: Iterable[Period]
) -> tuple[YearFigures, ...]:
    """The figures of a district in each of some periods. Frames: sums by month (severity)."""
    return tuple(
        YearFigures(each, sum_months(casualties, collisions, each).get(district, Severities()))
        for each in periods
    )


def count_by_month(
    casualties: pd.DataFrame, collisions: pd.DataFrame, district: str, loaded: Period
) -> pd.DataFrame:
    """month, collisions and casualties of every month loaded, oldest first; a month without any has 0."""
    every = pd.period_range(loaded.start, loaded.end, freq="M")
    counts = {}
    for name, rows in (("collisions", collisions), ("casualties", casualties)):
        own = rows[rows["district_code"] == district]
        by_month = own.groupby(pd.to_datetime(own["month"]).dt.to_period("M"))[name].sum()
        counts[name] = by_month.reindex(every, fill_value=0).astype(np.int64).to_numpy()
    return pd.DataFrame({"month": every.to_timestamp(), **counts})


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
    for ward, within in places[places["kind"].isin(VILLAGES)].groupby("ward"):
        rows = np.flatnonzero((ward_names == ward).to_numpy(dtype=bool))
        nearest = find_nearest(points[rows], project(within["longitude"], within["latitude"]))[1]
        names[rows] = np.where(nearest >= 0, within["place"].to_numpy(dtype=object)[nearest], "")
    return pd.Series(names.tolist(), index=collisions.index, dtype="str")
