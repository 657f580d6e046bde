"""The charts of the crime-type profile: its trend, its wards, its parts and its outcomes. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import altair as alt

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_words import describe_change
from csp.core.filters import Period
from csp.core.geography import Outlines
from csp.shell import maps, theme
from csp.shell.chart import Spec, Words, fill, template, wrap
from csp.topics.profile.findings import a_month
from csp.topics.profile.rules import Outcome
from csp.topics.wards import charts as wards
from csp.topics.wards.rules import Figures

WIDE, HALF, SMALL = (
    95,
    48,
    58,
)  # characters of a title across the page, in one of two columns; of its subtitle
LETTER = 8.2  # px of an average letter at 16 px, with a little to spare
BAR = 26  # px of height for each bar
# Room beyond the longest bar for the words at its end, as a share of it.
LABEL_ROOM = {WIDE: 0.25, HALF: 0.45}
TREND_HEIGHT = 410
MAP_SIZE = (470, 340)
HALF_MONTH = timedelta(days=15)

Rows = list[dict[str, Any]]


def _placed(spec: Spec, rows: Mapping[str, Rows]) -> Spec:
    """The data written into the layers: Streamlit turns named data into Arrow, which costs 2 ms each.

    A layer that has nothing to draw is left out: Vega warns of a field without any value.
    """
    layers = []
    for layer in spec["layer"]:
        values, drawn = rows[layer["data"]["name"]], layer["encoding"]["x"]["field"]
        if any(row.get(drawn) is not None for row in values):
            layers.append({**layer, "data": {"values": values}})
    return {**spec, "layer": layers}


def _half(spec: Spec, words: Words) -> Spec:
    """The chart with its words, the source too, broken for one of two columns."""
    subtitle = [*wrap(words.subtitle, SMALL), *wrap(words.source, SMALL)]
    return {**spec, "title": {"text": wrap(words.title, HALF), "subtitle": subtitle}}


# ------------------------------------------------------------------ trend


@lru_cache(maxsize=2)
def _trend(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    top = alt.param(name="top", value=1.0)
    periods, months = alt.Chart(alt.NamedData("periods")), alt.Chart(alt.NamedData("months"))
    x = alt.X("month:T", title=None).axis(
        format="%b %Y",
        tickCount=alt.TimeIntervalStep("month", 6),
        grid=False,
        labelOverlap="greedy",
        labelFlush=False,
    )
    y = alt.Y("n:Q", title=None, scale=alt.Scale(domainMin=0, domainMax=alt.expr(top.name))).axis(
        tickCount=5,
        # Streamlit sizes the chart before the font is there to measure.
        minExtent=48,
    )
    bands = periods.mark_rect(color=colours.amounts[0]).encode(x=alt.X("start:T", title=None), x2="end:T")
    line = months.mark_line(color=colours.peer, strokeWidth=2.5).encode(x=x, y=y)
    strong = alt.Chart(alt.NamedData("strong")).mark_line(color=colours.home, strokeWidth=4).encode(x=x, y=y)
    means = periods.mark_rule(color=colours.text, strokeWidth=2, strokeDash=[6, 4]).encode(
        x="start:T", x2="end:T", y="mean:Q"
    )
    dots = months.mark_point(size=50, filled=False, strokeWidth=2, opacity=1).encode(
        x=x,
        y=y,
        stroke=alt.condition("datum.now", alt.value(colours.home), alt.value(colours.peer)),
        fill=alt.Fill(
            "ink:N",
            scale=alt.Scale(
                domain=["now", "other", "incomplete"],
                range=[colours.home, colours.peer, colours.background],
            ),
            legend=None,
        ),
        tooltip=[
            # Vega's tooltip shows a field called "title" as the heading of the others.
            alt.Tooltip("words:N", title="title"),
            alt.Tooltip("n:Q", title="Recorded", format=","),
            alt.Tooltip("note:N", title="Upload"),
        ],
    )
    names = periods.mark_text(
        align="right",
        baseline="top",
        dx=-6,
        lineBreak="\n",
        lineHeight=20,
        fontWeight=600,
        color=colours.text,
    ).encode(x="end:T", y=alt.value(4), text="label:N")
    chart = (
        alt.layer(bands, line, strong, means, dots, names)
        .add_params(top)
        .properties(
            width="container",
            height=TREND_HEIGHT,
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
    )
    return template(chart, mode)


def trend(
    months: Sequence[date],
    counts: Sequence[float | None],
    hollow: Sequence[int],
    periods: Sequence[tuple[Period, str]],
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """Counts by month, the period and its comparison marked with their mean month.

    counts go with months, None where there is none; hollow: the positions of incomplete
    months. periods: this period and, where there is one, the comparison, with their words;
    one that lies outside the months is not marked.
    """
    current = set(periods[0][0].each())
    rows = [
        {
            "month": _local(month),
            "words": wording.month(month),
            "n": n,
            "now": month in current,
            "ink": "incomplete" if i in hollow else "now" if month in current else "other",
            "note": "incomplete" if i in hollow else "complete",
        }
        for i, (month, n) in enumerate(zip(months, counts, strict=True))
    ]
    marked = [_band(period, label, months, counts) for period, label in periods]
    data = {
        "months": [row for row in rows if row["n"] is not None],
        "strong": [row for row in rows if row["now"]],
        "periods": [band for band in marked if band],
    }
    # The upper fifth is for the words of the periods.
    top = 1.25 * max((n for n in counts if n is not None), default=0) or 1.0
    return _half(fill(_placed(_trend(mode), data), words, {}, top=top), words)


def _local(day: date) -> str:
    """With a time of day, so that browsers west of Greenwich do not show the day before."""
    return f"{day.isoformat()}T00:00"


def _band(
    period: Period, label: str, months: Sequence[date], counts: Sequence[float | None]
) -> dict[str, Any]:
    inside = [(m, n) for m, n in zip(months, counts, strict=True) if m in period.each()]
    known = [n for _, n in inside if n is not None]
    if not known:
        return {}
    mean = sum(known) / len(known)
    return {
        "start": _local(inside[0][0] - HALF_MONTH),
        "end": _local(inside[-1][0] + HALF_MONTH),
        "mean": mean,
        "label": f"{label}\n{a_month(mean)} a month",
    }


# ------------------------------------------------------------------ bars


@lru_cache(maxsize=32)
def _bars(mode: theme.Mode, headings: tuple[str, ...], clickable: bool, room: int) -> Spec:
    """Horizontal bars with limits, a tick for another figure, words at the end and a line across all.

    room: px for the names on the left.
    """
    colours = theme.palette(mode)
    inks = {"strong": colours.home, "plain": colours.peer, "tagged": colours.amounts[2]}
    edges = {"": "transparent", "chosen": colours.worse, "tagged": colours.home}
    longest, named = alt.param(name="longest", value=1.0), alt.param(name="bold", value=[])
    y = alt.Y("name:N", sort=None, title=None).axis(
        ticks=False,
        domain=False,
        labelPadding=8,
        labelLimit=room,
        # Streamlit sizes the chart before the font is there to measure.
        minExtent=room,
        labelFontWeight=alt.expr(f"indexof({named.name}, datum.value) >= 0 ? 700 : 400"),
    )
    x = alt.X("end:Q", title=None, scale=alt.Scale(domainMin=0, domainMax=alt.expr(longest.name)))
    tips = [
        alt.Tooltip("name:N", title="title"),
        *(alt.Tooltip(f"tip{i}:N", title=head) for i, head in enumerate(headings)),
    ]
    bars = (
        alt.Chart(alt.NamedData("bars"))
        .mark_bar(height={"band": 0.72}, cursor="pointer" if clickable else "default")
        .encode(
            y=y,
            x=x.axis(grid=True, tickCount=5),
            x2="start:Q",
            tooltip=tips,
            color=alt.Color(
                "ink:N", scale=alt.Scale(domain=list(inks), range=list(inks.values())), legend=None
            ),
            stroke=alt.Stroke(
                "edge:N", scale=alt.Scale(domain=list(edges), range=list(edges.values())), legend=None
            ),
            strokeWidth=alt.condition("datum.edge === 'chosen'", alt.value(3), alt.value(1)),
        )
    )
    if clickable:
        bars = bars.add_params(alt.selection_point(name="bar", fields=["id"], on="click", clear=False))
    marks = alt.Chart(alt.NamedData("marks")).encode(y=y)
    limits = marks.mark_rule(strokeWidth=2, color=colours.text, opacity=0.75).encode(x="low:Q", x2="high:Q")
    ticks = marks.mark_tick(color=colours.worse, thickness=3, height={"band": 0.9}).encode(x="before:Q")
    figures = marks.mark_text(align="left", dx=8, color=colours.text).encode(x="at:Q", text="label:N")
    halo = marks.mark_text(align="left", dx=8, stroke=colours.background, strokeWidth=5).encode(
        x="at:Q", text="label:N"
    )
    level = alt.Chart(alt.NamedData("level"))
    line = level.mark_rule(strokeDash=[5, 4], strokeWidth=2, color=colours.worse_text).encode(x="rate:Q")
    name = level.mark_text(baseline="bottom", dy=-4, color=colours.worse_text).encode(
        x="rate:Q", y=alt.value(0), text="label:N"
    )
    chart = (
        alt.layer(line, bars, limits, ticks, halo, figures, name)
        .add_params(longest, named)
        .properties(width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )
    return template(chart, mode)


def _drawn(
    bars: Rows, marks: Rows, level: Rows, headings: tuple[str, ...], words: Words, mode: theme.Mode,
    width: int = WIDE, bold: Sequence[str] = (), clickable: bool = True,
) -> Spec:  # fmt: skip
    longest = max((mark["at"] for mark in marks), default=0) or 1.0
    data = {"bars": bars, "marks": marks, "level": level}
    room = 20 * math.ceil((LETTER * max((len(mark["name"]) for mark in marks), default=0) + 12) / 20)
    base = _placed(_bars(mode, headings, clickable, room), data)
    spec = fill(base, words, {}, width, longest=(1 + LABEL_ROOM[width]) * longest, bold=list(bold))
    if width == HALF:
        spec = _half(spec, words)
    return {**spec, "height": BAR * max(len(marks), 1)}


def ward_rates(
    rows: Sequence[Figures], level: tuple[float, str], chosen: Sequence[str], unit: str, words: Words,
    mode: theme.Mode,
) -> Spec:  # fmt: skip
    """Wards by rate, highest first, with 95 % limits and the borough's rate (level, its name) as a line.

    A ward is strong where its limits leave out the borough's rate; one without a population
    has its count alone. A click sets the selection "bar" (field id: the ward's code).
    """
    ordered = sorted(rows, key=lambda r: (not math.isfinite(r.rate), -r.rate if math.isfinite(r.rate) else 0))
    bars, marks = [], []
    for row in ordered:
        known = math.isfinite(row.rate)
        bars.append(
            {
                "id": row.code, "name": row.name, "start": 0, "end": row.rate if known else 0,
                "ink": "strong" if row.apart else "plain", "edge": "chosen" if row.code in chosen else "",
                **{f"tip{i}": figure for i, figure in enumerate(_ward_tips(row, unit))},
            }
        )  # fmt: skip
        label = f"{wording.rate(row.rate)} ({wording.count(row.change.now)})"
        marks.append(
            {
                "name": row.name,
                "low": row.low if known else None,
                "high": row.high if known else None,
                "at": row.high if known else 0,
                "label": label if known else f"{wording.count(row.change.now)}, no population on file",
            }
        )
    rate, borough = level
    line = [{"rate": rate, "label": f"{borough} {wording.rate(rate)}"}] if math.isfinite(rate) else []
    bold = [row.name for row in rows if row.code in chosen]
    return _drawn(bars, marks, line, _WARD_TIPS, words, mode, HALF, bold)


_WARD_TIPS = ("Recorded", "Rate", "95 % limits", "Change")


def _ward_tips(row: Figures, unit: str) -> tuple[str, str, str, str]:
    known = math.isfinite(row.rate)
    return (
        wording.count(row.change.now),
        f"{wording.rate(row.rate)} {unit}" if known else "no population on file",
        f"{wording.rate(row.low)} to {wording.rate(row.high)}" if known else wording.MISSING,
        describe_change(row.change),
    )


def part_counts(rows: Sequence[MeasureRow], words: Words, mode: theme.Mode) -> Spec:
    """Parts by count, the flagged share at the end of each bar, the period before as a tick.

    A click sets the selection "bar" (field id: the part's code). Hidden counts have no bar.
    """
    bars, marks = [], []
    for row in rows:
        now = 0 if row.change.suppressed_now else row.change.now
        plain = now - row.flagged_now
        tagged = f"{wording.count(row.flagged_now)} {row.flag_label}" if row.flag_label else wording.MISSING
        tips = {
            "tip0": "hidden" if row.change.suppressed_now else wording.count(row.change.now),
            "tip1": describe_change(row.change),
            "tip2": tagged,
        }
        shared = {"id": row.code, "name": row.label, "edge": "", **tips}
        bars.append({**shared, "start": 0, "end": plain, "ink": "strong"})
        if row.flagged_now:
            bars.append({**shared, "start": plain, "end": now, "ink": "tagged", "edge": "tagged"})
        marks.append(
            {
                "name": row.label,
                "before": row.change.before,
                "at": max(now, row.change.before or 0),
                "label": "hidden" if row.change.suppressed_now else _part_label(row),
            }
        )
    return _drawn(bars, marks, [], ("Recorded", "Change", "Of these tagged"), words, mode)


def _part_label(row: MeasureRow) -> str:
    if not row.flagged_now:
        return wording.count(row.change.now)
    return f"{wording.count(row.change.now)}, {wording.count(row.flagged_now)} {row.flag_label}"


def outcome_shares(found: Sequence[Outcome], comparable: bool, words: Words, mode: theme.Mode) -> Spec:
    """Outcomes by their share in %, with their number, and the share in the period before as a tick."""
    now, before = (sum(getattr(o, side) for o in found) for side in ("now", "before"))
    bars, marks = [], []
    for outcome in (o for o in found if not o.hidden):
        share = 100 * outcome.now / now if now else 0.0
        earlier = 100 * outcome.before / before if before and comparable else None
        bars.append(
            {
                "id": outcome.label, "name": outcome.label, "start": 0, "end": share, "ink": "strong",
                "edge": "",
                "tip0": f"{wording.count(outcome.now)} ({wording.pct(share)})",
                "tip1": wording.MISSING if earlier is None
                else f"{wording.count(outcome.before)} ({wording.pct(earlier)})",
            }
        )  # fmt: skip
        label = f"{wording.pct(share)} ({wording.count(outcome.now)})"
        end = max(share, earlier or 0.0)
        marks.append({"name": outcome.label, "before": earlier, "at": end, "label": label})
    return _drawn(bars, marks, [], ("This period", "Before"), words, mode, clickable=False)


# ------------------------------------------------------------------ map


def _map_tip(row: Figures, unit: str) -> str:
    lines = zip(_WARD_TIPS, _ward_tips(row, unit), strict=True)
    return "\n".join([row.name, *(f"{heading}: {figure}" for heading, figure in lines)])


def ward_map(
    outlines: Outlines, rows: tuple[Figures, ...], chosen: tuple[str, ...], unit: str,
    periods: tuple[str, str], words: Words, mode: theme.Mode,
) -> tuple[Spec, list[tuple[str, str]]]:  # fmt: skip
    """The wards shaded by rate, and the legend. A click sets the selection "area" (field area_code)."""
    spec, legend = _ward_map(outlines, rows, chosen, unit, periods, mode)
    return _half(fill(spec, words, {}), words), legend


def _unread(layer: dict[str, Any]) -> dict[str, Any]:
    """Borders of the areas chosen add nothing for a screen reader, to which they are unnamed pictures."""
    if layer["data"].get("name") != "chosen" and "tooltip" in layer.get("encoding", {}):
        return layer
    return {**layer, "mark": {**layer["mark"], "aria": False}}


@lru_cache(maxsize=64)
def _ward_map(
    outlines: Outlines, rows: tuple[Figures, ...], chosen: tuple[str, ...], unit: str,
    periods: tuple[str, str], mode: theme.Mode,
) -> tuple[Spec, list[tuple[str, str]]]:  # fmt: skip
    shading = wards.shaded(rows, "Rate", unit, periods, mode)
    missing = theme.palette(mode).grid
    spec = maps.draw_area_map(
        outlines,
        # The headings of a tooltip are written by Altair, so they are the same for every period.
        shading.values.drop(columns="label").assign(tooltip=[_map_tip(row, unit) for row in rows]),
        maps.MapLook(theme.ink(mode), missing, size=MAP_SIZE, text_size=14),
        selected=chosen,
    )
    layers = [_unread(layer) for layer in spec["layer"] if layer["data"]["values"]]
    return {**spec, "layer": layers, "config": theme.chart_config(mode)}, shading.legend
