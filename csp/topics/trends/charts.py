"""Months as lines: beside other areas, on a control chart, and year over year. Pure.

Months stand on a plain number line, the first from 0 to 1, so that a dated event falls
where it belongs within its month. Words at the ends of lines are moved apart here, in
the data: Vega-Lite does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any

import altair as alt

from csp.core import wording
from csp.core.events import Event
from csp.shell import theme
from csp.shell.chart import Spec, Words, fill, template
from csp.topics.trends.findings import RULE_WORDS
from csp.topics.trends.rules import Comparison, Control, Line, Year

LINES_HEIGHT, CONTROL_HEIGHT, YEARS_HEIGHT = 330, 360, 300
WIDE = 120  # letters in a line of a title across the page
LETTER = 7.6  # px of an average letter at 16 px, with a little to spare
ROW = 20  # px from one line of words to the next
NARROWEST = 640  # px of plot on the smallest screen: words that clear each other there do so anywhere
_INITIALS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ROLES = ("home", "neighbour", "county")
_SIGNS = ("worse", "better", "neutral")
_SHAPES = {"outside": "diamond", "run": "circle", "trend": "triangle-right", "near": "square"}


# ------------------------------------------------------------------ placing words


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least gap apart and near those wanted, in the order of wanted, within low to high.

    Where there is no room for all of them, they are spaced evenly and may pass high.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: list[list[float]] = []  # blocks of words that touch: [sum of wanted less offsets, size]
    for i in order:
        placed.append([wanted[i], 1.0])
        while len(placed) > 1 and _start(placed[-2], gap) + gap * placed[-2][1] > _start(placed[-1], gap):
            total, size = placed.pop()
            placed[-1][0] += total
            placed[-1][1] += size
    positions = [_start(block, gap) + gap * k for block in placed for k in range(int(block[1]))]
    for k in range(len(positions) - 1, -1, -1):
        positions[k] = min(positions[k], high - gap * (len(positions) - 1 - k))
    for k in range(len(positions)):
        positions[k] = max(positions[k], low + gap * k)
    answer = [0.0] * len(order)
    for k, i in enumerate(order):
        answer[i] = positions[k]
    return answer


def _start(block: Sequence[float], gap: float) -> float:
    """Where the first word of a block goes so that the block is centred on what its words want."""
    return block[0] / block[1] - gap * (block[1] - 1) / 2


def stagger(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The row (0 = top) of each label, in the order given, so that no two overlap: spans are from and to."""
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for low, high in spans:
        free = (r for r, row in enumerate(rows) if all(high <= a or low >= b for a, b in row))
        row = next(free, len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((low, high))
        placed.append(row)
    return placed


# ------------------------------------------------------------------ parts


def _months_axis(names: alt.Parameter, at: alt.Parameter) -> alt.X:
    """Months along the bottom; January and the first carry their year on a second line."""
    return alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[0, alt.expr("last")], nice=False, zero=False),
    ).axis(
        values=alt.expr(at.name),
        labelExpr=f"{names.name}[floor(datum.value)]",
        grid=False,
        ticks=True,
        labelOverlap=True,
        labelLineHeight=18,
    )


def _month_words(months: Sequence[date]) -> tuple[list[list[str]], list[float]]:
    """The words of every month, and where along the axis a quarter starts."""
    words = [
        [_INITIALS[m.month - 1], str(m.year)] if m.month == 1 or i == 0 else [_INITIALS[m.month - 1], ""]
        for i, m in enumerate(months)
    ]
    # The first month's year would run into that of a January right after it.
    if len(months) > 2 and any(m.month == 1 for m in months[1:3]):
        words[0][1] = ""
    quarters = [i + 0.5 for i, m in enumerate(months) if m.month in (1, 4, 7, 10)]
    return words, quarters


def _values_axis(low: alt.Parameter, top: alt.Parameter) -> alt.Y:
    scale = alt.Scale(domain=[alt.expr(low.name), alt.expr(top.name)], nice=False, zero=False)
    return alt.Y("y:Q", title=None, scale=scale).axis(tickCount=5, domain=False, ticks=False)


def _params(**values: Any) -> list[alt.Parameter]:
    return [alt.param(name=name, value=value) for name, value in values.items()]


