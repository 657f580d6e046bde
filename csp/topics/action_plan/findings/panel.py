"""What the side panel of the board says of an action and of what was stored. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import (
    cut_text,
    describe_due,
    write_day,
    write_status,
)
from csp.topics.action_plan.rules.turns import Turn
from csp.topics.action_plan.store.entry_records import Held, Milestone
from csp.topics.action_plan.store.records import ActionRow, Update
from csp.topics.action_plan.store.status import Quarter, Status

SIMULATED = "Simulated updates: the first update that is stored takes their place."
# Of an action's wording the panel shows so many characters; all of it is a click away.
MOST_WORDING = 300
_MOST_NOTE, _MOST_MILESTONES = 240, 2


def describe_turn(turn: Turn) -> str:
    """ "12 of 57", and how many others still lack an update."""
    place = f"{turn.at} of {turn.total}" if turn.at else "not among the cards shown"
    return f"{place}, {turn.lacking} to do" if turn.lacking else place


def describe_duty(action: ActionRow) -> str:
    """Who leads and by when: "Council team, with the police. Due: 30 Sep 2021, overdue." """
    lead = action.lead or "No agency named"
    others = f", with {wording.list_words(action.agencies[1:])}" if len(action.agencies) > 1 else ""
    if not (action.due or action.due_date):
        return f"{lead}{others}. No due date."
    return f"{lead}{others}. Due: {describe_due(action)}{', overdue' if action.overdue else ''}."


def describe_latest(latest: Update | None, values: str) -> str:
    """The latest update: "● On track in Q2 2021/22 (Jul to Sep): 12 visits. (A. Lee, 2 Nov 2021)".

    values: its numbers in words, "" where it gives none.
    """
    if latest is None:
        return "Nothing reported yet."
    note = f": {cut_text(latest.note, _MOST_NOTE)}" if latest.note else ""
    numbers = f" {values}." if values else ""
    end = "" if note.endswith((".", "…", "!", "?")) else "."
    by = "" if latest.is_simulated else f" ({latest.who}, {write_day(latest.at)})"
    return f"{write_status(latest.status)} in {latest.quarter.label}{note}{end}{numbers}{by}"


def describe_milestones(milestones: Sequence[Held[Milestone]]) -> str:
    """The next milestones that are not reached: "Next: venue booked by 3 Jan 2022; leaflets printed." """
    open_ones = [each.content for each in milestones if each.content.done_on is None]
    if not open_ones:
        return ""
    ordered = sorted(open_ones, key=lambda each: each.due or date.max)
    words = [cut_text(each.text, 80) + (f" by {write_day(each.due)}" if each.due else "") for each in ordered]
    more = f"; {len(words) - _MOST_MILESTONES} more" if len(words) > _MOST_MILESTONES else ""
    return f"Next: {'; '.join(words[:_MOST_MILESTONES])}{more}."


def write_stored(ref: str, update: Update) -> str:
    """ "Stored: DA-02 is at risk for Q3 2021/22 (Oct to Dec), recorded by A. Chair." """
    return f"Stored: {ref} is {update.status} for {update.quarter.label}, recorded by {update.who}."


def write_stored_briefly(ref: str, update: Update) -> str:
    """ "Stored: DA-02, at risk in Q3 2021/22." """
    return f"Stored: {ref}, {update.status} in {_name_quarter(update.quarter)}."


def write_undone(ref: str) -> str:
    """After an update was taken back."""
    return f"Undone: the update of {ref} is withdrawn, and its form holds what was typed."


def write_all_reported(total: int, is_whole: bool, quarter: Quarter) -> str:
    """ "All 57 have their update for Q3 2021/22"; of a board that is filtered "All 12 shown"."""
    name = _name_quarter(quarter)
    who = f"All {total}" if is_whole else f"All {total} shown"
    return f"{who} have their update for {name}." if total > 1 else f"It has its update for {name}."


def _name_quarter(quarter: Quarter) -> str:
    """A quarter without its months: "Q3 2021/22"."""
    return quarter.label.partition(" (")[0]


def describe_keys(same: str) -> str:
    """What stands in an empty note. same: the button that reports an action as it stood before, if any."""
    return f"Ctrl+Enter saves{f', Ctrl+Shift+Enter: {same.lower()}' if same else ''}, Escape closes"


def refuse_untouched(ref: str, same: str) -> str:
    """Why a form into which nobody typed is not stored. same: the button for that, "" where there is none."""
    hint = f', or press "{same}" if nothing has changed' if same else ""
    return f"Nothing is typed for {ref} yet: choose a status or write a note{hint}."


def refuse_same(status: Status, same: str) -> str:
    """Why an update is not stored as the same as before, where another status is chosen."""
    return f'The status is set to {status}: press Save, or set it back before "{same}".'


def label_same(status: Status) -> str:
    """The button that reports an action as it stood before: "Still on track"."""
    return f"Still {status}"


def explain_unknown(ref: str) -> str:
    """Where the address opens an action that the plan has not."""
    return f'"{ref}" is not an action of this plan: choose a card.'
