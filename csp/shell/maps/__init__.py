"""Maps: pure builders from outlines and figures to pydeck decks. No I/O."""

from csp.shell.maps.colours import Hex, Ink, class_of, classes, contrast, legend, ramp, readable, rgba
from csp.shell.maps.decks import AREAS, HEXAGONS, TILES, Deck, choropleth, clicked, outlined, points, tiles
from csp.shell.maps.hexagons import hexagons
from csp.shell.maps.shapes import outlines_alone

__all__ = [
    "AREAS",
    "HEXAGONS",
    "TILES",
    "Deck",
    "Hex",
    "Ink",
    "choropleth",
    "class_of",
    "classes",
    "clicked",
    "contrast",
    "hexagons",
    "legend",
    "outlined",
    "outlines_alone",
    "points",
    "ramp",
    "readable",
    "rgba",
    "tiles",
]
