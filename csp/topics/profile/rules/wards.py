"""Which wards the profile draws."""

from __future__ import annotations

from csp.topics.wards.rules import Figures, Wards, compute_ward_figures


def list_shown_wards(wards: Wards, measure: str) -> tuple[Figures, ...]:
    """The wards whose count may be shown."""
    return tuple(row for row in compute_ward_figures(wards, measure) if not row.change.suppressed_now)
