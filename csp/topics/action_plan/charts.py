"""The charts of an action: its measure by quarter, and the crime measure it acts on by month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt

from csp.core import wording
from csp.core.filters import add_months
from csp.shell import theme
from csp.shell.chart import Spec, Words, fill, template
from csp.topics.action_plan.findings.values import figure
from csp.topics.action_plan.rules.linked_crime import BeforeAfter
from csp.topics.action_plan.store.status import Quarter

WIDE = 100  # letters of a title across the page
VALUES_HEIGHT, SERIES_HEIGHT = 230, 300
MONTHS = 36  # of the linked crime measure
NEAR = 6  # months after the last one within which a start is drawn

Rows = list[dict[str, Any]]


def _axis_x(field: str) -> alt.X:
    return alt.X(field, title=None).axis(grid=False, labelAngle=0, labelOverlap="greedy", labelFlush=False)


def _responsive(chart: alt.LayerChart | alt.FacetChart, height: int) -> alt.TopLevelMixin:
    return chart.properties(
        width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


def _drawn(spec: Spec, words: Words, data: dict[str, Rows], letters: int) -> Spec:
    """The template with its data; layers that have nothing to draw are left out: Vega warns of them."""
    layers = [layer for layer in spec["layer"] if data[layer["data"]["name"]]]
    return fill({**spec, "layer": layers}, words, data, letters)


@lru_cache(maxsize=2)
def _values(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    x = alt.X("quarter:N", title=None, sort=None).axis(labelAngle=0, ticks=False, labelOverlap="greedy")
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True, nice=True)).axis(tickCount=4, minExtent=48)
    values = alt.Chart(alt.NamedData("values")).encode(x=x, y=y)
    bars = values.mark_bar(color=colours.home, size=34).encode(
        tooltip=[alt.Tooltip("quarter:N", title="title"), alt.Tooltip("label:N", title="Measure")]
    )
    figures = values.mark_text(baseline="bottom", dy=-4, color=colours.text).encode(text="label:N")
    levels = alt.Chart(alt.NamedData("levels"))
    rules = levels.mark_rule(strokeWidth=2, color=colours.worse_text).encode(
        y="value:Q",
        strokeDash=alt.StrokeDash(
            "kind:N", scale=alt.Scale(domain=["Baseline", "Target"], range=[[2, 3], [7, 4]]), legend=None
        ),
    )
    names = levels.mark_text(align="right", baseline="bottom", dx=-2, dy=-3, color=colours.worse_text).encode(
        x=alt.value(alt.expr("width")), y="value:Q", text="label:N"
    )
    return template(_responsive(alt.layer(bars, figures, rules, names), VALUES_HEIGHT), mode)


def measure_values(
    values: Sequence[tuple[Quarter, float]],
    baseline: float | None,
    target: float | None,
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """The values of an action's measure by quarter, with its baseline and target as lines where given."""
    levels = [("Baseline", baseline), ("Target", target)]
    data: dict[str, Rows] = {
        "values": [
            {"quarter": quarter.label, "value": value, "label": figure(value)} for quarter, value in values
        ],
        "levels": [
            {"kind": kind, "value": value, "label": f"{kind} {figure(value)}"}
            for kind, value in levels
            if value is not None
        ],
    }
    return _drawn(_values(mode), words, data, 62)


@lru_cache(maxsize=2)
def _series(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    time = _axis_x("month:T").axis(
        format="%b %Y",
        tickCount=alt.TimeIntervalStep("month", 6),
        grid=False,
        labelOverlap="greedy",
        labelFlush=False,
    )
    y = alt.Y("n:Q", title=None, scale=alt.Scale(domainMin=0, nice=True)).axis(tickCount=4, minExtent=48)
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
            alt.Tooltip("upload:N", title="Upload"),
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
    said = starts.mark_text(
        align="right", baseline="bottom", dx=-6, fontWeight=600, color=colours.worse_text
    ).encode(x="day:T", y=alt.value(SERIES_HEIGHT - 6), text="label:N")
    return template(_responsive(alt.layer(bands, line, dots, means, names, rule, said), SERIES_HEIGHT), mode)


def linked_series(
    months: Sequence[date],
    counts: Sequence[float | None],
    hollow: Sequence[int],
    start: date | None,
    found: BeforeAfter | None,
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """The linked crime measure by month, the action's start, and the two sides that are compared.

    counts go with months, None where there is none to show; hollow: positions of incomplete months.
    """
    rows = [
        {
            "month": _local(month),
            "words": wording.month(month),
            "n": n,
            "upload": "incomplete" if i in hollow else "complete",
        }
        for i, (month, n) in enumerate(zip(months, counts, strict=True))
        if n is not None
    ]
    sides = []
    if found is not None and not found.hidden:
        pairs = ((found.months_before, found.before, "a year before"), (found.months, found.after, "since"))
        sides = [_side(at, n, said) for at, n, said in pairs]
    # A start long after the last month loaded would push the series into a corner: the words say it.
    near = start is not None and months[0] <= start <= add_months(months[-1], NEAR)
    starts = [{"day": _local(start), "label": "Action starts"}] if start and near else []
    return _drawn(_series(mode), words, {"months": rows, "sides": sides, "starts": starts}, WIDE)


def _side(months: Sequence[date], n: int, said: str) -> dict[str, Any]:
    mean = n / len(months)
    return {
        "start": _local(months[0]),
        "end": _local(months[-1]),
        "mean": mean,
        "label": f"{mean:,.0f} a month {said}" if mean >= 10 else f"{mean:,.1f} a month {said}",
    }


def _local(day: date) -> str:
    """With a time of day, so that browsers west of Greenwich do not show the day before."""
    return f"{day.isoformat()}T00:00"
