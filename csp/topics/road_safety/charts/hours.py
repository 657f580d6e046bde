"""The people hurt by weekday and hour, as a shaded week."""

from __future__ import annotations

from typing import Any

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Lines, Words, chart_template, in_order_of, layered, responsive
from csp.topics.road_safety.rules.breakdowns import DAY_NAMES, DAYS, HOURS, HourGrid

WEEK = Lines(110, 120)
HEIGHT = 330
CLASSES = 5


@chart_template("Heat map: casualties by weekday and hour", lines=WEEK)
def _week_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    cells = alt.Chart(alt.NamedData("cells")).encode(
        x=alt.X("hour:O", title="Hour of the day", scale=alt.Scale(domain=list(range(HOURS)))).axis(
            labelAngle=0, ticks=False, domain=False
        ),
        y=alt.Y("day:N", title=None, scale=in_order_of("days", "day")).axis(
            ticks=False, domain=False, minExtent=96, labelPadding=8
        ),
    )
    squares = cells.mark_rect(stroke=colours.background, strokeWidth=2).encode(
        color=alt.Color(
            "shade:O",
            scale=alt.Scale(domain=list(range(CLASSES)), range=list(colours.amounts)),
            legend=None,
        ),
        tooltip=[
            # Vega's tooltip shows a field called "title" as the heading of the others.
            alt.Tooltip("name:N", title="title"),
            alt.Tooltip("count:N", title="Casualties"),
        ],
    )
    figures = cells.mark_text(fontSize=theme.font_size(mode)).encode(
        text="label:N",
        color=alt.condition("datum.shade > 2", alt.value(colours.on_dark_shade), alt.value(colours.text)),
    )
    days = (
        alt.Chart(alt.NamedData("days"))
        .mark_point(opacity=0, size=0)
        .encode(y=alt.Y("day:N", scale=in_order_of("days", "day")))
    )
    return responsive(layered(squares, figures, days), HEIGHT)


def draw_hours(grid: HourGrid, words: Words, mode: theme.Mode) -> Chart:
    """The week by hours, Monday on top; the more, the deeper."""
    most = max(int(grid.counts.max()), 1)
    cells: list[dict[str, Any]] = []
    for day in range(DAYS):
        for hour in range(HOURS):
            count = int(grid.counts[day, hour])
            cells.append(
                {
                    "day": DAY_NAMES[day],
                    "hour": hour,
                    "name": f"{DAY_NAMES[day]}, {hour:02d}:00 to {hour:02d}:59",
                    "count": wording.count(count),
                    "label": "" if not count else wording.count(count),
                    "shade": 0 if not count else _pick_shade(count, most),
                }
            )
    return _week_template.fill(mode, words, {"cells": cells, "days": [{"day": name} for name in DAY_NAMES]})


def _pick_shade(count: int, most: int) -> int:
    """One of the shades above none: by equal steps up to the most."""
    return min(1 + (count - 1) * (CLASSES - 1) // most, CLASSES - 1)
