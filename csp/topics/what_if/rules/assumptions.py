"""Assumptions about the figures, applied to the counts of single offences.

Nothing stored is touched: a copy of home's counts by offence and flag is changed and added up again
through the offence lists of measures.yml, so every total that contains a changed offence follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from csp.core.measures import Measure
from csp.statistics.types import Bools, Ints

Kind = Literal["fell by", "without", "as before"]

# Counts times percentages are not exact in floats: what differs by less than this is the same number.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Adjustment:
    """One assumption.

    "fell by": the measure's offences fall by percent (a negative one is a rise; at most 100).
    "without": rows with the flag are not counted, in either period.
    "as before": the measure's offences have the counts of the earlier period.
    Raises ValueError for a fall of more than 100%.
    """

    kind: Kind
    measure: str = ""
    percent: float = 0.0
    flag: str = ""

    def __post_init__(self) -> None:
        if self.kind == "fell by" and not -1000 <= self.percent <= 100:
            raise ValueError("A count cannot fall by more than 100%.")


@dataclass(frozen=True, eq=False)
class OffenceCounts:
    """Home's counts, one position per offence and flag (None for rows without one)."""

    offences: tuple[str, ...]
    flags: tuple[str | None, ...]
    now: Ints
    before: Ints

    def of(self, measure: Measure, vocabulary: str) -> Bools:
        """Which positions a measure adds up."""
        offences = set(measure.offences[vocabulary])
        pairs = zip(self.offences, self.flags, strict=True)
        return np.array([o in offences and measure.flag in (None, f) for o, f in pairs], dtype=bool)

    def total(self, measure: Measure, vocabulary: str) -> tuple[int, int]:
        """The measure now and before."""
        at = self.of(measure, vocabulary)
        return int(self.now[at].sum()), int(self.before[at].sum())


def adjust(
    counts: OffenceCounts,
    adjustments: Sequence[Adjustment],
    measures: Mapping[str, Measure],
    vocabulary: str,
) -> OffenceCounts:
    """The counts if all assumptions held, one applied after the other; the counts given stay as they are."""
    for adjustment in adjustments:
        counts = _apply(counts, adjustment, measures, vocabulary)
    return counts


def _apply(
    counts: OffenceCounts, adjustment: Adjustment, measures: Mapping[str, Measure], vocabulary: str
) -> OffenceCounts:
    if adjustment.kind == "without":
        counted = np.array([flag != adjustment.flag for flag in counts.flags], dtype=bool)
        return replace(counts, now=counts.now * counted, before=counts.before * counted)
    at, now = counts.of(measures[adjustment.measure], vocabulary), counts.now.copy()
    if adjustment.kind == "as before":
        now[at] = counts.before[at]
    else:
        now[at] = _reduce(now[at], adjustment.percent)
    return replace(counts, now=now)


def _reduce(counts: Ints, percent: float) -> Ints:
    """Whole counts that add up to the reduced total, rounded half up; largest remainders go up."""
    # Multiplied before it is divided, so that 150 less 30 % is exactly 105.
    exact = counts * (100 - percent) / 100
    whole = np.floor(exact + TOLERANCE).astype(np.int64)
    missing = int(np.floor(counts.sum() * (100 - percent) / 100 + 0.5 + TOLERANCE)) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return whole
