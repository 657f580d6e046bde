"""Rates per 1,000 people and the limits that chance puts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy import special

from csp.statistics.types import Floats, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

PER = 1000
# Byar's approximation is good to the second figure from here on; below it the exact limits are used.
BYAR_FROM = 10


@overload
def rate(count: float, population: float) -> float: ...
@overload
def rate(count: Vector, population: Vector | float) -> Floats: ...
def rate(count: Any, population: Any) -> Any:
    """Count per 1,000 people; nan where the population is not known or 0.

    Multiplied before it is divided, so two areas with the same true rate get
    the very same float and share a rank.
    """
    count, people = np.broadcast_arrays(floats(count), floats(population))
    return np.divide(PER * count, people, out=np.full(count.shape, np.nan), where=people > 0)[()]


@overload
def count_limits(
    count: float, confidence: float = ..., *, dispersion: float = ...
) -> tuple[float, float]: ...
@overload
def count_limits(
    count: Vector, confidence: float = ..., *, dispersion: Vector | float = ...
) -> tuple[Floats, Floats]: ...
def count_limits(count: Any, confidence: float = 0.95, *, dispersion: Any = 1.0) -> tuple[Any, Any]:
    """Lower and upper limit of counts, as PHE's indicators use them.

    Byar's approximation from 10 upwards, the exact limits (of the gamma distribution) below; their
    distances from the count times √φ, where counts vary φ times their mean (dispersion).
    nan stays nan. Raises ValueError for a negative count.
    """
    n = floats(count)
    if np.any(n < 0):
        raise ValueError("A count cannot be negative.")
    tail = (1 - confidence) / 2
    small = n < BYAR_FROM
    low, high = _byar(np.where(small, BYAR_FROM, n), -float(special.ndtri(tail)))
    few = np.where(small, n, 1)  # 1 only keeps the branch that is not used finite
    exact_low = np.where(few > 0, special.gammaincinv(np.maximum(few, 1), tail), 0.0)
    exact_high = special.gammainccinv(few + 1, tail)
    wider = np.sqrt(np.maximum(floats(dispersion), 1.0))
    below, above = n - np.where(small, exact_low, low), np.where(small, exact_high, high) - n
    return np.maximum(n - wider * below, 0.0)[()], (n + wider * above)[()]


def _byar(n: Floats, z: float) -> tuple[Floats, Floats]:
    above = n + 1
    low = n * (1 - 1 / (9 * n) - z / (3 * np.sqrt(n))) ** 3
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return low, high


@overload
def rate_limits(
    count: float, population: float, confidence: float = ..., *, dispersion: float = ...
) -> tuple[float, float]: ...
@overload
def rate_limits(
    count: Vector,
    population: Vector | float,
    confidence: float = ...,
    *,
    dispersion: Vector | float = ...,
) -> tuple[Floats, Floats]: ...
def rate_limits(
    count: Any, population: Any, confidence: float = 0.95, *, dispersion: Any = 1.0
) -> tuple[Any, Any]:
    """Limits of rates per 1,000: those of the count over the population; nan where that is not known."""
    low, high = count_limits(count, confidence, dispersion=dispersion)
    return rate(low, population), rate(high, population)
