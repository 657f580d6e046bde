"""The sentences of the chart of areas: where the borough stands beside the county, month by month."""

from __future__ import annotations

from csp.topics.trends.rules import Comparison, Line, blank_incomplete, count_below_and_above


def write_comparison_title(label: str, home: Line, county: Line, comparison: Comparison) -> str:
    """Where home stands beside the county, month by month.

    "Shoplifting: Exeter below Devon in 36 of 36 months".
    """
    below, above, of = count_below_and_above(
        *(blank_incomplete(line.values, line.incomplete) for line in (home, county))
    )
    if not of:
        return f"{label}: no rate for {home.name}"
    side, n = ("below", below) if below >= above else ("above", above)
    what = "months" if comparison.span == 1 else "12-month totals"
    return f"{label}: {home.name} {side} {county.name} in {n} of {of} {what}"


def describe_figure(comparison: Comparison, county: str) -> str:
    """What the chart of areas plots: "Rate per 1,000 people, rolling 12 months"."""
    what = (
        "Rate per 1,000 people" if comparison.rate else f"Recorded, {county} as the average of its districts"
    )
    return f"{what}, {'by month' if comparison.span == 1 else 'rolling 12 months (each point is a year)'}"
