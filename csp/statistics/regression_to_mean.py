"""What a site would have had anyway: empirical Bayes for a site that was chosen because it had many.

Sites are chosen after a bad spell, and the next spell is better without anything being done. The method is
that of Hauer (Observational Before-After Studies in Road Safety, 1997; Hauer, Harwood, Council and Griffith,
Transportation Research Record 1784, 2002): true means vary among sites by a gamma distribution, counts about
them as Poisson, so counts among sites are negative binomial. What is to be expected of a site with the count
x, where sites have the mean m and the variance v, is

    E = w m + (1 - w) x,    w = 1 / (1 + m / k) = m / v,    k = m² / (v - m),

with the variance (1 - w) E. The mean and the variance are the moments of the sites that are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from csp.statistics.types import floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

# Moments of fewer sites say too little.
LEAST_SITES = 20


@dataclass(frozen=True)
class SitePrior:
    """How the counts of like sites vary: their mean, their variance, and how many sites they are."""

    mean: float
    variance: float
    sites: int

    @property
    def is_known(self) -> bool:
        """Whether there are sites enough, and any count at all."""
        return self.sites >= LEAST_SITES and self.mean > 0

    @property
    def shape(self) -> float:
        """k of the negative binomial; infinite where sites differ by no more than chance."""
        beyond = self.variance - self.mean
        return self.mean**2 / beyond if beyond > 0 else inf

    @property
    def weight(self) -> float:
        """The share of the sites' mean in what is to be expected of one of them: w above."""
        return 1.0 if isinf(self.shape) else 1 / (1 + self.mean / self.shape)

    def expect(self, count: float) -> float:
        """What is to be expected of one of the sites, which had a count: E above."""
        return self.weight * self.mean + (1 - self.weight) * count


@dataclass(frozen=True)
class RegressionEffect:
    """A site before and after, beside what it would have had anyway.

    usual: what is to be expected of the site in the period before (E above). expected, error: the same for
    the period after, scaled by the lengths of the two and by what happened elsewhere, and its standard error.
    p: two-sided, how often the site would have had a count as far from the expected one anyway.
    """

    before: float
    after: float
    usual: float
    expected: float
    error: float
    p: float

    @property
    def by_itself(self) -> float:
        """The change that was to be expected without anything being done: expected less before."""
        return self.expected - self.before

    @property
    def beyond(self) -> float:
        """The change beyond that, which is what a scheme may claim: after less expected."""
        return self.after - self.expected

    @property
    def index(self) -> float:
        """Hauer's index of effectiveness, 1 for none: after over expected, less the bias of a ratio."""
        ratio = self.after / self.expected if self.expected else float("nan")
        return ratio / (1 + (self.error / self.expected) ** 2) if self.expected else ratio

    def is_clear(self, significance: float = 0.05) -> bool:
        """Whether the count after is further from the expected one than chance brings about."""
        return self.p < significance


def estimate_prior(counts: Vector) -> SitePrior:
    """The mean and the variance (with n - 1) of the counts of like sites; those with none belong to them."""
    values = floats(counts)
    values = values[np.isfinite(values)]
    if values.size < 2:
        return SitePrior(float(values.sum()), 0.0, values.size)
    return SitePrior(float(values.mean()), float(values.var(ddof=1)), values.size)


def judge_before_after(
    prior: SitePrior,
    before: float,
    after: float,
    lengths: tuple[float, float] = (1.0, 1.0),
    trend: float = 1.0,
) -> RegressionEffect:
    """A site's counts before and after beside what it would have had anyway.

    prior: of like sites in the period before. lengths: of the periods before and after. trend: how many times
    as many were recorded elsewhere after as before, per unit of time. Raises ValueError for a prior that is
    not known.
    """
    if not prior.is_known:
        raise ValueError("There are too few like sites to compare with.")
    weight = prior.weight
    usual = prior.expect(before)
    scale = trend * lengths[1] / lengths[0]
    expected = scale * usual
    error = scale * float(np.sqrt((1 - weight) * usual))
    return RegressionEffect(
        before, after, usual, expected, error, _find_p(after, expected, prior.shape + before)
    )


def _find_p(after: float, expected: float, shape: float) -> float:
    """Two-sided mid-p of a count that is negative binomial; Poisson where the shape is infinite."""
    if expected <= 0:
        return 1.0 if after == 0 else 0.0
    upto, below = (_at_most(count, expected, shape) for count in (after, after - 1))
    lower = (upto + below) / 2
    return float(min(1.0, 2 * min(lower, 1 - lower)))


def _at_most(count: float, mean: float, shape: float) -> float:
    if count < 0:
        return 0.0
    if isinf(shape):
        return float(special.gammaincc(count + 1, mean))
    return float(special.betainc(shape, count + 1, shape / (shape + mean)))
