"""Public mode: what pages say of counts that are adjusted so that no one can be picked out. Pure.

How counts are adjusted is in csp.statistics.perturbation, and what is published in csp.imports.publishing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from csp import statistics

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


def list_families(parents: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """The sets of measures that add up to a shown parent, from each measure's parent."""
    parts: dict[str, list[str]] = {}
    for code, parent in parents.items():
        if parent is not None and parent in parents:
            parts.setdefault(parent, []).append(code)
    return tuple(tuple(codes) for codes in parts.values())


def suppress(counts: npt.NDArray[np.int64], measures: Sequence[str], sums: Sequence[Sequence[str]]) -> Mask:
    """Which counts to suppress, in a matrix of measures by areas.

    Every row adds up to a shown total (the county's rate gives it away), and so does
    every set of measures in sums within a column. A count suppressed for one of these
    reasons can leave another alone, so both are gone over until nothing changes.
    """
    suppressed = np.array([statistics.suppress(row) for row in counts], dtype=bool).reshape(counts.shape)
    position = {code: i for i, code in enumerate(measures)}
    lines = [[position[code] for code in family] for family in sums]
    grew = True
    while grew:
        grew = False
        for rows in lines:
            for j in range(counts.shape[1]):
                grew |= _cover(counts[rows, j], suppressed[rows, j], suppressed, (rows, j))
        for i in range(len(counts)):
            every = np.arange(counts.shape[1])
            grew |= _cover(counts[i], suppressed[i], suppressed, (i, every))
    return suppressed


def _cover(line: npt.NDArray[np.int64], now: Mask, suppressed: Mask, at: tuple[object, object]) -> bool:
    """Suppress the next smallest figure of a total in which only one is suppressed; True if it did."""
    if now.sum() != 1 or now.size == 1:
        return False
    shown = np.where(now, np.iinfo(np.int64).max, line)
    # A 0 says that nobody is there: it hides nothing unless there is nothing else.
    smallest = int(np.argmin(np.where((shown == 0) & (shown.max() > 0), np.iinfo(np.int64).max - 1, shown)))
    covered = now.copy()
    covered[smallest] = True
    suppressed[at] = covered  # type: ignore[index]
    return True
