"""The words for single values of the action plan: days, statuses, figures, counts of actions. Pure."""

from __future__ import annotations

from datetime import date, datetime

from csp.core import wording
from csp.topics.action_plan.store.records import ActionRow, Update
from csp.topics.action_plan.store.status import Quarter, Status

NEVER = "nothing reported yet"
SHORT = 90  # characters of an action's text where it only reminds of it


def write_day(value: date | datetime) -> str:
    """date(2021, 9, 30) -> "30 Sep 2021"; an instant as the day on the clock of the server."""
    local = value.astimezone() if isinstance(value, datetime) else value
    return wording.day(local)


def write_moment(value: datetime) -> str:
    """An instant with its time of day: "3 Nov 2021, 14:05"."""
    return f"{write_day(value)}, {value.astimezone():%H:%M}"


def label_priority(number: int, name: str) -> str:
    """A priority as it is called everywhere: "1 Domestic abuse"."""
    return f"{number} {name}"


def cut_text(text: str, most: int = SHORT) -> str:
    """The beginning of a text in one line, cut between words."""
    return wording.cut_text(text, most)


def write_figure(value: float | None) -> str:
    """A measure value as people write it: 1234.5 -> "1,234.5"; none is a dash."""
    if value is None:
        return wording.MISSING
    return f"{value:,.10g}".replace("-", wording.MINUS)


def write_short_quarter(quarter: Quarter) -> str:
    """A quarter without its months, "Q3 2021/22"; one that has no number by its months."""
    return quarter.label.split(" (", 1)[0]


def write_status(status: Status) -> str:
    """The word of a status and its shape: "● On track"."""
    return f"{status.rag.shape} {status.rag.word}"


def describe_due(action: ActionRow) -> str:
    """When an action is due: the day, the plan's own words where it gives none, or a dash."""
    return write_day(action.due_date) if action.due_date else action.due or wording.MISSING


def describe_report(update: Update | None) -> str:
    """Quarter, day and author of an update: "Q2 2021/22 (Jul to Sep), 2 Nov 2021, A. Officer"."""
    return f"{update.quarter.label}, {write_day(update.at)}, {update.who}" if update else NEVER.capitalize()


def write_share(part: int, total: int) -> str:
    """ "3 of 57 actions" """
    return f"{wording.count(part)} of {wording.plural(total, 'action')}"
