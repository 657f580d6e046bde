"""What the filters of the period offer: loaded months, or, in public mode, periods that are published.

Of any other period the figures of wards are not published, and a page without any would be a dead end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from csp.core import wording
from csp.core.filters import (
    MAX_MONTHS,
    YEAR_BEFORE,
    Period,
    find_default_comparison,
    find_default_period,
    list_comparisons,
    list_published_comparisons,
)


def find_first_period(months: Collection[date], year_start: int, published: Sequence[Period]) -> Period:
    """The period that a page opens with: where some are published it is one of them."""
    first = find_default_period(months, year_start)
    return first if first in published or not published else published[0]


def list_ends(months: Collection[date], published: Sequence[Period]) -> dict[str, date]:
    """The last months of periods by label, the latest first."""
    ends = {period.end for period in published} or months
    return {wording.month(month): month for month in sorted(ends, reverse=True)}


def list_lengths(end: date, published: Sequence[Period]) -> dict[str, int]:
    """How many months a period up to a month can have, by label."""
    lengths = sorted({period.months for period in published if period.end == end})
    return {wording.plural(n, "month"): n for n in lengths or range(1, MAX_MONTHS + 1)}


def find_comparisons(
    period: Period, months: Collection[date], published: Sequence[Period]
) -> tuple[dict[str, Period], str]:
    """The comparisons on offer by label, and the label of the one that a page opens with."""
    if not published:
        return list_comparisons(period, months), find_default_comparison(period, months)
    offered = list_published_comparisons(period, published)
    return offered, next((label for label, each in offered.items() if each in published), YEAR_BEFORE)
