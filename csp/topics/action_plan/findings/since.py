"""Since when changes count, in words. Pure."""

from __future__ import annotations

from datetime import date

from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.rules.since import Since


def describe_start(since: Since) -> str:
    """Since when something counts as new where nobody has chosen another day."""
    day = write_day(since.day)
    if since.meeting is None:
        return f"No meeting is recorded yet: changes are counted since the quarter began, {day}."
    return f"Changes are counted since the last meeting, {since.meeting.draft.title} on {day}."


def describe_day(day: date, usual: Since, quarter_start: date) -> str:
    """Since when changes are counted on the page, by the day that is chosen there."""
    if day == usual.day:
        return describe_start(usual)
    recorded = "" if usual.meeting else "No meeting is recorded yet: "
    began = ", when the quarter began" if day == quarter_start else ""
    sentence = f"changes are counted since {write_day(day)}{began}."
    return f"{recorded}{sentence}" if recorded else f"C{sentence[1:]}"
