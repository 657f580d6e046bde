"""Dated notes as numbered marks across a chart whose axis is one of days. Pure.

A mark has room for a number alone; what it says stands on hover, and under the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from csp.core import wording
from csp.core.events import Event
from csp.core.later import import_later
from csp.shell import theme
from csp.shell.chart import SETTINGS, Chart, Rows, midnight

if TYPE_CHECKING:
    import altair as alt
else:
    alt = import_later("altair")

LONGEST = 40
"""Letters of a note that stand beside its mark."""
MARKS = "dated_notes"
"""The dataset of a chart that can have notes: its builder gives it without rows."""


@dataclass(frozen=True)
class ChartMark:
    """A note on a chart: its number there, its day, and what it says."""

    number: int
    day: date
    text: str


def build_mark_layers(colours: theme.Palette) -> list[alt.Chart]:
    """A dotted line at each day of add_marks(), with the note's number at its foot.

    A screen reader is told by the line under the chart, since Vega leaves the layers of no mark unnamed.
    """
    base = alt.Chart(alt.NamedData(MARKS)).encode(
        x=alt.X("day:T", title=None),
        tooltip=[
            alt.Tooltip("label:N", title="title"),
            alt.Tooltip("when:N", title="Date"),
            alt.Tooltip("text:N", title="Note"),
        ],
    )
    line = base.mark_rule(aria=False, color=colours.text, strokeWidth=1.6, strokeDash=[2, 3])
    signs = [
        base.mark_text(
            aria=False,
            baseline="bottom",
            align="left",
            dx=3,
            dy=-2,
            fontSize=theme.FONT_SIZE,
            fontWeight=600,
            color=colours.text,
            stroke=stroke,
            strokeWidth=width,
        ).encode(y=alt.value(alt.expr("height")), text="sign:N")
        for stroke, width in ((colours.background, 6), ("transparent", 0))
    ]
    return [line, *signs]


def add_marks(chart: Chart, marks: Sequence[ChartMark]) -> Chart:
    """The chart with notes on it: those of the days between the ends of its axis, "first" and "last"."""
    ends = chart.data[SETTINGS][0]
    rows: Rows = [
        {
            "day": midnight(mark.day),
            "sign": f"({mark.number})",
            "label": f"Note {mark.number}",
            "when": wording.day(mark.day),
            "text": mark.text,
        }
        for mark in marks
        if ends["first"] <= midnight(mark.day) <= ends["last"]
    ]
    return replace(chart, data={**chart.data, MARKS: rows})


def list_events(marks: Sequence[ChartMark]) -> list[Event]:
    """The marks as events, for a chart that draws these with their labels; a long one is cut."""
    labels = [f"({mark.number}) {shorten(mark.text, LONGEST, placeholder='…')}" for mark in marks]
    return [Event(mark.day, label, "event", (), mark.text) for mark, label in zip(marks, labels, strict=True)]
