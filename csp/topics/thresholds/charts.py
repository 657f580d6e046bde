"""What-if thresholds: the curve of the limit, the past year by month, and the map of the warnings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import altair as alt

from csp.core import wording
from csp.core.geography import Outlines
from csp.shell import maps, theme
from csp.shell.chart import (
    Chart,
    ChartTemplate,
    Lines,
    Rows,
    Words,
    chart_template,
    in_order_of,
    layered,
    responsive,
)
from csp.topics.thresholds.findings import describe_limit
from csp.topics.thresholds.rules import Replay, Rule

CURVE_HEIGHT, REPLAY_HEIGHT = 230, 230
HALF = Lines(56, 70)
MAP_SIZE = (500, 290)
# What a limit can be set to, by unit: the highest and the step of the slider.
RANGES = {"%": (200.0, 5.0), "sd": (10.0, 0.5)}


def list_limits(rule: Rule) -> tuple[float, ...]:
    """What the slider can be set to and the curve is drawn for: its steps, and the limit that is set."""
    highest, step = RANGES[rule.unit]
    return tuple(sorted({*(i * step for i in range(int(highest / step) + 1)), rule.limit}))


@chart_template("How many warnings at each limit", lines=HALF)
def _curve_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    line = (
        alt.Chart(alt.NamedData("curve"))
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=colours.home)
        .encode(
            x=alt.X("limit:Q", title=None, scale=alt.Scale(nice=False)).axis(grid=False, tickCount=6),
            y=alt.Y("n:Q", title=None, scale=alt.Scale(domain=[0, alt.expr("top")], nice=False)).axis(
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
    return responsive(layered(*layers, settings=("top",)), CURVE_HEIGHT)


def build_curve_chart(
    rule: Rule,
    baseline: Rule,
    limits: Sequence[float],
    counts: Sequence[int],
    now: int,
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """How many are flagged at each limit, the limit now and (dashed) that of the baseline."""
    highest = limits[-1]
    data: dict[str, Rows] = {
        "curve": [{"limit": x, "n": int(n)} for x, n in zip(limits, counts, strict=True)],
        "here": [
            {
                "limit": rule.limit,
                "n": now,
                "label": f"{describe_limit(rule)}: {wording.plural(now, 'warning')}",
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
    return _curve_template.fill(mode, words, data, settings={"top": 1.2 * max(*counts, 1)})


_QUARTERS = "indexof(['Jan', 'Apr', 'Jul', 'Oct'], slice(datum.value, 0, 3)) >= 0"
_MONTH_LABEL = (
    f"!({_QUARTERS}) ? '' : slice(datum.value, 0, 3) == 'Jan' ? "
    "[slice(datum.value, 0, 3), slice(datum.value, 4)] : slice(datum.value, 0, 3)"
)


@chart_template("Warnings in each month, and how many would be by luck", lines=HALF)
def _replay_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    months = alt.Chart(alt.NamedData("months")).encode(
        x=alt.X("month:O", title=None, scale=in_order_of("months", "month")).axis(
            labelExpr=_MONTH_LABEL, labelAngle=0, labelOverlap=False, ticks=False, labelLineHeight=18
        )
    )
    bars = months.mark_bar(color=colours.home, width={"band": 0.8}).encode(
        y=alt.Y("flags:Q", title=None, scale=alt.Scale(domainMin=0)).axis(
            tickCount=4, format="d", tickMinStep=1, minExtent=34
        ),
        tooltip=[
            alt.Tooltip("month:O", title="title"),
            alt.Tooltip("flags:Q", title="Warnings"),
            alt.Tooltip("luck:Q", title="By luck", format=".1f"),
        ],
    )
    line = months.mark_line(interpolate="step", strokeWidth=3, color=colours.worse_text, tooltip=None).encode(
        y="luck:Q"
    )
    return responsive(layered(bars, line), REPLAY_HEIGHT)


def build_replay_chart(result: Replay, words: Words, mode: theme.Mode) -> Chart:
    """Warnings of each month as bars; how many there would be by luck as a line."""
    rows = [
        {
            "month": wording.month(month),
            "flags": int(flags),
            "luck": round(float(luck), 3),
        }
        for month, flags, luck in zip(result.months, result.flags, result.luck, strict=True)
    ]
    return _replay_template.fill(mode, words, {"months": rows})


_MARKS = {"up": wording.UP, "down": wording.DOWN, "both": "◆"}


@lru_cache(maxsize=2)
def _map_template(outlines: Outlines) -> ChartTemplate:
    shapes = {"shapes": maps.build_shapes(outlines)}
    return ChartTemplate("Crime types with a warning in each ward", _draw_map, lines=HALF, shapes=shapes)


def _draw_map(mode: theme.Mode) -> alt.LayerChart:
    """The wards of the outlines; what is written of each is looked up in the dataset "wards"."""
    colours = theme.palette(mode)
    fields = ["name", "flagged", "shade"]
    tips = [alt.Tooltip("name:N", title="title"), alt.Tooltip("flagged:N", title="Warnings")]
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
    width, height = MAP_SIZE
    return layered(areas, marks).properties(width=width, height=height).project("mercator")


def build_flag_map(
    outlines: Outlines,
    per_ward: Mapping[str, int],
    names: Mapping[str, str],
    direction: str,
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """The wards shaded by how many of their crime types are flagged; a mark with the number stands in each.

    Wards have no names on it: finding room for words takes longer than all the rest of the page.
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
        ward = {"code": code, "name": names.get(code, code), "flagged": flagged, "shade": shade}
        rows.append({**ward, "lon": float(lon), "lat": float(lat), "mark": mark, "ink": ink})
    return _map_template(outlines).fill(mode, words, {"wards": rows})