def _responsive(chart: alt.LayerChart, height: int) -> alt.LayerChart:
    return chart.properties(
        width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


def _template(chart: alt.LayerChart, mode: theme.Mode) -> Spec:
    """A template whose marks say nothing on hover unless they were given something to say.

    To a screen reader the chart is its description, and the table that goes with it: hundreds of
    marks read out one by one are no help, and Vega leaves the groups without marks unnamed.
    """
    spec = template(chart, mode)
    for layer in spec["layer"]:
        layer["mark"]["aria"] = False
        if "tooltip" not in layer["encoding"]:
            layer["mark"]["tooltip"] = None
    return spec


def _tips(*fields: tuple[str, str]) -> list[alt.Tooltip]:
    """Vega's tooltip shows a field called "title" as the heading of the others."""
    return [alt.Tooltip(f"{name}:N", title=words) for name, words in fields]


# ------------------------------------------------------------------ areas


@lru_cache(maxsize=2)
def _lines(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    marks = alt.Scale(domain=_ROLES, range=[colours.home, colours.neighbour, colours.worse_text])
    inks = alt.Scale(domain=_ROLES, range=[colours.home, colours.neighbour_text, colours.worse_text])
    low, top, last, names, at = _params(low=0, top=1, last=36, names=[], at=[])
    x, y = _months_axis(names, at), _values_axis(low, top)
    base = alt.Chart(alt.NamedData("points")).encode(x=x, y=y, detail="name:N")
    strokes = [
        base.transform_filter(f"datum.role === '{role}'")
        .mark_line(strokeWidth=width, strokeDash=dash, opacity=opacity, interpolate="linear")
        .encode(color=alt.Color("role:N", scale=marks, legend=None))
        for role, width, dash, opacity in (
            ("neighbour", 1.6, [1, 0], 0.8),
            ("county", 2.5, [6, 4], 1.0),
            ("home", 3.5, [1, 0], 1.0),
        )
    ]
    hollow = (
        base.transform_filter("datum.hollow")
        .mark_point(size=70, filled=True, fill=colours.background, strokeWidth=2, opacity=1)
        .encode(stroke=alt.Color("role:N", scale=marks, legend=None))
    )
    targets = base.mark_point(size=160, filled=True, opacity=0).encode(
        tooltip=_tips(("name", "title"), ("month", "Month"), ("figure", "Figure"))
    )
    ends = alt.Chart(alt.NamedData("ends")).encode(color=alt.Color("role:N", scale=inks, legend=None))
    leaders = ends.mark_rule(strokeWidth=1, opacity=0.6).encode(x="x:Q", x2="x2:Q", y=alt.Y("y:Q"), y2="y2:Q")
    labels = ends.mark_text(align="left", dx=4).encode(x="x2:Q", y="y2:Q", text="text:N")
    strong = alt.expr("datum.role === 'home' ? 700 : 400")
    labels = labels.mark_text(align="left", dx=4, fontWeight=strong)
    chart = alt.layer(*strokes, hollow, leaders, labels, targets).resolve_scale(color="independent")
    return _template(_responsive(chart.add_params(low, top, last, names, at), LINES_HEIGHT), mode)


def area_lines(lines: Sequence[Line], asked: Comparison, words: Words, mode: theme.Mode) -> Spec:
    """Areas over the months: home strong, the county dashed, neighbours thin, each named at its end.

    Incomplete months are hollow.
    """
    months, decimals = asked.months, asked.decimals
    known = [v for line in lines for v in line.values if v is not None]
    top = 1.08 * max(known, default=1.0) or 1.0
    points = [
        {
            "x": i + 0.5,
            "y": v,
            "name": line.name,
            "role": line.role,
            "hollow": i in line.hollow,
            "month": wording.month(months[i]) + (", incomplete" if i in line.hollow else ""),
            "figure": f"{v:,.{decimals}f}",
        }
        for line in lines
        for i, v in enumerate(line.values)
        if v is not None
    ]
    ends = _ends([(line.name, line.role, line.values) for line in lines], decimals, top, LINES_HEIGHT)
    spec = fill(
        _lines(mode), words, {"points": points, "ends": ends}, letters=WIDE, **_scales(0.0, top, months)
    )
    return spec


def _scales(low: float, top: float, months: Sequence[date]) -> dict[str, Any]:
    names, at = _month_words(months)
    return {"low": low, "top": top, "last": len(months), "names": names, "at": at}


def _ends(
    lines: Sequence[tuple[str, str, Sequence[float | None]]], decimals: int | None, top: float, height: int
) -> list[dict[str, Any]]:
    """The name and last figure of each line, at its end, with words moved apart."""
    found = [
        (max(i for i, v in enumerate(values) if v is not None), name, role, values)
        for name, role, values in lines
        if any(v is not None for v in values)
    ]
    right = max((at for at, *_ in found), default=0)
    levels = [float(values[at] or 0.0) for at, _, _, values in found]
    placed = spread(levels, ROW * top / height, 0.0, top)
    return [
        {
            "x": at + 0.5,
            "x2": right + 1.2,
            "y": level,
            "y2": y,
            "role": role,
            "text": name if decimals is None else f"{name} {level:,.{decimals}f}",
        }
        for (at, name, role, _), level, y in zip(found, levels, placed, strict=True)
    ]


# ------------------------------------------------------------------ control chart


@lru_cache(maxsize=2)
def _control(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    low, top, last, names, at = _params(low=0, top=1, last=36, names=[], at=[])
    x, y = _months_axis(names, at), _values_axis(low, top)
    band = (
        alt.Chart(alt.NamedData("limits"))
        .mark_rect(color=colours.grid, opacity=0.45)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )
    edges = [
        alt.Chart(alt.NamedData("edges"))
        .transform_filter(f"datum.kind === '{kind}'")
        .mark_rule(color=colours.quiet, strokeWidth=1.6, strokeDash=dash)
        .encode(x="x:Q", x2="x2:Q", y="y:Q")
        for kind, dash in (("centre", [1, 0]), ("limit", [5, 4]))
    ]
    chart = alt.layer(band, *edges, *_event_marks(colours), *_month_marks(colours), *_names(colours))
    chart = chart.resolve_scale(color="independent", shape="independent")
    return _template(_responsive(chart.add_params(low, top, last, names, at), CONTROL_HEIGHT), mode)


def _event_marks(colours: theme.Palette) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("events"))
    lines = [
        base.transform_filter(f"datum.kind === '{kind}'")
        .mark_rule(color=colours.quiet, strokeWidth=1.4, strokeDash=dash)
        .encode(
            x="x:Q",
            y="foot:Q",
            y2="y:Q",
            tooltip=_tips(("label", "title"), ("when", "Date"), ("note", "Note")),
        )
        for kind, dash in (("break", [1, 0]), ("event", [2, 3]))
    ]
    # Words on a halo: a mark that passes behind them does not strike them through.
    return [*lines, *_event_words(base, colours, halo=6), *_event_words(base, colours, halo=0)]


def _event_words(base: alt.Chart, colours: theme.Palette, halo: float) -> list[alt.Chart]:
    stroke = colours.background if halo else "transparent"
    left = base.transform_filter("datum.align === 'left'").mark_text(
        align="left", baseline="top", dx=4, fontSize=15, stroke=stroke, strokeWidth=halo
    )
    right = base.transform_filter("datum.align === 'right'").mark_text(
        align="right", baseline="top", dx=-4, fontSize=15, stroke=stroke, strokeWidth=halo
    )
    return [side.encode(x="x:Q", y="y:Q", text="label:N") for side in (left, right)]


def _month_marks(colours: theme.Palette) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("months")).encode(x="x:Q", y="y:Q")
    tips = _tips(
        ("month", "title"),
        ("recorded", "Recorded"),
        ("charted", "Charted"),
        ("usual", "Usual"),
        ("says", "Says"),
    )
    tones = alt.Scale(domain=_SIGNS, range=[colours.worse, colours.better, colours.neutral])
    return [
        base.transform_filter("!datum.hollow").mark_line(color=colours.home, strokeWidth=2.2),
        base.transform_filter("!datum.hollow && !datum.rule").mark_point(
            filled=True, size=34, color=colours.home, opacity=1
        ),
        base.transform_filter("datum.hollow").mark_point(
            filled=True, size=90, fill=colours.background, stroke=colours.home, strokeWidth=2, opacity=1
        ),
        base.transform_filter("datum.rule")
        .mark_point(filled=True, size=150, opacity=1, stroke=colours.background, strokeWidth=1)
        .encode(
            shape=alt.Shape(
                "rule:N",
                scale=alt.Scale(domain=list(RULE_WORDS.values()), range=list(_SHAPES.values())),
                legend=alt.Legend(
                    title=None,
                    orient="bottom",
                    direction="horizontal",
                    values=alt.expr("rules"),
                    symbolFillColor=colours.neutral,
                    symbolStrokeColor=colours.neutral,
                    symbolSize=120,
                    labelLimit=400,
                    columns=2,
                ),
            ),
            color=alt.Color("tone:N", scale=tones, legend=None),
        ),
        base.mark_point(size=200, filled=True, opacity=0).encode(tooltip=tips),
    ]


def _names(colours: theme.Palette) -> list[alt.Chart]:
    """The numbers of signals, on a halo as they may lie on a limit, and the names of the limits."""
    base = alt.Chart(alt.NamedData("numbers")).encode(x="x:Q", y="y:Q", text="text:N")
    above_or_below = alt.expr("datum.up ? -15 : 17")
    numbers = [
        base.mark_text(fontWeight=700, dy=above_or_below, stroke=stroke, strokeWidth=width)
        for stroke, width in ((colours.background, 5), ("transparent", 0))
    ]
    ends = alt.Chart(alt.NamedData("ends")).mark_text(align="left", dx=6, color=colours.quiet)
    return [*numbers, ends.encode(x="x2:Q", y="y2:Q", text="text:N")]


def control_chart(
    found: Control,
    events: Sequence[Event],
    tones: Mapping[bool, str],
    says: Mapping[int, str],
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """The XmR chart: months, mean and limits, numbered signals by shape, events as labelled marks.

    events: those of the window that concern the measure. tones: the role of a signal
    by whether it points up. says: a sentence for the tooltip of a position.
    """
    low, top = _span(found)
    marks, rows = _events(events, found.months)
    unit = (top - low) / max(CONTROL_HEIGHT - ROW * rows, 1)
    head = top + ROW * rows * unit
    for mark in marks:
        mark["y"], mark["foot"] = head - ROW * mark.pop("row") * unit, low
    rules = [rule for rule in RULE_WORDS if any(sign.rule == rule for sign in found.signs)]
    data = {
        **_limits(found, low, top, unit),
        "events": marks,
        "months": _months(found, tones, says),
        "numbers": _numbers(found),
    }
    spec = fill(_control(mode), words, data, letters=WIDE, **_scales(low, head, found.months))
    spec["params"] = [*spec["params"], {"name": "rules", "value": [RULE_WORDS[rule] for rule in rules]}]
    return spec


def _span(found: Control) -> tuple[float, float]:
    """The values shown: from 0, unless that would press everything into the upper half."""
    chart = found.chart
    known = [float(v) for a in (found.values, chart.lower, chart.upper) for v in a if isfinite(v)]
    least, most = min(known, default=0.0), max(known, default=1.0) or 1.0
    low = 0.0 if least < most / 2 else least - 0.25 * (most - least)
    return low, most + 0.1 * (most - low)


def _limits(found: Control, low: float, top: float, unit: float) -> dict[str, Any]:
    """The band between the limits and its edges in every segment, and the words at the last one's end."""
    chart, band, edges = found.chart, [], []
    for start, stop in found.segments():
        levels = [float(a[start]) for a in (chart.lower, chart.centre, chart.upper)]
        band.append({"x": start, "x2": stop, "y": levels[0], "y2": levels[2]})
        edges += [
            {"x": start, "x2": stop, "y": level, "kind": kind}
            for level, kind in zip(levels, ("limit", "centre", "limit"), strict=True)
        ]
    ends = []
    if band:
        names = ("Lower limit", "Mean", "Upper limit")
        places = spread(levels, ROW * unit, low, top)
        ends = [
            {"x2": stop, "y2": place, "text": f"{name} {wording.count(level)}"}
            for name, level, place in zip(names, levels, places, strict=True)
        ]
    return {"limits": band, "edges": edges, "ends": ends}


def _events(events: Sequence[Event], months: Sequence[date]) -> tuple[list[dict[str, Any]], int]:
    """Marks with the row of their label, and how many rows there are.

    A label runs to the right of its mark, or to the left where it would leave the chart.
    It crosses the marks on its way unless those end below it, so it is the outermost
    that goes to the top: the first of those that run right, the last of those that run left.
    """
    shown = sorted((e for e in events if e.month in months), key=lambda e: e.day)
    marks = [_event_mark(event, months) for event in shown]
    leftwards = [mark for mark in reversed(marks) if mark["align"] == "right"]
    order = [*leftwards, *(mark for mark in marks if mark["align"] == "left")]
    rows = stagger([mark.pop("span") for mark in order])
    for mark, row in zip(order, rows, strict=True):
        mark["row"] = row
    return marks, max(rows, default=-1) + 1


def _event_mark(event: Event, months: Sequence[date]) -> dict[str, Any]:
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
        "when": f"{event.day.day} {wording.month(event.day)}",
        "span": (x - width, x) if leftwards else (x, x + width),
    }


def _months(found: Control, tones: Mapping[bool, str], says: Mapping[int, str]) -> list[dict[str, Any]]:
    strongest = {
        i: sign for rule in reversed(RULE_WORDS) for sign in found.signs if sign.rule == rule for i in sign.at
    }
    rows = []
    for i, month in enumerate(found.months):
        value = float(found.values[i])
        if not isfinite(value):
            continue
        sign = strongest.get(i)
        low, high = found.usual(i)
        rows.append(
            {
                "x": i + 0.5,
                "y": value,
                "month": wording.month(month) + (", incomplete" if i in found.incomplete else ""),
                "recorded": wording.count(float(found.recorded[i])),
                "charted": wording.rate(value) if found.factors else wording.count(value),
                "usual": f"{wording.rate(low)} to {wording.rate(high)}" if isfinite(low) else wording.MISSING,
                "hollow": i in found.incomplete,
                "rule": RULE_WORDS[sign.rule] if sign else "",
                "tone": tones[sign.upwards] if sign else "neutral",
                "says": says.get(i, ""),
            }
        )
    return rows


def _numbers(found: Control) -> list[dict[str, Any]]:
    """The number of each signal beside its most distant month; signals that share one share the label."""
    at: dict[int, list[int]] = {}
    chart = found.chart
    for sign in found.signs:
        far = max(sign.at, key=lambda i: abs(float(chart.values[i] - chart.centre[i])))
        at.setdefault(far, []).append(sign.number)
    return [
        {
            "x": i + 0.5,
            "y": float(found.values[i]),
            "up": bool(found.values[i] >= chart.centre[i]),
            "text": ", ".join(map(str, numbers)),
        }
        for i, numbers in at.items()
    ]


# ------------------------------------------------------------------ years


@lru_cache(maxsize=2)
def _years(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    kinds = alt.Scale(domain=["now", "before"], range=[colours.home, colours.peer])
    inks = alt.Scale(domain=["now", "before"], range=[colours.home, colours.quiet])
    low, top, last, names, at = _params(low=0, top=1, last=12, names=[], at=[])
    x, y = _months_axis(names, at), _values_axis(low, top)
    base = alt.Chart(alt.NamedData("points")).encode(
        x=x, y=y, detail="name:N", color=alt.Color("role:N", scale=kinds, legend=None)
    )
    before = base.transform_filter("datum.role === 'before'").mark_line(strokeWidth=1.8)
    now = base.transform_filter("datum.role === 'now'").mark_line(strokeWidth=3.5)
    hollow = (
        alt.Chart(alt.NamedData("points"))
        .transform_filter("datum.hollow")
        .mark_point(size=70, filled=True, fill=colours.background, strokeWidth=2, opacity=1)
        .encode(x="x:Q", y="y:Q", stroke=alt.Stroke("role:N", scale=kinds, legend=None))
    )
    targets = base.mark_point(size=160, filled=True, opacity=0).encode(
        tooltip=_tips(("month", "title"), ("figure", "Recorded"))
    )
    ends = alt.Chart(alt.NamedData("ends")).encode(color=alt.Color("role:N", scale=inks, legend=None))
    leaders = ends.mark_rule(strokeWidth=1, opacity=0.6).encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q")
    weight = alt.expr("datum.role === 'now' ? 700 : 400")
    labels = ends.mark_text(align="left", dx=4, fontWeight=weight).encode(x="x2:Q", y="y2:Q", text="text:N")
    chart = alt.layer(before, now, hollow, leaders, labels, targets).resolve_scale(color="independent")
    return _template(_responsive(chart.add_params(low, top, last, names, at), YEARS_HEIGHT), mode)


def month_names(first_month: int) -> list[str]:
    """Twelve short names of months from a first one (1 to 12)."""
    return [_INITIALS[(first_month - 1 + i) % 12] for i in range(12)]


def year_lines(years: Sequence[Year], first_month: int, words: Words, mode: theme.Mode) -> Spec:
    """The years over each other, each as the partnership's year runs; the current one strong."""
    names = month_names(first_month)
    known = [v for year in years for v in year.values if v is not None]
    top = 1.08 * max(known, default=1.0) or 1.0
    roles = {year.label: "now" if year.current else "before" for year in years}
    points = [
        {
            "x": i + 0.5,
            "y": v,
            "name": year.label,
            "role": roles[year.label],
            "hollow": i in year.hollow,
            "month": f"{names[i]}, {year.label}" + (", incomplete" if i in year.hollow else ""),
            "figure": wording.count(v),
        }
        for year in years
        for i, v in enumerate(year.values)
        if v is not None
    ]
    ends = _ends([(y.label, roles[y.label], y.values) for y in years], None, top, YEARS_HEIGHT)
    for end in ends:
        # A year that is not over is named where it stops, not at the far right.
        end["x2"] = end["x"] + 0.25
    axis = {"low": 0.0, "top": top, "last": 12, "names": names, "at": [i + 0.5 for i in range(12)]}
    return fill(_years(mode), words, {"points": points, "ends": ends}, letters=WIDE, **axis)
