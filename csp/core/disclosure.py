"""Public mode: what pages say of counts that are adjusted so that no one can be picked out. Pure.

How counts are adjusted is in csp.statistics.perturbation, and what is published in csp.imports.publishing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

ADJUSTED = "Counts by ward are adjusted by at most 3 to protect people, so parts may not add up."
"""Stands once on each page, paper and download of public mode that has figures of wards."""
NO_MONTHS_BY_WARD = "Months are not published by ward."
NO_PLACES = "Places within a ward are not published."
NOTHING_PUBLISHED = "Nothing is published yet. Run python -m csp publish, then reload this page."
TOO_FEW_BY_WARD = "Too few in the whole area, so not published by ward."

WHY = "Hidden: fewer than 5, or a figure that would give such a count away."
SMALLEST_SHOWN = 5
"""Counts from 1 up to the one below this point at people."""


def is_small(count: int) -> bool:
    """Whether a count on its own points at people: 1 to 4."""
    return 1 <= count < SMALLEST_SHOWN


def are_small(counts: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> Mask:
    """is_small() for arrays. Averages and expected counts may be between whole numbers: 4.5 is small too."""
    return np.asarray((counts > 0) & (counts < SMALLEST_SHOWN))


def is_too_few(count: float) -> bool:
    """Whether fewer than 5 are recorded, none included: too few to name, shade, rank or compare a ward by."""
    return count < SMALLEST_SHOWN


def are_too_few(counts: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> Mask:
    """is_too_few() for arrays."""
    return np.asarray(counts < SMALLEST_SHOWN)
