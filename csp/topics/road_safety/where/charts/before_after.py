"""Collisions before and after a scheme, beside a site of like level and what was to be expected anyway."""

from __future__ import annotations

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import (
    Chart,
    Lines,
    Rows,
    Words,
    between,
    chart_template,
    in_order_of,
    layered,
    responsive,
)
from csp.topics.road_safety.rules.schemes import SchemeEffect
from csp.topics.road_safety.tables.hot_spots import ROLES

BAR = 24  # px of height for each bar


@chart_template("Bar chart: collisions before and after a scheme", lines=Lines(76, 96))
def _before_after_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    y = alt.Y("label:N", title=None, scale=in_order_of("bars", "label")).axis(
        ticks=False, domain=False, labelLimit=240, minExtent=190, labelPadding=8
    )
    x = alt.X("n:Q", title="Collisions", scale=between(0, "longest", nice=True)).axis(
        tickCount=5, format="d", tickMinStep=1
    )
    base = alt.Chart(alt.NamedData("bars")).encode(y=y)
    bars = base.mark_bar(height={"band": 0.7}).encode(
        x=x,
        color=alt.Color(
            "side:N",
            scale=alt.Scale(domain=["before", "after"], range=[colours.peer, colours.home]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("label:N", title="title"),
            alt.Tooltip("n:Q", title="Collisions"),
            alt.Tooltip("days:N", title="Days"),
        ],
    )
    figures = base.mark_text(align="left", dx=8, color=colours.text).encode(x="n:Q", text="words:N")
    expected = alt.Chart(alt.NamedData("expected")).encode(
        y=alt.Y("label:N", scale=in_order_of("bars", "label")), x="n:Q"
    )
    tick = expected.mark_tick(color=colours.worse, thickness=4, height={"band": 0.9})
    return responsive(layered(bars, figures, tick, settings=("longest",)), BAR, "bars")


def draw_before_after(effect: SchemeEffect, words: Words, mode: theme.Mode) -> Chart:
    """Two bars for each place; a mark on the scheme's second one is what was to be expected anyway."""
    sides = (("before", effect.sides.before), ("after", effect.sides.after))
    expected = effect.regression.expected if effect.regression is not None else None
    bars: Rows = []
    for role, row in zip(ROLES, effect.rows, strict=False):
        for side, days in sides:
            n = row.before if side == "before" else row.after
            is_judged = role == ROLES[0] and side == "after" and expected is not None
            anyway = f"  (┃ {wording.rate(expected)} expected anyway)" if is_judged else ""
            bars.append(
                {
                    "label": f"{role}, {side}",
                    "side": side,
                    "n": n,
                    "words": f"{wording.count(n)}{anyway}",
                    "days": f"{wording.day(days.start)} to {wording.day(days.end)}",
                }
            )
    marks = [] if expected is None else [{"label": f"{ROLES[0]}, after", "n": expected}]
    longest = 1.35 * max([*(bar["n"] for bar in bars), expected or 0.0, 1.0])
    return _before_after_template.fill(
        mode, words, {"bars": bars, "expected": marks}, settings={"longest": longest}
    )
