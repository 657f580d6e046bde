"""Areas over the months: home beside the county and the neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Words, chart_template
from csp.topics.trends.charts.axes import (
    PAGE,
    build_month_settings,
    build_months_axis,
    build_tips,
    build_values_axis,
    lay_out,
)
from csp.topics.trends.charts.placing import name_ends
from csp.topics.trends.rules import Comparison, Line

LINES_HEIGHT = 330
_ROLES = ("home", "neighbour", "county")


@chart_template("Line chart: an area each, month by month", lines=PAGE)
def _lines_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    marks = alt.Scale(domain=_ROLES, range=[colours.home, colours.neighbour, colours.worse_text])
    inks = alt.Scale(domain=_ROLES, range=[colours.home, colours.neighbour_text, colours.worse_text])
    base = alt.Chart(alt.NamedData("points")).encode(
        x=build_months_axis(), y=build_values_axis(), detail="name:N"
    )
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
    incomplete = (
        base.transform_filter("datum.incomplete")
        .mark_point(size=70, filled=True, fill=colours.background, strokeWidth=2, opacity=1)
        .encode(stroke=alt.Color("role:N", scale=marks, legend=None))
    )
    # Invisible, and larger than the line, so that a month is easy to point at.
    targets = base.mark_point(size=160, filled=True, opacity=0).encode(
        tooltip=build_tips(("name", "title"), ("month", "Month"), ("figure", "Figure"))
    )
    ends = alt.Chart(alt.NamedData("ends")).encode(color=alt.Color("role:N", scale=inks, legend=None))
    leaders = ends.mark_rule(strokeWidth=1, opacity=0.6).encode(x="x:Q", x2="x2:Q", y=alt.Y("y:Q"), y2="y2:Q")
    weight = alt.expr("datum.role === 'home' ? 700 : 400")
    labels = ends.mark_text(align="left", dx=4, fontWeight=weight).encode(x="x2:Q", y="y2:Q", text="text:N")
    return lay_out([*strokes, incomplete, leaders, labels, targets], LINES_HEIGHT)


def build_area_chart(lines: Sequence[Line], comparison: Comparison, words: Words, mode: theme.Mode) -> Chart:
    """Areas over the months: home strong, the county dashed, neighbours thin, each named at its end.

    The dots of incomplete months are open.
    """
    months, decimals = comparison.months, comparison.decimals
    top = 1.08 * max((v for line in lines for v in line.values if v is not None), default=1.0) or 1.0
    points = [
        {
            "x": i + 0.5,
            "y": v,
            "name": line.name,
            "role": line.role,
            "incomplete": i in line.incomplete,
            "month": wording.month(months[i]) + (", incomplete" if i in line.incomplete else ""),
            "figure": f"{v:,.{decimals}f}",
        }
        for line in lines
        for i, v in enumerate(line.values)
        if v is not None
    ]
    ends = name_ends([(line.name, line.role, line.values) for line in lines], decimals, top, LINES_HEIGHT)
    data = {"points": points, "ends": ends}
    return _lines_template.fill(mode, words, data, settings=build_month_settings(0.0, top, months))
