"""The limits of a funnel whose areas differ by more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csp.statistics.rates import PER
from csp.statistics.types import Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector


def widen_limits(
    mean_rate: float, populations: Vector, sigmas: float, tau_squared: float
) -> tuple[Floats, Floats]:
    """Limits of the rate per 1,000 at each population, so many standard deviations from the mean rate.

    They stand on the scale of the square root of observed over expected, as find_overdispersion() has
    it: an area is outside them exactly where its z is beyond sigmas. The lower limit is at least 0.
    No population: nan.
    """
    people = floats(populations)
    expected = np.where(people > 0, mean_rate * people / PER, np.nan)
    with np.errstate(divide="ignore"):
        reach = sigmas * np.sqrt(1 / (4 * expected) + tau_squared)
    return mean_rate * np.maximum(1 - reach, 0) ** 2, mean_rate * (1 + reach) ** 2
