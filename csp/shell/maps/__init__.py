"""Maps: pure builders from outlines and figures to pydeck decks. No I/O."""

from csp.shell.maps.colours import (
    Hex,
    Ink,
    build_legend,
    contrast,
    cut_classes,
    find_class,
    mix_ramp,
    pick_readable,
    rgba,
)
from csp.shell.maps.decks import Deck, draw_choropleth, draw_points, outline_areas, read_clicks
from csp.shell.maps.hexagons import find_radius, sum_for_view, sum_into_hexagons
from csp.shell.maps.layers import AREAS, CIRCLES, HEXAGONS
from csp.shell.maps.look import TEXT_SIZE, MapLook
from csp.shell.maps.markers import Circle, Line, MarkerLook, Markers, Sign, Signs, draw_markers
from csp.shell.maps.shapes import build_shapes

__all__ = [
    "AREAS",
    "CIRCLES",
    "HEXAGONS",
    "TEXT_SIZE",
    "Circle",
    "Deck",
    "Hex",
    "Ink",
    "Line",
    "MapLook",
    "MarkerLook",
    "Markers",
    "Sign",
    "Signs",
    "build_legend",
    "build_shapes",
    "contrast",
    "cut_classes",
    "draw_choropleth",
    "draw_markers",
    "draw_points",
    "find_class",
    "find_radius",
    "mix_ramp",
    "outline_areas",
    "pick_readable",
    "read_clicks",
    "rgba",
    "sum_for_view",
    "sum_into_hexagons",
]
