"""Areas shaded by a figure as a chart: for maps that nobody needs to zoom, and that print. Pure.

The outlines stand in the specification; figures, fills, words and what is chosen are data, looked
up by the code of an area. See csp.shell.chart for why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import altair as alt
import pandas as pd

from csp.core.geography import Outlines, fit_camera
from csp.shell import theme
from csp.shell.chart import HALF_PAGE, Chart, ChartTemplate, Lines, Rows, Words, clicks
from csp.shell.maps.captions import LINE_HEIGHT, Room, name_areas
from csp.shell.maps.colours import Hex, Ink
from csp.shell.maps.look import Size
from csp.shell.maps.shapes import build_features, build_shapes

# On the screen of a meeting: two maps of the usual size still stand side by side at 1366 px.
_MEETING = 1.3
_SHAPES, _FIGURES, _NAMES = "shapes", "figures", "names"


@dataclass(frozen=True)
class AreaMapLook:
    """What a map looks like, whatever it shows.

    description: its text alternative (see csp.shell.chart.ChartTemplate). ink: the colours of its lines
    and words, missing: that of an area without a figure. size: of the whole chart in px. lines: how
    its title and subtitle are broken.
    """

    description: str
    outlines: Outlines
    ink: Ink
    missing: Hex
    size: Size = (480, 360)
    text_size: int = 14
    lines: Lines = HALF_PAGE


def draw_area_map(
    look: AreaMapLook, values: pd.DataFrame, selected: Collection[str], words: Words, mode: theme.Mode
) -> Chart:
    """The areas in their fills, with their names and labels, and borders around those selected.

    values: area_code, fill, tooltip and, where there is one, the label under the name. Each line of
    a tooltip after the first is "heading: figure", the same headings for every area. A click sets
    the selection "area" (field area_code; see csp.shell.maps.read_clicks()).
    """
    look = _enlarge(look, mode)
    shapes = build_features(look.outlines, values, look.missing)
    headings, tips = _tips(shapes)
    figures = [
        {
            "area_code": shape["area_code"],
            "fill": _css(shape["fill"]),
            "chosen": shape["area_code"] in selected,
            **tips[shape["area_code"]],
        }
        for shape in shapes
    ]
    room = Room(fit_camera(look.outlines.bounds, *look.size, margin=0), look.size)
    captions = name_areas(look.outlines, shapes, values, room, ink=look.ink, size=look.text_size)
    names: Rows = [
        {
            "text": caption.text,
            "lines": caption.text.count("\n") + 1,
            "lon": caption.longitude,
            "lat": caption.latitude,
            "ink": caption.ink,
            "halo": caption.halo,
            "area_code": caption.area_code,
            **tips[caption.area_code],
        }
        for caption in captions
    ]
    return _template(look, headings).fill(mode, words, {_FIGURES: figures, _NAMES: names})


def _enlarge(look: AreaMapLook, mode: theme.Mode) -> AreaMapLook:
    width, height, text_size = (theme.enlarge(px, mode, _MEETING) for px in (*look.size, look.text_size))
    return replace(look, size=(width, height), text_size=text_size)


def _tips(shapes: Sequence[dict[str, Any]]) -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """The headings of the tooltips, and by area_code what stands under them, a field per line."""
    lines = {shape["area_code"]: shape["tooltip"].split("\n") for shape in shapes}
    headings = tuple(line.partition(": ")[0] for line in max(lines.values(), key=len)[1:])
    tips = {
        code: {"name": name}
        | {f"tip{i}": "no figure" for i in range(len(headings))}
        | {f"tip{i}": figure.partition(": ")[2] for i, figure in enumerate(figures)}
        for code, (name, *figures) in lines.items()
    }
    return headings, tips


@lru_cache(maxsize=32)
def _template(look: AreaMapLook, headings: tuple[str, ...]) -> ChartTemplate:
    build = partial(_draw, look=look, headings=headings)
    shapes = {_SHAPES: build_shapes(look.outlines)}
    return ChartTemplate(look.description, build, lines=look.lines, shapes=shapes)


def _draw(_: theme.Mode, look: AreaMapLook, headings: Sequence[str]) -> alt.LayerChart:
    tips = [
        # Vega's tooltip shows a field called "title" as the heading of the others.
        alt.Tooltip("name:N", title="title"),
        *(alt.Tooltip(f"tip{i}:N", title=heading) for i, heading in enumerate(headings)),
    ]
    fields = ["name", "fill", "chosen", *(f"tip{i}" for i in range(len(headings)))]
    base = alt.Chart(alt.NamedData(_SHAPES)).transform_lookup(
        lookup="area_code", from_=alt.LookupData(alt.NamedData(_FIGURES), key="area_code", fields=fields)
    )
    areas = (
        base.mark_geoshape(stroke=look.ink.line, strokeWidth=1.5, cursor="pointer")
        .encode(color=alt.Color("fill:N", scale=None), tooltip=tips)
        .add_params(clicks("area", "area_code"))
    )
    borders = [
        base.transform_filter("datum.chosen").mark_geoshape(
            # Drawn over areas that have names of their own.
            filled=False,
            stroke=colour,
            strokeWidth=width,
            tooltip=None,
            aria=False,
        )
        for colour, width in ((look.ink.halo, 6), (look.ink.selected, 3.5))
    ]
    width, height = look.size
    chart = alt.LayerChart(layer=[areas, *borders, *_name_layers(tips, look.text_size)])
    return chart.project("mercator").properties(width=width, height=height)


def _name_layers(tips: list[alt.Tooltip], text_size: int) -> list[alt.Chart]:
    """Names with their halo under them. They answer hover and click as their area does."""
    data = alt.NamedData(_NAMES)
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
    names = alt.Chart(data).mark_text(**shared)
    return [
        halo.encode(**place, stroke=alt.Stroke("halo:N", scale=None)),
        names.encode(**place, color=alt.Color("ink:N", scale=None)),
    ]


def _css(colour: Sequence[int]) -> str:
    red, green, blue, alpha = colour
    return (
        f"rgba({red},{green},{blue},{alpha / 255:g})" if alpha < 255 else f"#{red:02X}{green:02X}{blue:02X}"
    )
