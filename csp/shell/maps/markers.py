"""Points and lines on a map: signs by kind, numbered circles, lines with a name. Pure.

Colours go to the sublayers, because Streamlit fades what is not selected: see layers.build_fill_layer().
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pydeck as pdk

from csp.core.geography import Bounds, Outlines, Place, fit_camera
from csp.shell.maps.captions import Caption, Room, name_places
from csp.shell.maps.colours import Hex, pick_readable, rgba
from csp.shell.maps.decks import build_deck
from csp.shell.maps.layers import (
    AREAS,
    CIRCLES,
    DOTS,
    build_caption_layers,
    build_fill_layer,
    build_text_layer,
)
from csp.shell.maps.look import MapLook
from csp.shell.maps.shapes import as_words, build_shapes

# Px from the middle of a circle to its edge where the map is too small for its metres: of one with its number
# in it, and of one without.
LEAST_RADIUS, DOT = 12, 6
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Sign:
    """One thing at a point. area_code: what a click on it gives, "" for nothing."""

    longitude: float
    latitude: float
    tooltip: str
    area_code: str = ""


@dataclass(frozen=True)
class Signs:
    """The things of one kind: a character for their shape, its size in px, and its colour."""

    name: str
    character: str
    size: int
    colour: Hex
    each: tuple[Sign, ...]


@dataclass(frozen=True)
class Circle:
    """A circle with a number in it. radius: in metres. A click gives its area_code."""

    longitude: float
    latitude: float
    radius: int
    number: int
    tooltip: str
    area_code: str


@dataclass(frozen=True)
class Line:
    """A line through points (longitude, latitude), with its name where there is room."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Markers:
    """All that is on a map. circles: the first is the last to be covered; selected: the code of one."""

    signs: tuple[Signs, ...]
    circles: tuple[Circle, ...]
    lines: tuple[Line, ...] = ()
    selected: str = ""


@dataclass(frozen=True)
class MarkerLook:
    """Colours of circles and lines. covering: whether circles hide the signs, or lie below them as rings."""

    circle: Hex
    line: Hex
    covering: bool = True


def draw_markers(
    markers: Markers,
    outlines: Outlines | None,
    look: MapLook,
    colours: MarkerLook,
    focus: Bounds,
    places: Sequence[Place] = (),
) -> pdk.Deck:
    """Signs, circles and lines over the borders of areas; focus is what the map shows first.

    Where circles would overlap at the view that the map opens on, the later one is a dot without its number.
    """
    camera = fit_camera(focus, *look.size)
    room = Room(camera, look.size)
    ground = [] if outlines is None else [_build_ground(outlines, look)]
    numbered = _find_free(markers.circles, room) if colours.covering else markers.circles
    captions = [_number(circle, look, colours) for circle in numbered]
    captions += _name_lines(markers.lines, room, look)
    captions += name_places(places, room, look.ink, look.text_size - 2)
    circles = _build_circles(markers, numbered, look, colours)
    signs = [_build_signs(each, look) for each in markers.signs if each.each]
    middle = [*signs, *circles] if colours.covering else [*circles, *signs]
    return build_deck(
        [*ground, *_build_lines(markers.lines, colours), *middle, *build_caption_layers(captions)],
        camera,
        look.ink,
    )


def _build_ground(outlines: Outlines, look: MapLook) -> pdk.Layer:
    """The borders of the areas, which answer no click."""
    shapes = [{**shape, "fill": rgba(look.missing)} for shape in build_shapes(outlines)]
    return build_fill_layer(AREAS, shapes, look.ink, 1, pickable=False)


def _build_lines(lines: Sequence[Line], colours: MarkerLook) -> list[pdk.Layer]:
    if not lines:
        return []
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": [list(point) for point in line.points]},
        }
        for line in lines
    ]
    return [
        pdk.Layer(
            "GeoJsonLayer",
            features,
            id="lines",
            pickable=False,
            stroked=True,
            filled=False,
            get_line_color=rgba(colours.line),
            get_line_width=4,
            line_width_units="'pixels'",
            line_cap_rounded=True,
            line_joint_rounded=True,
        )
    ]


