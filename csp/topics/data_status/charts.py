"""The calendar of what is loaded: a row for each line, a cell for each month. Pure."""

from __future__ import annotations

import altair as alt

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import (
    Chart,
    Lines,
    Rows,
    Words,
    chart_template,
    holder,
    in_order_of,
    layered,
    responsive,
)
from csp.topics.data_status.findings.coverage import SIGNS, STATES
from csp.topics.data_status.rules.coverage import Coverage

ROW = 24
"""px of height for each row."""
_LINES = Lines(120, 130)
_STATES = list(STATES)


@chart_template("Calendar: a cell for each month, by row", lines=_LINES)
def _calendar_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    fills = [colours.home, colours.amounts[2], colours.worse, colours.background]
    base = alt.Chart(alt.NamedData("cells")).encode(
        y=alt.Y("row:N", title=None, scale=in_order_of("lines", "row")).axis(
            ticks=False, domain=False, labelPadding=8, labelLimit=260, minExtent=200
        ),
        x=alt.X(
            "x:Q", title=None, scale=alt.Scale(domain=[0, alt.expr("last")], nice=False, zero=False)
        ).axis(
            values=alt.expr("sequence(first_tick, last, tick_step)"),
            labelExpr="split(split(names, '|')[floor(datum.value)], '\\n')",
            labelLineHeight=18,
            grid=False,
            domain=False,
        ),
    )
    cells = base.mark_rect(stroke=colours.grid, strokeWidth=1).encode(
        x2="x2:Q",
        color=alt.Color("state:N", scale=alt.Scale(domain=_STATES, range=fills), legend=None),
        tooltip=[
            alt.Tooltip("title:N", title="title"),
            alt.Tooltip("says:N", title="State"),
            alt.Tooltip("count:N", title="Count"),
        ],
    )
    signs = base.mark_text(baseline="middle", fontWeight=700, tooltip=None).encode(
        x="middle:Q", text="sign:N", color=alt.condition("datum.state === 'missing'", *_list_inks(colours))
    )
    for layer in (cells, signs):
        # To a screen reader the chart is its description, and the table that goes with it.
        layer.mark.aria = False
    settings = ("last", "names", "first_tick", "tick_step")
    chart = layered(cells, signs, holder("lines"), settings=settings)
    return responsive(chart, ROW, "lines")


def _list_inks(colours: theme.Palette) -> tuple[alt.Value, alt.Value]:
    return alt.value(colours.quiet), alt.value(colours.text)


def draw_calendar(coverage: Coverage, words: Words, mode: theme.Mode) -> Chart:
    """The calendar. What a cell says on hover is its row and month, its state and its count."""
    cells: Rows = [
        {
            "row": row.label,
            "x": i,
            "x2": i + 1,
            "middle": i + 0.5,
            "state": state,
            "sign": SIGNS[state],
            "title": f"{row.label}, {wording.month(month)}",
            "says": STATES[state],
            "count": wording.MISSING if count is None else wording.count(count),
        }
        for row in coverage.rows
        for i, (month, state, count) in enumerate(zip(coverage.months, row.states, row.counts, strict=True))
    ]
    months = coverage.months
    names = [
        f"{wording.SHORT_MONTH_NAMES[month.month - 1]}\n{month.year if month.month == 1 or i == 0 else ''}"
        for i, month in enumerate(months)
    ]
    step = 3 if len(months) > 12 else 1
    first = next((i for i, month in enumerate(months) if month.month in (1, 4, 7, 10)), 0) if step > 1 else 0
    settings = {
        "last": len(months),
        "names": "|".join(names),
        "first_tick": first + 0.5,
        "tick_step": step,
    }
    data = {"cells": cells, "lines": [{"row": row.label} for row in coverage.rows]}
    return _calendar_template.fill(mode, words, data, settings=settings)
