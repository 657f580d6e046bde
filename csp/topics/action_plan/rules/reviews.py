"""When an action is looked at next: a day that people set, or the one its rhythm proposes. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from csp.core.filters import add_months
from csp.topics.action_plan.store.entry_records import Schedule
from csp.topics.action_plan.store.records import ActionRow, Plan

# Months between two reviews by the words of a rhythm; the first that matches counts.
_RHYTHMS = (
    (r"\b(bi-?monthly|every (two|2) months|every other month)\b", 2),
    (r"\b(half[- ]?yearly|six[- ]?monthly|bi-?annual(ly)?|twice a year|every (six|6) months)\b", 6),
    (r"\b(quarterly|termly|every (three|3) months|every quarter)\b", 3),
    (r"\b(weekly|fortnightly|monthly|every month)\b", 1),
    (r"\b(annual(ly)?|yearly|once a year|every year)\b", 12),
)
QUARTERLY = 3


@lru_cache(maxsize=1024)  # a large plan has few rhythms
def read_rhythm(words: str) -> int | None:
    """Months between two reports by the plan's words: "bi-monthly" -> 2; None where they name no rhythm."""
    folded = words.casefold()
    return next((months for pattern, months in _RHYTHMS if re.search(pattern, folded)), None)


def list_review_days(plan: Plan, months: int) -> list[date]:
    """The last day of every so many months of a plan, and the plan's own last day."""
    return list(_list_last_days(plan.start, plan.end, months))


@lru_cache(maxsize=64)
def _list_last_days(start: date, end: date, months: int) -> tuple[date, ...]:
    days = []
    while start <= end:
        start = add_months(start.replace(day=1), months)
        days.append(min(start - timedelta(days=1), end))
    return tuple(days)


def propose_next_review(action: ActionRow, plan: Plan, today: date) -> date | None:
    """The day on which an action is next to be looked at, by its rhythm: quarterly where it names none.

    The first such day that is not past, and past what has been reported on already: an action that is
    reported on for this quarter is looked at with the next. None for one that is finished, retired, or of a
    plan that is over.
    """
    if action.finished or action.retired_at is not None:
        return None
    months = read_rhythm(action.reporting) or QUARTERLY
    reported = action.latest.quarter.end if action.latest else None
    # A report covers a quarter, so it says nothing of a shorter rhythm's days yet to come.
    covered = reported if reported is not None and months >= QUARTERLY else None
    days = [day for day in list_review_days(plan, months) if day >= today]
    return next((day for day in days if covered is None or day > covered), days[-1] if days else None)


def find_next_review(action: ActionRow, schedule: Schedule, plan: Plan, today: date) -> date | None:
    """The day that people have set, or the one proposed. None as propose_next_review() says."""
    if action.finished or action.retired_at is not None:
        return None
    return schedule.next_review or propose_next_review(action, plan, today)


def is_review_late(action: ActionRow, schedule: Schedule, today: date) -> bool:
    """Whether a day that people have set is past."""
    is_open = not action.finished and action.retired_at is None
    return is_open and schedule.next_review is not None and schedule.next_review < today
