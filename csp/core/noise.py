"""How much more the counts of public mode vary, because each one by ward is adjusted to protect people. Pure.

The adjustment (csp.core.disclosure) is drawn with one variance, whatever the count, so it matters to small
counts and hardly to large ones. What is said of wards takes it for a part of chance: a change is clear, and a
ward is the highest, only where it would be so with the adjustment drawn anew.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from csp.statistics.perturbation import VARIANCE
from csp.statistics.types import Floats


def add_noise(dispersion: Floats | float, *counts: npt.ArrayLike) -> Floats:
    """The dispersion of adjusted counts: φ x mean and the variance of the adjustment, over that mean.

    counts: the one that is judged, or those that are compared with each other, whose mean is taken. All
    are broadcast together; a mean below 1 is taken as 1, which no count that is shown has.
    """
    mean = sum(np.asarray(each, dtype=np.float64) for each in counts) / max(len(counts), 1)
    return np.asarray(np.asarray(dispersion) + VARIANCE / np.maximum(mean, 1.0))
