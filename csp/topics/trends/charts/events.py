"""Dated events as marks across a chart of months, each with its label in a row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from csp.core import wording
from csp.core.events import Event
from csp.shell import theme
from csp.shell.chart import Rows
from csp.topics.trends.charts.axes import build_tips
from csp.topics.trends.charts.placing import stagger

LETTER = 7.6  # px of an average letter at 16 px, with a little to spare
NARROWEST = 640  # px of plot on the smallest screen: words that clear each other there do so anywhere


def build_event_layers(colours: theme.Palette) -> list[alt.Chart]:
    """Rules and labels of build_event_rows(), once these have an upper end, "y", and a lower one, "foot"."""
    base = alt.Chart(alt.NamedData("events"))
    lines = [
        base.transform_filter(f"datum.kind === '{kind}'")
        .mark_rule(color=colours.quiet, strokeWidth=1.4, strokeDash=dash)
        .encode(
            x="x:Q",
            y="foot:Q",
            y2="y:Q",
            tooltip=build_tips(("label", "title"), ("when", "Date"), ("note", "Note")),
        )
        for kind, dash in (("break", [1, 0]), ("event", [2, 3]))
    ]
    # Words on a halo: a mark that passes behind them does not strike them through.
    return [*lines, *_labels(base, colours, halo=6), *_labels(base, colours, halo=0)]


def _labels(base: alt.Chart, colours: theme.Palette, halo: float) -> list[alt.Chart]:
    stroke = colours.background if halo else "transparent"
    left = base.transform_filter("datum.align === 'left'").mark_text(
        align="left", baseline="top", dx=4, fontSize=theme.FONT_SIZE, stroke=stroke, strokeWidth=halo
    )
    right = base.transform_filter("datum.align === 'right'").mark_text(
        align="right", baseline="top", dx=-4, fontSize=theme.FONT_SIZE, stroke=stroke, strokeWidth=halo
    )
    return [side.encode(x="x:Q", y="y:Q", text="label:N") for side in (left, right)]


def build_event_rows(events: Sequence[Event], months: Sequence[date]) -> tuple[Rows, int]:
    """Events of the months with the "row" of their label (0 = top), and how many rows there are.

    A label runs to the right of its mark, or to the left where it would leave the chart.
    It crosses the marks on its way unless those end below it, so it is the outermost
    that goes to the top: the first of those that run right, the last of those that run left.
    """
    marks = [_mark(event, months) for event in sorted(events, key=lambda e: e.day) if event.month in months]
    leftwards = [mark for mark in reversed(marks) if mark["align"] == "right"]
    order = [*leftwards, *(mark for mark in marks if mark["align"] == "left")]
    rows = stagger([mark.pop("span") for mark in order])
    for mark, row in zip(order, rows, strict=True):
        mark["row"] = row
    return marks, max(rows, default=-1) + 1


def _mark(event: Event, months: Sequence[date]) -> dict[str, Any]:
    x = months.index(event.month) + (event.day.day - 1) / 31
    label = f"New limits: {event.label}" if event.kind == "break" else event.label
    width = (LETTER * len(label) + 12) * len(months) / NARROWEST
    leftwards = x + width > len(months)
    return {
        "x": x,
        "label": label,
        "kind": event.kind,
        "note": event.note,
        "align": "right" if leftwards else "left",
        "when": wording.day(event.day) + (f" to {wording.day(event.until)}" if event.until else ""),
        "span": (x - width, x) if leftwards else (x, x + width),
    }
