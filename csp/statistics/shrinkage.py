"""Rates of small areas drawn towards the rate of them all, as far as chance alone moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csp.statistics.rates import PER
from csp.statistics.types import Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector


def shrink_rates(counts: Vector, populations: Vector, dispersion: float = 1.0) -> Floats:
    """Empirical Bayes rates per 1,000 by the moments of the areas (Marshall 1991; gamma-Poisson at φ = 1).

    The areas' true rates have the mean m of all the areas together and a variance A: the variance of the
    rates, weighted by population, less what chance adds to it, φ m over the mean population. Each rate is
    drawn towards m by the share of chance in its own variance, A + φ m / population. Where the
    areas differ by no more than chance, all have the rate m. An area without a count or a population
    has nan and takes no part.
    """
    n, people = np.broadcast_arrays(floats(counts), floats(populations))
    known = np.isfinite(n) & (people > 0)
    smoothed = np.full(n.shape, np.nan)
    if not known.any():
        return smoothed
    n, people = n[known], people[known]
    rates, mean = n / people, n.sum() / people.sum()
    chance = max(dispersion, 1.0) * mean / people
    variance = (people * (rates - mean) ** 2).sum() / people.sum()
    between = max(0.0, variance - max(dispersion, 1.0) * mean / people.mean())
    weight = np.divide(between, between + chance, out=np.zeros_like(chance), where=between + chance > 0)
    smoothed[known] = PER * (mean + weight * (rates - mean))
    return smoothed
