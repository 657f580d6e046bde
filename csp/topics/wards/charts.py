"""The ward map in its three views, and the charts of the profile beside it. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import altair as alt
import pandas as pd
import pydeck as pdk

from csp.core import geography, wording
from csp.core.change_words import describe_change
from csp.core.geography import Bounds, Outlines, Place
from csp.core.measures import Measure
from csp.shell import maps, theme
from csp.shell.chart import Spec, Words, fill, template, wrap
from csp.topics.wards.rules import Figures, MapPoints

VIEWS = ("Outlines", "Tiles", "Points")
SHADES = ("Count", "Rate", "Change", "Signal")
# Centre to corner of a hexagon: about 8 px on the whole borough, and as much around a place.
RADIUS_M, NEAR_RADIUS_M = 500.0, 200.0
# Half the height of what is shown around a place that was looked for: 2 km, in degrees.
NEAR = 0.018
NARROW = 40  # characters of a title that fit beside the map

# The order in which places are named where there is room for some only.
KINDS = {"town": 0, "village": 1, "neighbourhood": 2, "hamlet": 3}

Legend = list[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Shaded:
    """The wards as a map takes them (area_code, fill, label, tooltip), and the legend, lowest class first.

    One is the same as another only if it is that very object, so that it can be a cache key.
    """

    values: pd.DataFrame
    legend: Legend
    diverging: bool


@lru_cache(maxsize=64)
def shaded(
    rows: tuple[Figures, ...], shade: str, unit: str, periods: tuple[str, str], mode: theme.Mode
) -> Shaded:
    """Every ward's fill, words and tooltip when shaded by one of SHADES."""
    colours = theme.palette(mode)
    if shade == "Signal":
        fills, legend = _signal_fills(rows, mode)
    else:
        figures = [_figure(row, shade) for row in rows]
        change = shade == "Change"
        breaks = maps.cut_classes([f for f in figures if f is not None], "change" if change else "amount")
        shades = maps.mix_ramp(colours.change if change else colours.amounts, len(breaks) - 1)
        classes = [maps.find_class(figure, breaks) for figure in figures]
        fills = [colours.grid if c is None else shades[c] for c in classes]
        legend = maps.build_legend(breaks, shades, "%" if change else "")
    if colours.grid in fills:
        legend = [*legend, (_missing_words(shade), colours.grid)]
    values = pd.DataFrame(
        {
            "area_code": [row.code for row in rows],
            "fill": fills,
            "label": [_label(row, shade) for row in rows],
            "tooltip": [tooltip(row, unit, periods, len(rows)) for row in rows],
        }
    )
    return Shaded(values, legend, shade in ("Change", "Signal"))


def _figure(row: Figures, shade: str) -> float | None:
    if row.change.suppressed_now:
        return None
    return {"Count": row.change.now, "Rate": row.rate, "Change": row.change.pct}[shade]


def _signal_fills(rows: Sequence[Figures], mode: theme.Mode) -> tuple[list[str], Legend]:
    colours = theme.palette(mode)
    _, fall, _, chance, _, rise, _ = colours.change
    fills = []
    for row in rows:
        if row.change.p is None:
            fills.append(colours.grid)
        elif not row.change.is_real:
            fills.append(chance)
        else:
            fills.append(rise if (row.change.difference or 0) > 0 else fall)
    return fills, [("▼ real fall", fall), ("○ within chance", chance), ("▲ real rise", rise)]


def _missing_words(shade: str) -> str:
    return {"Count": "", "Rate": "no population", "Change": "no % (from 0, or nothing to compare with)"}.get(
        shade, "nothing to compare with"
    )


def _label(row: Figures, shade: str) -> str:
    """The figure under the name of a ward: short, and with a shape where it is a verdict."""
    change = row.change
    if change.suppressed_now or (change.before is None and shade not in ("Count", "Rate")):
        return "hidden" if change.suppressed_now else wording.MISSING
    if shade == "Count":
        return wording.count(change.now)
    if shade == "Rate":
        return wording.rate(row.rate)
    if shade == "Change":
        return wording.share(change.now, change.before or 0) if change.difference else "no change"
    if not change.is_real:
        return "○"
    return wording.difference(change.difference or 0)


