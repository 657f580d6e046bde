"""The ranking of candidate priorities as a chart. Pure."""

from __future__ import annotations

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Lines, Words, chart_template, in_order_of, layered, responsive
from csp.topics.priorities.rules import Ranking, Stability

BAR = 26  # px of height for each candidate


@chart_template("Bar chart: a score for each candidate", lines=Lines(66, 88))
def _ranking_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    base = alt.Chart(alt.NamedData("candidates")).encode(
        y=alt.Y("label:N", title=None, scale=in_order_of("candidates", "label")).axis(
            ticks=False, domain=False, labelLimit=260, minExtent=215, labelPadding=8
        ),
        tooltip=[
            alt.Tooltip("label:N", title="title"),
            alt.Tooltip("place:N", title="Place"),
            alt.Tooltip("score:Q", title="Score", format=".1f"),
            alt.Tooltip("top:N", title="Among the first"),
            alt.Tooltip("range:N", title="Nine draws in ten"),
        ],
    )
    bars = base.mark_bar(height={"band": 0.7}).encode(
        x=alt.X("score:Q", title=None, scale=alt.Scale(domain=[0, 115], nice=False)).axis(
            values=[0, 25, 50, 75, 100]
        ),
        color=alt.Color(
            "role:N",
            scale=alt.Scale(domain=["first", "other"], range=[colours.home, colours.peer]),
            legend=None,
        ),
    )
    labels = base.mark_text(align="left", dx=8, color=colours.text).encode(x="score:Q", text="words:N")
    return responsive(layered(bars, labels), BAR, "candidates")


def build_ranking_chart(result: Ranking, stability: Stability, words: Words, mode: theme.Mode) -> Chart:
    """Candidates with evidence by score; the first ones in the strong colour, and all of it in words."""
    rows = [
        {
            "label": e.label,
            "score": float(score),
            "role": "first" if place <= result.top else "other",
            "place": wording.ordinal(int(place)),
            "top": wording.whole_pct(100 * stability.shares[e.code]),
            "range": " to ".join(wording.ordinal(at[e.code]) for at in (stability.best, stability.worst)),
            "words": f"{wording.ordinal(int(place))} ({wording.whole_pct(100 * stability.shares[e.code])})",
        }
        for e, score, place in zip(result.evidence, result.scores, result.place, strict=True)
        if place
    ]
    return _ranking_template.fill(mode, words, {"candidates": rows})
