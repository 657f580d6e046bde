"""Whether a target is met, and whether it can be relied on to be: two questions, as the NHS asks them.

Variation is what the control chart says. Assurance is where the usual range lies beside the target: a
target within it is met in some months and missed in others though nothing has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from csp.core.filters import MAX_MONTHS
from csp.topics.trends.rules.control import Control

Assurance = Literal["met", "missed", "either", "unknown"]


@dataclass(frozen=True)
class TargetCheck:
    """A target (at most so many a year) beside the latest 12 months and the usual range of a month.

    total: of the 12 months to the end of the period, None where one of them is not there or incomplete.
    low and high: the usual range of a month, as charted.
    """

    yearly: float
    total: int | None
    assurance: Assurance
    low: float = float("nan")
    high: float = float("nan")

    @property
    def monthly(self) -> float:
        """What it comes to in a month."""
        return self.yearly / MAX_MONTHS

    @property
    def is_met(self) -> bool | None:
        """Whether the latest 12 months kept it."""
        return None if self.total is None else self.total <= self.yearly


def check_target(control: Control, yearly: float) -> TargetCheck:
    """The target of a year against the control chart of the months."""
    year, last = control.recorded[-MAX_MONTHS:], len(control.months) - 1
    first = max(0, last + 1 - MAX_MONTHS)
    is_whole = year.size == MAX_MONTHS and bool(np.isfinite(year).all())
    total = int(year.sum()) if is_whole and not any(i >= first for i in control.incomplete) else None
    if last < 0 or not np.isfinite(control.chart.upper[last]) or control.provisional():
        return TargetCheck(yearly, total, "unknown")
    low, high = float(control.chart.lower[last]), float(control.chart.upper[last])
    monthly = yearly / MAX_MONTHS
    assurance: Assurance = "met" if high <= monthly else "missed" if low > monthly else "either"
    return TargetCheck(yearly, total, assurance, low, high)
