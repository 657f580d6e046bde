"""Maps: pure builders from outlines and figures to pydeck decks and Altair charts. No I/O.

Nothing is fetched from outside. A deck has no base map: map_provider is None, and
map_style is left at pydeck's default, which Streamlit reads as "none"; map_style=None
would make Streamlit fetch Carto's style. Every layer has an id, which selections need.

Colours are parameters: csp/theme.py knows what they mean.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from csp.geography import Bounds, Outlines, Place, mercator, view

Hex = str
Size = tuple[int, int]

# What a click selects lies on one of these layers.
AREAS, TILES, HEXAGONS = "areas", "tiles", "hexagons"
FONT = "Source Sans, sans-serif"
TEXT_SIZE = 16
# Average width of a character in the chart font, as a share of its size: for fitting labels.
CHARACTER = 0.5
LINE_HEIGHT = 1.15
# Words may hang over the border of their area by this much; beyond it they would name the neighbour.
LEAST_COVERED = 2 / 3
# Widths a class may have, times a power of ten. With these four there are always 4 to 6
# classes; without 2.5 there would be 3 for some ranges.
STEPS = (1.0, 2.0, 2.5, 5.0)
LADDER = (1.0, 2.0, 5.0)
FEWEST, MOST = 4, 6
# Tiles are squares of this many degrees around 0, 0, where Mercator is not stretched.
TILE = 0.01
GAP = 0.0004
METRES_PER_DEGREE = 111_320.0
MINUS = "\u2212"


@dataclass(frozen=True)
class Ink:
    """The colours of lines and words on a map, as "#rrggbb".

    line: borders; selected: the border of what is selected; text: words; halo: the edge
    around words, the colour of the page; tip_text and tip: words and ground of the tooltip.
    """

    line: Hex
    selected: Hex
    text: Hex
    halo: Hex
    tip_text: Hex
    tip: Hex


class Deck(pdk.Deck):  # type: ignore[misc]
    """A deck that serialises without the indents of pydeck, which make outlines three times as long."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


# ------------------------------------------------------------------ colours


def rgba(colour: Hex | Sequence[int], alpha: int = 255) -> list[int]:
    """[red, green, blue, alpha] from 0 to 255 of "#rrggbb", "#rrggbbaa" or a list of 3 or 4 numbers."""
    if not isinstance(colour, str):
        return [int(c) for c in colour] if len(colour) == 4 else [*(int(c) for c in colour), alpha]
    digits = colour.lstrip("#")
    parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
    return parts if len(parts) == 4 else [*parts, alpha]


