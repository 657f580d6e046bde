"""Since when something counts as new: the last meeting on record, else the beginning of the quarter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from csp.topics.action_plan.store.meeting_records import Meeting
from csp.topics.action_plan.store.status import Quarter


@dataclass(frozen=True)
class Since:
    """The day from which on something is new. meeting: the one held on it; None: the quarter began on it."""

    day: date
    meeting: Meeting | None = None


def count_since(last: Meeting | None, today: date, quarter: Quarter) -> Since:
    """The last meeting that was closed; where none is on record the beginning of a quarter, today at most.

    Nothing is guessed: partnerships meet monthly, quarterly or when they can.
    """
    return Since(last.draft.day, last) if last else Since(min(quarter.start, today))
