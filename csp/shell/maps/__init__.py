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
from csp.shell.maps.decks import (
    AREAS,
    HEXAGONS,
    TILES,
    Deck,
    draw_choropleth,
    draw_points,
    draw_tiles,
    outline_areas,
    read_clicks,
)
from csp.shell.maps.hexagons import sum_into_hexagons
from csp.shell.maps.shapes import outlines_alone

__all__ = [
    "AREAS",
    "HEXAGONS",
    "TILES",
    "Deck",
    "Hex",
    "Ink",
    "build_legend",
    "contrast",
    "cut_classes",
    "draw_choropleth",
    "draw_points",
    "draw_tiles",
    "find_class",
    "mix_ramp",
    "outline_areas",
    "outlines_alone",
    "pick_readable",
    "read_clicks",
    "rgba",
    "sum_into_hexagons",
]
