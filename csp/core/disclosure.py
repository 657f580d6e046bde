"""Public mode: what pages say of counts that are adjusted so that no one can be picked out. Pure.

How counts are adjusted is in csp.statistics.perturbation, and what is published in csp.imports.publishing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ADJUSTED = "Counts by ward are adjusted by at most 3 to protect people, so parts may not add up."
"""Stands once on each page, paper and download of public mode that has figures of wards."""
NO_MONTHS_BY_WARD = "Months are not published by ward."
NO_PLACES = "Places within a ward are not published."
NOTHING_PUBLISHED = "Nothing is published yet. Run python -m csp publish, then reload this page."
TOO_FEW_BY_WARD = "Too few in the whole area, so not published by ward."
NOTHING_BY_WARD = (
    "Counts by ward are published for whole years, and for up to 12 months to the end of a quarter: "
    "this source has neither."
)

LEAST_COMPARED = 5
"""No place is named, ranked or compared on fewer."""


def is_too_few(count: float) -> bool:
    """Whether fewer than 5 are recorded, none included: too few to name, shade, rank or compare a ward by."""
    return count < LEAST_COMPARED


def are_too_few(counts: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """is_too_few() for arrays."""
    return np.asarray(counts < LEAST_COMPARED)
