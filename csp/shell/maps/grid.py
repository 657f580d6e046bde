"""A map of small squares on which a click gives a place: for forms that ask where something was. Pure.

A deck says which of its shapes was clicked and not where, so the shapes are squares of a size that the place
is to be known to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydeck as pdk

from csp.core.geography import Place, fit_camera
from csp.shell.maps.captions import Room, mark_place, name_places
from csp.shell.maps.colours import Hex, rgba
from csp.shell.maps.decks import build_deck
from csp.shell.maps.hexagons import METRES_PER_DEGREE
from csp.shell.maps.layers import HEXAGONS, build_caption_layers, build_fill_layer
from csp.shell.maps.look import MapLook

SIDE = 31
"""Squares along each side of the map: about 200 kB of shapes."""

# A line through longitudes and latitudes, by the name of its road.
Roads = Sequence[tuple[str, Sequence[tuple[float, float]]]]


@dataclass(frozen=True)
class Grid:
    """Squares of so many metres around a place. marked: longitude and latitude of the place chosen."""

    longitude: float
    latitude: float
    metres: int
    marked: tuple[float, float] | None = None


def write_code(longitude: float, latitude: float) -> str:
    """A place as the code that a click gives: "0.263000,51.132000"."""
    return f"{longitude:.6f},{latitude:.6f}"


def draw_grid(grid: Grid, roads: Roads, places: Sequence[Place], look: MapLook, line: Hex) -> pdk.Deck:
    """The squares, with roads and the names of places as landmarks. line: the colour of roads."""
    squares = _build_squares(grid, look.missing)
    half = (SIDE / 2 * grid.metres) / METRES_PER_DEGREE
    across = half / math.cos(math.radians(grid.latitude))
    bounds = (grid.longitude - across, grid.latitude - half, grid.longitude + across, grid.latitude + half)
    camera = fit_camera(bounds, *look.size, margin=0)
    room = Room(camera, look.size)
    captions = []
    if grid.marked:
        place = Place("Here", "", *grid.marked, "", None, "")
        captions.append(mark_place(place, room, look.ink, look.text_size + 2))
    captions += name_places(places, room, look.ink, look.text_size - 2)
    ground = build_fill_layer(HEXAGONS, squares, look.ink, line_width=0.5)
    layers = [ground, _build_roads(roads, line), *build_caption_layers(captions)]
    return build_deck(layers, camera, look.ink)


def _build_squares(grid: Grid, fill: Hex) -> list[dict[str, Any]]:
    north = grid.metres / METRES_PER_DEGREE
    east = north / math.cos(math.radians(grid.latitude))
    middle = SIDE // 2
    return [
        _build_square(
            (grid.longitude + (column - middle) * east, grid.latitude + (row - middle) * north),
            (east, north),
            fill,
        )
        for row in range(SIDE)
        for column in range(SIDE)
    ]


def _build_square(place: tuple[float, float], size: tuple[float, float], fill: Hex) -> dict[str, Any]:
    (longitude, latitude), (east, north) = place, size
    west, right = longitude - east / 2, longitude + east / 2
    south, top = latitude - north / 2, latitude + north / 2
    ring = [[west, south], [right, south], [right, top], [west, top], [west, south]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[round(v, 6) for v in point] for point in ring]]},
        "properties": {},
        "area_code": write_code(longitude, latitude),
        "fill": rgba(fill),
        "tooltip": f"{latitude:.5f}, {longitude:.5f}",
    }


def _build_roads(roads: Roads, line: Hex) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        [{"path": [list(point) for point in points], "name": name} for name, points in roads],
        id="roads",
        pickable=False,
        get_path="path",
        get_width=3,
        width_units="'pixels'",
        _sub_layer_props={"paths": {"getColor": rgba(line)}},
        get_color=rgba(line),
    )
