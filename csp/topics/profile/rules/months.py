"""The months of the trend, and what may be shown of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from csp.core.filters import TREND_MONTHS, Period


def find_trend_period(end: date, loaded: Collection[date]) -> Period:
    """The 36 months up to a month, or as many of them as there are from the first one loaded."""
    longest = Period.ending(end, TREND_MONTHS)
    first = min((month for month in longest.each() if month in loaded), default=end)
    return Period(first, longest.each()[::-1].index(first) + 1)


def build_series(
    counts: Mapping[date, int],
    months: Sequence[date],
    loaded: Collection[date],
    incomplete: Collection[date],
) -> tuple[list[float | None], list[int]]:
    """Counts of some months, None where not loaded, and the positions of incomplete ones.

    counts: by first day of the month; a loaded month that is absent is 0.
    """
    series = [float(counts.get(month, 0)) if month in loaded else None for month in months]
    return series, [i for i, month in enumerate(months) if month in incomplete]
