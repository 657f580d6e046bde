"""Is a change more than chance? The p value of one, and the verdicts on several of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy import stats

from csp.statistics.types import Bools, Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector


@overload
def change_p(now: float, before: float, exposure_now: float = ..., exposure_before: float = ...) -> float: ...
@overload
def change_p(
    now: Vector,
    before: Vector | float,
    exposure_now: Vector | float = ...,
    exposure_before: Vector | float = ...,
) -> Floats: ...
def change_p(now: Any, before: Any, exposure_now: Any = 1.0, exposure_before: Any = 1.0) -> Any:
    """Two-sided p that two Poisson counts have the same rate: the conditional binomial mid-p test.

    Given their sum, the later count is binomial with the later share of the
    exposure (population, or months). Mid-p counts half of the probability of
    the count itself; two-sided is twice the smaller tail, at most 1. 0 against
    0 gives 1; a missing count, or an exposure that is missing or 0, gives nan.
    The E-test (scipy.stats.poisson_means_test) says nearly the same and takes
    a thousand times longer; the tests compare the two.
    """
    k, m, e, f = np.broadcast_arrays(*(floats(v) for v in (now, before, exposure_now, exposure_before)))
    finite = np.isfinite(k) & np.isfinite(m) & (e > 0) & (f > 0)
    p = np.full(k.shape, np.nan)
    k, n, share = k[finite], (k + m)[finite], (e / np.where(finite, e + f, 1))[finite]
    half = stats.binom.pmf(k, n, share) / 2
    tail = np.minimum(stats.binom.cdf(k, n, share) - half, stats.binom.sf(k, n, share) + half)
    p[finite] = np.clip(2 * tail, 0.0, 1.0)
    return p[()]


def benjamini_hochberg(p: Vector) -> Floats:
    """p values adjusted for being read together (Benjamini-Hochberg); nan stays nan, uncounted."""
    values = floats(p)
    adjusted = np.full(values.shape, np.nan)
    finite = np.isfinite(values)
    if finite.any():
        adjusted[finite] = stats.false_discovery_control(values[finite])
    return adjusted


def signals(p: Vector, alpha: float = 0.05) -> Bools:
    """Which rows of a table are more than chance, adjusted over all rows; nan is not a signal."""
    return np.asarray(np.nan_to_num(benjamini_hochberg(p), nan=1.0) < alpha)