def _luminance(colour: Hex | Sequence[int]) -> float:
    """Relative luminance of WCAG 2, 0 (black) to 1 (white)."""
    shares = [c / 255 for c in rgba(colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Hex | Sequence[int], other: Hex | Sequence[int]) -> float:
    """Contrast of two opaque colours by WCAG 2: 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(fill: Hex | Sequence[int], *inks: Hex) -> Hex:
    """The ink that is easiest to read on a fill."""
    return max(inks, key=lambda ink: contrast(fill, ink))


# ------------------------------------------------------------------ classes


def classes(values: Collection[float], kind: Literal["amount", "change"] = "amount") -> list[float]:
    """Round edges of a few classes that cover the values: [e0, e1, ..., ek] for k classes.

    amount: 4 to 6 equal steps of 1, 2, 2.5 or 5 times a power of ten, whole numbers for
    counts; where most areas would share one class, a 1-2-5 ladder instead. change: 5
    classes, symmetric, the middle one around 0, so that "about the same" is neither
    colour. Missing values are left out; without any the classes span 0 to 4, or -5 to 5.
    """
    known = np.array([v for v in values if v is not None and math.isfinite(v)], dtype=float)
    return _change_edges(known) if kind == "change" else _amount_edges(known)


def _amount_edges(known: np.ndarray) -> list[float]:
    if not len(known) or known.max() == known.min() == 0:
        return [0.0, 1.0, 2.0, 3.0, 4.0]
    low, high = float(known.min()), float(known.max())
    # Amounts start at 0 unless all of them are far from it: shades are read from 0.
    start = low if low < 0 or high / 2 < low < high else 0.0
    whole = bool((known == np.round(known)).all())
    step = next(s for s in _steps(STEPS, whole) if _count(start, high, s) <= MOST)
    first = math.floor(start / step + 1e-9)
    edges = [_clean((first + i) * step) for i in range(max(_count(start, high, step), FEWEST) + 1)]
    filled = np.bincount(np.clip(np.searchsorted(edges, known, side="right") - 1, 0, len(edges) - 2))
    if low > 0 and filled.max() > 0.6 * len(known) and high / low > 10:
        return _ladder(high, whole)
    return edges


def _steps(multiples: Sequence[float] = LADDER, whole: bool = False) -> list[float]:
    """Round numbers, rising; whole leaves out 2.5 and all below 1 (nobody counts 2.5 crimes)."""
    numbers = [_clean(m * 10.0**power) for power in range(-6, 10) for m in multiples]
    return [n for n in numbers if not whole or n == int(n)]


def _count(low: float, high: float, step: float) -> int:
    """How many classes of a width cover low to high, when the first edge is a multiple of it."""
    return max(math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9), 1)


def _ladder(high: float, whole: bool) -> list[float]:
    """0, then the 1-2-5 numbers that end at the one above the greatest value, at most 6 classes."""
    rungs = _steps(LADDER, whole)
    top = next(i for i, rung in enumerate(rungs) if rung >= high)
    return [0.0, *rungs[max(top - MOST + 1, 0) : top + 1]]


def _change_edges(known: np.ndarray) -> list[float]:
    size = np.abs(known)
    if not len(size) or size.max() == 0:
        return [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]
    # The nine tenths set the width: one ward that went from 2 to 12 must not turn the rest white.
    usual = float(np.quantile(size, 0.9)) or float(size.max())
    step = next(s for s in _steps() if 5 * s >= usual)
    outer = next(s for s in sorted({*_steps(), 5 * step}) if s >= max(5 * step, float(size.max())) - 1e-9)
    return [_clean(v) for v in (-outer, -3 * step, -step, step, 3 * step, outer)]


def _clean(value: float) -> float:
    """Without the dust of binary fractions: 0.30000000000000004 -> 0.3."""
    return round(value, 9) + 0.0


def class_of(value: float | None, breaks: Sequence[float]) -> int | None:
    """The class a value falls in, 0 the lowest; None for a missing value.

    A class holds its lower edge and not its upper one, except the last, which holds both.
    A change that lies on an edge counts as the class nearer to 0, so both signs are alike.
    Values beyond the ends count to the end classes.
    """
    if value is None or not math.isfinite(value):
        return None
    symmetric = breaks[0] == -breaks[-1]
    side: Literal["left", "right"] = "left" if symmetric and value > 0 else "right"
    return int(np.clip(np.searchsorted(breaks, value, side=side) - 1, 0, len(breaks) - 2))


def legend(breaks: Sequence[float], colours: Sequence[Hex], unit: str = "") -> list[tuple[str, Hex]]:
    """(label, colour) per class, lowest first: ("20 to 40 per 1,000", "#..."). Minus signs, not hyphens."""
    if len(colours) != len(breaks) - 1:
        raise ValueError(f"{len(breaks) - 1} classes need as many colours, not {len(colours)}")
    words = [_number(edge) for edge in breaks]
    tail = f" {unit}" if unit else ""
    return [(f"{a} to {b}{tail}", c) for a, b, c in zip(words, words[1:], colours, strict=False)]


def ramp(colours: Sequence[Hex], count: int) -> list[Hex]:
    """count colours from the first to the last of a scale, ends included, mixed where they fall between two.

    An odd count of an odd scale keeps its middle colour: the white of no change.
    """
    if count == 1:
        return [colours[len(colours) // 2]]
    stops = np.array([rgba(c)[:3] for c in colours], dtype=float)
    at = np.linspace(0, len(colours) - 1, count)
    mixed = np.column_stack([np.interp(at, np.arange(len(colours)), stops[:, i]) for i in range(3)])
    return ["#{:02X}{:02X}{:02X}".format(*row) for row in np.round(mixed).astype(int)]


def _number(value: float) -> str:
    text = f"{abs(value):,.6f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 else text


# ------------------------------------------------------------------ decks


def choropleth(
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
) -> pdk.Deck:
    """Areas shaded by a figure; a click on one gives its area_code (see clicked()).

    values: area_code, fill ("#rrggbb" or [r, g, b, a]), tooltip (plain text, lines split by
    a line feed) and, if wanted, label (words under the name). An area without a row is drawn
    in the colour `missing`. Labels that would overlap at the fitted view are left out, large
    areas first; places are named in smaller letters where there is room. size is the least
    width and the height in px the map will have; focus is shown instead of the whole map.
    """
    features = _features(outlines, values, missing)
    camera = view(focus or outlines.bounds, *size)
    layers = [_fill_layer(AREAS, features, ink), *_selection_layer(outlines, selected, ink)]
    room = _Room(camera, size)
    captions = _captions(outlines, features, values, room, ink=ink, size=text_size) if names else []
    captions += _place_captions(places, room, ink, text_size - 2)
    layers += _caption_layers(captions)
    return _deck(layers, camera, ink)


def tiles(
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
    features, words = [], []
    for code, column, row in zip(*(arrangement[c] for c in ("ward_code", "column", "row")), strict=True):
        figures = given.get(code, {})
        fill = figures.get("fill") or missing
        features.append(_feature(code, names[code], [[_square(column, row)]], fill, figures.get("tooltip")))
        tile = _Tile(column, row, side, readable(fill, ink.text, ink.halo))
        words += _tile_words(names[code], figures.get("label", ""), tile, text_size)
    chosen = [f for f in features if f["area_code"] in set(selected)]
    columns, rows = int(arrangement["column"].max()) + 1, int(arrangement["row"].max()) + 1
    bounds = (0.0, -rows * TILE, columns * TILE, 0.0)
    layers = [_fill_layer(TILES, features, ink), *_outline_layer(chosen, ink), *_word_layers(words)]
    return _deck(layers, view(bounds, *size, margin=6), ink)


def points(
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
) -> pdk.Deck:
    """Hexagons over the outlines: shade by class, size by number.

    cells: the frame of hexagons() with fill and tooltip added. ground fills the areas.
    """
    camera = view(focus or outlines.bounds, *size)
    empty = pd.DataFrame({"area_code": [], "fill": [], "tooltip": []})
    base = _fill_layer(AREAS, _features(outlines, empty, ground), ink)
    layer = _fill_layer(HEXAGONS, _hexagon_features(cells), ink, line_width=0)
    captions = _caption_layers(_place_captions(places, _Room(camera, size), ink, text_size - 2))
    return _deck([base, *_selection_layer(outlines, selected, ink), layer, *captions], camera, ink)


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


def clicked(selection: Mapping[str, Any] | None) -> list[str]:
    """The area codes of a st.pydeck_chart or st.altair_chart selection, in the order of the clicks.

    selection is event["selection"]. Nothing selected gives an empty list.
    """
    if not selection:
        return []
    objects: Mapping[str, Any] = selection.get("objects") or {}
    found = [item["area_code"] for layer in (AREAS, TILES) for item in objects.get(layer, ())]
    found += [item["area_code"] for item in selection.get("area", ()) if "area_code" in item]
    return list(dict.fromkeys(found))


# ------------------------------------------------------------------ areas as features


def _feature(code: str, name: str, polygons: Any, fill: Any, tooltip: str | None) -> dict[str, Any]:
    """A GeoJSON feature with its fields at the top, where deck's and Vega's expressions both find them."""
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        "properties": {},
        "area_code": code,
        "name": name,
        "fill": rgba(fill),
        "tooltip": tooltip or name,
    }


def _features(outlines: Outlines, values: pd.DataFrame, missing: Hex) -> list[dict[str, Any]]:
    given = {str(row["area_code"]): row for row in values.to_dict("records")}
    return [
        _feature(
            code,
            name,
            polygons,
            given.get(code, {}).get("fill") or missing,
            given.get(code, {}).get("tooltip"),
        )
        for code, name, polygons in zip(
            outlines.frame["area_code"], outlines.frame["name"], outlines.frame["polygons"], strict=True
        )
    ]


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
        [_feature(code, name, shape, ink.selected, None) for code, name, shape in rows], ink
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


# ------------------------------------------------------------------ words on maps


@dataclass(frozen=True)
class _Caption:
    """Words centred on a point, in an ink, with a halo of another."""

    text: str
    longitude: float
    latitude: float
    size: float
    ink: Hex
    halo: Hex
    area_code: str = ""


def wrap(name: str, width: int) -> str:
    """A name broken at spaces into lines of at most width characters; a longer word keeps its own line."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


class _Room:
    """The room for words on a map at one view. Words that came first keep theirs."""

    def __init__(self, camera: tuple[float, float, float], size: Size) -> None:
        x, y = mercator(camera[0], camera[1])
        self.scale = 2 ** camera[2]
        self.left, self.top = x * self.scale - size[0] / 2, y * self.scale - size[1] / 2
        self.size = size
        self.taken: list[np.ndarray] = []

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Columns longitude, latitude -> x, y in px from the upper left corner of the map."""
        xy = np.array([mercator(float(lon), float(lat)) for lon, lat in points])
        return xy * self.scale - (self.left, self.top)

    def box(self, text: str, size: float, centre: np.ndarray) -> np.ndarray:
        """Left, top, right, bottom of words around a centre, in px."""
        lines = text.split("\n")
        half = np.array(
            [max(map(len, lines)) * size * CHARACTER / 2 + 3, len(lines) * size * LINE_HEIGHT / 2 + 1]
        )
        return np.concatenate([centre - half, centre + half])

    def free(self, box: np.ndarray) -> bool:
        """Whether the box lies on the map and touches no other."""
        inside = box[:2].min() >= 0 and box[2] <= self.size[0] and box[3] <= self.size[1]
        return bool(inside) and not any(
            (box[:2] < t[2:]).all() and (box[2:] > t[:2]).all() for t in self.taken
        )

    def take(self, box: np.ndarray) -> None:
        self.taken.append(box)


def _captions(
    outlines: Outlines,
    features: list[dict[str, Any]],
    values: pd.DataFrame,
    room: _Room,
    *,
    ink: Ink,
    size: int,
) -> list[_Caption]:
    """Names with labels where they fit into their area, else names alone, else nothing; large areas first."""
    shapes = [shapely.Polygon(max((part[0] for part in p), key=_extent)) for p in outlines.frame["polygons"]]
    labels = _labels(values)
    kept = []
    for i in sorted(range(len(shapes)), key=lambda i: -shapes[i].area):
        row, fill = outlines.frame.iloc[i], features[i]["fill"]
        names, label = [wrap(row["name"], n) for n in (14, 10)], labels.get(row["area_code"], "")
        colour = readable(fill, ink.text, ink.halo)
        other = ink.halo if colour == ink.text else ink.text
        for text in dict.fromkeys([*("\n".join(filter(None, (name, label))) for name in names), *names]):
            at = _place(shapes[i], np.array([row["longitude"], row["latitude"]]), text, size, room)
            if at is not None:
                longitude, latitude = (round(v, 5) for v in at)
                kept.append(_Caption(text, longitude, latitude, size, colour, other, row["area_code"]))
                break
    return kept


def _place(shape: Any, centre: np.ndarray, text: str, size: int, room: _Room) -> tuple[float, float] | None:
    """Where in an area its words cover least of the others; None where too few would be on it."""
    west, south, east, north = shape.bounds
    across, down = np.meshgrid(np.linspace(west, east, 13)[1:-1], np.linspace(south, north, 13)[1:-1])
    tried = np.vstack([centre, np.column_stack([across.ravel(), down.ravel()])])
    # px per degree around here: the same for every candidate, to well under a pixel.
    origin, east_of, north_of = room.pixels(centre + np.array([[0, 0], [1e-3, 0], [0, 1e-3]]))
    per_degree = np.array([(east_of - origin)[0], (north_of - origin)[1]]) / 1e-3
    box = room.box(text, size, np.zeros(2))
    sample_x, sample_y = np.meshgrid(np.linspace(box[0], box[2], 9), np.linspace(box[1], box[3], 5))
    samples = np.column_stack([sample_x.ravel(), sample_y.ravel()]) / per_degree
    spread = (tried[:, None, :] + samples[None, :, :]).reshape(-1, 2)
    shapely.prepare(shape)
    covered = shapely.contains_xy(shape, spread[:, 0], spread[:, 1]).reshape(len(tried), -1).mean(axis=1)
    away = np.hypot(*((tried - centre) * per_degree).T)
    for i in np.argsort(away / 2000 - covered, kind="stable"):
        if covered[i] < LEAST_COVERED:
            continue
        taken = room.box(text, size, origin + (tried[i] - centre) * per_degree)
        if room.free(taken):
            room.take(taken)
            return float(tried[i][0]), float(tried[i][1])
    return None


def _extent(ring: Sequence[Sequence[float]]) -> float:
    return float(np.prod(np.ptp(np.asarray(ring), axis=0)))


def _place_captions(places: Sequence[Place], room: _Room, ink: Ink, size: int) -> list[_Caption]:
    """Names of places where there is room, in their order."""
    kept = []
    for place in places:
        centre = room.pixels(np.array([[place.longitude, place.latitude]]))[0]
        box = room.box(place.name, size, centre)
        if room.free(box):
            room.take(box)
            kept.append(_Caption(place.name, place.longitude, place.latitude, size, ink.text, ink.halo))
    return kept


def _labels(values: pd.DataFrame) -> dict[str, str]:
    return dict(zip(values["area_code"], values["label"], strict=True)) if "label" in values else {}


def _caption_layers(captions: Sequence[_Caption]) -> list[pdk.Layer]:
    """One layer per ink: see _text_layer."""
    inks = sorted({(c.ink, c.halo) for c in captions})
    return [
        _text_layer(
            f"labels-{i}",
            [
                {"text": c.text, "at": [c.longitude, c.latitude], "size": c.size}
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


# ------------------------------------------------------------------ tiles


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
        return {"text": text, "at": at, "size": round(size, 1), "ink": self.ink}


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


# ------------------------------------------------------------------ hexagons


def hexagons(points: pd.DataFrame, radius_m: float = 250.0) -> pd.DataFrame:
    """Points summed into hexagons: longitude, latitude (of the centre), n, radius_m. Most first.

    points: longitude, latitude, n. radius_m is from centre to corner. The grid hangs on
    0, 0 and the whole degree of latitude nearest to the points, so that the same place
    falls into the same hexagon whatever else is chosen. Points without position are left out.
    """
    known = points.dropna(subset=["longitude", "latitude"])
    if known.empty:
        return pd.DataFrame({"longitude": [], "latitude": [], "n": [], "radius_m": []})
    across = METRES_PER_DEGREE * math.cos(math.radians(round(float(known["latitude"].median()))))
    x, y = known["longitude"].to_numpy() * across, known["latitude"].to_numpy() * METRES_PER_DEGREE
    q, r = _hexagon_of(x / radius_m, y / radius_m)
    cells = pd.DataFrame({"q": q, "r": r, "n": known["n"].to_numpy()})
    sums = cells.groupby(["q", "r"]).sum().reset_index()
    sums["longitude"] = (radius_m * math.sqrt(3) * (sums["q"] + sums["r"] / 2) / across).round(5)
    sums["latitude"] = (radius_m * 1.5 * sums["r"] / METRES_PER_DEGREE).round(5)
    sums["radius_m"] = radius_m
    ordered = sums.sort_values(["n", "q", "r"], ascending=[False, True, True], ignore_index=True)
    return ordered[["longitude", "latitude", "n", "radius_m"]]


def _hexagon_of(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Axial coordinates of the hexagons (corner up, side 1) that hold the points."""
    q, r = x / math.sqrt(3) - y / 3, 2 * y / 3
    cube = np.stack([q, r, -q - r])
    rounded = np.round(cube)
    # The three must sum to 0: the coordinate that moved most by rounding gives way.
    worst = np.abs(rounded - cube).argmax(axis=0)
    q, r, s = rounded
    q, r = np.where(worst == 0, -r - s, q), np.where(worst == 1, -q - s, r)
    return q.astype(int), r.astype(int)


def _hexagon_features(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """Hexagons as features. Side by number, up to the busiest twentieth, and never under half the cell."""
    if cells.empty:
        return []
    n = cells["n"].to_numpy(dtype=float)
    share = np.sqrt(n / np.quantile(n, 0.95)).clip(0.5, 1) * 0.96
    across = METRES_PER_DEGREE * math.cos(math.radians(round(float(cells["latitude"].median()))))
    turns = np.radians(np.arange(7) * 60 + 90)
    side = (share * cells["radius_m"].to_numpy())[:, None]
    x = cells["longitude"].to_numpy()[:, None] + side * np.cos(turns) / across
    y = cells["latitude"].to_numpy()[:, None] + side * np.sin(turns) / METRES_PER_DEGREE
    rings = np.round(np.stack([x, y], axis=2), 5).tolist()
    rows = zip(rings, cells["fill"], cells["tooltip"], cells["n"], strict=True)
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {},
            "fill": rgba(fill),
            "tooltip": tooltip,
            "n": int(n),
        }
        for ring, fill, tooltip, n in rows
    ]