def tooltip(row: Figures, unit: str, periods: tuple[str, str], of: int) -> str:
    """All the figures of a ward, a line each: "heading: figure"."""
    change = row.change
    lines = [row.name, f"{periods[0]}: {'hidden' if change.suppressed_now else wording.count(change.now)}"]
    if change.suppressed_now or change.suppressed_before:
        lines.append("Change: hidden")
    else:
        small = f", small base of {change.before}" if change.small_base else ""
        lines.append(f"Change: {describe_change(change)}{small}")
    if math.isfinite(row.rate):
        lines.append(f"Rate: {wording.rate(row.rate)} {unit}")
        if math.isfinite(row.ratio):
            lines.append(f"Against the borough: {wording.rate(row.ratio)} times its rate")
        lines.append(f"Rank: {wording.rank(row.rank, of, row.tied)}")
    else:
        lines.append(f"Rate: {'hidden' if change.suppressed_now else 'no population on file'}")
    return "\n".join(lines)


# ------------------------------------------------------------------ the map


def ink(mode: theme.Mode, diverging: bool) -> maps.Ink:
    """Lines and words; where the middle class is as white as the page, borders must be darker than it."""
    inks = theme.ink(mode)
    return replace(inks, line=theme.palette(mode).peer) if diverging and mode == "light" else inks


def around(place: Place | None) -> Bounds | None:
    """What is shown when a place was looked for: 4 km across, the place in the middle."""
    if place is None:
        return None
    across = NEAR * 1.6
    return (
        place.longitude - across,
        place.latitude - NEAR,
        place.longitude + across,
        place.latitude + NEAR,
    )


def places_in(district: str) -> tuple[Place, ...]:
    """The named places of a district, the largest kind first."""
    level: geography.Level = "ward" if district == geography.SCHEMATIC_WARDS_OF else "district"
    own = [place for place in geography.read_places(level) if place.district_code == district]
    return tuple(sorted(own, key=lambda place: KINDS.get(place.kind, 0)))


def find(wanted: str | None, district: str) -> tuple[Place | None, Place | None]:
    """The place of a name, and the same if it is on the map of the district."""
    found = next(iter(geography.find_place(wanted or "", 1)), None)
    return found, found if found and found.district_code == district else None


def labelled(places: Sequence[Place], found: Place | None) -> tuple[Place, ...]:
    """The places named on the map: towns and villages; all of them where it is drawn around one."""
    return tuple(place for place in places if found or KINDS.get(place.kind, 0) <= KINDS["village"])


@dataclass(frozen=True)
class Shown:
    """What every view of the map is drawn with. names: (code, name) of each ward; size: of the map in px."""

    names: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    found: Place | None
    size: tuple[int, int]
    mode: theme.Mode


def ward_map(
    look: str,
    outlines: Outlines | None,
    wards: Shaded,
    points: MapPoints,
    selected: Sequence[str],
    shown: Shown,
) -> tuple[pdk.Deck | None, Legend]:
    """The map in one of VIEWS and its legend; no deck where the view lacks its outlines, tiles or points."""
    inks = ink(shown.mode, wards.diverging)
    legend = wards.legend
    deck: pdk.Deck | None = None
    if look == "Tiles":
        deck = _tiles(wards, shown, inks)
    elif look == "Points" and outlines is not None and not points.frame.empty:
        deck, legend = _points(points, outlines, shown, inks)
    elif look == "Outlines" and outlines is not None:
        deck = _outlines(outlines, wards, shown, inks)
    return (None, []) if deck is None else (maps.outline_areas(deck, selected, inks), legend)


# A click changes the border of a ward and nothing else of these.
@lru_cache(maxsize=64)
def _outlines(outlines: Outlines, wards: Shaded, shown: Shown, inks: maps.Ink) -> pdk.Deck:
    return maps.draw_choropleth(
        outlines,
        wards.values,
        maps.MapLook(inks, missing=theme.palette(shown.mode).grid, size=shown.size),
        places=shown.places,
        searched=shown.found,
        focus=around(shown.found),
    )


