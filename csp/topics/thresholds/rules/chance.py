"""Which cells differ clearly from their baselines: the test of counts, and the verdicts of each place.

The test is that of every other page (csp.statistics.change_p), and so is the verdict: whether a crime
type has changed in a place is decided over the listed crime types of that place. The tests of a
simulation, where there are a million of them, are near enough by the normal distribution of roots.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import special

from csp import statistics
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules.baseline import Baseline

# What makes the root of a small count vary as that of a large one (Anscombe).
ROOT = 3 / 8


# The month in view and each month of the past year are asked for again and again while a limit moves.
@lru_cache(maxsize=128)
def find_p(baseline: Baseline, at: int) -> Floats:
    """[measure, area]: two-sided p that count and baseline have the same rate; nan where not judged.

    A baseline that is no whole number, as a median of rates gives it, is rounded.
    """
    judged = baseline.judged[at]
    p = np.full(judged.shape, np.nan)
    varies = np.broadcast_to(baseline.dispersion[:, None], judged.shape)
    p[judged] = statistics.change_p(
        baseline.observed[at][judged],
        np.rint(baseline.base[at][judged]),
        1.0,
        baseline.windows[at][judged],
        dispersion=varies[judged],
    )
    return p


def find_clear(p: Floats, listed: Bools, alpha: float) -> Bools:
    """Which of p are clear, [..., measure, area]: judged over the listed measures of each area."""
    by_area = statistics.signals_among(np.swapaxes(p, -1, -2), listed, alpha)
    return np.swapaxes(by_area, -1, -2)


def estimate_p(count: Ints, base: Floats, windows: Floats, dispersion: Floats) -> Floats:
    """About the p of the test, for simulations; everything is broadcast.

    The root of a count varies by about the same whatever its mean is, so the difference of two roots
    is normal. Alike counts of 10 and more are called clear as often as by the test itself.
    """
    difference = np.sqrt(count + ROOT) - np.sqrt((base + ROOT) / windows)
    deviations = 2 * difference / np.sqrt(np.maximum(dispersion, 1.0) * (1 + 1 / windows))
    return np.asarray(2 * special.ndtr(-np.abs(deviations)))