def _build_signs(signs: Signs, look: MapLook) -> pdk.Layer:
    data = [
        {
            "text": signs.character,
            "at": [sign.longitude, sign.latitude],
            "size": signs.size,
            "tooltip": as_words(sign.tooltip),
            **({"area_code": sign.area_code} if sign.area_code else {}),
        }
        for sign in signs.each
    ]
    return build_text_layer(signs.name, data, signs.colour, look.ink.halo, pickable=True)


def _build_circles(
    markers: Markers, numbered: Sequence[Circle], look: MapLook, colours: MarkerLook
) -> list[pdk.Layer]:
    """The circles without a number, those with one, and the selected one once more with a stronger edge."""
    fill, edge = rgba(colours.circle, 255 if colours.covering else 40), rgba(look.ink.text)
    dots = [circle for circle in markers.circles if circle not in numbered]
    chosen = [circle for circle in markers.circles if circle.area_code == markers.selected]
    selected = rgba(look.ink.selected)
    layers = [
        _build_circle_layer(DOTS, dots[::-1], DOT, (fill, edge), 1),
        _build_circle_layer(CIRCLES, numbered[::-1], LEAST_RADIUS, (fill, edge), 1.5),
        _build_circle_layer("circle-selected", chosen, LEAST_RADIUS, (fill, selected), 4),
    ]
    return [layer for layer in layers if layer.data]


def _build_circle_layer(
    name: str, circles: Sequence[Circle], least: int, colours: tuple[list[int], list[int]], width: float
) -> pdk.Layer:
    """least: px from the middle to the edge at least. colours: of the ground and of the edge."""
    fill, edge = colours
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [circle.longitude, circle.latitude]},
            "radius": circle.radius,
            "tooltip": as_words(circle.tooltip),
            "area_code": circle.area_code,
        }
        for circle in circles
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        features,
        id=name,
        pickable=True,
        stroked=True,
        filled=True,
        point_type="'circle'",
        get_point_radius="radius",
        point_radius_min_pixels=least,
        get_line_width=width,
        line_width_units="'pixels'",
        _sub_layer_props={"points-circle": {"getFillColor": fill, "getLineColor": edge}},
    )


def _find_free(circles: Sequence[Circle], room: Room) -> tuple[Circle, ...]:
    """The circles that overlap none before them."""
    numbered = []
    for circle in circles:
        x, y = room.pixels(np.array([[circle.longitude, circle.latitude]]))[0]
        box = np.array([x - LEAST_RADIUS, y - LEAST_RADIUS, x + LEAST_RADIUS, y + LEAST_RADIUS])
        # The map is as wide as its column: what lies beyond the least width is drawn as well.
        if not any((box[:2] < t[2:]).all() and (box[2:] > t[:2]).all() for t in room.taken):
            room.take(box)
            numbered.append(circle)
    return tuple(numbered)


def _number(circle: Circle, look: MapLook, colours: MarkerLook) -> Caption:
    """The number of a circle: in it, or above a ring, whose middle is full of signs."""
    size = look.text_size - 1
    if colours.covering:
        ink = pick_readable(colours.circle, look.ink.text, look.ink.halo)
        return Caption(str(circle.number), circle.longitude, circle.latitude, size, ink, colours.circle)
    above = circle.latitude + 1.3 * circle.radius / METRES_PER_DEGREE
    return Caption(str(circle.number), circle.longitude, above, size, look.ink.text, look.ink.halo)


def _name_lines(lines: Sequence[Line], room: Room, look: MapLook) -> list[Caption]:
    """The name of each line, at the first of its points and the middles between them that is free."""
    captions = []
    for line in lines:
        points = np.array(line.points)
        for point in np.concatenate([(points[1:] + points[:-1]) / 2, points]):
            box = room.box(line.name, look.text_size - 3, room.pixels(point[None, :])[0])
            if room.free(box):
                room.take(box)
                longitude, latitude = (float(value) for value in point)
                size = look.text_size - 3
                captions.append(Caption(line.name, longitude, latitude, size, look.ink.text, look.ink.halo))
                break
    return captions
