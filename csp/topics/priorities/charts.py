"""The ranking of candidate priorities as a chart. Pure."""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Spec, Words, fill, template
from csp.topics.priorities.rules import Ranking

BAR, LETTERS = 30, 105


@lru_cache(maxsize=2)
def _ranking(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    base = alt.Chart(alt.NamedData("candidates")).encode(
        y=alt.Y("label:N", sort=None, title=None).axis(
            ticks=False, domain=False, labelLimit=300, minExtent=260, labelPadding=8
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
    words = base.mark_text(align="left", dx=8, color=colours.text).encode(x="score:Q", text="said:N")
    chart = alt.layer(bars, words).properties(
        width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    return template(chart, mode)


def ranking(found: Ranking, words: Words, mode: theme.Mode) -> Spec:
    """Candidates with evidence by score; the first ones in the strong colour, and all of it in words."""
    rows = [
        {
            "label": e.label,
            "score": float(score),
            "role": "first" if place <= found.top else "other",
            "place": wording.ordinal(int(place)),
            "top": wording.pct(100 * float(share)),
            "range": f"{wording.ordinal(int(best))} to {wording.ordinal(int(worst))}",
            "said": f"{wording.ordinal(int(place))} ({wording.count(100 * float(share))} %)",
        }
        for e, score, place, share, best, worst in zip(
            found.evidence, found.scores, found.place, found.in_top, found.best, found.worst, strict=True
        )
        if place
    ]
    return {**fill(_ranking(mode), words, {"candidates": rows}, LETTERS), "height": BAR * len(rows)}
