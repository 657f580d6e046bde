"""The sentences about notes on charts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.shell.chart_marks import ChartMark
from csp.topics.action_plan.findings.values import write_day, write_moment
from csp.topics.action_plan.store.entry_records import ChartNote, Held

WHERE = (
    "A note stands on every chart by month of this subject, on the day it is about. It is kept with the "
    "action plan."
)
NO_PLAN = "Notes are kept with an action plan, and none is in force: begin one on the page Plans."


def describe_marks(marks: Sequence[ChartMark]) -> str:
    """ "(1) 3 May 2020: patrols began; (2) 1 Sep 2020: lights repaired" """
    return "; ".join(f"({mark.number}) {write_day(mark.day)}: {mark.text}" for mark in marks)


def describe_note(note: Held[ChartNote]) -> str:
    """A note with who wrote it, for whoever may take it out: "3 May 2020: patrols began (A. Officer)"."""
    content = note.content
    return f"{write_day(content.day)}: {content.text} ({note.who}, {write_moment(note.at)})"


def write_stored(note: ChartNote) -> str:
    return f"Stored: the note of {write_day(note.day)} stands on the charts."


def write_removed(note: ChartNote) -> str:
    return f"Removed: the note of {write_day(note.day)}. What it said stays on record."
