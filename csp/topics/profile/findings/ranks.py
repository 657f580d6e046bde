"""Why there is no rank among the districts."""

from __future__ import annotations

from csp.comparison.findings import NO_RANK_OF_WARDS


def explain_no_rank(wards: bool) -> str:
    """Why there is no table of the districts. wards: whether wards are chosen."""
    return NO_RANK_OF_WARDS if wards else "This type is a part of another and has no rank of its own."
