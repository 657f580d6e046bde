"""Counts by month in one ward, or in the borough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Lines, Words, between, chart_template, layered, midnight, responsive
from csp.shell.chart_marks import MARKS, build_mark_layers

COLUMN = Lines(46, 66, 66)
"""A chart in the column beside the map."""


@chart_template("Line chart: counts by month", lines=COLUMN)
def _trend_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    months = alt.Chart(alt.NamedData("months"))
    x = alt.X("month:T", title=None, scale=between("first", "last")).axis(
        format="%Y", tickCount=alt.TimeIntervalStep("year", 1), grid=True, labelAlign="left"
    )
    y = alt.Y("n:Q", title=None, scale=between(0, "top", nice=True)).axis(tickCount=4, minExtent=44)
    tips = [
        alt.Tooltip("words:N", title="title"),
        alt.Tooltip("n:Q", title="Recorded", format=","),
        alt.Tooltip("level:N", title="At the district's rate"),
        alt.Tooltip("note:N", title="Data"),
    ]
    level = months.mark_line(color=colours.peer, strokeWidth=2.5, strokeDash=[5, 4]).encode(
        x=x, y="expected:Q"
    )
    line = months.mark_line(color=colours.home, strokeWidth=2.5).encode(x=x, y=y)
    dots = months.mark_point(size=46, filled=False, stroke=colours.home, strokeWidth=1.8, opacity=1).encode(
        x=x,
        y=y,
        fill=alt.condition("datum.whole", alt.value(colours.home), alt.value(colours.background)),
        tooltip=tips,
    )
    return responsive(
        layered(line, dots, level, *build_mark_layers(colours), settings=("first", "last", "top")), 150
    )


def trend(
    months: Sequence[date],
    own: Sequence[float | None],
    expected: Sequence[float | None],
    incomplete: Sequence[int],
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """Counts by month, with what there would be at the borough's rate as a dashed line.

    own and expected go with months, None where there is no figure: a month that is not
    loaded, a ward without a population, the borough itself. incomplete: the positions of
    incomplete months.
    """
    rows = [
        {
            "month": midnight(month),
            "words": wording.month(month),
            "n": n,
            "expected": at_rate,
            "level": wording.MISSING if at_rate is None else wording.rate(at_rate),
            "whole": i not in incomplete,
            "note": "incomplete" if i in incomplete else "complete",
        }
        for i, (month, n, at_rate) in enumerate(zip(months, own, expected, strict=True))
    ]
    settings = {
        "first": midnight(months[0]),
        "last": midnight(months[-1]),
        "top": max((n for n in (*own, *expected) if n is not None), default=0) or 1.0,
    }
    return _trend_template.fill(mode, words, {"months": rows, MARKS: []}, settings=settings)
