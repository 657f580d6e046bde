"""The what-if on the figures as a chart. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Lines, Words, chart_template, in_order_of, layered, responsive
from csp.topics.what_if.rules import WhatIf

BAR = 38  # px of height for each crime type
MOST = 8  # crime types shown


@chart_template("Dot chart: the change of each crime type as recorded and what-if", lines=Lines(105, 105))
def _changes_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=alt.Y("label:N", title=None, scale=in_order_of("rows", "label")).axis(
            ticks=False, domain=False, labelLimit=260, minExtent=230, labelPadding=8
        )
    )
    x = alt.X("now:Q", title=None, scale=alt.Scale(zero=True, padding=30)).axis(tickCount=6)
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(color=colours.quiet).encode(x="x:Q")
    path = base.mark_rule(strokeWidth=3, color=colours.grid).encode(x=x, x2="would:Q")
    tips = [
        alt.Tooltip("label:N", title="title"),
        alt.Tooltip("recorded:N", title="As recorded"),
        alt.Tooltip("assumed:N", title="What-if"),
    ]
    was = base.mark_point(filled=False, size=150, strokeWidth=2.5, color=colours.quiet).encode(
        x=x, tooltip=tips
    )
    then = base.mark_point(filled=True, size=170, opacity=1, color=colours.home).encode(
        x="would:Q", tooltip=tips
    )
    labels = base.mark_text(dy=-16, fontWeight=600, color=colours.home).encode(x="would:Q", text="assumed:N")
    return responsive(layered(zero, path, was, then, labels), BAR, "rows")


def build_change_chart(
    rows: Mapping[str, WhatIf], labels: Mapping[str, str], words: Words, mode: theme.Mode
) -> Chart | None:
    """The change in % as recorded and as it would be, of the measures that change most; None without any."""
    percents = [
        (labels[row.code], row.recorded.pct, row.assumed.pct)
        for row in rows.values()
        if row.changed and row.recorded.pct is not None and row.assumed.pct is not None
    ]
    percents.sort(key=lambda each: -abs(each[2] - each[1]))
    data = [
        {
            "label": label,
            "now": recorded,
            "would": assumed,
            "recorded": wording.pct(recorded, sign=True),
            "assumed": wording.pct(assumed, sign=True),
        }
        for label, recorded, assumed in percents[:MOST]
    ]
    if not data:
        return None
    return _changes_template.fill(mode, words, {"rows": data, "zero": [{"x": 0}]})
