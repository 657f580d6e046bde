"""Counts by month, with the period and its comparison marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from csp.core import wording
from csp.core.filters import Period
from csp.shell import theme
from csp.shell.bars import COLUMN
from csp.shell.chart import Chart, Rows, Words, between, chart_template, layered, midnight, responsive
from csp.shell.chart_marks import MARKS, build_mark_layers
from csp.topics.profile.findings import a_month

TREND_HEIGHT = 300
HALF_MONTH = timedelta(days=15)


@chart_template("Line chart: counts by month, two periods marked", lines=COLUMN)
def _trend_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    periods, months = alt.Chart(alt.NamedData("periods")), alt.Chart(alt.NamedData("months"))
    x = alt.X("month:T", title=None, scale=between("first", "last")).axis(
        format="%b %Y",
        tickCount=alt.TimeIntervalStep("month", 6),
        grid=False,
        labelOverlap="greedy",
        labelFlush=False,
    )
    y = alt.Y("n:Q", title=None, scale=between(0, "top", nice=True)).axis(
        tickCount=5,
        # Streamlit sizes the chart before the font is there to measure.
        minExtent=48,
    )
    bands = periods.mark_rect(color=colours.amounts[0]).encode(x=alt.X("start:T", title=None), x2="end:T")
    line = months.mark_line(color=colours.peer, strokeWidth=2.5).encode(x=x, y=y)
    strong = alt.Chart(alt.NamedData("strong")).mark_line(color=colours.home, strokeWidth=4).encode(x=x, y=y)
    means = periods.mark_rule(color=colours.text, strokeWidth=2, strokeDash=[6, 4]).encode(
        x="start:T", x2="end:T", y="mean:Q"
    )
    names = periods.mark_text(
        align="right",
        baseline="top",
        dx=-6,
        lineBreak="\n",
        lineHeight=20,
        fontWeight=600,
        color=colours.text,
    ).encode(x="end:T", y=alt.value(4), text="label:N")
    layers = (bands, line, strong, means, _dots(months, x, y, colours), *build_mark_layers(colours), names)
    return responsive(layered(*layers, settings=("first", "last", "top")), TREND_HEIGHT)


def _dots(months: alt.Chart, x: alt.X, y: alt.Y, colours: theme.Palette) -> alt.Chart:
    """A dot a month: strong in the period, open where the month is incomplete."""
    fills = alt.Scale(
        domain=["now", "other", "incomplete"], range=[colours.home, colours.peer, colours.background]
    )
    dots: alt.Chart = months.mark_point(size=50, filled=False, strokeWidth=2, opacity=1).encode(
        x=x,
        y=y,
        stroke=alt.condition("datum.now", alt.value(colours.home), alt.value(colours.peer)),
        fill=alt.Fill("ink:N", scale=fills, legend=None),
        tooltip=[
            # Vega's tooltip shows a field called "title" as the heading of the others.
            alt.Tooltip("words:N", title="title"),
            alt.Tooltip("n:Q", title="Recorded", format=","),
            alt.Tooltip("note:N", title="Data"),
        ],
    )
    return dots


def trend(
    months: Sequence[date],
    counts: Sequence[float | None],
    incomplete: Sequence[int],
    periods: Sequence[tuple[Period, str]],
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """Counts by month, the period and its comparison marked with their mean month.

    counts go with months, None where there is none; incomplete: the positions of incomplete
    months. periods: this period and, where there is one, the comparison, with their words;
    one that lies outside the months is not marked.
    """
    current = set(periods[0][0].each())
    rows = [
        {
            "month": midnight(month),
            "words": wording.month(month),
            "n": n,
            "now": month in current,
            "ink": "incomplete" if i in incomplete else "now" if month in current else "other",
            "note": "incomplete" if i in incomplete else "complete",
        }
        for i, (month, n) in enumerate(zip(months, counts, strict=True))
    ]
    bands = [_band(period, label, months, counts) for period, label in periods]
    data: dict[str, Rows] = {
        MARKS: [],
        "months": [row for row in rows if row["n"] is not None],
        "strong": [row for row in rows if row["now"]],
        "periods": [band for band in bands if band],
    }
    # The upper fifth is for the words of the periods.
    top = 1.25 * max((n for n in counts if n is not None), default=0) or 1.0
    ends = [midnight(months[0]), midnight(months[-1])]
    ends += [band[side] for band in data["periods"] for side in ("start", "end")]
    settings = {"first": min(ends), "last": max(ends), "top": top}
    return _trend_template.fill(mode, words, data, settings=settings)


def _band(
    period: Period, label: str, months: Sequence[date], counts: Sequence[float | None]
) -> dict[str, Any]:
    """The stretch of a period that lies within the months, with its mean; empty where nothing does."""
    inside = [(m, n) for m, n in zip(months, counts, strict=True) if m in period.each()]
    figures = [n for _, n in inside if n is not None]
    if not figures:
        return {}
    mean = sum(figures) / len(figures)
    return {
        "start": midnight(inside[0][0] - HALF_MONTH),
        "end": midnight(inside[-1][0] + HALF_MONTH),
        "mean": mean,
        "label": f"{label}\n{a_month(mean)} a month",
    }