# ------------------------------------------------------------------ Altair


def altair_areas(
    outlines: Outlines,
    values: pd.DataFrame,
    *,
    ink: Ink,
    missing: Hex,
    description: str,
    selected: Collection[str] = (),
    size: Size = (480, 360),
    text_size: int = TEXT_SIZE,
    names: bool = True,
) -> alt.LayerChart:
    """The choropleth as an Altair chart: text and shapes that print and copy, without zoom.

    Arguments as for choropleth. A click sets the selection "area" (field area_code; see
    clicked()). Each line of a tooltip after the first is "heading: figure", the same headings
    for every area. description is read out by screen readers. size is the whole chart in px.
    """
    features = _features(outlines, values, missing)
    tips, headings = _tips(features)
    drawn = [{**f, **tips[f["area_code"]], "fill": _css(f["fill"])} for f in features]
    chosen = [f for f in drawn if f["area_code"] in set(selected)]
    rows = {"areas": drawn, "chosen": chosen}
    click = alt.selection_point(name="area", fields=["area_code"], on="click", clear="dblclick")
    areas = (
        alt.Chart(alt.NamedData("areas"))
        .mark_geoshape(stroke=ink.line, strokeWidth=1.5, cursor="pointer")
        .encode(color=alt.Color("fill:N", scale=None), tooltip=headings)
        .add_params(click)
    )
    layers: list[alt.Chart] = [areas]
    for colour, width in ((ink.halo, 6), (ink.selected, 3.5)) if chosen else ():
        border = alt.Chart(alt.NamedData("chosen")).mark_geoshape(
            filled=False, stroke=colour, strokeWidth=width, tooltip=None
        )
        layers.append(border)
    if names:
        room = _Room(view(outlines.bounds, *size, margin=0), size)
        captions = _captions(outlines, features, values, room, ink=ink, size=text_size)
        layers += _altair_words(headings, text_size)
        rows["words"] = [_word_row(c, tips) for c in captions]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .project("mercator")
        .properties(width=size[0], height=size[1], description=description)
        .configure_view(stroke=None)
    )
    return _filled(chart, rows)


