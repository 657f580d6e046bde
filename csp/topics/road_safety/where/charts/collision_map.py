"""The map of collisions by severity, with hot spots as numbered circles, roads, schools and near misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pydeck as pdk

from csp.core.geography import Bounds, Outlines, Place
from csp.core.road_records.near_miss import NearMiss
from csp.core.road_records.school import School
from csp.shell import maps, theme
from csp.topics.road_safety.findings import where as findings
from csp.topics.road_safety.rules.hot_spots import FATAL, SERIOUS, SLIGHT, HotSpot, identify_spot

# How many times as large the map and its words are on the screen of a meeting.
MEETING = 1.5
# Half the height of what is shown around a hot spot and around a place, in degrees of latitude (300 m, 2 km).
NEAR_SPOT, NEAR_PLACE = 0.0027, 0.018
ACROSS = 1.6
# The sign of each severity, and its size in px: shape and size say it as well as the colour.
SIGNS: Mapping[int, tuple[str, int]] = {SLIGHT: ("●", 13), SERIOUS: ("◆", 18), FATAL: ("▲", 24)}
SCHOOL, NEAR_MISS, HOT_SPOT = "■", "×", "①"
# What a sign is drawn from: a frame of all its columns takes three times as long to read.
_OF_A_SIGN = ["collision_key", "date", "hour", "severity", "road", "longitude", "latitude"]
# Around a chosen hot spot signs are larger: there are few of them.
CLOSE = 1.5


@dataclass(frozen=True)
class Layers:
    """What is drawn beside collisions and hot spots; none where it is not loaded or not looked at."""

    roads: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()
    schools: tuple[School, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Those that are drawn: "roads", "near misses"."""
        drawn = {"roads": self.roads, "near misses": self.near_misses}
        return frozenset(name for name, each in drawn.items() if each)


@dataclass(frozen=True)
class MapContext:
    """What the map is drawn with. wards: names by code. chosen: the hot spot it is drawn around.

    centre: a place that was looked for. places: those named on it.
    """

    outlines: Outlines | None
    wards: Mapping[str, str]
    places: tuple[Place, ...]
    chosen: HotSpot | None
    centre: Place | None
    size: tuple[int, int]
    mode: theme.Mode


def draw_map(
    collisions: pd.DataFrame, spots: Sequence[HotSpot], layers: Layers, context: MapContext
) -> pdk.Deck:
    """The collisions of a rule's years. A click on a circle, or on a sign in it, gives the hot spot's id."""
    colours = theme.palette(context.mode)
    placed = collisions.dropna(subset=["longitude", "latitude"])
    markers = maps.Markers(
        signs=(*_list_other_signs(layers, context), *_list_collisions(placed, spots, context)),
        circles=tuple(_draw_circle(spot, context.wards) for spot in spots),
        lines=tuple(maps.Line(road, points) for road, points in layers.roads),
        selected=identify_spot(context.chosen) if context.chosen else "",
    )
    inks = replace(theme.ink(context.mode), line=colours.grid)
    text_size = theme.enlarge(maps.TEXT_SIZE, context.mode, MEETING)
    return maps.draw_markers(
        markers,
        context.outlines,
        maps.MapLook(inks, colours.background, context.size, text_size),
        maps.MarkerLook(colours.worse, colours.grid, covering=context.chosen is None),
        find_focus(placed, context),
        context.places,
    )


def build_legend(layers: Layers, mode: theme.Mode) -> tuple[list[tuple[str, str]], list[str]]:
    """What the signs of the map are: words and colour of each, and the signs."""
    inks, of_layers = _choose_inks(mode), _choose_layer_ink(mode)
    classes = [(findings.SEVERITIES[code].lower(), inks[code], SIGNS[code][0]) for code in SIGNS]
    classes.append(("hot spot by rank", theme.palette(mode).worse, HOT_SPOT))
    if layers.schools:
        classes.append(("school", of_layers, SCHOOL))
    if layers.near_misses:
        classes.append(("near miss", of_layers, NEAR_MISS))
    return [(words, colour) for words, colour, _ in classes], [sign for *_, sign in classes]


def _choose_inks(mode: theme.Mode) -> dict[int, str]:
    colours = theme.palette(mode)
    return {SLIGHT: colours.peer, SERIOUS: colours.home, FATAL: colours.text}


def _choose_layer_ink(mode: theme.Mode) -> str:
    return theme.palette(mode).neighbour_text


def _list_collisions(
    collisions: pd.DataFrame, spots: Sequence[HotSpot], context: MapContext
) -> list[maps.Signs]:
    """The signs of each severity, the gravest last so that it is on top."""
    spot_of = {key: identify_spot(spot) for spot in spots for key in spot.keys}
    inks = _choose_inks(context.mode)
    signs = []
    for code, (character, size) in SIGNS.items():
        rows = collisions.loc[collisions["severity"] == code, _OF_A_SIGN].to_dict("records")
        each = tuple(
            maps.Sign(
                round(float(row["longitude"]), 5),
                round(float(row["latitude"]), 5),
                findings.describe_collision(row),
                spot_of.get(str(row["collision_key"]), ""),
            )
            for row in rows
        )
        px = _enlarge(size, context)
        signs.append(maps.Signs(findings.SEVERITIES[code].lower(), character, px, inks[code], each))
    return signs


def _list_other_signs(layers: Layers, context: MapContext) -> list[maps.Signs]:
    ink = _choose_layer_ink(context.mode)
    schools = tuple(
        maps.Sign(each.longitude, each.latitude, findings.describe_school(each)) for each in layers.schools
    )
    misses = tuple(
        maps.Sign(each.longitude, each.latitude, findings.describe_near_miss(each.date, each.happenings))
        for each in layers.near_misses
    )
    return [
        maps.Signs("schools", SCHOOL, _enlarge(20, context), ink, schools),
        maps.Signs("near-misses", NEAR_MISS, _enlarge(26, context), ink, misses),
    ]


def _draw_circle(spot: HotSpot, wards: Mapping[str, str]) -> maps.Circle:
    return maps.Circle(
        spot.longitude,
        spot.latitude,
        spot.radius,
        spot.rank,
        findings.describe_spot(spot, wards),
        identify_spot(spot),
    )


def _enlarge(px: int, context: MapContext) -> int:
    times = CLOSE if context.chosen else 1.0
    return theme.enlarge(round(px * times), context.mode, MEETING)


def find_focus(collisions: pd.DataFrame, context: MapContext) -> Bounds:
    """What the map shows first: around the hot spot or the place, else the district, else all collisions."""
    middle = context.chosen or context.centre
    if middle is not None:
        up = NEAR_SPOT if context.chosen else NEAR_PLACE
        across = up * ACROSS
        return (
            middle.longitude - across,
            middle.latitude - up,
            middle.longitude + across,
            middle.latitude + up,
        )
    if context.outlines is not None:
        return context.outlines.bounds
    if collisions.empty:
        return -6.0, 50.0, 2.0, 56.0
    longitude, latitude = collisions["longitude"], collisions["latitude"]
    return (
        float(longitude.min()),
        float(latitude.min()),
        float(longitude.max()),
        float(latitude.max()),
    )
