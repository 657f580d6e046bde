"""The control chart (XmR): months, mean and limits, the clearest findings with a note each, dated events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Literal

import altair as alt

from csp.core import wording
from csp.core.events import Event
from csp.shell import theme
from csp.shell.chart import Chart, Rows, Words, chart_template
from csp.topics.trends.charts.axes import (
    PAGE,
    TICKS,
    build_month_settings,
    build_months_axis,
    build_tick_settings,
    build_ticked_axis,
    build_tips,
    lay_out,
)
from csp.topics.trends.charts.events import LETTER, build_event_layers, build_event_rows
from csp.topics.trends.charts.placing import ROW, row_labels, spread
from csp.topics.trends.charts.provisional import (
    build_provisional_band,
    build_provisional_rows,
    build_provisional_words,
)
from csp.topics.trends.findings import RULE_WORDS, write_note
from csp.topics.trends.rules import Control

CONTROL_HEIGHT = 360
_SIDES: tuple[tuple[Literal["left", "right"], int], ...] = (("left", -4), ("right", 4))
"""The alignment of notes, and how far they are shifted, so that they end on their leader."""
NOTES_FROM = 900
"""The least px of plot for which notes are placed: a note of 45 letters fits on one side of any month."""
_TONES = ("worse", "better", "neutral")
_SHAPES = {"outside": "diamond", "run": "circle", "near": "square"}


@dataclass(frozen=True)
class ControlMarks:
    """What stands on a control chart beside the months.

    events: those of the window that concern the measure. tones: the role of a finding
    by whether it points up. says: a sentence for the tooltip of a position. target: of a month, and its
    name; None without one. provisional: months that their source may yet revise.
    """

    events: Sequence[Event]
    tones: Mapping[bool, str]
    says: Mapping[int, str]
    target: tuple[float, str] | None = None
    provisional: frozenset[date] = frozenset()


@chart_template("Months with their average and limits", lines=PAGE)
def _control_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    band = (
        alt.Chart(alt.NamedData("limits"))
        .mark_rect(color=colours.grid, opacity=0.45)
        .encode(x=build_months_axis(), x2="x2:Q", y=build_ticked_axis(), y2="y2:Q")
    )
    edges = [
        alt.Chart(alt.NamedData("edges"))
        .transform_filter(f"datum.kind === '{kind}'")
        .mark_rule(color=colours.quiet, strokeWidth=1.6, strokeDash=dash)
        .encode(x="x:Q", x2="x2:Q", y="y:Q")
        for kind, dash in (("centre", [1, 0]), ("limit", [5, 4]))
    ]
    words = [*build_event_layers(colours), _leader_layer(colours), *_month_layers(colours)]
    named = [*build_provisional_words(colours), *_name_layers(colours)]
    layers = [build_provisional_band(colours), band, *edges, *_target_layers(colours), *words, *named]
    return lay_out(layers, CONTROL_HEIGHT, *TICKS)


def _target_layers(colours: theme.Palette) -> list[alt.Chart]:
    """The line of a target, named at its beginning, above it."""
    base = alt.Chart(alt.NamedData("target")).encode(y="y:Q")
    line = base.mark_rule(color=colours.text, strokeWidth=2, strokeDash=[10, 4]).encode(x="x:Q", x2="x2:Q")
    names = [
        base.mark_text(
            align="left",
            baseline="bottom",
            dx=4,
            dy=-3,
            fontSize=theme.FONT_SIZE,
            fontWeight=600,
            stroke=stroke,
            strokeWidth=width,
        ).encode(x="x:Q", text="text:N")
        for stroke, width in ((colours.background, 6), ("transparent", 0))
    ]
    return [line, *names]


def _month_layers(colours: theme.Palette) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("months")).encode(x="x:Q", y="y:Q")
    return [
        base.transform_filter("!datum.incomplete").mark_line(color=colours.home, strokeWidth=2.2),
        base.transform_filter("!datum.incomplete && !datum.rule").mark_point(
            filled=True, size=34, color=colours.home, opacity=1
        ),
        base.transform_filter("datum.incomplete").mark_point(
            filled=True, size=90, fill=colours.background, stroke=colours.home, strokeWidth=2, opacity=1
        ),
        _signal_layer(base, colours),
        # Invisible, and larger than the dots, so that a month is easy to point at.
        base.mark_point(size=200, filled=True, opacity=0).encode(
            tooltip=build_tips(
                ("month", "title"),
                ("recorded", "Recorded"),
                ("charted", "Charted"),
                ("usual", "Usual"),
                ("says", "Says"),
            )
        ),
    ]


def _signal_layer(base: alt.Chart, colours: theme.Palette) -> alt.Chart:
    """The months of a finding by the shape of its rule; its note says which that is."""
    shapes = alt.Scale(domain=list(RULE_WORDS.values()), range=list(_SHAPES.values()))
    tones = alt.Scale(domain=_TONES, range=[colours.worse, colours.better, colours.neutral])
    signals: alt.Chart = (
        base.transform_filter("datum.rule")
        .mark_point(filled=True, size=150, opacity=1, stroke=colours.background, strokeWidth=1)
        .encode(
            shape=alt.Shape("rule:N", scale=shapes, legend=None),
            color=alt.Color("tone:N", scale=tones, legend=None),
        )
    )
    return signals


def _leader_layer(colours: theme.Palette) -> alt.Chart:
    """A thin line from the month of a finding to its note."""
    leaders: alt.Chart = (
        alt.Chart(alt.NamedData("notes"))
        .mark_rule(color=colours.text, strokeWidth=1)
        .encode(x="x:Q", y="from:Q", y2="y:Q")
    )
    return leaders


def _name_layers(colours: theme.Palette) -> list[alt.Chart]:
    """The notes, on a halo as a mark may pass behind them, and the names of the limits."""
    base = alt.Chart(alt.NamedData("notes")).encode(x="x:Q", y="y:Q", text="text:N")
    notes = [
        base.transform_filter(f"datum.align === '{align}'").mark_text(
            align=align, dx=dx, fontSize=theme.FONT_SIZE, fontWeight=600, stroke=stroke, strokeWidth=width
        )
        for stroke, width in ((colours.background, 6), ("transparent", 0))
        for align, dx in _SIDES
    ]
    ends = alt.Chart(alt.NamedData("ends")).mark_text(align="left", dx=6, color=colours.quiet)
    return [*notes, ends.encode(x="x2:Q", y="y2:Q", text="text:N")]


def build_control_chart(
    control: Control,
    marks: ControlMarks,
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """The XmR chart: months, mean and limits, a note at each finding, events as labelled marks."""
    low, top = _limits_of_axis(control, marks.target)
    events, n_rows = build_event_rows(marks.events, control.months)
    notes, n_above, n_below = _note_rows(control)
    # Labels of events stand above the months, and notes next to these on either side, so the axis goes on
    # for as many values as they need px.
    per_px = (top - low) / max(CONTROL_HEIGHT - ROW * (n_rows + n_above + n_below), 1)
    head, foot = top + ROW * (n_rows + n_above) * per_px, low - ROW * n_below * per_px
    for mark in events:
        mark["y"], mark["foot"] = head - ROW * mark.pop("row") * per_px, foot
    for note in notes:
        away = ROW * (note.pop("row") + 0.5) * per_px
        note["y"] = top + away if note.pop("up") else low - away
    data = {
        **_limit_rows(control, low, top, per_px),
        "events": events,
        "months": _month_rows(control, marks),
        "notes": notes,
        "provisional": build_provisional_rows(control.months, marks.provisional, foot, head),
        "target": _target_rows(control, marks.target),
    }
    settings = build_month_settings(foot, head, control.months) | build_tick_settings(low, top)
    return _control_template.fill(mode, words, data, settings=settings)


def _target_rows(control: Control, target: tuple[float, str] | None) -> Rows:
    return [] if target is None else [{"x": 0, "x2": len(control.months), "y": target[0], "text": target[1]}]


def _limits_of_axis(control: Control, target: tuple[float, str] | None) -> tuple[float, float]:
    """The values shown: from 0, unless that would press everything into the upper half."""
    chart = control.chart
    values = [float(v) for a in (control.values, chart.lower, chart.upper) for v in a if isfinite(v)]
    values += [] if target is None else [target[0]]
    least, most = min(values, default=0.0), max(values, default=1.0) or 1.0
    low = 0.0 if least < most / 2 else least - 0.25 * (most - least)
    return low, most + 0.1 * (most - low)


def _limit_rows(control: Control, low: float, top: float, per_px: float) -> dict[str, Rows]:
    """The band between the limits and its edges in every segment, and the words at the last one's end."""
    chart = control.chart
    band: Rows = []
    edges: Rows = []
    for start, stop in control.segments():
        levels = [float(a[start]) for a in (chart.lower, chart.centre, chart.upper)]
        band.append({"x": start, "x2": stop, "y": levels[0], "y2": levels[2]})
        edges += [
            {"x": start, "x2": stop, "y": level, "kind": kind}
            for level, kind in zip(levels, ("limit", "centre", "limit"), strict=True)
        ]
    ends: Rows = []
    if band:
        names = ("Lower limit", "Average", "Upper limit")
        places = spread(levels, ROW * per_px, low, top)
        ends = [
            {"x2": stop, "y2": place, "text": f"{name} {wording.count(level)}"}
            for name, level, place in zip(names, levels, places, strict=True)
        ]
    return {"limits": band, "edges": edges, "ends": ends}


