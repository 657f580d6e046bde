"""Is a change more than chance? The p value of one, and the verdicts on several of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy import special

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
    the count itself, so twice a tail is the tail with the count and the tail
    without it. Two-sided is twice the smaller tail, at most 1. 0 against 0
    gives 1; a missing count, or an exposure that is missing or 0, gives nan.
    The E-test (scipy.stats.poisson_means_test) says nearly the same and takes
    a thousand times longer; the tests compare the two.
    """
    k, m, e, f = np.broadcast_arrays(*(floats(v) for v in (now, before, exposure_now, exposure_before)))
    finite = np.isfinite(k) & np.isfinite(m) & (e > 0) & (f > 0)
    p = np.full(k.shape, np.nan)
    k, m, e, f = k[finite], m[finite], e[finite], f[finite]
    lower = k * f <= m * e  # the later rate is the lower one, or they are the same
    count, n = np.where(lower, k, m), k + m
    share_of_other = np.where(lower, f, e) / (e + f)
    twice = _at_most(count, n, share_of_other) + _at_most(count - 1, n, share_of_other)
    # Near the middle the tail of the lower rate can be the larger of the two; together they are 1.
    p[finite] = np.clip(np.minimum(twice, 2 - twice), 0.0, 1.0)
    return p[()]


def _at_most(k: Floats, n: Floats, share_of_other: Floats) -> Floats:
    """The binomial probability of k or fewer of n, each with the probability 1 - share_of_other.

    k is at least -1; nan where n is no whole number. scipy.stats has it too, but takes a second to
    import, for which the first reader of a server would wait.
    """
    within = special.betainc(np.maximum(n - k, 1), np.maximum(k + 1, 1), share_of_other)
    return np.where(n != np.floor(n), np.nan, np.where(k < 0, 0.0, np.where(k >= n, 1.0, within)))


def benjamini_hochberg(p: Vector) -> Floats:
    """p values adjusted for being read together (Benjamini-Hochberg); nan stays nan, uncounted."""
    values = floats(p)
    adjusted = np.full(values.shape, np.nan)
    finite = np.isfinite(values)
    if finite.any():
        known = values[finite]
        order = np.argsort(known)
        raised = known[order] * (known.size / np.arange(1, known.size + 1))
        # A larger p value never becomes a smaller one by being adjusted.
        known[order] = np.minimum.accumulate(raised[::-1])[::-1]
        adjusted[finite] = np.minimum(known, 1.0)
    return adjusted


def signals(p: Vector, alpha: float = 0.05) -> Bools:
    """Which rows of a table are more than chance, adjusted over all rows; nan is not a signal."""
    return np.asarray(np.nan_to_num(benjamini_hochberg(p), nan=1.0) < alpha)
