"""Maps: pure builders from outlines and figures to pydeck decks and Vega-Lite charts. No I/O."""

from csp.shell.maps.areas import area_map
from csp.shell.maps.colours import Hex, Ink, class_of, classes, contrast, legend, ramp, readable, rgba
from csp.shell.maps.decks import AREAS, HEXAGONS, TILES, Deck, choropleth, clicked, outlined, points, tiles
from csp.shell.maps.hexagons import hexagons

__all__ = [
    "AREAS",
    "HEXAGONS",
    "TILES",
    "Deck",
    "Hex",
    "Ink",
    "area_map",
    "choropleth",
    "class_of",
    "classes",
    "clicked",
    "contrast",
    "hexagons",
    "legend",
    "outlined",
    "points",
    "ramp",
    "readable",
    "rgba",
    "tiles",
]
