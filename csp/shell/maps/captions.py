"""Which words fit on a map, and where. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from csp.core.geography import Outlines, Place, mercator
from csp.shell.maps.colours import Hex, Ink, pick_readable
from csp.shell.maps.look import Size

View = tuple[tuple[float, float, float], Size]  # longitude, latitude and zoom; width and height in px
# Average width of a character in the chart font, as a share of its size: for fitting labels.
CHARACTER = 0.5
LINE_HEIGHT = 1.15
# The least share of its words that has to lie on an area; with less they would seem to name a neighbour.
LEAST_COVERED = 2 / 3


@dataclass(frozen=True)
class Caption:
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


class Room:
    """Which parts of a map, at one view, are free for words. Words once placed are not moved."""

    def __init__(self, camera: tuple[float, float, float], size: Size) -> None:
        self.view: View = (camera, size)
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
        """Mark a box as taken, so that no later words overlap it."""
        self.taken.append(box)


def name_areas(
    outlines: Outlines,
    features: list[dict[str, Any]],
    values: pd.DataFrame,
    room: Room,
    *,
    ink: Ink,
    size: int,
) -> list[Caption]:
    """Names with labels where they fit into their area, else names alone, else nothing; large areas first."""
    under = read_labels(values)
    texts = tuple(under.get(code, "") for code in outlines.frame["area_code"])
    captions = []
    before = tuple(tuple(float(edge) for edge in box) for box in room.taken)
    for placed in _place_names(outlines, texts, room.view, size, before):
        room.take(np.array(placed.box))
        colour = pick_readable(features[placed.area]["fill"], ink.text, ink.halo)
        other = ink.halo if colour == ink.text else ink.text
        code = outlines.codes[placed.area]
        captions.append(Caption(placed.text, placed.longitude, placed.latitude, size, colour, other, code))
    return captions


class _Placed(NamedTuple):
    """Words that fit: the position of their area in the outlines, where they go, the box they take."""

    area: int
    text: str
    longitude: float
    latitude: float
    box: tuple[float, ...]


# Finding room takes longer than the rest of a map together, and does not depend on colours: so it is kept.
@lru_cache(maxsize=128)
def _place_names(
    outlines: Outlines, under: tuple[str, ...], view: View, size: int, before: tuple[tuple[float, ...], ...]
) -> tuple[_Placed, ...]:
    """Where the words go. under: the label of each area; before: the boxes that are taken already."""
    room = Room(*view)
    room.taken += [np.array(box) for box in before]
    shapes = [shapely.Polygon(max((part[0] for part in p), key=_extent)) for p in outlines.frame["polygons"]]
    names_placed = []
    for i in sorted(range(len(shapes)), key=lambda i: -shapes[i].area):
        row = outlines.frame.iloc[i]
        names = [wrap(row["name"], n) for n in (14, 10)]
        for text in dict.fromkeys([*("\n".join(filter(None, (name, under[i]))) for name in names), *names]):
            at = _find_spot(shapes[i], np.array([row["longitude"], row["latitude"]]), text, size, room)
            if at is not None:
                box = tuple(float(edge) for edge in room.taken[-1])
                names_placed.append(_Placed(i, text, round(at[0], 5), round(at[1], 5), box))
                break
    return tuple(names_placed)


def _find_spot(
    shape: Any, centre: np.ndarray, text: str, size: int, room: Room
) -> tuple[float, float] | None:
    """Where words lie best in an area: mostly on it, near its centre; None where nowhere is free for them."""
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


def name_places(places: Sequence[Place], room: Room, ink: Ink, size: int) -> list[Caption]:
    """Names of places where there is room, in their order."""
    captions = []
    for place in places:
        centre = room.pixels(np.array([[place.longitude, place.latitude]]))[0]
        box = room.box(place.name, size, centre)
        if room.free(box):
            room.take(box)
            captions.append(Caption(place.name, place.longitude, place.latitude, size, ink.text, ink.halo))
    return captions


def mark_place(place: Place, room: Room, ink: Ink, size: int) -> Caption:
    """A place that was looked for: its name above a dot on it, before any other words."""
    # The blank third line keeps the dot, in the middle, on the point.
    text = f"{place.name}\n●\n "
    room.take(room.box(text, size, room.pixels(np.array([[place.longitude, place.latitude]]))[0]))
    return Caption(text, place.longitude, place.latitude, size, ink.selected, ink.halo)


def read_labels(values: pd.DataFrame) -> dict[str, str]:
    """The words under each area's name, by area code; none where the values have no labels."""
    return dict(zip(values["area_code"], values["label"], strict=True)) if "label" in values else {}
