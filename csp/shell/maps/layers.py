"""The layers of a deck: areas to click, borders of what is selected, words. Pure.

Every layer has an id, which selections need, and carries its data with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pydeck as pdk

from csp.core.geography import Outlines
from csp.shell.maps.captions import LINE_HEIGHT, Caption
from csp.shell.maps.colours import Hex, Ink, rgba
from csp.shell.maps.shapes import as_words, build_feature

# What a click selects lies on one of these layers.
AREAS, HEXAGONS, CIRCLES, DOTS = "areas", "hexagons", "circles", "dots"
FONT = "Source Sans, sans-serif"


def build_fill_layer(
    name: str, features: list[dict[str, Any]], ink: Ink, line_width: float = 1.5, pickable: bool = True
) -> pdk.Layer:
    """Areas, which can be hovered and clicked unless told otherwise.

    The fill goes to the sublayer and not to the layer itself: Streamlit fades the fill of
    all that is not selected, and faded shades no longer match the legend.
    """
    return pdk.Layer(
        "GeoJsonLayer",
        features,
        id=name,
        pickable=pickable,
        stroked=line_width > 0,
        filled=True,
        get_line_color=rgba(ink.line),
        get_line_width=line_width,
        line_width_units="'pixels'",
        auto_highlight=pickable,
        highlight_color=rgba(ink.selected, 70),
        _sub_layer_props={"polygons-fill": {"getFillColor": "@@=fill"}},
    )


def build_selection_layers(outlines: Outlines, selected: Collection[str], ink: Ink) -> list[pdk.Layer]:
    """The borders of the areas selected."""
    areas = outlines.frame[outlines.frame["area_code"].isin(list(selected))]
    rows = zip(areas["area_code"], areas["name"], areas["polygons"], strict=True)
    return build_border_layers(
        [build_feature(code, name, shape, ink.selected, None) for code, name, shape in rows], ink
    )


def build_border_layers(features: list[dict[str, Any]], ink: Ink) -> list[pdk.Layer]:
    """A strong border with a light one around it, seen on any fill. None where there are no features."""
    if not features:
        return []
    shared = {"pickable": False, "stroked": True, "filled": False, "line_width_units": "'pixels'"}
    return [
        pdk.Layer(
            "GeoJsonLayer", features, id=name, get_line_color=rgba(colour), get_line_width=width, **shared
        )
        for name, colour, width in (("selected-halo", ink.halo, 7), ("selected", ink.selected, 4))
    ]


def build_caption_layers(captions: Sequence[Caption]) -> list[pdk.Layer]:
    """The words of captions, one layer for each pair of ink and halo: see build_text_layer()."""
    inks = sorted({(c.ink, c.halo) for c in captions})
    return [
        build_text_layer(
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


def build_text_layer(
    name: str,
    data: list[dict[str, Any]],
    colour: Hex,
    halo: Hex | None = None,
    weight: int = 600,
    pickable: bool = False,
) -> pdk.Layer:
    """Words drawn from an atlas that deck.gl renders in the browser with the fonts at hand.

    data: text, at, size. One colour per layer, given to the sublayer: see build_fill_layer().
    """
    outline = {"outline_width": 4, "outline_color": rgba(halo)} if halo else {}
    return pdk.Layer(
        "TextLayer",
        data,
        id=name,
        pickable=pickable,
        get_position="at",
        get_text="text",
        get_size="size",
        size_units="'pixels'",
        line_height=LINE_HEIGHT,
        font_family=f"'{FONT}'",
        font_weight=weight,
        font_settings={"sdf": True, "fontSize": 64, "buffer": 8, "radius": 16, "smoothing": 0.15},
        character_set=_list_characters(data),
        get_text_anchor="'middle'",
        get_alignment_baseline="'center'",
        _sub_layer_props={"characters": {"getColor": rgba(colour)}},
        **outline,
    )


def _list_characters(data: list[dict[str, Any]]) -> tuple[str, ...]:
    """The characters in use: deck's own set is ASCII and drops minus signs and curly apostrophes.

    A tuple, because pydeck takes a list of strings for names of columns.
    """
    return tuple(sorted({character for row in data for character in row["text"]} - {"\n"}))
