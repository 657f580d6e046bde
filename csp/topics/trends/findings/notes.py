"""What a reader must know of the charts: what they leave out, and what they show."""

from __future__ import annotations

from csp.core.filters import TREND_MONTHS, Filters
from csp.topics.trends.findings.basis import describe_limits
from csp.topics.trends.rules import Control

WINDOW = (
    f"The chart shows the {TREND_MONTHS} months up to the end of the period, the title is about the period."
)


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
