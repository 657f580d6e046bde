"""Totals of 12 months each, up to the end of the period: for what is too rare to be judged by month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from csp.core.filters import MAX_MONTHS, Period
from csp.topics.trends.rules.months import Series


@dataclass(frozen=True)
class Total:
    """What was recorded in 12 months; is_partial where an incomplete month is among them."""

    period: Period
    n: int
    is_partial: bool


def sum_years(series: Series, history: Period, incomplete: Collection[int]) -> tuple[Total, ...]:
    """The totals of every 12 months back from the end, oldest first, as far as each month has a figure."""
    totals: list[Total] = []
    for stop in range(len(series), MAX_MONTHS - 1, -MAX_MONTHS):
        at = range(stop - MAX_MONTHS, stop)
        values = [value for i in at if (value := series[i]) is not None]
        if len(values) < MAX_MONTHS:
            break
        period = Period(history.each()[at[0]], MAX_MONTHS)
        totals.append(Total(period, int(sum(values)), any(i in incomplete for i in at)))
    return tuple(reversed(totals))
