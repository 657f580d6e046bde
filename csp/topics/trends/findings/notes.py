"""What a reader must know of the charts: what they leave out, and what they show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from csp.core import wording
from csp.core.coverage import group_runs
from csp.core.filters import TREND_MONTHS, Filters
from csp.topics.trends.findings.basis import describe_limits
from csp.topics.trends.rules import Control

WINDOW = (
    f"The chart shows the {TREND_MONTHS} months up to the end of the period, the title is about the period."
)


def describe_provisional(source: str, months: Sequence[date], provisional: Collection[date]) -> str:
    """Which of the months shown the source may yet revise, "" for none."""
    runs = group_runs([month for month in months if month in provisional])
    if not runs:
        return ""
    are = "is" if len(runs) == 1 and runs[0][0] == runs[0][1] else "are"
    names = wording.list_words([wording.period(first, last) for first, last in runs])
    return f"{names} {are} provisional: {source} may yet revise the figures."


def write_notes(filters: Filters, control: Control, place: str, county: str) -> list[str]:
    """What a reader must know of the charts: what they leave out, and what they show."""
    sentences = [describe_limits(control)]
    if filters.whole_months:
        sentences.append("Incomplete months are left out, as you chose.")
    if filters.wards:
        sentences.append(
            f"{place} is narrowed to your choice of wards; {county} and the neighbours are whole."
        )
    return [sentence for sentence in sentences if sentence]