@lru_cache(maxsize=64)
def _tiles(wards: Shaded, shown: Shown, inks: maps.Ink) -> pdk.Deck | None:
    """Every ward on its tile; None where the arrangement does not have them all."""
    names = dict(shown.names)
    tiles = geography.read_ward_tiles()
    tiles = tiles[tiles["ward_code"].isin(list(names))]
    if len(tiles) < len(names):
        return None
    look = maps.MapLook(inks, missing=theme.palette(shown.mode).grid, size=shown.size)
    return maps.draw_tiles(tiles, wards.values, names, look)


@lru_cache(maxsize=32)
def _points(points: MapPoints, outlines: Outlines, shown: Shown, inks: maps.Ink) -> tuple[pdk.Deck, Legend]:
    """Hexagons of points, shaded and sized by number.

    Hovering a hexagon names its busiest map point; clicking it chooses that point's ward.
    """
    colours, names = theme.palette(shown.mode), dict(shown.names)
    # The ground is the colour of the page, so borders must not be.
    inks = replace(inks, line=colours.peer)
    cells = maps.sum_into_hexagons(points.frame, radius(shown.found), most=("location", "ward_code"))
    breaks = maps.cut_classes(cells["n"].tolist())
    shades = maps.mix_ramp(colours.amounts, len(breaks))[1:]  # the palest is the ground
    fills = [shades[c] for n in cells["n"] if (c := maps.find_class(n, breaks)) is not None]
    tips = [
        f"{wording.count(n)} recorded here\nBusiest: {location or 'a point without a name'}\n"
        f"{names.get(ward, 'No known ward')}"
        for n, location, ward in zip(cells["n"], cells["location"], cells["ward_code"], strict=True)
    ]
    deck = maps.draw_points(
        cells.assign(fill=fills, tooltip=tips),
        outlines,
        maps.MapLook(inks, missing=colours.background, size=shown.size),
        places=shown.places,
        searched=shown.found,
        focus=around(shown.found),
    )
    return deck, maps.build_legend(breaks, shades)


def radius(found: Place | None) -> float:
    """Metres from the centre of a hexagon to its corner: finer where the map is drawn around a place."""
    return NEAR_RADIUS_M if found else RADIUS_M


def picture(
    outlines: Outlines, wards: Shaded, words: Words, selected: Sequence[str], mode: theme.Mode
) -> Spec:
    """The outlines as a chart with title, unit, period and source on it, for papers."""
    inks, missing = ink(mode, wards.diverging), theme.palette(mode).grid
    spec = maps.draw_area_map(
        outlines,
        wards.values,
        maps.MapLook(inks, missing, size=(760, 560), text_size=14),
        selected=selected,
    )
    return fill({**spec, "config": theme.chart_config(mode)}, words, {})


# ------------------------------------------------------------------ the profile


