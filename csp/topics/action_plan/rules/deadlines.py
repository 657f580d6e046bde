"""The next day on which something of an action is due: its own, a review that was set, a milestone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from csp.topics.action_plan.rules.coverage import NOTHING
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow

SOON = timedelta(days=30)


class Deadline(NamedTuple):
    """A day, and what is due on it."""

    day: date
    what: Literal["due", "review", "milestone"]


def find_next_deadline(action: ActionRow, details: ActionDetails, today: date) -> Deadline | None:
    """The first that is not past; None where there is none, and of an action that is finished or retired.

    A day that only follows from a rhythm is none of them: every action would have one each quarter.
    """
    # Most of the thousands of actions that a plan may have are without any day.
    if (details is NOTHING and action.due_date is None) or action.finished or action.retired_at is not None:
        return None
    return min((each for each in _list_deadlines(action, details) if each.day >= today), default=None)


def is_due_soon(action: ActionRow, details: ActionDetails, today: date) -> bool:
    """Whether something of an action is due today or within 30 days. What is past is overdue instead."""
    deadline = find_next_deadline(action, details, today)
    return deadline is not None and deadline.day - today <= SOON


def _list_deadlines(action: ActionRow, details: ActionDetails) -> Iterator[Deadline]:
    if action.due_date:
        yield Deadline(action.due_date, "due")
    if details.schedule.next_review:
        yield Deadline(details.schedule.next_review, "review")
    for milestone in details.milestones:
        if milestone.content.due and milestone.content.done_on is None:
            yield Deadline(milestone.content.due, "milestone")
