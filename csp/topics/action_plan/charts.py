"""The charts of an action: a measure by quarter, and the crime measure it acts on by month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from csp.core import wording
from csp.core.filters import add_months
from csp.shell import theme
from csp.shell.chart import (
    Chart,
    Lines,
    Rows,
    Words,
    between,
    chart_template,
    in_order_of,
    layered,
    midnight,
    responsive,
)
from csp.shell.chart_marks import MARKS, build_mark_layers
from csp.topics.action_plan.findings.measures import VERDICT_WORDS, write_verdict
from csp.topics.action_plan.findings.values import write_figure
from csp.topics.action_plan.rules.linked_crime import BeforeAfter
from csp.topics.action_plan.rules.measures import MeasurePoint
from csp.topics.action_plan.store.entry_records import Measure

VALUES_HEIGHT, SERIES_HEIGHT = 230, 300
LAST_QUARTERS = 8  # of a measure; its table has all
MOST_IN_WORDS = 4  # quarters that leave room for "✔ met" over each bar
LEVEL_ROOM = 140  # px for "Target at least 1,000"
# Parts the lines of a label: text of a chart has no line ends of its own.
LINE_END = "|"
MONTHS = 36  # of the linked crime measure
NEAR = 6  # months after the last one within which a start is drawn


@chart_template("Bar chart: a measure of the action by quarter, with its target")
def _values_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    x = alt.X("quarter:N", title=None, scale=in_order_of("values", "quarter")).axis(
        labelAngle=0, ticks=False, labelOverlap="greedy", labelExpr=f"split(datum.label, '{LINE_END}')"
    )
    y = alt.Y("value:Q", title=None, scale=between("least", "most", nice=True)).axis(
        tickCount=4, minExtent=48
    )
    values = alt.Chart(alt.NamedData("values")).encode(x=x, y=y)
    bars = values.mark_bar(size=34).encode(
        color=alt.Color(
            "verdict:N",
            scale=alt.Scale(domain=["hit", "miss", ""], range=[colours.home, colours.worse, colours.home]),
            legend=None,
        ),
        tooltip=[alt.Tooltip("title:N", title="title"), alt.Tooltip("said:N", title="Measure")],
    )
    # Over a line that is near a number each letter has the page's colour around it.
    halo: dict[str, Any] = {"stroke": colours.background, "strokeWidth": 8, "strokeJoin": "round"}
    figures = [
        values.mark_text(baseline="bottom", dy=-4, color=colours.text, **outline).encode(
            y=alt.Y("value:Q", axis=None), text="label:N"
        )
        for outline in (halo, {})
    ]
    levels = alt.Chart(alt.NamedData("levels"))
    # An axis without a sign keeps room at the right for the names of the lines, which would cover bars.
    extent = theme.enlarge(LEVEL_ROOM, mode, theme.MEETING_FONT_SIZE / theme.FONT_SIZE)
    room = alt.Axis(
        orient="right", labels=False, ticks=False, domain=False, grid=False, title=None, minExtent=extent
    )
    rules = levels.mark_rule(strokeWidth=2, color=colours.worse_text).encode(
        y=alt.Y("value:Q", axis=room),
        strokeDash=alt.StrokeDash(
            "kind:N", scale=alt.Scale(domain=["Baseline", "Target"], range=[[2, 3], [7, 4]]), legend=None
        ),
    )
    # Two lines that lie close have their names apart: above the upper and below the lower one.
    baselines: dict[str, Any] = {"upper": "bottom", "lower": "top", "only": "middle"}
    names = [
        levels.transform_filter(f"datum.place === '{place}'")
        .mark_text(align="left", baseline=baseline, dx=6, color=colours.worse_text)
        .encode(x=alt.value(alt.expr("width")), y=alt.Y("value:Q", axis=None), text="label:N")
        for place, baseline in baselines.items()
    ]
    picture = layered(bars, rules, *figures, *names, settings=("least", "most"))
    return responsive(picture.resolve_axis(y="independent"), VALUES_HEIGHT)


def build_value_chart(
    points: Sequence[MeasurePoint], measure: Measure, words: Words, mode: theme.Mode
) -> Chart:
    """The last numbers of a measure, each with hit or miss, and its baseline and target as lines."""
    shown = points[-LAST_QUARTERS:]
    data: dict[str, Rows] = {
        "values": [_build_value(point, len(shown)) for point in shown],
        "levels": _build_levels(measure),
    }
    figures = [0.0, *(row["value"] for rows in data.values() for row in rows)]
    settings = {"least": min(figures), "most": max(figures) if any(figures) else 1.0}
    return _values_template.fill(mode, words, data, settings=settings)


def _build_levels(measure: Measure) -> Rows:
    """The lines of a measure, each with its name and where that stands."""
    levels = [
        ("Baseline", measure.baseline, "Baseline"),
        ("Target", measure.target, f"Target {measure.sense}"),
    ]
    lines = [(kind, value, name) for kind, value, name in levels if value is not None]
    highest = max((value for _, value, _ in lines), default=None)
    return [
        {
            "kind": kind,
            "value": value,
            "label": f"{name} {write_figure(value)}",
            "place": "only" if len(lines) == 1 else "upper" if value == highest else "lower",
        }
        for kind, value, name in lines
    ]


def _build_value(point: MeasurePoint, quarters: int) -> dict[str, Any]:
    """A bar, and over it the number with hit or miss, by its shape alone where there is no room for more."""
    number, verdict = write_figure(point.value), write_verdict(point.verdict)
    mark = verdict if quarters <= MOST_IN_WORDS else verdict[:1]
    return {
        "quarter": point.quarter.label.replace(" (", LINE_END).rstrip(")"),
        "title": point.quarter.label,
        "value": point.value,
        "verdict": point.verdict,
        "label": f"{number} {mark}".strip(),
        "said": f"{number}, target {VERDICT_WORDS[point.verdict]}" if point.verdict else number,
    }


@chart_template("Line chart: the linked crime measure by month", lines=Lines(100, 100))
def _series_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    time = alt.X("month:T", title=None, scale=between("first", "last")).axis(
        format="%b %Y",
        tickCount=alt.TimeIntervalStep("month", 6),
        grid=False,
        labelOverlap="greedy",
        labelFlush=False,
    )
    y = alt.Y("n:Q", title=None, scale=between(0, "top", nice=True)).axis(tickCount=4, minExtent=48)
    months = alt.Chart(alt.NamedData("months")).encode(x=time, y=y)
    sides = alt.Chart(alt.NamedData("sides"))
    bands = sides.mark_rect(color=colours.amounts[0]).encode(x=alt.X("start:T", title=None), x2="end:T")
    line = months.mark_line(color=colours.home, strokeWidth=3)
    dots = months.mark_point(size=45, strokeWidth=2, opacity=1, stroke=colours.home).encode(
        fill=alt.Fill(
            "upload:N",
            scale=alt.Scale(domain=["complete", "incomplete"], range=[colours.home, colours.background]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("words:N", title="title"),
            alt.Tooltip("n:Q", title="Recorded", format=","),
            alt.Tooltip("upload:N", title="Data"),
        ],
    )
    means = sides.mark_rule(color=colours.text, strokeWidth=2, strokeDash=[6, 4]).encode(
        x="start:T", x2="end:T", y="mean:Q"
    )
    names = sides.mark_text(baseline="bottom", align="left", dx=4, dy=-6, color=colours.text).encode(
        x="start:T", y="mean:Q", text="label:N"
    )
    starts = alt.Chart(alt.NamedData("starts"))
    rule = starts.mark_rule(color=colours.worse_text, strokeWidth=3).encode(x="day:T")
    start_words = starts.mark_text(
        align="right", baseline="bottom", dx=-6, fontWeight=600, color=colours.worse_text
    ).encode(x="day:T", y=alt.value(SERIES_HEIGHT - 6), text="label:N")
    layers = (bands, line, dots, means, names, *build_mark_layers(colours), rule, start_words)
    return responsive(layered(*layers, settings=("first", "last", "top")), SERIES_HEIGHT)


def build_series_chart(
    months: Sequence[date],
    counts: Sequence[float | None],
    incomplete: Sequence[int],
    start: date | None,
    comparison: BeforeAfter | None,
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """The linked crime measure by month, the action's start, and the two sides that are compared.

    counts go with months, None where there is none to show; incomplete: positions of incomplete months.
    comparison: of the months before the start with those since, None where there is nothing to compare.
    """
    rows = [
        {
            "month": midnight(month),
            "words": wording.month(month),
            "n": n,
            "upload": "incomplete" if i in incomplete else "complete",
        }
        for i, (month, n) in enumerate(zip(months, counts, strict=True))
        if n is not None
    ]
    sides = []
    if comparison is not None:
        sides = [
            _side(comparison.months_before, comparison.before, "a year before"),
            _side(comparison.months, comparison.after, "since"),
        ]
    # A start long after the last month loaded would push the series into a corner: the words say it.
    near = start is not None and months[0] <= start <= add_months(months[-1], NEAR)
    starts = [{"day": midnight(start), "label": "Action starts"}] if start and near else []
    data = {"months": rows, "sides": sides, "starts": starts, MARKS: []}
    days: list[Any] = [midnight(months[0]), midnight(months[-1]), *(row["day"] for row in starts)]
    days += [side[end] for side in sides for end in ("start", "end")]
    figures = [*(row["n"] for row in rows), *(side["mean"] for side in sides)]
    settings = {"first": min(days), "last": max(days), "top": max(figures, default=0) or 1.0}
    return _series_template.fill(mode, words, data, settings=settings)


def _side(months: Sequence[date], n: int, when: str) -> dict[str, Any]:
    mean = n / len(months)
    return {
        "start": midnight(months[0]),
        "end": midnight(months[-1]),
        "mean": mean,
        "label": f"{mean:,.0f} a month {when}" if mean >= 10 else f"{mean:,.1f} a month {when}",
    }
