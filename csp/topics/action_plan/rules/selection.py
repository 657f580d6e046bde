"""Which plan, and which of its actions, a reader wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.action_plan.store.status import Status

OVERDUE, NO_UPDATE, OPEN = "Overdue", "Update due this quarter", "Unfinished"
"""The choices of "Show": conditions that come from dates, not from a declared status."""
RENAMED = {"No update this quarter": NO_UPDATE}
"""What a choice was called before, as links may hold it."""


@dataclass(frozen=True)
class Selection:
    """Which actions a reader wants to see; an empty field asks for nothing."""

    priority: int | None = None
    agency: str = ""
    statuses: frozenset[Status] = frozenset()
    only: str = ""
    find: str = ""

    def matches(self, action: ActionRow) -> bool:
        """Whether an action meets every one of the fields."""
        return (
            (self.priority is None or action.priority == self.priority)
            and (not self.agency or self.agency in action.agencies)
            and (not self.statuses or action.status in self.statuses)
            and _meets_condition(action, self.only)
            and _mentions(action, self.find)
        )


def list_own(plans: Sequence[Plan], home: str) -> tuple[Plan, ...]:
    """The plans of home among those of the database, in their order; one that is nobody's yet is its own."""
    return tuple(plan for plan in plans if plan.area_code in ("", home))


def find_plan_in_force(plans: Sequence[Plan], today: date) -> Plan | None:
    """The plan to show where none is chosen: the first that has begun and is not closed, else the first.

    plans: the latest first. None where there is no plan.
    """
    running = (plan for plan in plans if plan.retired_at is None and plan.start <= today)
    return next(running, plans[0] if plans else None)


def _meets_condition(action: ActionRow, only: str) -> bool:
    conditions = {OVERDUE: action.overdue, NO_UPDATE: action.no_update, OPEN: not action.finished}
    return conditions.get(only, True)


def _mentions(action: ActionRow, find: str) -> bool:
    """Whether every word of find stands somewhere in what the action says of itself."""
    if not find.strip():
        return True
    note = action.latest.note if action.latest else ""
    text = " ".join((action.ref, action.text, action.measure, *action.agencies, note)).casefold()
    return all(word in text for word in find.casefold().split())
