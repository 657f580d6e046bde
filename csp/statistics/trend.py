"""Whether a series of months rises or falls steadily: Kendall's test against time, and Sen's slope."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from csp.statistics.types import Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector


@dataclass(frozen=True)
class Trend:
    """tau: Kendall's τ-b against time. p: two-sided, of Mann and Kendall. slope: Sen's, per step of time.

    level is the median of the values, so that 100 x slope x 12 / level is a % a year.
    """

    tau: float
    p: float
    slope: float
    level: float

    @property
    def yearly_pct(self) -> float:
        """The slope of a monthly series as % a year of its median; nan from a median of 0."""
        return 1200 * self.slope / self.level if self.level else float("nan")


def find_trend(values: Vector) -> Trend | None:
    """The trend of a series, oldest first; nan is a month that is left out. None for fewer than 3 values.

    p is the normal approximation with continuity correction, its variance corrected for ties, as
    pymannkendall gives it. scipy.stats would take a second to import; the tests compare with it.
    """
    series = floats(values)
    at = np.flatnonzero(np.isfinite(series))
    if at.size < 3:
        return None
    x = series[at]
    first, second = np.triu_indices(x.size, k=1)
    steps = x[second] - x[first]
    score, pairs = float(np.sign(steps).sum()), steps.size
    tied, variance = _ties(x)
    distinct = pairs - tied
    return Trend(
        tau=score / sqrt(pairs * distinct) if distinct else 0.0,
        p=_mann_kendall_p(score, variance),
        slope=float(np.median(steps / (at[second] - at[first]))),
        level=float(np.median(x)),
    )


def _ties(x: Floats) -> tuple[float, float]:
    """The number of pairs of equal values, and the variance of Kendall's score with them."""
    n = x.size
    _, sizes = np.unique(x, return_counts=True)
    variance = n * (n - 1) * (2 * n + 5) - (sizes * (sizes - 1) * (2 * sizes + 5)).sum()
    return float((sizes * (sizes - 1) / 2).sum()), float(variance) / 18


def _mann_kendall_p(score: float, variance: float) -> float:
    if variance <= 0 or not isfinite(variance):
        return 1.0
    z = (abs(score) - 1) / sqrt(variance) if score else 0.0
    return float(min(1.0, 2 * special.ndtr(-max(z, 0.0))))
