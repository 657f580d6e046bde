"""One sentence on whether the months rise or fall steadily."""

from __future__ import annotations

from math import isfinite

from csp.core import wording
from csp.topics.trends.rules import LEAST_YEAR, Control, Slope, is_too_few_for_slope

STEADY = "no steady rise or fall"


def describe_slopes(control: Control) -> str:
    """The trend of the latest months, in one sentence; "" where counts are hidden or no months are loaded.

    "Trend to Dec 2020: falling by about 12% a year over 24 months, no steady rise or fall over 36."
    "Trend to Dec 2020: falling by about 27% a year over 24 months and about 12% over 36."
    """
    if not control.slopes:
        counted = [i for i, n in enumerate(control.recorded) if isfinite(n) and i not in control.incomplete]
        if is_too_few_for_slope(control.recorded[counted]):
            return f"No trend is told from fewer than {LEAST_YEAR} recorded in the latest 12 months."
        return ""
    ways = [_name_way(slope) for slope in control.slopes]
    spans = [str(slope.months) for slope in control.slopes]
    if len(set(ways)) > 1:
        clauses = [
            f"{way}{_describe_pace(slope)} over {span}{' months' if i == 0 else ''}"
            for i, (way, slope, span) in enumerate(zip(ways, control.slopes, spans, strict=True))
        ]
        text = ", ".join(clauses)
    elif ways[0] == STEADY:
        text = f"{STEADY} over {' or '.join(spans)} months"
    else:
        paces = [
            f"{quote_yearly(slope)}{' a year' if i == 0 else ''} over {span}{' months' if i == 0 else ''}"
            for i, (slope, span) in enumerate(zip(control.slopes, spans, strict=True))
        ]
        text = f"{ways[0]} by {wording.list_words(paces)}"
    return f"Trend to {wording.month(control.months[-1])}: {text}."


def _name_way(slope: Slope) -> str:
    if not slope.is_clear:
        return STEADY
    return "rising" if slope.trend.slope > 0 else "falling"


def _describe_pace(slope: Slope) -> str:
    return f" by {quote_yearly(slope)} a year" if slope.is_clear else ""


def quote_yearly(slope: Slope) -> str:
    """How steep a slope is, of the middle month: "about 12%"."""
    return f"about {wording.whole_pct(abs(slope.trend.yearly_pct))}"
