"""Months that their source may yet revise, as a band behind the others, with its word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import altair as alt

from csp.core.coverage import group_runs
from csp.shell import theme
from csp.shell.chart import Rows
from csp.topics.trends.charts.axes import build_months_axis, build_ticked_axis

WORD = "Provisional"


def build_provisional_band(colours: theme.Palette) -> alt.Chart:
    """A band with broken edges, behind the months."""
    band: alt.Chart = (
        alt.Chart(alt.NamedData("provisional"))
        .mark_rect(color=colours.grid, opacity=0.6, stroke=colours.quiet, strokeWidth=1.2, strokeDash=[3, 3])
        .encode(x=build_months_axis(), x2="x2:Q", y=build_ticked_axis(), y2="y2:Q")
    )
    return band


def build_provisional_words(colours: theme.Palette) -> list[alt.Chart]:
    """The word at the foot of the band, that ends where the band does, on a halo."""
    base = alt.Chart(alt.NamedData("provisional")).encode(x="x2:Q", y="y:Q", text="text:N")
    return [
        base.mark_text(
            align="right",
            baseline="bottom",
            dx=-4,
            dy=-3,
            fontSize=theme.FONT_SIZE,
            stroke=stroke,
            strokeWidth=width,
        )
        for stroke, width in ((colours.background, 6), ("transparent", 0))
    ]


def build_provisional_rows(
    months: Sequence[date], provisional: Collection[date], foot: float, head: float
) -> Rows:
    """A band from foot to head for each run of provisional months among those shown."""
    runs = group_runs([month for month in months if month in provisional])
    return [
        {"x": months.index(first), "x2": months.index(last) + 1, "y": foot, "y2": head, "text": WORD}
        for first, last in runs
    ]
