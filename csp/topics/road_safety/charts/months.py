"""Casualties by month, with the mean month of every year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Lines, Rows, Words, between, chart_template, layered, midnight, responsive
from csp.shell.chart_marks import MARKS, build_mark_layers
from csp.topics.road_safety.rules.breakdowns import YearFigures
from csp.topics.road_safety.rules.periods import Period

PAGE = Lines(120, 120)
HEIGHT = 300
HALF_MONTH = timedelta(days=15)


@chart_template("Line chart: casualties by month, with the average of each year", lines=PAGE)
def _months_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    years, months = alt.Chart(alt.NamedData("years")), alt.Chart(alt.NamedData("months"))
    x = alt.X("month:T", title=None, scale=between("first", "last")).axis(
        format="%b %Y", tickCount=alt.TimeIntervalStep("month", 6), grid=False, labelOverlap="greedy"
    )
    y = alt.Y("n:Q", title=None, scale=between(0, "top", nice=True)).axis(tickCount=5, minExtent=40)
    bands = years.mark_rect().encode(
        x=alt.X("start:T", title=None),
        x2="end:T",
        color=alt.Color(
            "role:N",
            scale=alt.Scale(domain=["now", "other"], range=[colours.amounts[0], colours.background]),
            legend=None,
        ),
    )
    line = months.mark_line(color=colours.peer, strokeWidth=2.5).encode(x=x, y=y)
    strong = alt.Chart(alt.NamedData("strong")).mark_line(color=colours.home, strokeWidth=4).encode(x=x, y=y)
    means = years.mark_rule(color=colours.text, strokeWidth=2, strokeDash=[6, 4]).encode(
        x="start:T", x2="end:T", y="mean:Q"
    )
    names = years.mark_text(
        baseline="top", align="left", dx=6, lineBreak="\n", lineHeight=20, fontWeight=600, color=colours.text
    ).encode(x="start:T", y=alt.value(4), text="label:N")
    dots = months.mark_point(size=45, filled=True, opacity=1).encode(
        x=x,
        y=y,
        color=alt.condition("datum.now", alt.value(colours.home), alt.value(colours.peer)),
        tooltip=[
            alt.Tooltip("words:N", title="title"),
            alt.Tooltip("figure:N", title="Casualties"),
        ],
    )
    layers = (bands, line, strong, means, dots, *build_mark_layers(colours), names)
    return responsive(layered(*layers, settings=("first", "last", "top")), HEIGHT)


def draw_months(
    months: pd.DataFrame,
    years: Sequence[YearFigures],
    now: Period,
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """Every month loaded, and the mean month of each year with its total.

    months: month and casualties, oldest first.
    """
    marked = now.mark(months["month"])
    rows: Rows = [
        {
            "month": midnight(day.date()),
            "words": wording.month(day.date()),
            "n": int(n),
            "figure": wording.count(int(n)),
            "now": bool(inside),
        }
        for day, n, inside in zip(months["month"], months["casualties"], marked, strict=True)
    ]
    bands = [_build_band(year, is_now=year.period == now) for year in years]
    # The upper fifth is for the words of the years.
    top = 1.3 * max((row["n"] for row in rows), default=0) or 1.0
    first, last = months["month"].iloc[0].date(), months["month"].iloc[-1].date()
    settings = {"first": midnight(first - HALF_MONTH), "last": midnight(last + HALF_MONTH), "top": top}
    data = {"months": rows, "strong": [row for row in rows if row["now"]], "years": bands, MARKS: []}
    return _months_template.fill(mode, words, data, settings=settings)


def _build_band(year: YearFigures, is_now: bool) -> dict[str, Any]:
    period, total = year.period, year.figures.casualties
    end = date(period.end.year, period.end.month, 1)
    return {
        "start": midnight(period.start - HALF_MONTH),
        "end": midnight(end + HALF_MONTH),
        "mean": total / 12,
        # Short enough for a phone; the subtitle has the months.
        "label": f"{_name_year(period)}\n{wording.count(total)}",
        "role": "now" if is_now else "other",
    }


def _name_year(period: Period) -> str:
    """ "2019/20", or "2019" for a calendar year."""
    first, last = period.start.year, period.end.year
    return str(first) if first == last else f"{first}/{last % 100:02d}"
