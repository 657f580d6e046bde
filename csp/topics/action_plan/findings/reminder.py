"""The text by which an agency is reminded of its actions, ready to be pasted into an e-mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import describe_due, write_day
from csp.topics.action_plan.rules.quarter_review import Matter, ReviewGroup, ReviewItem
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.status import Quarter, Status

SIMULATED_TEXT = "Made with simulated updates, to try it out: not to be sent."
BETWEEN = "\n\n" + "-" * 60 + "\n\n"
"""What stands between the texts of several agencies."""


@dataclass(frozen=True)
class ReminderTerms:
    """What all reminders of a quarter have in common. author: who signs, "" for nobody."""

    listing: Listing
    quarter: Quarter
    reply_by: date
    author: str
    is_simulated: bool


def write_reminder(group: ReviewGroup, terms: ReminderTerms) -> str:
    """What an agency is asked for, action by action; "" where nothing is open.

    group: the actions that it leads. It asks about those alone of which something is to be done.
    """
    items = [item for item in group.items if Matter.TO_DO in item.matters]
    if not items or not group.title:
        return ""
    name = group.agency.spelt_out if group.agency else group.title
    count = wording.plural(len(items), "action")
    lines = [
        *([SIMULATED_TEXT, ""] if terms.is_simulated else []),
        f"Dear {name},",
        "",
        f"You lead {count} of the action plan {terms.listing.plan.label} of which something is due for "
        f"{terms.quarter.label}. Please answer by {write_day(terms.reply_by)}.",
        "",
        f"For each we ask for its status ({_list_statuses()}), the numbers named below, and what was done "
        "in the quarter.",
    ]
    for item in items:
        lines += ["", *_write_item(item, terms)]
    return "\n".join([*lines, "", "Thank you", *([terms.author] if terms.author else [])]) + "\n"


def _list_statuses() -> str:
    words = [state.value for state in Status]
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _write_item(item: ReviewItem, terms: ReminderTerms) -> list[str]:
    """One action: its reference and wording, when it is due, what was said last, and what is asked."""
    action = item.action
    facts = [f"Due: {describe_due(action)}"]
    if action.overdue and action.due_date:
        days = (terms.listing.today - action.due_date).days
        facts[0] += f", overdue by {wording.plural(days, 'day')}"
    if Matter.REVIEW_DUE in item.matters and item.next_review:
        facts.append(f"Review was due: {write_day(item.next_review)}")
    if action.latest:
        facts.append(f"Last reported: {action.status.value}, {action.latest.quarter.label}")
    asked = ["Status:", *(f"{name}:" for name in list_measure_names(item)), "What was done:"]
    return [f"{action.ref}  {' '.join(action.text.split())}", *facts, *asked]


def list_measure_names(item: ReviewItem) -> list[str]:
    """What is counted of an action, each with its unit: "Visits (households)"."""
    contents = [held.content for held in item.details.measures]
    return [
        f"{each.name} ({each.unit})" if each.unit and each.unit not in each.name else each.name
        for each in contents
    ]


def join_reminders(texts: Sequence[str]) -> str:
    """The texts of all agencies one after another."""
    return BETWEEN.join(text.rstrip("\n") for text in texts if text)


def describe_group(group: ReviewGroup) -> str:
    """What is open in a group: "3 overdue, 9 updates due, 1 review due, 2 changed"."""
    counts = [
        (group.count(Matter.OVERDUE), "overdue"),
        (group.count(Matter.UPDATE_DUE), "update due"),
        (group.count(Matter.REVIEW_DUE), "review due"),
        (group.count(Matter.CHANGED), "changed"),
    ]
    plurals = {"update due": "updates due", "review due": "reviews due"}
    return ", ".join(f"{n} {words if n == 1 else plurals.get(words, words)}" for n, words in counts if n)
