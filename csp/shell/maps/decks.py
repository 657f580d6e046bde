"""Maps as pydeck decks: outlines, equal tiles, hexagons. Pure.

Nothing is fetched from outside. A deck has no base map: map_provider is None, and
map_style is left at pydeck's default, which Streamlit reads as "none"; map_style=None
would make Streamlit fetch Carto's style. Every layer has an id, which selections need.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from csp.core.geography import Bounds, Outlines, Place, fit_camera
from csp.shell.maps.captions import (
    CHARACTER,
    LINE_HEIGHT,
    TEXT_SIZE,
    Caption,
    Room,
    Size,
    mark_place,
    name_areas,
    name_places,
    wrap,
)
from csp.shell.maps.colours import Hex, Ink, pick_readable, rgba
from csp.shell.maps.hexagons import build_hexagon_features
from csp.shell.maps.shapes import as_words, build_feature, build_features

# What a click selects lies on one of these layers.
AREAS, TILES, HEXAGONS = "areas", "tiles", "hexagons"
FONT = "Source Sans, sans-serif"
# Tiles are squares of this many degrees around 0, 0, where Mercator is not stretched.
TILE = 0.01
GAP = 0.0004


class Deck(pdk.Deck):  # type: ignore[misc]
    """A deck that serialises without the indents of pydeck, which make outlines three times as long."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def draw_choropleth(
    outlines: Outlines,
    values: pd.DataFrame,
    *,
    ink: Ink,
    missing: Hex,
    selected: Collection[str] = (),
    places: Sequence[Place] = (),
    size: Size = (720, 520),
    text_size: int = TEXT_SIZE,
    names: bool = True,
    focus: Bounds | None = None,
    found: Place | None = None,
) -> pdk.Deck:
    """Areas shaded by a figure; a click on one gives its area_code (see clicked()).

    values: area_code, fill ("#rrggbb" or [r, g, b, a]), tooltip (plain text, lines split by
    a line feed) and, if wanted, label (words under the name). An area without a row is drawn
    in the colour `missing`. Labels that would overlap at the fitted view are left out, large
    areas first; places are named in smaller letters where there is room. size is the least
    width and the height in px the map will have; focus is shown instead of the whole map;
    found is a place marked on it.
    """
    shapes = build_features(outlines, values, missing)
    camera = fit_camera(focus or outlines.bounds, *size)
    layers = [_fill_layer(AREAS, shapes, ink), *_selection_layer(outlines, selected, ink)]
    room = Room(camera, size)
    captions = [mark_place(found, room, ink, text_size + 2)] if found else []
    captions += name_areas(outlines, shapes, values, room, ink=ink, size=text_size) if names else []
    captions += name_places(places, room, ink, text_size - 2)
    layers += _caption_layers(captions)
    return _deck(layers, camera, ink)


def draw_tiles(
    arrangement: pd.DataFrame,
    values: pd.DataFrame,
    names: Mapping[str, str],
    *,
    ink: Ink,
    missing: Hex,
    selected: Collection[str] = (),
    size: Size = (720, 520),
    text_size: int = TEXT_SIZE,
) -> pdk.Deck:
    """Every area as one equal square with its name and figure on it.

    arrangement: ward_code, column, row (geography.ward_tiles()). values as for choropleth,
    label being the figure. names: area_code -> name.
    """
    given = {str(row["area_code"]): row for row in values.to_dict("records")}
    side = _tile_side(arrangement, size)
    squares, words = [], []
    for code, column, row in zip(*(arrangement[c] for c in ("ward_code", "column", "row")), strict=True):
        figures = given.get(code, {})
        fill = figures.get("fill") or missing
        squares.append(
            build_feature(code, names[code], [[_square(column, row)]], fill, figures.get("tooltip"))
        )
        tile = _Tile(column, row, side, pick_readable(fill, ink.text, ink.halo))
        words += _tile_words(names[code], figures.get("label", ""), tile, text_size)
    chosen = [f for f in squares if f["area_code"] in set(selected)]
    columns, rows = int(arrangement["column"].max()) + 1, int(arrangement["row"].max()) + 1
    bounds = (0.0, -rows * TILE, columns * TILE, 0.0)
    layers = [_fill_layer(TILES, squares, ink), *_outline_layer(chosen, ink), *_word_layers(words)]
    return _deck(layers, fit_camera(bounds, *size, margin=6), ink)


