"""When an action is looked at next, in words. Pure."""

from __future__ import annotations

from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.rules.reviews import QUARTERLY, find_next_review, is_review_late, read_rhythm
from csp.topics.action_plan.store.entry_records import Schedule
from csp.topics.action_plan.store.records import ActionRow, Plan


def describe_next_review(action: ActionRow, schedule: Schedule, plan: Plan, today: date) -> str:
    """ "31 Dec 2021, proposed quarterly", "15 Jan 2022", "! Overdue: 1 Nov 2021"; "" for none to come."""
    day = find_next_review(action, schedule, plan, today)
    if day is None:
        return ""
    if is_review_late(action, schedule, today):
        return f"! Overdue: {write_day(day)}"
    if schedule.next_review:
        return write_day(day)
    months = read_rhythm(action.reporting) or QUARTERLY
    rhythm = action.reporting if months != QUARTERLY else "quarterly"
    return f"{write_day(day)}, proposed {wording.lower_first(rhythm)}"


def write_set(day: date | None) -> str:
    """What is said once the day of a next review is set, or left to the rhythm again."""
    if day is None:
        return "Stored: the next review is as its rhythm proposes."
    return f"Stored: the next review is on {write_day(day)}."
