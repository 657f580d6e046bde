"""The months that the page reads and draws, and the type of a series over them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from csp.core.filters import TREND_MONTHS, Period, add_months
from csp.core.scope import Scope

Series = tuple[float | None, ...]
"""Monthly counts, oldest first; None where a month is not loaded."""
Floats = npt.NDArray[np.float64]

YEARS = 5
"""Years that seasons are read from and that are drawn over each other, the current one included."""


def history_period(end: date, year_start: int) -> Period:
    """The months read: YEARS years of the partnership's kind, the last one up to end."""
    first = add_months(_year_of(end, year_start), -12 * (YEARS - 1))
    return Period(first, (end.year - first.year) * 12 + end.month - first.month + 1)


def _year_of(month: date, year_start: int) -> date:
    """The first month of the year that a month is in."""
    return date(month.year - (month.month < year_start), year_start, 1)


def window_period(end: date) -> Period:
    """The months of every chart."""
    return Period.ending(end, TREND_MONTHS)


def window_scope(months: Sequence[date], loaded: Collection[date]) -> Scope:
    """The months of a chart that are loaded, and those that are not; there is no comparison."""
    return Scope(
        months=tuple(m for m in months if m in loaded),
        before=(),
        missing=tuple(m for m in months if m not in loaded),
        missing_before=(),
        incomplete=(),
        left_out=(),
    )
