"""The crime measure that an action acts on, before and after the action's start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from csp import statistics
from csp.core.change import Change
from csp.core.filters import Period, add_months
from csp.core.population import Populations
from csp.core.scope import Scope

MOST_MONTHS = 12


def months_since(start: date, loaded: Iterable[date]) -> Period | None:
    """The months from an action's start on that are loaded, at most a year; None where there is none.

    The months from the first whole one: an action that starts on the 15th had no part in half of its month.
    """
    first = start if start.day == 1 else add_months(start.replace(day=1), 1)
    last = max((month for month in loaded if month >= first), default=None)
    if last is None:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Period(first, min(months, MOST_MONTHS))


def count_by_month(monthly: pd.DataFrame, measure: str) -> dict[date, int]:
    """Counts of one measure by month, from a frame of measure, month, n."""
    rows = zip(monthly["measure"], monthly["month"].dt.date, monthly["n"], strict=True)
    return {month: int(n) for code, month, n in rows if code == measure}


@dataclass(frozen=True)
class BeforeAfter:
    """A crime measure in the months after an action's start and in the same months a year before.

    Rates are per 1,000 over the months; nan without a population. verdict: the change with its verdict,
    as every other page says of the same months.
    """

    after: int
    before: int
    months: tuple[date, ...]
    months_before: tuple[date, ...]
    rate_after: float
    rate_before: float
    verdict: Change


@dataclass(frozen=True)
class LinkedCrime:
    """The series of the crime measure an action acts on, and the comparison around the action's start.

    counts go with trend's months, None where there is none to show; incomplete are the positions
    of incomplete months; last is the last month loaded. compared is None where there is nothing
    to compare; caveats are about the months compared.
    """

    trend: Period
    counts: list[float | None]
    incomplete: list[int]
    last: date
    compared: BeforeAfter | None
    caveats: list[str]


def compare_before_after(
    counts: Mapping[date, int],
    scope: Scope,
    people: Populations,
    area: str,
    verdict: Change,
) -> BeforeAfter | None:
    """The two sides of a start compared; None where they cannot be, scope says why.

    Like is compared with like: the same calendar months, each year with its own population. verdict:
    the change between the two sides, judged with the other crime types of the place.
    """
    if not (scope.months and scope.before):
        return None
    after, before = (sum(counts.get(month, 0) for month in side) for side in (scope.months, scope.before))
    around = (side[(len(side) - 1) // 2].year for side in (scope.months, scope.before))
    exposures = [people.of(area, year)[0] for year in around]
    return BeforeAfter(
        after,
        before,
        scope.months,
        scope.before,
        float(statistics.rate(after, exposures[0])),
        float(statistics.rate(before, exposures[1])),
        verdict,
    )
