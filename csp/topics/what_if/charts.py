"""The what-if on the figures as a chart. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Spec, Words, fill, template
from csp.topics.what_if.rules import WhatIf

BAR, LETTERS, MOST = 38, 105, 8


@lru_cache(maxsize=2)
def _changes(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=alt.Y("label:N", sort=None, title=None).axis(
            ticks=False, domain=False, labelLimit=260, minExtent=230, labelPadding=8
        )
    )
    x = alt.X("now:Q", title=None, scale=alt.Scale(zero=True, padding=30)).axis(tickCount=6)
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(color=colours.quiet).encode(x="x:Q")
    path = base.mark_rule(strokeWidth=3, color=colours.grid).encode(x=x, x2="would:Q")
    tips = [
        alt.Tooltip("label:N", title="title"),
        alt.Tooltip("recorded:N", title="As recorded"),
        alt.Tooltip("assumed:N", title="If"),
    ]
    was = base.mark_point(filled=False, size=150, strokeWidth=2.5, color=colours.quiet).encode(
        x=x, tooltip=tips
    )
    then = base.mark_point(filled=True, size=170, opacity=1, color=colours.home).encode(
        x="would:Q", tooltip=tips
    )
    words = base.mark_text(dy=-16, fontWeight=600, color=colours.home).encode(x="would:Q", text="assumed:N")
    chart = alt.layer(zero, path, was, then, words).properties(
        width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    return template(chart, mode)


def changes(
    rows: Mapping[str, WhatIf], labels: Mapping[str, str], words: Words, mode: theme.Mode
) -> Spec | None:
    """The change in % as recorded and as it would be, of the measures that change most; None without any."""
    shown = [row for row in rows.values() if row.changed and row.pct is not None and row.pct_if is not None]
    shown.sort(key=lambda row: -abs((row.pct_if or 0) - (row.pct or 0)))
    data = [
        {
            "label": labels[row.code],
            "now": row.pct,
            "would": row.pct_if,
            "recorded": wording.pct(row.pct or 0, sign=True),
            "assumed": wording.pct(row.pct_if or 0, sign=True),
        }
        for row in shown[:MOST]
    ]
    if not data:
        return None
    picture = fill(_changes(mode), words, {"rows": data, "zero": [{"x": 0}]}, LETTERS)
    return {**picture, "height": BAR * len(data)}
