"""When actions are looked at next, in words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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


def write_day_set(day: date | None) -> str:
    """What is said once the day of a next review is set, or left to the rhythm again."""
    if day is None:
        return "Stored: the next review is as its rhythm proposes."
    return f"Stored: the next review is on {write_day(day)}."


def describe_proposal(days: Sequence[date], unfinished: int) -> str:
    """ "57 of 57 unfinished actions have no day for their next review. Proposed: 31 Dec 2021 for 54, ..." """
    if not unfinished:
        return "No action of the plan is unfinished, so none needs a review."
    if not days:
        return "Every unfinished action has a day for its next review, or its plan has ended."
    counts = sorted(Counter(days).items())
    proposed = wording.list_words([f"{write_day(day)} for {count}" for day, count in counts])
    verb = "has" if len(days) == 1 else "have"
    return (
        f"{len(days)} of {wording.plural(unfinished, 'unfinished action')} {verb} no day for the next "
        f"review. Proposed by rhythm, quarterly where the plan names none: {proposed}. "
        "Each day can be changed on the page of its action."
    )


def name_setting(count: int) -> str:
    """The words of the button: "Set the review of 57 actions"."""
    return f"Set the review of {wording.plural(count, 'action')}"


def write_set(count: int, skipped: int) -> str:
    """What has become of it."""
    kept = f" {skipped} had a day by now and keep it." if skipped else ""
    return (
        f"Stored: {wording.plural(count, 'action')} now {'has' if count == 1 else 'have'} a review day.{kept}"
    )
