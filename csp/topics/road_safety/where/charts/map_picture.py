"""The map of collisions as a chart, for papers: the whole district, whatever the screen is drawn around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

import altair as alt
import numpy as np
import pandas as pd

from csp.core.geography import Bounds, Outlines, fit_camera
from csp.shell import theme
from csp.shell.chart import Chart, ChartTemplate, Lines, Rows, Words, layered
from csp.shell.maps.captions import Room
from csp.shell.maps.shapes import build_shapes
from csp.topics.road_safety.findings.where import SEVERITIES
from csp.topics.road_safety.rules.hot_spots import FATAL, SERIOUS, SLIGHT, HotSpot, identify_spot
from csp.topics.road_safety.where.charts.collision_map import Layers, MapContext, find_focus

SIZE = (860, 560)
LINES = Lines(92, 120)
SCHOOL, NEAR_MISS = "School", "Near miss"
SHAPES = {
    SEVERITIES[SLIGHT]: "circle",
    SEVERITIES[SERIOUS]: "diamond",
    SEVERITIES[FATAL]: "triangle-up",
    SCHOOL: "square",
    NEAR_MISS: "cross",
}
AREAS: dict[int, int] = {SLIGHT: 26, SERIOUS: 52, FATAL: 90}
_OTHER_AREA, _CIRCLE_AREA, _DOT_AREA = 60, 330, 80
# Px between the middles of two circles that bear a number.
_APART = 20
_OUTLINES, _ROADS, _SIGNS, _SPOTS = "outlines", "roads", "signs", "spots"


def draw_picture(
    collisions: pd.DataFrame,
    spots: Sequence[HotSpot],
    layers: Layers,
    context: MapContext,
    words: Words,
) -> Chart:
    """Signs by severity over the borders of the wards, with roads, other layers and numbered hot spots."""
    kinds = [SEVERITIES[code] for code in (SLIGHT, SERIOUS, FATAL)]
    kinds += [SCHOOL] if layers.schools else []
    kinds += [NEAR_MISS] if layers.near_misses else []
    data = {
        _ROADS: [
            {"road": road, "at": at, "lon": longitude, "lat": latitude}
            for road, points in layers.roads
            for at, (longitude, latitude) in enumerate(points)
        ],
        _SIGNS: [*_list_signs(collisions), *_list_others(layers)],
        _SPOTS: _list_spots(
            spots, find_focus(collisions, replace(context, chosen=None, centre=None)), context
        ),
    }
    return _template(context.outlines, tuple(kinds)).fill(context.mode, words, data)


def _list_signs(collisions: pd.DataFrame) -> Rows:
    placed = collisions.dropna(subset=["longitude", "latitude"])
    rows: Rows = [
        {
            "kind": SEVERITIES[int(severity)],
            "lon": float(longitude),
            "lat": float(latitude),
            "area": AREAS[int(severity)],
        }
        for severity, longitude, latitude in zip(
            placed["severity"], placed["longitude"], placed["latitude"], strict=True
        )
    ]
    return sorted(rows, key=lambda row: row["area"])


def _list_others(layers: Layers) -> Rows:
    places = [(SCHOOL, each.longitude, each.latitude) for each in layers.schools]
    places += [(NEAR_MISS, each.longitude, each.latitude) for each in layers.near_misses]
    return [
        {"kind": kind, "lon": longitude, "lat": latitude, "area": _OTHER_AREA}
        for kind, longitude, latitude in places
    ]


def _list_spots(spots: Sequence[HotSpot], bounds: Bounds, context: MapContext) -> Rows:
    """The hot spots, the first last so that it is on top; one that would cover another is a dot."""
    if not spots:
        return []
    room = Room(fit_camera(bounds, *SIZE, margin=0), SIZE)
    pixels = room.pixels(np.array([[spot.longitude, spot.latitude] for spot in spots]))
    numbered: list[int] = []
    for i, at in enumerate(pixels):
        if all(np.hypot(*(at - pixels[other])) > _APART for other in numbered):
            numbered.append(i)
    return [
        {
            "rank": str(spot.rank) if i in numbered else "",
            "lon": spot.longitude,
            "lat": spot.latitude,
            "area": _CIRCLE_AREA if i in numbered else _DOT_AREA,
            "edge": 3.5 if context.chosen and identify_spot(context.chosen) == identify_spot(spot) else 1.0,
        }
        for i, spot in enumerate(spots)
    ][::-1]


@lru_cache(maxsize=8)
def _template(outlines: Outlines | None, kinds: tuple[str, ...]) -> ChartTemplate:
    shapes = {} if outlines is None else {_OUTLINES: build_shapes(outlines)}
    return ChartTemplate(
        "Map of collisions and hot spots", partial(_draw, kinds=kinds), lines=LINES, shapes=shapes
    )


def _draw(mode: theme.Mode, kinds: Sequence[str]) -> alt.LayerChart:
    colours = theme.palette(mode)
    inks = {
        SEVERITIES[SLIGHT]: colours.peer,
        SEVERITIES[SERIOUS]: colours.home,
        SEVERITIES[FATAL]: colours.text,
        SCHOOL: colours.neighbour_text,
        NEAR_MISS: colours.neighbour_text,
    }
    at = {"longitude": "lon:Q", "latitude": "lat:Q"}
    borders = alt.Chart(alt.NamedData(_OUTLINES)).mark_geoshape(
        fill=colours.background, stroke=colours.grid, strokeWidth=1.2
    )
    roads = (
        alt.Chart(alt.NamedData(_ROADS))
        .mark_line(color=colours.grid, strokeWidth=3)
        .encode(**at, detail="road:N", order="at:Q")
    )
    legend = alt.Legend(orient="bottom", title=None)
    signs = (
        alt.Chart(alt.NamedData(_SIGNS))
        .mark_point(filled=True, opacity=1)
        .encode(
            **at,
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=list(kinds), range=[SHAPES[kind] for kind in kinds]),
                legend=legend,
            ),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(kinds), range=[inks[kind] for kind in kinds]),
                legend=legend,
            ),
            size=alt.Size("area:Q", scale=None),
        )
    )
    spots = alt.Chart(alt.NamedData(_SPOTS))
    circles = spots.mark_point(
        filled=True, opacity=1, shape="circle", color=colours.worse, stroke=colours.text
    ).encode(
        **at,
        size=alt.Size("area:Q", scale=None),
        strokeWidth=alt.StrokeWidth("edge:Q", scale=None),
    )
    ranks = spots.mark_text(fontSize=11, fontWeight=600, color=colours.text).encode(**at, text="rank:N")
    width, height = SIZE
    chart = layered(borders, roads, signs, circles, ranks)
    return chart.project("mercator").properties(width=width, height=height)
