"""The sentences of the chart of years: this year beside the one before, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.topics.trends.rules import Year, blank_incomplete, count_below_and_above


def write_years_title(label: str, place: str, years: Sequence[Year]) -> str:
    """ "Shoplifting in Exeter: 2020 below 2019 in 9 of 12 months" """
    subject = f"{label} in {place}"
    if len(years) < 2 or not years[-1].current:
        return f"{subject} by month; no earlier year is loaded"
    now, before = years[-1], years[-2]
    below, above, of = count_below_and_above(
        *(blank_incomplete(year.values, year.incomplete) for year in (now, before))
    )
    if not of:
        return f"{subject}: {now.label}; no complete month of {before.label} to compare with"
    side, n = ("below", below) if below >= above else ("above", above)
    return f"{subject}: {now.label} {side} {before.label} in {n} of {wording.plural(of, 'month')}"


def describe_years(place: str, years: Sequence[Year]) -> str:
    """What the chart of years plots: "Recorded per month, Exeter, 2018 to 2020; strong: 2020"."""
    if not years:
        return f"Recorded per month, {place}; no month to show"
    first, last = years[0].label, years[-1].label
    span = last if first == last else f"{first} to {last}; strong: {last}"
    return f"Recorded per month, {place}, {span}"
