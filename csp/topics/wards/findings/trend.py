"""The words of the chart of months."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from csp.core import wording
from csp.core.filters import Period
from csp.core.measures import Measure


def write_trend_words(
    measure: Measure,
    name: str,
    series: Sequence[float | None],
    period: Period,
    level: bool,
    incomplete: Collection[int] = (),
) -> tuple[str, str]:
    """Title and subtitle of the trend: the last 12 months against the 12 before, where all are complete.

    series: monthly counts over the period, None where there is none to show. level: whether
    the chart shows what there would be at the borough's rate. incomplete: positions of incomplete
    months, which the title does not quote.
    """
    complete = [None if i in incomplete else n for i, n in enumerate(series)]
    last, before = complete[-12:], complete[-24:-12]
    counts = [int(n) for n in complete if n is not None]
    if len(before) == 12 and all(n is not None for n in (*last, *before)):
        sums = [wording.count(sum(n or 0 for n in part)) for part in (last, before)]
        title = f"{sums[0]} in the last 12 months, {sums[1]} in the 12 before"
    elif counts:
        lowest, highest = wording.count(min(counts)), wording.count(max(counts))
        title = f"{lowest} to {highest} a month" if lowest != highest else f"{highest} a month"
    elif any(n is not None for n in series):
        title = "No complete month is loaded"
    else:
        title = "No month can be shown"
    dashed = "; dashed: at the district's rate" if level else ""
    months = wording.period(period.start, period.end)
    return title, f"{measure.long_label} in {name} by month, {months}{dashed}; {wording.INCOMPLETE_MARK}"
