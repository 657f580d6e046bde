"""Totals of 12 months each as bars, for what is too rare to be judged by month."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Words, chart_template, layered, responsive
from csp.topics.trends.charts.axes import PAGE, build_tips
from csp.topics.trends.findings import name_total
from csp.topics.trends.rules import Total

TOTALS_HEIGHT = 300


@chart_template("Bar chart: totals of 12 months", lines=PAGE)
def _totals_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    base = alt.Chart(alt.NamedData("totals")).encode(
        x=alt.X("name:N", title=None, sort=None).axis(labelAngle=0, ticks=False, labelLimit=260),
        y=alt.Y("n:Q", title=None, axis=None, scale=alt.Scale(zero=True, nice=False)),
        tooltip=build_tips(("name", "title"), ("figure", "Recorded")),
    )
    bars = base.mark_bar(size=64).encode(
        color=alt.Color(
            "role:N",
            scale=alt.Scale(domain=["now", "before"], range=[colours.home, colours.peer]),
            legend=None,
        )
    )
    figures = base.mark_text(dy=-10, fontSize=theme.FONT_SIZE, fontWeight=600, color=colours.text).encode(
        text="figure:N"
    )
    return responsive(layered(bars, figures), TOTALS_HEIGHT)


def build_totals_chart(totals: Sequence[Total], words: Words, mode: theme.Mode) -> Chart:
    """The totals from the oldest to the latest, which is strong."""
    rows = [
        {
            "name": name_total(total),
            "n": total.n,
            "figure": wording.count(total.n) + (", incomplete" if total.is_partial else ""),
            "role": "now" if i == len(totals) - 1 else "before",
        }
        for i, total in enumerate(totals)
    ]
    return _totals_template.fill(mode, words, {"totals": rows})
