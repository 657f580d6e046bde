"""The words of the chart of months."""

from __future__ import annotations

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.filters import Period
from csp.core.measures import Measure


def write_trend_words(
    row: MeasureRow,
    measure: Measure,
    place: str,
    periods: tuple[str, str],
    lengths: tuple[int, int],
    trend: Period,
) -> tuple[str, str]:
    """Title and subtitle: "Shoplifting: 28 a month in Jan to Dec 2020 after 46 in Jan to Dec 2019".

    lengths: how many months each period counts.
    """
    title = f"{measure.long_label} by month"
    if lengths[0]:
        title = f"{measure.long_label}: {a_month(row.change.now / lengths[0])} a month in {periods[0]}"
        if row.change.before is not None:
            title += f" after {a_month(row.change.before / lengths[1])} in {periods[1]}"
    months = wording.period(trend.start, trend.end)
    return title, f"Recorded in {place} by month, {months}; dashed: average month; {wording.INCOMPLETE_MARK}"


def a_month(mean: float) -> str:
    """A mean month, with a decimal where it is small."""
    return wording.count(mean) if mean >= 20 else wording.rate(mean)
