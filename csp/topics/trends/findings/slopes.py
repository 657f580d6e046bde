"""One sentence on whether the months rise or fall steadily."""

from __future__ import annotations

from math import isfinite

from csp.core import wording
from csp.topics.trends.rules import LEAST_YEAR, Control, Slope, is_too_few_for_slope


def describe_slopes(control: Control) -> str:
    """The trend of the latest months, in one sentence; "" where counts are hidden or no months are loaded.

    "Trend to Dec 2020: falling by about 12% a year over 24 months, no steady rise or fall over 36."
    """
    if not control.slopes:
        counted = [i for i, n in enumerate(control.recorded) if isfinite(n) and i not in control.incomplete]
        if is_too_few_for_slope(control.recorded[counted]):
            return f"No trend is told from fewer than {LEAST_YEAR} recorded in the latest 12 months."
        return ""
    clauses: list[str] = []
    for slope in control.slopes:
        months = f"{slope.months} months" if not clauses else str(slope.months)
        if slope.is_clear:
            way = "rising" if slope.trend.slope > 0 else "falling"
            clauses.append(f"{way} by {quote_yearly(slope)} a year over {months}")
        else:
            clauses.append(f"no steady rise or fall over {months}")
    return f"Trend to {wording.month(control.months[-1])}: {', '.join(clauses)}."


def quote_yearly(slope: Slope) -> str:
    """How steep a slope is, of the middle month: "about 12%"."""
    return f"about {wording.whole_pct(abs(slope.trend.yearly_pct))}"
