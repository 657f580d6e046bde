"""The ward map in its three views, and as a picture for papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pydeck as pdk

from csp.core import wording
from csp.core.geography import Outlines, Place
from csp.shell import maps, theme
from csp.shell.area_map import AreaMapLook, draw_area_map
from csp.shell.chart import Chart, Words
from csp.topics.wards.charts.places import around, sum_points
from csp.topics.wards.charts.shades import Legend, Shaded
from csp.topics.wards.rules import MapPoints

VIEWS = ("Outlines", "Tiles", "Points")
# How many times as large the map and its words are on the screen of a meeting.
MEETING = 1.5


def ink(mode: theme.Mode, diverging: bool) -> maps.Ink:
    """Lines and words; where the middle class is as white as the page, borders must be darker than it."""
    inks = theme.ink(mode)
    if diverging and theme.colour(mode) == "light":
        return replace(inks, line=theme.palette(mode).peer)
    return inks


@dataclass(frozen=True)
class MapContext:
    """What every view of the map is drawn with, whatever it shows.

    names: (code, name) of each ward. places: those that are named. centre: the place that the map is
    drawn around, None for the whole borough. size: of the map in px.
    """

    names: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    centre: Place | None
    size: tuple[int, int]
    mode: theme.Mode


def _look(inks: maps.Ink, missing: str, context: MapContext) -> maps.MapLook:
    text_size = theme.enlarge(maps.TEXT_SIZE, context.mode, MEETING)
    return maps.MapLook(inks, missing, context.size, text_size)


def ward_map(
    look: str,
    outlines: Outlines | None,
    wards: Shaded,
    points: MapPoints | None,
    selected: Sequence[str],
    context: MapContext,
) -> tuple[pdk.Deck | None, Legend]:
    """The map as outlines or points, and its legend; no deck where the view lacks its outlines or points."""
    inks = ink(context.mode, wards.diverging)
    legend = wards.legend
    deck: pdk.Deck | None = None
    if look == "Points" and outlines is not None and points is not None and not points.frame.empty:
        deck, legend = _points(points, outlines, context, inks)
    elif look == "Outlines" and outlines is not None:
        deck = _outlines(outlines, wards, context, inks)
    return (None, []) if deck is None else (maps.outline_areas(deck, selected, inks), legend)


# Kept without the borders of the wards chosen, which are all that a click changes.
@lru_cache(maxsize=64)
def _outlines(outlines: Outlines, wards: Shaded, context: MapContext, inks: maps.Ink) -> pdk.Deck:
    return maps.draw_choropleth(
        outlines,
        wards.values,
        _look(inks, theme.palette(context.mode).grid, context),
        places=context.places,
        searched=context.centre,
        focus=around(context.centre),
    )


@lru_cache(maxsize=32)
def _points(
    points: MapPoints, outlines: Outlines, context: MapContext, inks: maps.Ink
) -> tuple[pdk.Deck, Legend]:
    """Hexagons of points, shaded and sized by number.

    Hovering a hexagon names its busiest map point; clicking it chooses that point's ward.
    """
    colours, names = theme.palette(context.mode), dict(context.names)
    # The ground is the colour of the page, so borders must not be.
    inks = replace(inks, line=colours.peer)
    cells = sum_points(points, context.centre)
    # Those that the map shows first: hexagons beyond a place that was looked for may hold far more.
    breaks = maps.cut_classes(cells.loc[cells["radius_m"] == cells["radius_m"].min(), "n"].tolist())
    shades = maps.mix_ramp(colours.amounts, len(breaks))[1:]  # the palest is the ground
    fills = [
        shades[c] for n in cells["n"].clip(upper=breaks[-1]) if (c := maps.find_class(n, breaks)) is not None
    ]
    tips = [
        f"{wording.count(n)} recorded here\nBusiest: {location or 'a point without a name'}\n"
        f"{names.get(ward, 'No known ward')}"
        for n, location, ward in zip(cells["n"], cells["location"], cells["ward_code"], strict=True)
    ]
    deck = maps.draw_points(
        cells.assign(fill=fills, tooltip=tips),
        outlines,
        _look(inks, colours.background, context),
        places=context.places,
        searched=context.centre,
        focus=around(context.centre),
    )
    return deck, maps.build_legend(breaks, shades)


def picture(
    outlines: Outlines, wards: Shaded, words: Words, selected: Sequence[str], mode: theme.Mode
) -> Chart:
    """The outlines as a chart with title, unit, period and source on it, for papers."""
    # The headings of a tooltip stand in the specification, so they are the same for every period.
    values = wards.values.assign(
        tooltip=wards.values["tooltip"].str.replace(r"\n.*?: ", "\nRecorded: ", n=1, regex=True)
    )
    look = AreaMapLook(
        "Map of the wards", outlines, ink(mode, wards.diverging), theme.palette(mode).grid, size=(760, 560)
    )
    return draw_area_map(look, values, selected, words, mode)
