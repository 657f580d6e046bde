"""Maps as pydeck decks: outlines and hexagons, and what every deck has in common. Pure.

Nothing is fetched from outside. A deck has no base map: map_provider is None, and
map_style is left at pydeck's default, which Streamlit reads as "none"; map_style=None
would make Streamlit fetch Carto's style. Every layer has an id, which selections need.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Any

import pandas as pd
import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from csp.core.geography import Bounds, Outlines, Place, fit_camera
from csp.shell.maps.captions import Caption, Room, mark_place, name_areas, name_places
from csp.shell.maps.colours import Ink
from csp.shell.maps.hexagons import build_hexagon_features
from csp.shell.maps.layers import (
    AREAS,
    HEXAGONS,
    build_border_layers,
    build_caption_layers,
    build_fill_layer,
    build_selection_layers,
)
from csp.shell.maps.look import TEXT_SIZE, MapLook
from csp.shell.maps.shapes import build_features


class Deck(pdk.Deck):  # type: ignore[misc]
    """A deck that serialises without the indents of pydeck, which make outlines three times as long."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def draw_choropleth(
    outlines: Outlines,
    values: pd.DataFrame,
    look: MapLook,
    *,
    selected: Collection[str] = (),
    places: Sequence[Place] = (),
    focus: Bounds | None = None,
    searched: Place | None = None,
) -> pdk.Deck:
    """Areas shaded by a figure; a click on one gives its area_code (see read_clicks()).

    values: area_code, fill ("#rrggbb" or [r, g, b, a]), tooltip (plain text, lines split by
    a line feed) and, where areas have words under their name, label. Labels that would
    overlap at the fitted view are left out, large areas first; places are named in smaller
    letters where there is room. focus is shown instead of the whole map; searched is a
    place marked on it.
    """
    shapes = build_features(outlines, values, look.missing)
    camera = fit_camera(focus or outlines.bounds, *look.size)
    layers = [
        build_fill_layer(AREAS, shapes, look.ink),
        *build_selection_layers(outlines, selected, look.ink),
    ]
    room = Room(camera, look.size)
    captions = _caption_searched(searched, room, look)
    if look.names:
        captions += name_areas(outlines, shapes, values, room, ink=look.ink, size=look.text_size)
    captions += name_places(places, room, look.ink, look.text_size - 2)
    return build_deck([*layers, *build_caption_layers(captions)], camera, look.ink)


def draw_points(
    cells: pd.DataFrame,
    outlines: Outlines,
    look: MapLook,
    *,
    selected: Collection[str] = (),
    places: Sequence[Place] = (),
    focus: Bounds | None = None,
    searched: Place | None = None,
) -> pdk.Deck:
    """Hexagons over the outlines: shade by class, size by number.

    cells: the frame of sum_into_hexagons() with fill and tooltip added, and ward_code where a
    click is to give a ward. The rest as for draw_choropleth().
    """
    camera = fit_camera(focus or outlines.bounds, *look.size)
    empty = pd.DataFrame({"area_code": [], "fill": [], "tooltip": []})
    ground = build_fill_layer(AREAS, build_features(outlines, empty, look.missing), look.ink)
    points = build_fill_layer(HEXAGONS, build_hexagon_features(cells), look.ink, line_width=0)
    room = Room(camera, look.size)
    captions = _caption_searched(searched, room, look)
    captions += name_places(places, room, look.ink, look.text_size - 2)
    borders = build_selection_layers(outlines, selected, look.ink)
    return build_deck([ground, *borders, points, *build_caption_layers(captions)], camera, look.ink)


def _caption_searched(place: Place | None, room: Room, look: MapLook) -> list[Caption]:
    """The caption of the place that was looked for, in larger letters than the others; none without one."""
    return [mark_place(place, room, look.ink, look.text_size + 2)] if place else []


def outline_areas(deck: pdk.Deck, selected: Collection[str], ink: Ink) -> pdk.Deck:
    """A copy of a deck with a strong border around the areas selected: on their layer, below all others."""
    first, *others = deck.layers
    shapes = [shape for shape in first.data if shape["area_code"] in set(selected)]
    outlined = copy(deck)
    outlined.layers = [first, *build_border_layers(shapes, ink), *others]
    return outlined


def build_deck(layers: list[pdk.Layer], camera: tuple[float, float, float], ink: Ink) -> pdk.Deck:
    """A deck of layers. camera: longitude, latitude and zoom of the view it opens on."""
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
    drawn = [item for layer in objects.values() for item in layer]
    items = [*drawn, *selection.get("area", ())]
    return list(dict.fromkeys(item["area_code"] for item in items if "area_code" in item))
