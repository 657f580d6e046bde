"""A map of equal tiles: seven urban wards are too small to read on their outlines. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pydeck as pdk

from csp.core.geography import fit_camera
from csp.shell.maps.captions import CHARACTER, wrap
from csp.shell.maps.colours import Hex, pick_readable
from csp.shell.maps.decks import build_deck
from csp.shell.maps.layers import TILES, build_border_layers, build_fill_layer, build_text_layer
from csp.shell.maps.look import MapLook, Size
from csp.shell.maps.shapes import as_words, build_feature

# Tiles are squares of this many degrees around 0, 0, where Mercator is not stretched.
TILE = 0.01
GAP = 0.0004


def draw_tiles(
    arrangement: pd.DataFrame,
    values: pd.DataFrame,
    names: Mapping[str, str],
    look: MapLook,
    *,
    selected: Collection[str] = (),
) -> pdk.Deck:
    """Every area as one equal square with its name and figure on it.

    arrangement: ward_code, column, row (geography.read_ward_tiles()). values as for
    draw_choropleth(), label being the figure. names: area_code -> name.
    """
    rows = {str(row["area_code"]): row for row in values.to_dict("records")}
    side = _find_tile_side(arrangement, look.size)
    squares, words = [], []
    for code, column, row in zip(*(arrangement[c] for c in ("ward_code", "column", "row")), strict=True):
        figures = rows.get(code, {})
        fill = figures.get("fill") or look.missing
        squares.append(
            build_feature(code, names[code], [[_square(column, row)]], fill, figures.get("tooltip"))
        )
        tile = _Tile(column, row, side, pick_readable(fill, look.ink.text, look.ink.halo))
        words += _write_tile(names[code], figures.get("label", ""), tile, look.text_size)
    bordered = [square for square in squares if square["area_code"] in set(selected)]
    width, height = int(arrangement["column"].max()) + 1, int(arrangement["row"].max()) + 1
    bounds = (0.0, -height * TILE, width * TILE, 0.0)
    layers = [
        build_fill_layer(TILES, squares, look.ink),
        *build_border_layers(bordered, look.ink),
        *_build_word_layers(words),
    ]
    return build_deck(layers, fit_camera(bounds, *look.size, margin=6), look.ink)


def _find_tile_side(arrangement: pd.DataFrame, size: Size) -> float:
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


def _write_tile(name: str, label: str, tile: _Tile, text_size: int) -> list[dict[str, Any]]:
    """The name in the upper part of a tile and the figure below it. Long words get smaller letters."""
    room = tile.side - 12
    widest = max(len(word) for word in name.split())
    size = min(text_size, room / (widest * CHARACTER))
    lines = wrap(name, max(widest, int(room / (size * CHARACTER))))
    if not label:
        return [tile.word(lines, size, 0.5)]
    return [tile.word(lines, size, 0.4), tile.word(label, min(tile.side * 0.2, text_size * 1.4), 0.8)]


def _build_word_layers(words: list[dict[str, Any]]) -> list[pdk.Layer]:
    """Words of tiles (text, at, size, ink), one layer for each ink: see build_text_layer()."""
    inks = sorted({word["ink"] for word in words})
    return [
        build_text_layer(
            f"words-{i}", [{k: w[k] for k in ("text", "at", "size")} for w in words if w["ink"] == ink], ink
        )
        for i, ink in enumerate(inks)
    ]
