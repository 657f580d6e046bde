"""How far each district lies from the county's rate, beside how far districts lie apart at all. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csp import statistics
from csp.comparison.standings import Floats, Standings
from csp.statistics.control import find_overdispersion
from csp.statistics.funnel import widen_limits

# Standard deviations of the inner limits (95 %) and of the outer ones (99.8 %).
INNER, OUTER = 2.0, 3.0
# Fewer districts than this say nothing of how far districts differ.
LEAST_DISTRICTS = 4


@dataclass(frozen=True)
class Funnel:
    """One measure in the districts that have a rate.

    mean: the rate of them together, per 1,000. phi: how many times chance alone they differ.
    tau_squared: what is added to chance for it. z: standard deviations of each from the mean, allowing for
    both. districts, population, rate and z are in one order.
    """

    districts: tuple[str, ...]
    population: Floats
    rate: Floats
    z: Floats
    mean: float
    phi: float
    tau_squared: float

    def limits(self, population: Floats, sigmas: float) -> tuple[Floats, Floats]:
        """The lower and the upper limit of the rate at each population."""
        return widen_limits(self.mean, population, sigmas, self.tau_squared)

    def list_outside(self, above: bool) -> list[str]:
        """The districts beyond the inner limits on one side, the farthest first."""
        distance = self.z if above else -self.z
        order = np.argsort(-distance, kind="stable")
        return [self.districts[j] for j in order if distance[j] > INNER]


def compute_funnel(table: Standings, measure: str) -> Funnel | None:
    """The funnel of a measure; None where too few districts have a rate, or nothing was recorded."""
    i = table.measures.index(measure)
    known = np.isfinite(table.rate[i])
    people, counts = table.population[known], table.now[i, known]
    if known.sum() < LEAST_DISTRICTS or not counts.sum():
        return None
    mean = float(statistics.rate(int(counts.sum()), float(people.sum())))
    spread = find_overdispersion(counts, mean * people / 1000)
    return Funnel(
        districts=tuple(code for code, each in zip(table.districts, known, strict=True) if each),
        population=people,
        rate=table.rate[i, known],
        z=spread.z,
        mean=mean,
        phi=spread.phi,
        tau_squared=spread.tau_squared,
    )
