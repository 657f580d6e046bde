"""The words about the milestones of an action. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.rules.milestones import is_late
from csp.topics.action_plan.store.entry_records import Held, Milestone

NO_MILESTONE = "No milestone yet: a part of the action with a day of its own, ticked once it is done."
NO_EVIDENCE = "No link yet: a page on the web that shows what was done."
NO_COMMENT = "No comment yet. A comment needs no status and no quarter, and changes neither."
SIMULATED_NOTE = (
    "Simulated updates: nobody reported them, and they are stored nowhere. The first real update of the "
    "action takes their place."
)


def count_milestones(milestones: Sequence[Held[Milestone]], today: date) -> str:
    """ "2 of 5 milestones are done; 1 is overdue." """
    done = sum(held.content.done_on is not None for held in milestones)
    late = sum(is_late(held.content, today) for held in milestones)
    verb = "is" if 1 in (done, len(milestones)) else "are"
    overdue = f"; {wording.number(late)} {'is' if late == 1 else 'are'} overdue" if late else ""
    return f"{done} of {wording.plural(len(milestones), 'milestone')} {verb} done{overdue}."


def describe_milestone(content: Milestone, ticker: str, today: date) -> str:
    """ "✔ Done on 6 Dec 2021, A. Chair", "! Overdue: 30 Nov 2021", "Due 30 Nov 2021".

    ticker: who ticked it.
    """
    if content.done_on is not None:
        return ", ".join(filter(None, [f"✔ Done on {write_day(content.done_on)}", ticker]))
    if content.due is None:
        return "No day set"
    return (
        f"! Overdue: {write_day(content.due)}" if is_late(content, today) else f"Due {write_day(content.due)}"
    )


def write_ticked(milestone: Milestone) -> str:
    """What is said once a milestone is ticked, or opened again."""
    if milestone.done_on is None:
        return f"Open again: {milestone.text}."
    return f"Done on {write_day(milestone.done_on)}: {milestone.text}."
