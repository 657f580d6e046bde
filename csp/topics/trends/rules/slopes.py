"""Whether the months rise or fall steadily: one sentence in the place of a finding a month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csp.core.filters import MAX_MONTHS
from csp.statistics.trend import Trend, find_trend
from csp.statistics.types import Bools
from csp.topics.trends.rules.months import Floats

SPANS = (24, 60)
"""How many of the latest months are looked at; the longer span as far as months are loaded."""
SIGNIFICANCE = 0.05
LEAST_YEAR = 20
"""Fewer than this in the latest 12 months have no verdict, as in the statistics of New South Wales."""
SHARE_BEFORE = 0.5
"""A slope that was there before the period is at least so steep there; else it is a step, not a slope."""


def is_too_few_for_slope(recorded: Floats) -> bool:
    """Whether the latest 12 months have too few to tell a trend; recorded are counts without gaps."""
    return recorded.size >= MAX_MONTHS and float(recorded[-MAX_MONTHS:].sum()) < LEAST_YEAR


@dataclass(frozen=True)
class Slope:
    """The trend of the latest months: from the first of them that is loaded, how many months ago."""

    months: int
    trend: Trend

    @property
    def is_clear(self) -> bool:
        """Whether it rises or falls by more than chance."""
        return self.trend.p < SIGNIFICANCE and self.trend.slope != 0


def find_slopes(recorded: Floats, values: Floats, used: Bools) -> tuple[Slope, ...]:
    """The trends of 24 and 60 months up to the last one, as far as they are loaded; none for too few.

    recorded are counts, values the same, adjusted for season where that is done, used the complete months.
    """
    at = np.flatnonzero(used)
    if at.size < MAX_MONTHS or is_too_few_for_slope(recorded[used]):
        return ()
    slopes: list[Slope] = []
    for span in SPANS:
        first = max(int(at[0]), values.size - span)
        months = values.size - first
        if months < SPANS[0] or any(slope.months == months for slope in slopes):
            continue
        trend = find_trend(np.where(used, values, np.nan)[first:])
        if trend is not None:
            slopes.append(Slope(months, trend))
    return tuple(slopes)


def find_steady_slope(slopes: tuple[Slope, ...], values: Floats, baseline: Bools) -> float:
    """The slope a month of the longest trend, where it is clear and was there in the baseline; else 0.

    A step at the start of the period, such as a lockdown, makes a clear trend of the whole as well.
    """
    if not slopes or not slopes[-1].is_clear:
        return 0.0
    before, slope = find_trend(np.where(baseline, values, np.nan)), slopes[-1].trend.slope
    return slope if before is not None and before.slope / slope >= SHARE_BEFORE else 0.0