@lru_cache(maxsize=2)
def _trend(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    months = alt.Chart(alt.NamedData("months"))
    x = alt.X("month:T", title=None).axis(
        format="%Y", tickCount=alt.TimeIntervalStep("year", 1), grid=True, labelAlign="left"
    )
    y = alt.Y("n:Q", title=None, scale=alt.Scale(domainMin=0, nice=True)).axis(tickCount=4, minExtent=44)
    tips = [
        alt.Tooltip("words:N", title="title"),
        alt.Tooltip("n:Q", title="Recorded", format=","),
        alt.Tooltip("level:N", title="At the borough's rate"),
        alt.Tooltip("note:N", title="Upload"),
    ]
    level = months.mark_line(color=colours.peer, strokeWidth=2.5, strokeDash=[5, 4]).encode(
        x=x, y="expected:Q"
    )
    line = months.mark_line(color=colours.home, strokeWidth=2.5).encode(x=x, y=y)
    dots = months.mark_point(size=46, filled=False, stroke=colours.home, strokeWidth=1.8, opacity=1).encode(
        x=x,
        y=y,
        fill=alt.condition("datum.whole", alt.value(colours.home), alt.value(colours.background)),
        tooltip=tips,
    )
    chart = alt.layer(line, dots, level).properties(
        width="container", height=150, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    return template(chart, mode)


def trend(
    months: Sequence[date],
    own: Sequence[float | None],
    expected: Sequence[float | None],
    hollow: Sequence[int],
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """Counts by month, with what there would be at the borough's rate as a dashed line.

    own and expected go with months, None where there is no figure: a month that is not
    loaded, a ward without a population, the borough itself. hollow: the positions of
    incomplete months.
    """
    rows = [
        {
            # With a time of day, so that browsers west of Greenwich do not show the month before.
            "month": f"{month.isoformat()}T00:00",
            "words": wording.month(month),
            "n": n,
            "expected": at_rate,
            "level": wording.MISSING if at_rate is None else wording.rate(at_rate),
            "whole": i not in hollow,
            "note": "incomplete" if i in hollow else "complete",
        }
        for i, (month, n, at_rate) in enumerate(zip(months, own, expected, strict=True))
    ]
    spec = narrow(fill(_trend(mode), words, {"months": rows}), words)
    # Vega warns of a layer that has nothing to draw.
    return spec if any(n is not None for n in expected) else {**spec, "layer": spec["layer"][:-1]}


@lru_cache(maxsize=2)
def _mix(mode: theme.Mode) -> Spec:
    colours = theme.palette(mode)
    longest = alt.param(name="longest", value=1.0)
    pick = alt.selection_point(name="type", fields=["code"], on="click", clear=False)
    base = alt.Chart(alt.NamedData("types")).encode(
        y=alt.Y("label:N", sort=None, title=None).axis(
            ticks=False, domain=False, labelPadding=6, labelLimit=220, minExtent=212
        ),
        tooltip=[
            alt.Tooltip("label:N", title="title"),
            alt.Tooltip("words:N", title="Share here"),
            alt.Tooltip("borough_words:N", title="Share in the borough"),
        ],
    )
    bars = (
        base.mark_bar(color=colours.home, height={"band": 0.7}, cursor="pointer")
        .encode(x=alt.X("share:Q", scale=alt.Scale(domainMin=0, domainMax=alt.expr(longest.name))).axis(None))
        .add_params(pick)
    )
    ticks = base.mark_tick(color=colours.worse, thickness=3, height={"band": 0.9}).encode(x="borough:Q")
    figures = base.mark_text(align="left", dx=8, color=colours.text).encode(x="end:Q", text="words:N")
    chart = (
        alt.layer(bars, figures, ticks)
        .add_params(longest)
        .properties(width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )
    return template(chart, mode)


def mix(
    own: Mapping[str, float],
    borough: Mapping[str, float],
    measures: Sequence[Measure],
    words: Words,
    mode: theme.Mode,
) -> Spec:
    """The share of each crime type, largest first, with the borough's share as a mark.

    own and borough: csp.topics.wards.rules.mix(); borough empty where own is the borough's. A click on a
    bar sets the selection "type" (field code).
    """
    labels = {m.code: m.label for m in measures}
    rows = [
        {
            "code": code,
            "label": labels[code],
            "share": share,
            "borough": borough.get(code),
            "end": max(share, borough.get(code, 0.0)),
            "words": wording.pct(share),
            "borough_words": wording.pct(borough.get(code, share)),
        }
        for code, share in sorted(own.items(), key=lambda item: -item[1])
    ]
    # Room on the right for the figure beyond the longest bar.
    longest = 1.75 * max((*own.values(), *borough.values()), default=1.0)
    spec = narrow(fill(_mix(mode), words, {"types": rows}, longest=longest), words)
    layers = spec["layer"] if borough else spec["layer"][:-1]
    return {**spec, "layer": layers, "height": 25 * max(len(rows), 1)}


def narrow(spec: Spec, words: Words) -> Spec:
    """The chart with its words broken for the column beside the map."""
    title = {
        "text": wrap(words.title, NARROW),
        "subtitle": [*wrap(words.subtitle, 52), *wrap(words.source, 52)],
    }
    return {**spec, "title": title}
