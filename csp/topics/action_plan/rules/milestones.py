"""Which milestones of an action are done, due and late. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from csp.topics.action_plan.store.entry_records import Held, Milestone


def is_late(milestone: Milestone, today: date) -> bool:
    """Whether its day is past and nobody has ticked it."""
    return milestone.done_on is None and milestone.due is not None and milestone.due < today


def order_milestones(milestones: Iterable[Held[Milestone]]) -> list[Held[Milestone]]:
    """By their days, those without one last and as entered: a tick moves none."""
    return sorted(milestones, key=lambda held: held.content.due or date.max)


def tick(milestone: Milestone, today: date) -> Milestone:
    """Done today, or where it was done open again."""
    return replace(milestone, done_on=None if milestone.done_on else today)
