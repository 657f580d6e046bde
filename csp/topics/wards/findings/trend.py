"""The words of the chart of months."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.filters import Period
from csp.core.measures import Measure


def write_trend_words(
    measure: Measure, name: str, series: Sequence[float | None], period: Period, level: bool
) -> tuple[str, str]:
    """Title and subtitle of the trend: the last 12 months against the 12 before, where all are loaded.

    series: monthly counts over the period, None where there is none to show. level: whether
    the chart shows what there would be at the borough's rate.
    """
    last, before = list(series[-12:]), list(series[-24:-12])
    counts = [int(n) for n in series if n is not None]
    if len(before) == 12 and all(n is not None for n in (*last, *before)):
        sums = [wording.count(sum(n or 0 for n in part)) for part in (last, before)]
        title = f"{sums[0]} in the last 12 months, {sums[1]} in the 12 before"
    elif counts:
        title = f"{wording.count(min(counts))} to {wording.count(max(counts))} a month"
    else:
        title = "No month can be shown"
    dashed = "; dashed: at the borough's rate" if level else ""
    months = wording.period(period.start, period.end)
    return title, f"{measure.long_label} in {name} by month, {months}{dashed}; {wording.INCOMPLETE_MARK}"
