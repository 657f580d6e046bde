"""The words of the calendar of what is loaded."""

from __future__ import annotations

from csp.core import wording
from csp.topics.data_status.rules.coverage import Coverage, State

STATES: dict[State, str] = {
    "loaded": "loaded",
    "provisional": "loaded, provisional",
    "incomplete": "data incomplete",
    "missing": "missing",
}
SIGNS: dict[State, str] = {"loaded": "", "provisional": "p", "incomplete": "!", "missing": "×"}
KEY = "filled: loaded; !: data incomplete; ×: missing"
NO_MONTHS = "No months are loaded, so there is no calendar."


def write_coverage_title(coverage: Coverage) -> str:
    """How much of the calendar is missing or incomplete: "3 of 432 months missing, 1 incomplete"."""
    total = len(coverage.rows) * len(coverage.months)
    missing, incomplete = coverage.count("missing"), coverage.count("incomplete")
    if not missing and not incomplete:
        return f"All {wording.plural(total, 'month')} are loaded and complete"
    parts = [
        f"{wording.count(missing)} of {wording.plural(total, 'month')} missing" if missing else "",
        f"{wording.count(incomplete)} incomplete" if missing and incomplete else "",
        f"{wording.count(incomplete)} of {wording.plural(total, 'month')} incomplete" if not missing else "",
    ]
    return ", ".join(filter(None, parts))


def describe_coverage(coverage: Coverage, what: str) -> str:
    """What the calendar shows, and how its signs read. what: "Every police force"."""
    provisional = "; p: provisional" if coverage.count("provisional") else ""
    span = wording.period(coverage.months[0], coverage.months[-1])
    return f"{what}, {span}; {KEY}{provisional}"
