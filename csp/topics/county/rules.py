"""How far districts lie apart at all, and of which similar areas every month is loaded. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

import numpy as np
import pandas as pd

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


# Records per 1,000 people in a month: every district has several times as many, and an area has some even
# where only a neighbouring force's files are loaded, which hold what lies just beyond the border.
LEAST_A_MONTH = 1.0


def list_loaded(
    counts: pd.DataFrame, months: Sequence[date], populations: Mapping[str, float]
) -> frozenset[str]:
    """The areas of which every one of some months is loaded.

    counts: district_code, month, n. populations: of each area by code; nan where there is none, and then
    any record will do.
    """
    figures = {
        (code, month): int(n)
        for code, month, n in zip(
            counts["district_code"], counts["month"].dt.date, counts["n"].tolist(), strict=True
        )
    }

    def is_loaded(code: str, month: date) -> bool:
        least = LEAST_A_MONTH * populations[code] / 1000
        return figures.get((code, month), 0) >= (least if isfinite(least) and least > 1 else 1)

    return frozenset(code for code in populations if all(is_loaded(code, month) for month in months))
