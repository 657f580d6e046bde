"""Areas shaded by a figure as a Vega-Lite chart: for maps that nobody needs to zoom. Pure.

Altair writes the chart once for each look; figures, fills and words are filled in. See
csp.shell.chart for why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from csp.core.geography import Outlines, fit_camera
from csp.shell.maps.captions import LINE_HEIGHT, Caption, Room, name_areas
from csp.shell.maps.colours import Ink
from csp.shell.maps.look import MapLook
from csp.shell.maps.shapes import build_features


def draw_area_map(
    outlines: Outlines, values: pd.DataFrame, look: MapLook, *, selected: Collection[str] = ()
) -> dict[str, Any]:
    """The choropleth as a Vega-Lite specification without title: shapes and text that print.

    Arguments as for draw_choropleth(). A click sets the selection "area" (field area_code; see
    read_clicks()). Each line of a tooltip after the first is "heading: figure", the same headings
    for every area. The size is that of the whole chart.
    """
    shapes = build_features(outlines, values, look.missing)
    tips, headings = _split_tooltips(shapes)
    areas = [{**f, **tips[f["area_code"]], "fill": _write_css(f["fill"])} for f in shapes]
    rows: dict[str, list[dict[str, Any]]] = {
        "areas": areas,
        "selected": [f for f in areas if f["area_code"] in set(selected)],
        "words": [],
    }
    if look.names:
        room = Room(fit_camera(outlines.bounds, *look.size, margin=0), look.size)
        captions = name_areas(outlines, shapes, values, room, ink=look.ink, size=look.text_size)
        rows["words"] = [_word_row(c, tips) for c in captions]
    spec = _template(look.ink, tuple(headings), look.text_size)
    layers = [{**layer, "data": {"values": rows[layer["data"]["name"]]}} for layer in spec["layer"]]
    return {**spec, "layer": layers, "width": look.size[0], "height": look.size[1]}


@lru_cache(maxsize=16)
def _template(ink: Ink, headings: tuple[str, ...], text_size: int) -> dict[str, Any]:
    tips = [
        # Vega's tooltip shows a field called "title" as the heading of the others.
        alt.Tooltip("name:N", title="title"),
        *(alt.Tooltip(f"tip{i}:N", title=head) for i, head in enumerate(headings)),
    ]
    click = alt.selection_point(name="area", fields=["area_code"], on="click", clear="dblclick")
    areas = (
        alt.Chart(alt.NamedData("areas"))
        .mark_geoshape(stroke=ink.line, strokeWidth=1.5, cursor="pointer")
        .encode(color=alt.Color("fill:N", scale=None), tooltip=tips)
        .add_params(click)
    )
    borders = [
        alt.Chart(alt.NamedData("selected")).mark_geoshape(
            # Drawn over areas that have names of their own.
            filled=False,
            stroke=colour,
            strokeWidth=width,
            tooltip=None,
            aria=False,
        )
        for colour, width in ((ink.halo, 6), (ink.selected, 3.5))
    ]
    chart = alt.layer(areas, *borders, *_words(tips, text_size)).project("mercator")
    spec: dict[str, Any] = chart.to_dict()
    return spec


def _split_tooltips(features: list[dict[str, Any]]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Tooltips as Vega wants them, a field per line, by area_code; and their headings."""
    lines = {f["area_code"]: f["tooltip"].split("\n")[1:] for f in features}
    heads = [line.partition(": ")[0] for line in max(lines.values(), key=len)]
    tips = {
        f["area_code"]: {"name": f["tooltip"].split("\n")[0]}
        | {f"tip{i}": "no figure" for i in range(len(heads))}
        | {f"tip{i}": line.partition(": ")[2] for i, line in enumerate(lines[f["area_code"]])}
        for f in features
    }
    return tips, heads


def _word_row(caption: Caption, tips: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "text": caption.text,
        "lines": caption.text.count("\n") + 1,
        "lon": caption.longitude,
        "lat": caption.latitude,
        "ink": caption.ink,
        "halo": caption.halo,
        "area_code": caption.area_code,
        **tips[caption.area_code],
    }


def _words(tips: list[alt.Tooltip], text_size: int) -> list[alt.Chart]:
    """Words with their halo under them. They answer hover and click as their area does."""
    data = alt.NamedData("words")
    place = {"longitude": "lon:Q", "latitude": "lat:Q", "text": "text:N", "tooltip": tips}
    tall = round(text_size * LINE_HEIGHT)
    shared: dict[str, Any] = {
        "fontSize": text_size,
        "fontWeight": 600,
        "lineBreak": "\n",
        "lineHeight": tall,
        "baseline": "middle",
        # Vega sets the first line on the point: half of the others move up.
        "dy": alt.expr(f"(1 - datum.lines) * {tall / 2}"),
        "cursor": "pointer",
    }
    halo = alt.Chart(data).mark_text(strokeWidth=3, strokeJoin="round", **shared)
    words = alt.Chart(data).mark_text(**shared)
    return [
        halo.encode(**place, stroke=alt.Stroke("halo:N", scale=None)),
        words.encode(**place, color=alt.Color("ink:N", scale=None)),
    ]


def _write_css(colour: Sequence[int]) -> str:
    red, green, blue, alpha = colour
    return (
        f"rgba({red},{green},{blue},{alpha / 255:g})" if alpha < 255 else f"#{red:02X}{green:02X}{blue:02X}"
    )
