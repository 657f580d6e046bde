"""Shares: the limits of one, and how many times more the shares of several samples vary than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from csp.statistics.types import floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector


def share_limits(
    count: float, of: float, dispersion: float = 1.0, confidence: float = 0.95
) -> tuple[float, float]:
    """Wilson's limits of a share (Wilson 1927), of a sample that is worth 1/φ of its size; nan of nothing."""
    size = of / max(dispersion, 1.0)
    if size <= 0:
        return float("nan"), float("nan")
    z = float(special.ndtri((1 + confidence) / 2))
    share, factor = count / of, 1 + z**2 / size
    middle = (share + z**2 / (2 * size)) / factor
    reach = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2)) / factor
    return max(0.0, float(middle - reach)), min(1.0, float(middle + reach))


def estimate_share_dispersion(counts: Vector, sizes: Vector) -> float:
    """φ of shares of several samples: chi-square over degrees of freedom, 1 at least; 1 of fewer than two."""
    n, of = floats(counts), floats(sizes)
    n, of = n[of > 0], of[of > 0]
    if n.size < 2 or not 0 < n.sum() < of.sum():
        return 1.0
    share = n.sum() / of.sum()
    squares = (n - of * share) ** 2 / (of * share * (1 - share))
    return max(1.0, float(squares.sum()) / (n.size - 1))
