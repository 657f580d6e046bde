"""Horizontal bars with figures at their ends: the kind of chart that wards, parts and places share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import altair as alt

from csp.shell import theme
from csp.shell.chart import (
    Chart,
    ChartTemplate,
    Lines,
    Rows,
    Words,
    between,
    clicks,
    in_order_of,
    layered,
    responsive,
)

COLUMN = Lines(48, 58, 58, in_meeting=1)
"""A chart in one of two columns, which has no room for a long source in one line."""
PAGE = Lines(95, 95)
"""A chart across the page."""
LETTER = 8.2  # px of an average letter at 16 px, with a little to spare
BAR = 24  # px of height for each bar


@dataclass(frozen=True)
class BarRows:
    """The data of a chart of bars.

    bars: a row a bar, or a part of one: id, name, start, end, ink (strong, plain, tagged), edge
    ("", chosen, tagged), and tip0, tip1, ... as many as the template has headings.
    marks: a row a name: name, label and "at", where the label stands; low and high where there are
    limits; before where there is an earlier figure.
    level: at most one row: rate and label of a line across all bars.
    bold: the names in bold.
    """

    bars: Rows
    marks: Rows
    level: Rows
    bold: Sequence[str] = ()


def bar_template(
    description: str, headings: Sequence[str], lines: Lines, *, clickable: bool = True, step: int = BAR
) -> ChartTemplate:
    """Bars whose tooltips have these headings; a click sets the selection "bar" (field id).

    step: the height of each bar, in px.
    """
    build = partial(_draw, headings=headings, clickable=clickable, step=step)
    return ChartTemplate(description, build, lines=lines)


def fill_bars(template: ChartTemplate, rows: BarRows, room: float, words: Words, mode: theme.Mode) -> Chart:
    """A chart of bars. room: beyond the longest one for the words at its end, as a share of it."""
    longest = max((mark["at"] for mark in rows.marks), default=0) or 1.0
    letters = max((len(mark["name"]) for mark in rows.marks), default=0)
    letter = LETTER * theme.font_size(mode) / theme.FONT_SIZE
    settings = {
        "longest": (1 + room) * longest,
        "bold": "\n".join(rows.bold),
        "name_width": 20 * math.ceil((letter * letters + 12) / 20),
    }
    data = {"bars": rows.bars, "marks": rows.marks, "level": rows.level}
    return template.fill(mode, words, data, settings=settings)


def _draw(mode: theme.Mode, headings: Sequence[str], clickable: bool, step: int) -> alt.LayerChart:
    colours = theme.palette(mode)
    y = alt.Y("name:N", title=None, scale=in_order_of("marks", "name")).axis(
        ticks=False,
        domain=False,
        labelPadding=8,
        labelLimit=alt.expr("name_width"),
        # Streamlit sizes the chart before the font is there to measure.
        minExtent=alt.expr("name_width"),
        labelFontWeight=alt.expr("indexof(split(bold, '\\n'), datum.value) >= 0 ? 700 : 400"),
    )
    marks = alt.Chart(alt.NamedData("marks")).encode(y=y)
    limits = marks.mark_rule(strokeWidth=2, color=colours.text, opacity=0.75).encode(x="low:Q", x2="high:Q")
    ticks = marks.mark_tick(color=colours.worse, thickness=3, height={"band": 0.9}).encode(x="before:Q")
    figures = marks.mark_text(align="left", dx=8, color=colours.text).encode(x="at:Q", text="label:N")
    # The ground of the figures: wide enough to hide a line between two letters too.
    halo = marks.mark_text(
        align="left", dx=8, stroke=colours.background, strokeWidth=11, strokeJoin="round"
    ).encode(x="at:Q", text="label:N")
    level = alt.Chart(alt.NamedData("level"))
    line = level.mark_rule(strokeDash=[5, 4], strokeWidth=2, color=colours.worse_text).encode(x="rate:Q")
    name = level.mark_text(baseline="bottom", dy=-4, color=colours.worse_text).encode(
        x="rate:Q", y=alt.value(0), text="label:N"
    )
    bars = _bars(y, headings, clickable, colours)
    layers = (line, bars, limits, ticks, halo, figures, name)
    return responsive(layered(*layers, settings=("longest", "bold", "name_width")), step, "marks")


def _bars(y: alt.Y, headings: Sequence[str], clickable: bool, colours: theme.Palette) -> alt.Chart:
    inks = {"strong": colours.home, "plain": colours.peer, "tagged": colours.amounts[2]}
    edges = {"": "transparent", "chosen": colours.worse, "tagged": colours.home}
    x = alt.X("end:Q", title=None, scale=between(0, "longest", nice=True))
    bars: alt.Chart = (
        alt.Chart(alt.NamedData("bars"))
        .mark_bar(height={"band": 0.72}, cursor="pointer" if clickable else "default")
        .encode(
            y=y,
            x=x.axis(grid=True, tickCount=5),
            x2="start:Q",
            tooltip=[
                # Vega's tooltip shows a field called "title" as the heading of the others.
                alt.Tooltip("name:N", title="title"),
                *(alt.Tooltip(f"tip{i}:N", title=heading) for i, heading in enumerate(headings)),
            ],
            color=alt.Color(
                "ink:N", scale=alt.Scale(domain=list(inks), range=list(inks.values())), legend=None
            ),
            stroke=alt.Stroke(
                "edge:N", scale=alt.Scale(domain=list(edges), range=list(edges.values())), legend=None
            ),
            strokeWidth=alt.condition("datum.edge === 'chosen'", alt.value(3), alt.value(1)),
        )
    )
    if not clickable:
        return bars
    clickable_bars: alt.Chart = bars.add_params(clicks("bar", "id"))
    return clickable_bars
