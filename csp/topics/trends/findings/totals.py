"""The sentences of the chart of yearly totals, for what is too rare to be judged by month."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.filters import MAX_MONTHS
from csp.topics.trends.findings.control import quote_few
from csp.topics.trends.rules import Control, Total

QUIET_MONTHS = 3
"""So many months without any are worth a word."""


def write_totals_title(totals: Sequence[Total]) -> str:
    """ "7 recorded in Jan to Dec 2020, 11 in Jan to Dec 2019" """
    if not totals:
        return "no 12 months in a row are loaded"
    words = [
        f"{quote_few(total.n)}{' recorded' if i == 0 else ''} in {name_total(total)}"
        for i, total in enumerate(reversed(totals[-2:]))
    ]
    return ", ".join(words)


def describe_totals(control: Control, place: str) -> str:
    """What the chart of totals plots, and how long there has been none."""
    text = (
        f"Recorded in every 12 months to {wording.month(control.months[-1])}, {place}; "
        "fewer than 5 a month are usual, so months are not judged one by one"
    )
    since = _count_quiet_months(control)
    return f"{text}; none in the last {since} months" if since >= QUIET_MONTHS else text


def _count_quiet_months(control: Control) -> int:
    """How many of the latest months have none; those beyond a year do not count."""
    quiet = 0
    for i in range(len(control.months) - 1, -1, -1):
        if control.recorded[i] != 0 or i in control.incomplete or quiet == MAX_MONTHS:
            break
        quiet += 1
    return quiet


def name_total(total: Total) -> str:
    """The months of a total: "Jan to Dec 2020"."""
    return wording.period(total.period.start, total.period.end)
