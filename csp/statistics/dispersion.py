"""How many times their mean real counts vary, and the smallest change that could have been seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from csp.statistics.types import Bools, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

# An estimate from fewer degrees of freedom says too little.
LEAST_FREEDOM = 30
# Pairs in which an area expects less say nothing by a chi-square.
LEAST_EXPECTED = 1.0


@dataclass(frozen=True)
class Dispersion:
    """The dispersion (φ) of a series of counts, 1 at least, and the degrees of freedom it rests on."""

    phi: float
    freedom: int

    @property
    def is_known(self) -> bool:
        """Whether it rests on enough; else a default takes its place."""
        return self.freedom >= LEAST_FREEDOM


def estimate_dispersion(counts: Vector | Any, usable: Bools | Any | None = None) -> Dispersion:
    """The dispersion of monthly counts, [month, area], oldest month first.

    Each pair of months that follow each other is a table of two rows by areas. Its chi-square,
    given the areas' sums and the two months' totals, is about φ times its degrees of freedom where
    nothing changes between the areas: what moves all the areas alike, such as a season or the
    lengths of the months, does not count. φ is the sum of the chi-squares over the sum of the
    degrees of freedom, 1 at least.
    usable marks the months to be used, or single cells of them; a pair uses the areas that are
    usable in both of its months. nan is not usable.
    """
    values = floats(counts)
    cells = np.isfinite(values)
    if usable is not None:
        marks = np.asarray(usable, dtype=bool)
        cells = cells & (marks[:, None] if marks.ndim == 1 else marks)
    both = cells[1:] & cells[:-1]
    later, earlier = np.where(both, values[1:], 0.0), np.where(both, values[:-1], 0.0)
    sums = later + earlier
    total = sums.sum(axis=1, keepdims=True)
    shares = np.divide(later.sum(axis=1, keepdims=True), total, out=np.zeros_like(total), where=total > 0)
    counted = np.minimum(sums * shares, sums * (1 - shares)) >= LEAST_EXPECTED
    variance = sums * shares * (1 - shares)
    squares = np.divide((later - sums * shares) ** 2, variance, out=np.zeros_like(sums), where=counted)
    freedom = int(np.maximum(counted.sum(axis=1) - 1, 0).sum())
    paired = counted.sum(axis=1) > 1
    return Dispersion(max(1.0, float(squares[paired].sum()) / freedom) if freedom else 1.0, freedom)


def smallest_visible_change(
    count: Any, dispersion: Any = 1.0, confidence: float = 0.95, windows: Any = 1.0
) -> Any:
    """The smallest change from a count that would have been clear: z x √(φ x 2 x count), as a count.

    windows: how many times the exposure of the count behind it covers, for a mean of several counts.
    """
    n, phi, covered = np.broadcast_arrays(floats(count), floats(dispersion), floats(windows))
    z = float(special.ndtri((1 + confidence) / 2))
    return (z * np.sqrt(n * (1 + 1 / covered) * np.maximum(phi, 1.0)))[()]
