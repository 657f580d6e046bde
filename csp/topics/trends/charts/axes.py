"""What the charts of this page have in common: their axes, their tooltips, their screen-reader text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, floor, log10
from typing import Any

import altair as alt

from csp.core.wording import SHORT_MONTH_NAMES
from csp.shell.chart import Lines, layered, responsive

PAGE = Lines(120, 120)
"""A chart across the page."""

TICKS = ("value_tick", "value_step", "last_value")
"""The settings of build_ticked_axis()."""
_MOST_TICKS = 6
_SETTINGS = ("low", "top", "last", "names", "first_tick", "tick_step")


def build_months_axis() -> alt.X:
    """Months along the bottom; January and the first carry their year on a second line."""
    return alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[0, alt.expr("last")], nice=False, zero=False),
    ).axis(
        values=alt.expr("sequence(first_tick, last, tick_step)"),
        # Months are divided by |, the lines of one of them by a line break.
        labelExpr="split(split(names, '|')[floor(datum.value)], '\\n')",
        grid=False,
        ticks=True,
        labelOverlap=True,
        labelLineHeight=18,
    )


def build_values_axis() -> alt.Y:
    scale = alt.Scale(domain=[alt.expr("low"), alt.expr("top")], nice=False, zero=False)
    return alt.Y("y:Q", title=None, scale=scale).axis(tickCount=5, domain=False, ticks=False)


def build_ticked_axis() -> alt.Y:
    """An axis of values that has ticks within build_tick_settings() alone: words stand beyond these."""
    axis = build_values_axis()
    values = alt.expr("sequence(value_tick, last_value, value_step)")
    return axis.axis(values=values, domain=False, ticks=False, format=",d")


def build_tick_settings(low: float, top: float) -> dict[str, Any]:
    """Round whole values from low to top, at most six of them."""
    span = max(top - low, 1.0)
    power = max(10.0 ** floor(log10(span / _MOST_TICKS)), 1.0)
    step = next(m * power for m in (1, 2, 5, 10, 20) if span / (m * power) <= _MOST_TICKS - 1)
    # Half a step beyond the last one, because a sequence leaves its end out.
    first, last = ceil(low / step - 1e-9), floor(top / step + 1e-9)
    return {"value_tick": first * step, "value_step": step, "last_value": (last + 0.5) * step}


def build_month_settings(low: float, top: float, months: Sequence[date]) -> dict[str, Any]:
    """The settings of both axes: from low to top, and the names of months, ticked where a quarter starts."""
    names = [
        f"{SHORT_MONTH_NAMES[m.month - 1]}\n{m.year if m.month == 1 or i == 0 else ''}"
        for i, m in enumerate(months)
    ]
    # The first month's year would run into that of a January right after it.
    if len(months) > 2 and any(m.month == 1 for m in months[1:3]):
        names[0] = f"{SHORT_MONTH_NAMES[months[0].month - 1]}\n"
    first = next((i for i, m in enumerate(months) if m.month in (1, 4, 7, 10)), len(months))
    return build_axis_settings(low, top, names, first_tick=first + 0.5, tick_step=3)


def build_axis_settings(
    low: float, top: float, names: Sequence[str], first_tick: float, tick_step: int
) -> dict[str, Any]:
    """The settings of both axes: from low to top, and the name of every month."""
    return {
        "low": low,
        "top": top,
        "last": len(names),
        "names": "|".join(names),
        "first_tick": first_tick,
        "tick_step": tick_step,
    }


def lay_out(layers: Sequence[alt.Chart], height: int, *settings: str) -> alt.LayerChart:
    """The layers as one chart, whose marks say nothing on hover unless they were given something to say.

    To a screen reader the chart is its description, and the table that goes with it: hundreds of
    marks read out one by one are no help, and Vega leaves the groups without marks unnamed.
    """
    for layer in layers:
        layer.mark.aria = False
        if layer.encoding is alt.Undefined or layer.encoding.tooltip is alt.Undefined:
            layer.mark.tooltip = None
    chart = layered(*layers, settings=(*_SETTINGS, *settings))
    return responsive(chart.resolve_scale(color="independent", shape="independent"), height)


def build_tips(*fields: tuple[str, str]) -> list[alt.Tooltip]:
    """Vega's tooltip shows a field called "title" as the heading of the others."""
    return [alt.Tooltip(f"{name}:N", title=words) for name, words in fields]