def _month_rows(control: Control, marks: ControlMarks) -> Rows:
    tones, says = marks.tones, marks.says
    strongest = {
        i: sign
        for rule in reversed(RULE_WORDS)
        for sign in control.signs
        if sign.rule == rule
        for i in sign.at
    }
    rows = []
    for i, month in enumerate(control.months):
        value = float(control.values[i])
        if not isfinite(value):
            continue
        sign = strongest.get(i)
        row: dict[str, Any] = {
            "x": i + 0.5,
            "y": value,
            "month": ", ".join(
                [
                    wording.month(month),
                    *(["incomplete"] if i in control.incomplete else []),
                    *(["provisional"] if month in marks.provisional else []),
                ]
            ),
            "recorded": wording.count(float(control.recorded[i])),
            "charted": wording.rate(value) if control.factors else wording.count(value),
            "usual": _usual(control, i),
            "incomplete": i in control.incomplete,
            "rule": RULE_WORDS[sign.rule] if sign else "",
            "tone": tones[sign.upwards] if sign else "neutral",
            "says": says.get(i, ""),
        }
        rows.append(row)
    return rows


def _usual(control: Control, i: int) -> str:
    low, high = control.usual(i)
    return f"{wording.rate(low)} to {wording.rate(high)}" if isfinite(low) else wording.MISSING