def draw_points(
    cells: pd.DataFrame,
    outlines: Outlines,
    *,
    ink: Ink,
    ground: Hex,
    selected: Collection[str] = (),
    places: Sequence[Place] = (),
    size: Size = (720, 520),
    text_size: int = TEXT_SIZE,
    focus: Bounds | None = None,
    found: Place | None = None,
) -> pdk.Deck:
    """Hexagons over the outlines: shade by class, size by number.

    cells: the frame of hexagons() with fill and tooltip added, and ward_code where a click is
    to give a ward. ground fills the areas. found is a place marked on the map.
    """
    camera = fit_camera(focus or outlines.bounds, *size)
    empty = pd.DataFrame({"area_code": [], "fill": [], "tooltip": []})
    base = _fill_layer(AREAS, build_features(outlines, empty, ground), ink)
    layer = _fill_layer(HEXAGONS, build_hexagon_features(cells), ink, line_width=0)
    room = Room(camera, size)
    captions = [mark_place(found, room, ink, text_size + 2)] if found else []
    captions += name_places(places, room, ink, text_size - 2)
    words = _caption_layers(captions)
    return _deck([base, *_selection_layer(outlines, selected, ink), layer, *words], camera, ink)


def outline_areas(deck: pdk.Deck, selected: Collection[str], ink: Ink) -> pdk.Deck:
    """A copy of a deck with a strong border around the areas selected: on their layer, below all others."""
    first, *others = deck.layers
    chosen = [shape for shape in first.data if shape["area_code"] in set(selected)]
    drawn = copy(deck)
    drawn.layers = [first, *_outline_layer(chosen, ink), *others]
    return drawn


def _deck(layers: list[pdk.Layer], camera: tuple[float, float, float], ink: Ink) -> pdk.Deck:
    longitude, latitude, zoom = (round(v, 5) for v in camera)
    # Turning and tilting a flat map only loses north. The wheel scrolls the page, not the map:
    # double click, pinch and the keyboard zoom.
    controller = {"dragRotate": False, "touchRotate": False, "scrollZoom": False, "keyboard": True}
    return Deck(
        layers=layers,
        views=[pdk.View(type="MapView", id="map", controller=controller)],
        initial_view_state=pdk.ViewState(
            longitude=longitude, latitude=latitude, zoom=zoom, min_zoom=zoom - 1, max_zoom=zoom + 5
        ),
        map_provider=None,
        tooltip={"text": "{tooltip}", "style": _tip_style(ink)},
    )


def _tip_style(ink: Ink) -> dict[str, str]:
    return {
        "backgroundColor": ink.tip,
        "color": ink.tip_text,
        "fontSize": f"{TEXT_SIZE}px",
        "padding": "8px 12px",
        "borderRadius": "4px",
        "whiteSpace": "pre-line",
    }


def read_clicks(selection: Mapping[str, Any] | None) -> list[str]:
    """The area codes of a st.pydeck_chart or st.altair_chart selection, in the order of the clicks.

    selection is event["selection"]. Nothing selected gives an empty list.
    """
    if not selection:
        return []
    objects: Mapping[str, Any] = selection.get("objects") or {}
    drawn = [item for layer in (AREAS, TILES, HEXAGONS) for item in objects.get(layer, ())]
    found = [item["area_code"] for item in drawn if "area_code" in item]
    found += [item["area_code"] for item in selection.get("area", ()) if "area_code" in item]
    return list(dict.fromkeys(found))


def _fill_layer(name: str, features: list[dict[str, Any]], ink: Ink, line_width: float = 1.5) -> pdk.Layer:
    """Areas that can be hovered and clicked.

    The fill goes to the sublayer and not to the layer itself: Streamlit fades the fill of
    all that is not selected, and faded shades no longer match the legend.
    """
    return pdk.Layer(
        "GeoJsonLayer",
        features,
        id=name,
        pickable=True,
        stroked=line_width > 0,
        filled=True,
        get_line_color=rgba(ink.line),
        get_line_width=line_width,
        line_width_units="'pixels'",
        auto_highlight=True,
        highlight_color=rgba(ink.selected, 70),
        _sub_layer_props={"polygons-fill": {"getFillColor": "@@=fill"}},
    )


def _selection_layer(outlines: Outlines, selected: Collection[str], ink: Ink) -> list[pdk.Layer]:
    chosen = outlines.frame[outlines.frame["area_code"].isin(list(selected))]
    rows = zip(chosen["area_code"], chosen["name"], chosen["polygons"], strict=True)
    return _outline_layer(
        [build_feature(code, name, shape, ink.selected, None) for code, name, shape in rows], ink
    )


