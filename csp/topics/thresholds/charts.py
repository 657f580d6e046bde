"""What-if thresholds: the curve of the limit, the replay by month, and the map of what is flagged. Pure.

A drag redraws all three, so their specifications never change: figures, words, even the title are
data, which the browser exchanges in the chart that is there instead of making a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from csp.core import wording
from csp.core.geography import Outlines
from csp.shell import maps, theme
from csp.shell.chart import Spec, Words, template, wrap
from csp.topics.thresholds.rules import Replay, Rule, limit_words

CURVE_HEIGHT, REPLAY_HEIGHT = 230, 180
LETTERS, WIDE = 50, 105
MAP_SIZE = (440, 290)
# What a limit can be set to, by unit: the highest and the step of the slider.
RANGES = {"%": (200.0, 5.0), "sd": (10.0, 0.5)}

Rows = list[dict[str, Any]]


def grid(unit: str) -> list[float]:
    """The limits a curve is drawn for: half a step of the slider apart."""
    highest, step = RANGES[unit]
    return [i * step / 2 for i in range(int(2 * highest / step) + 1)]


def _said(name: str) -> str:
    """An expression: the lines of a text that is data."""
    return f"split(data('said')[0].{name}, '\\n')"


def _live(layers: Sequence[alt.Chart], description: str, **look: Any) -> Any:
    """Layers with a title that is data as well."""
    # A mark without a look keeps the words in the chart.
    holder = alt.Chart(alt.NamedData("said")).mark_point(opacity=0, size=0, tooltip=None, aria=False)
    return alt.layer(*layers, holder).properties(description=description, **look)


def _template(chart: alt.LayerChart, mode: theme.Mode) -> Spec:
    title = {"text": {"expr": _said("title")}, "subtitle": {"expr": _said("subtitle")}}
    return {**template(chart, mode), "title": title}


def _filled(spec: Spec, words: Words, letters: int, data: Mapping[str, Rows], **values: float) -> Spec:
    said = {
        "title": "\n".join(wrap(words.title, letters)),
        "subtitle": "\n".join([*wrap(words.subtitle, letters + 8), words.source]),
        **values,
    }
    return {**spec, "datasets": {**data, "said": [said]}}


def _responsive(chart: alt.LayerChart, height: int) -> alt.LayerChart:
    return chart.properties(
        width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


@lru_cache(maxsize=2)
def _curve(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    top = alt.param(name="top", expr="data('said')[0].top")
    line = (
        alt.Chart(alt.NamedData("curve"))
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=colours.home)
        .encode(
            x=alt.X("limit:Q", title=None, scale=alt.Scale(nice=False)).axis(grid=False, tickCount=6),
            y=alt.Y("n:Q", title=None, scale=alt.Scale(domain=[0, alt.expr(top.name)], nice=False)).axis(
                tickCount=4, format="d", tickMinStep=1, minExtent=34
            ),
        )
    )
    here = alt.Chart(alt.NamedData("here")).encode(x="limit:Q")
    rule = here.mark_rule(strokeWidth=2, color=colours.worse_text, tooltip=None)
    point = here.mark_point(filled=True, size=110, opacity=1, color=colours.worse_text).encode(y="n:Q")
    label = here.mark_text(
        align=alt.expr("datum.right ? 'left' : 'right'"),
        dx=alt.expr("datum.right ? 8 : -8"),
        baseline="top",
        fontWeight=600,
        color=colours.worse_text,
    ).encode(y=alt.value(0), text="label:N")
    base = alt.Chart(alt.NamedData("base")).encode(x="limit:Q")
    base_rule = base.mark_rule(strokeDash=[5, 4], strokeWidth=2, color=colours.quiet, tooltip=None)
    base_label = base.mark_text(align="left", dx=6, baseline="bottom", color=colours.quiet).encode(
        y=alt.value(CURVE_HEIGHT - 6), text="label:N"
    )
    layers = [line, base_rule, base_label, rule, point, label]
    chart = _live(layers, "How many are flagged at each limit").add_params(top)
    return _template(_responsive(chart, CURVE_HEIGHT), mode)


def curve(
    rule: Rule,
    baseline: Rule,
    limits: Sequence[float],
    counts: Sequence[int],
    now: int,
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """How many are flagged at each limit, the limit now and (dashed) that of the baseline."""
    highest = limits[-1]
    data: dict[str, Rows] = {
        "curve": [{"limit": x, "n": int(n)} for x, n in zip(limits, counts, strict=True)],
        "here": [
            {
                "limit": rule.limit,
                "n": now,
                "label": f"{limit_words(rule)}: {wording.count(now)} flagged",
                "right": rule.limit < highest / 2,
            }
        ],
        # Vega warns of data without any value: a baseline that is not shown lies under the limit.
        "base": [
            {"limit": baseline.limit, "label": "baseline"}
            if baseline.unit == rule.unit and baseline.limit != rule.limit
            else {"limit": rule.limit, "label": ""}
        ],
    }
    # Room at the top for the words at the limit.
    return _filled(_curve(mode), words, LETTERS, data, top=1.2 * max(*counts, 1))


_QUARTERS = "indexof(['Jan', 'Apr', 'Jul', 'Oct'], slice(datum.value, 0, 3)) >= 0"
_MONTH_LABEL = (
    f"!({_QUARTERS}) ? '' : slice(datum.value, 0, 3) == 'Jan' ? "
    "[slice(datum.value, 0, 3), slice(datum.value, 4)] : slice(datum.value, 0, 3)"
)


@lru_cache(maxsize=2)
def _replay(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    months = alt.Chart(alt.NamedData("months")).encode(
        x=alt.X("month:O", sort=None, title=None).axis(
            labelExpr=_MONTH_LABEL, labelAngle=0, labelOverlap=False, ticks=False, labelLineHeight=18
        )
    )
    bars = months.mark_bar(color=colours.home, width={"band": 0.8}).encode(
        y=alt.Y("flags:Q", title=None, scale=alt.Scale(domainMin=0)).axis(
            tickCount=4, format="d", tickMinStep=1, minExtent=34
        ),
        tooltip=[
            alt.Tooltip("month:O", title="title"),
            alt.Tooltip("flags:Q", title="Flagged"),
            alt.Tooltip("chance:Q", title="By chance", format=".1f"),
            alt.Tooltip("both:Q", title="Chance in the baselines too", format=".1f"),
        ],
    )
    lines = [
        months.mark_line(
            interpolate="step", strokeWidth=3, strokeDash=dash, color=colours.worse_text, tooltip=None
        ).encode(y=f"{name}:Q")
        for name, dash in (("chance", [1, 0]), ("both", [5, 4]))
    ]
    chart = _live([bars, *lines], "Flagged in each month, and what chance would flag")
    return _template(_responsive(chart, REPLAY_HEIGHT), mode)


def replay(result: Replay, words: Words, mode: theme.Mode) -> Spec:
    """Flags of each month as bars; what chance would flag as lines, dashed with chance in the baselines."""
    rows = [
        {
            "month": wording.month(month),
            "flags": int(flags),
            "chance": round(float(chance), 3),
            "both": round(float(both), 3),
        }
        for month, flags, chance, both in zip(
            result.months, result.flags, result.chance, result.chance_both, strict=True
        )
    ]
    return _filled(_replay(mode), words, WIDE, {"months": rows})


_MARKS = {"up": wording.UP, "down": wording.DOWN, "both": "◆"}


@lru_cache(maxsize=4)
def _map(outlines: Outlines, mode: theme.Mode) -> Spec:
    """The wards of the outlines; what is said of each is looked up in the data set "wards"."""
    colours = theme.palette(mode)
    blank = pd.DataFrame({"area_code": outlines.codes, "fill": colours.grid, "tooltip": ""})
    look = maps.MapLook(theme.ink(mode), missing=colours.grid, size=(480, 360), names=False)
    drawn = maps.draw_area_map(outlines, blank, look)
    fields = ["name", "flagged", "shade"]
    tips = [alt.Tooltip("name:N", title="title"), alt.Tooltip("flagged:N", title="Flagged")]
    looked_up = alt.LookupData(data=alt.NamedData("wards"), key="code", fields=fields)
    areas = (
        alt.Chart(alt.NamedData("shapes"))
        .transform_lookup(lookup="area_code", from_=looked_up)
        .mark_geoshape(stroke=colours.background, strokeWidth=1.5)
        .encode(color=alt.Color("shade:N", scale=None), tooltip=tips)
    )
    marks = (
        alt.Chart(alt.NamedData("wards"))
        .mark_text(fontSize=13, fontWeight=600)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            text="mark:N",
            color=alt.Color("ink:N", scale=None),
            tooltip=tips,
        )
    )
    chart = _live([areas, marks], "Flagged crime types in each ward", width=MAP_SIZE[0], height=MAP_SIZE[1])
    spec = _template(chart.project("mercator"), mode)
    shapes = {"values": drawn["layer"][0]["data"]["values"]}
    return {**spec, "layer": [{**spec["layer"][0], "data": shapes}, *spec["layer"][1:]]}


def flag_map(
    outlines: Outlines,
    per_ward: Mapping[str, int],
    names: Mapping[str, str],
    direction: str,
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """The wards shaded by how many of their crime types are flagged; a mark with the number stands in each.

    Wards have no names on it: finding room for words takes longer than all the rest of a drag.
    """
    colours, frame = theme.palette(mode), outlines.frame
    shades = colours.amounts[1:]
    rows = []
    for code, lon, lat in zip(frame["area_code"], frame["longitude"], frame["latitude"], strict=True):
        n = per_ward.get(code, 0)
        shade = shades[min(n, len(shades)) - 1] if n else colours.grid
        ink = maps.pick_readable(shade, colours.text, colours.background)
        mark = f"{_MARKS[direction]}{n}" if n else ""
        flagged = wording.plural(n, "crime type")
        found = {"code": code, "name": names.get(code, code), "flagged": flagged, "shade": shade}
        rows.append({**found, "lon": float(lon), "lat": float(lat), "mark": mark, "ink": ink})
    return _filled(_map(outlines, mode), words, LETTERS, {"wards": rows})