def _note_rows(control: Control) -> tuple[Rows, int, int]:
    """The note of each finding at its most distant month; how many rows of them stand above and below.

    A note runs to the right of its month, or to the left where it would leave the chart.
    """
    chart, length = control.chart, len(control.months)
    notes: Rows = []
    spans: dict[bool, list[tuple[float, float, bool]]] = {True: [], False: []}
    for sign in control.signs:
        farthest = max(sign.at, key=lambda i: abs(float(chart.values[i] - chart.centre[i])))
        x, text = farthest + 0.5, write_note(control, sign)
        width = (LETTER * len(text) + 12) * length / NOTES_FROM
        leftwards = x + width > length
        spans[sign.upwards].append((x - width, x, True) if leftwards else (x, x + width, False))
        notes.append(
            {
                "x": x,
                "from": float(control.values[farthest]),
                "up": sign.upwards,
                "align": "right" if leftwards else "left",
                "text": text,
            }
        )
    rows = {up: row_labels(of_side) for up, of_side in spans.items()}
    counts = {up: max(of_side, default=-1) + 1 for up, of_side in rows.items()}
    for up, of_side in rows.items():
        for note, row in zip((note for note in notes if note["up"] == up), of_side, strict=True):
            note["row"] = row
    return notes, counts[True], counts[False]