def _outline_layer(features: list[dict[str, Any]], ink: Ink) -> list[pdk.Layer]:
    """A strong border with a light one around it, seen on any fill. No layer where nothing is selected."""
    if not features:
        return []
    shared = {"pickable": False, "stroked": True, "filled": False, "line_width_units": "'pixels'"}
    return [
        pdk.Layer(
            "GeoJsonLayer", features, id=name, get_line_color=rgba(colour), get_line_width=width, **shared
        )
        for name, colour, width in (("selected-halo", ink.halo, 7), ("selected", ink.selected, 4))
    ]


def _caption_layers(captions: Sequence[Caption]) -> list[pdk.Layer]:
    """One layer per ink: see _text_layer."""
    inks = sorted({(c.ink, c.halo) for c in captions})
    return [
        _text_layer(
            f"labels-{i}",
            [
                {"text": as_words(c.text), "at": [c.longitude, c.latitude], "size": c.size}
                for c in captions
                if (c.ink, c.halo) == pair
            ],
            *pair,
        )
        for i, pair in enumerate(inks)
    ]


def _text_layer(
    name: str, data: list[dict[str, Any]], colour: Hex, halo: Hex | None = None, weight: int = 600
) -> pdk.Layer:
    """Words drawn from an atlas that deck.gl renders in the browser with the fonts at hand.

    data: text, at, size. One colour per layer, given to the sublayer: see _fill_layer.
    """
    outline = {"outline_width": 4, "outline_color": rgba(halo)} if halo else {}
    return pdk.Layer(
        "TextLayer",
        data,
        id=name,
        pickable=False,
        get_position="at",
        get_text="text",
        get_size="size",
        size_units="'pixels'",
        line_height=LINE_HEIGHT,
        font_family=f"'{FONT}'",
        font_weight=weight,
        font_settings={"sdf": True, "fontSize": 64, "buffer": 8, "radius": 16, "smoothing": 0.15},
        character_set=_alphabet(data),
        get_text_anchor="'middle'",
        get_alignment_baseline="'center'",
        _sub_layer_props={"characters": {"getColor": rgba(colour)}},
        **outline,
    )


def _alphabet(data: list[dict[str, Any]]) -> tuple[str, ...]:
    """The characters in use: deck's own set is ASCII and drops the minus sign and the curly apostrophe.

    A tuple, because pydeck takes a list of strings for names of columns.
    """
    return tuple(sorted({character for row in data for character in row["text"]} - {"\n"}))


def _tile_side(arrangement: pd.DataFrame, size: Size) -> float:
    """Side of a tile in px when the arrangement fills the map."""
    columns, rows = int(arrangement["column"].max()) + 1, int(arrangement["row"].max()) + 1
    return min((size[0] - 12) / columns, (size[1] - 12) / rows)


def _square(column: int, row: int) -> list[list[float]]:
    west, north = column * TILE + GAP, -row * TILE - GAP
    east, south = (column + 1) * TILE - GAP, -(row + 1) * TILE + GAP
    corners = [[west, north], [east, north], [east, south], [west, south], [west, north]]
    return [[round(x, 5), round(y, 5)] for x, y in corners]


@dataclass(frozen=True)
class _Tile:
    """One tile: its cell, its side in px and the ink that reads best on its fill."""

    column: int
    row: int
    side: float
    ink: Hex

    def word(self, text: str, size: float, down: float) -> dict[str, Any]:
        """Words centred across the tile, `down` (0 to 1) of the way from its top."""
        at = [round((self.column + 0.5) * TILE, 6), round(-(self.row + down) * TILE, 6)]
        return {"text": as_words(text), "at": at, "size": round(size, 1), "ink": self.ink}


def _tile_words(name: str, label: str, tile: _Tile, text_size: int) -> list[dict[str, Any]]:
    """The name in the upper part of a tile and the figure below it. Long words get smaller letters."""
    room = tile.side - 12
    widest = max(len(word) for word in name.split())
    size = min(text_size, room / (widest * CHARACTER))
    lines = wrap(name, max(widest, int(room / (size * CHARACTER))))
    if not label:
        return [tile.word(lines, size, 0.5)]
    return [tile.word(lines, size, 0.4), tile.word(label, min(tile.side * 0.2, text_size * 1.4), 0.8)]


def _word_layers(words: list[dict[str, Any]]) -> list[pdk.Layer]:
    """One layer per ink."""
    inks = sorted({word["ink"] for word in words})
    return [
        _text_layer(
            f"words-{i}", [{k: w[k] for k in ("text", "at", "size")} for w in words if w["ink"] == ink], ink
        )
        for i, ink in enumerate(inks)
    ]
