"""The years over each other."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from csp.core import wording
from csp.core.wording import SHORT_MONTH_NAMES
from csp.shell import theme
from csp.shell.chart import Chart, Words, chart_template
from csp.topics.trends.charts.axes import (
    PAGE,
    build_axis_settings,
    build_months_axis,
    build_tips,
    build_values_axis,
    lay_out,
)
from csp.topics.trends.charts.placing import name_ends
from csp.topics.trends.rules import Year

YEARS_HEIGHT = 300
_ROLES = ("now", "before")


@chart_template("Line chart: a year each, month by month", lines=PAGE)
def _years_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    kinds = alt.Scale(domain=_ROLES, range=[colours.home, colours.peer])
    inks = alt.Scale(domain=_ROLES, range=[colours.home, colours.quiet])
    base = alt.Chart(alt.NamedData("points")).encode(
        x=build_months_axis(),
        y=build_values_axis(),
        detail="name:N",
        color=alt.Color("role:N", scale=kinds, legend=None),
    )
    before = base.transform_filter("datum.role === 'before'").mark_line(strokeWidth=1.8)
    now = base.transform_filter("datum.role === 'now'").mark_line(strokeWidth=3.5)
    incomplete = (
        alt.Chart(alt.NamedData("points"))
        .transform_filter("datum.incomplete")
        .mark_point(size=70, filled=True, fill=colours.background, strokeWidth=2, opacity=1)
        .encode(x="x:Q", y="y:Q", stroke=alt.Stroke("role:N", scale=kinds, legend=None))
    )
    # Invisible, and larger than the line, so that a month is easy to point at.
    targets = base.mark_point(size=160, filled=True, opacity=0).encode(
        tooltip=build_tips(("month", "title"), ("figure", "Recorded"))
    )
    ends = alt.Chart(alt.NamedData("ends")).encode(color=alt.Color("role:N", scale=inks, legend=None))
    leaders = ends.mark_rule(strokeWidth=1, opacity=0.6).encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q")
    weight = alt.expr("datum.role === 'now' ? 700 : 400")
    labels = ends.mark_text(align="left", dx=4, fontWeight=weight).encode(x="x2:Q", y="y2:Q", text="text:N")
    return lay_out([before, now, incomplete, leaders, labels, targets], YEARS_HEIGHT)


def list_month_names(first_month: int) -> list[str]:
    """Twelve short names of months from a first one (1 to 12)."""
    return [SHORT_MONTH_NAMES[(first_month - 1 + i) % 12] for i in range(12)]


def build_year_chart(years: Sequence[Year], first_month: int, words: Words, mode: theme.Mode) -> Chart:
    """The years over each other, each as the partnership's year runs; the current one strong."""
    names = list_month_names(first_month)
    top = 1.08 * max((v for year in years for v in year.values if v is not None), default=1.0) or 1.0
    roles = {year.label: "now" if year.current else "before" for year in years}
    points = [
        {
            "x": i + 0.5,
            "y": v,
            "name": year.label,
            "role": roles[year.label],
            "incomplete": i in year.incomplete,
            "month": f"{names[i]}, {year.label}" + (", incomplete" if i in year.incomplete else ""),
            "figure": wording.count(v),
        }
        for year in years
        for i, v in enumerate(year.values)
        if v is not None
    ]
    ends = name_ends([(y.label, roles[y.label], y.values) for y in years], None, top, YEARS_HEIGHT)
    for end in ends:
        # A year that is not over is named where it stops, not at the far right.
        end["x2"] = end["x"] + 0.25
    settings = build_axis_settings(0.0, top, names, first_tick=0.5, tick_step=1)
    return _years_template.fill(mode, words, {"points": points, "ends": ends}, settings=settings)