def _filled(chart: alt.LayerChart, rows: Mapping[str, list[dict[str, Any]]]) -> alt.LayerChart:
    """The chart with its named data put inline.

    Last, because every Altair call copies and checks the whole chart: half its time otherwise.
    """
    for part in (chart, *chart.layer):
        if isinstance(part.data, alt.NamedData):
            part["data"] = {"values": rows[part.data.name]}
    return chart


def _tips(features: list[dict[str, Any]]) -> tuple[dict[str, dict[str, str]], list[alt.Tooltip]]:
    """Tooltips as Vega wants them, a field per line, by area_code; and their headings."""
    lines = {f["area_code"]: f["tooltip"].split("\n")[1:] for f in features}
    heads = [line.partition(": ")[0] for line in max(lines.values(), key=len)]
    tips = {
        f["area_code"]: {"name": f["tooltip"].split("\n")[0]}
        | {f"tip{i}": "no figure" for i in range(len(heads))}
        | {f"tip{i}": line.partition(": ")[2] for i, line in enumerate(lines[f["area_code"]])}
        for f in features
    }
    # Vega's tooltip shows a field called "title" as the heading of the others.
    named = alt.Tooltip("name:N", title="title")
    return tips, [named, *(alt.Tooltip(f"tip{i}:N", title=head) for i, head in enumerate(heads))]


