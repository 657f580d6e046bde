"""Is a change more than chance? The p value of one, and the verdicts on several of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy import special

from csp.statistics.types import Bools, Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

# How far a tail is summed, in standard deviations, and how many terms at least: small counts are
# summed whole.
REACH = 12
LEAST_TERMS = 200
# How many terms are summed at a time: a dozen arrays as long are in memory then.
MOST_TERMS = 2**17


@overload
def change_p(
    now: float,
    before: float,
    exposure_now: float = ...,
    exposure_before: float = ...,
    *,
    dispersion: float = ...,
) -> float: ...
@overload
def change_p(
    now: Vector,
    before: Vector | float,
    exposure_now: Vector | float = ...,
    exposure_before: Vector | float = ...,
    *,
    dispersion: Vector | float = ...,
) -> Floats: ...
def change_p(
    now: Any, before: Any, exposure_now: Any = 1.0, exposure_before: Any = 1.0, *, dispersion: Any = 1.0
) -> Any:
    """Two-sided p that two counts have the same rate: the conditional mid-p test.

    dispersion (φ): how many times its mean a count varies. Counts of crimes vary more than those of
    independent events (φ = 1), because one offender, place or recording practice brings about
    several. A count is taken as negative binomial with the variance φ x mean; given the sum n of the
    two, the later one is beta-binomial with the parameters n x share of exposure / (φ - 1), and
    binomial at φ = 1. Less than 1 is taken as 1.

    Mid-p counts half of the probability of the count itself, so twice a tail is the tail with the
    count and the tail without it. Two-sided is twice the smaller tail, at most 1. 0 against 0
    gives 1; a missing count, or an exposure or dispersion that is missing or 0, gives nan.
    The E-test (scipy.stats.poisson_means_test) says nearly the same at φ = 1 and takes
    a thousand times longer; the tests compare the two.
    """
    values = (floats(value) for value in (now, before, exposure_now, exposure_before, dispersion))
    k, m, e, f, phi = np.broadcast_arrays(*values)
    finite = np.isfinite(k) & np.isfinite(m) & (e > 0) & (f > 0) & (phi > 0)
    p = np.full(k.shape, np.nan)
    k, m, e, f, phi = k[finite], m[finite], e[finite], f[finite], phi[finite]
    lower = k * f <= m * e  # the later rate is the lower one, or they are the same
    count, n = np.where(lower, k, m), k + m
    share = np.where(lower, e, f) / (e + f)
    varied = (phi > 1) & (n > 0)
    twice = np.empty(count.shape)
    twice[~varied] = _twice_binomial(count[~varied], n[~varied], 1 - share[~varied])
    twice[varied] = _twice_beta_binomial(count[varied], n[varied], share[varied], phi[varied])
    # Near the middle the tail of the lower rate can be the larger of the two; together they are 1.
    p[finite] = np.clip(np.minimum(twice, 2 - twice), 0.0, 1.0)
    return p[()]


def _twice_binomial(count: Floats, n: Floats, share_of_other: Floats) -> Floats:
    return _at_most(count, n, share_of_other) + _at_most(count - 1, n, share_of_other)


def _at_most(k: Floats, n: Floats, share_of_other: Floats) -> Floats:
    """The binomial probability of k or fewer of n, each with the probability 1 - share_of_other.

    k is at least -1; nan where n is no whole number. scipy.stats has it too, but takes a second to
    import, for which the first reader of a server would wait.
    """
    within = special.betainc(np.maximum(n - k, 1), np.maximum(k + 1, 1), share_of_other)
    return np.where(n != np.floor(n), np.nan, np.where(k < 0, 0.0, np.where(k >= n, 1.0, within)))


def _twice_beta_binomial(count: Floats, n: Floats, share: Floats, phi: Floats) -> Floats:
    """Twice the mid-p tail at and below count, of n at a share of the exposure; flat arrays.

    The tail is summed term by term, from the count downwards to where the terms no longer matter
    (REACH standard deviations). Counts whose tails are about equally long are summed together, as many
    at a time as take little memory.
    """
    twice = np.where(n == np.floor(n), 0.0, np.nan)
    terms = np.minimum(count + 1, np.ceil(LEAST_TERMS + REACH * np.sqrt(n * phi * share * (1 - share))))
    size = np.ceil(np.log2(np.maximum(terms, 1))).astype(np.int64)
    for power in np.unique(size):
        same = np.flatnonzero((size == power) & np.isfinite(twice))
        for at in np.array_split(same, -(-len(same) * 2**power // MOST_TERMS) or 1):
            k = count[at, None] - np.arange(2**power)
            total, first = n[at, None], (n * share / (phi - 1))[at, None]
            second = (n * (1 - share) / (phi - 1))[at, None]
            chances = np.where(k < 0, 0.0, _beta_binomial(np.maximum(k, 0), total, first, second))
            twice[at] = 2 * chances.sum(axis=1) - chances[:, 0]
    return twice


def _beta_binomial(k: Floats, n: Floats, first: Floats, second: Floats) -> Floats:
    """The probability of k of n where the share varies by the beta distribution of two parameters."""
    ways = -np.log1p(n) - special.betaln(n - k + 1, k + 1)
    return np.asarray(
        np.exp(ways + special.betaln(k + first, n - k + second) - special.betaln(first, second))
    )


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


def signals_among(p: Vector | Any, listed: Bools | Any, alpha: float = 0.05) -> Bools:
    """Which changes are more than chance where some are judged with each other, and the rest with those.

    p: [..., change], any number of tables at once. listed: [change], those that are judged with each
    other; each of the others is judged with them and itself, so that it changes nothing for them. nan
    is not a signal and takes no part.
    """
    values, inside = floats(p), np.asarray(listed, dtype=bool)
    family = np.sort(values[..., inside], axis=-1)  # nan comes last
    size = np.isfinite(family).sum(axis=-1, keepdims=True)
    place = np.arange(1, family.shape[-1] + 1)
    passing = np.where(family * np.maximum(size, 1) / place < alpha, place, 0)
    found = passing.max(axis=-1, keepdims=True, initial=0)
    # One more that would be the clearest of all moves the others down a place.
    moved = np.where(family * (size + 1) / (place + 1) < alpha, place, 0)
    with_it = moved.max(axis=-1, keepdims=True, initial=0) + 1
    cut = np.where(inside, alpha * found / np.maximum(size, 1), alpha * with_it / (size + 1))
    return np.asarray(values < cut)  # nan is not a signal