def _word_row(caption: _Caption, tips: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "text": caption.text,
        "lines": caption.text.count("\n") + 1,
        "lon": caption.longitude,
        "lat": caption.latitude,
        "ink": caption.ink,
        "halo": caption.halo,
        "area_code": caption.area_code,
        **tips[caption.area_code],
    }


def _altair_words(headings: list[alt.Tooltip], text_size: int) -> list[alt.Chart]:
    """Words with their halo under them. They answer hover and click as their area does."""
    data = alt.NamedData("words")
    place = {"longitude": "lon:Q", "latitude": "lat:Q", "text": "text:N", "tooltip": headings}
    tall = round(text_size * LINE_HEIGHT)
    shared: dict[str, Any] = {
        "fontSize": text_size,
        "fontWeight": 600,
        "lineBreak": "\n",
        "lineHeight": tall,
        "baseline": "middle",
        # Vega sets the first line on the point: half of the others move up.
        "dy": alt.expr(f"(1 - datum.lines) * {tall / 2}"),
        "cursor": "pointer",
    }
    halo = alt.Chart(data).mark_text(strokeWidth=3, strokeJoin="round", **shared)
    words = alt.Chart(data).mark_text(**shared)
    return [
        halo.encode(**place, stroke=alt.Stroke("halo:N", scale=None)),
        words.encode(**place, color=alt.Color("ink:N", scale=None)),
    ]


def _css(colour: Sequence[int]) -> str:
    red, green, blue, alpha = colour
    return (
        f"rgba({red},{green},{blue},{alpha / 255:g})" if alpha < 255 else f"#{red:02X}{green:02X}{blue:02X}"
    )
