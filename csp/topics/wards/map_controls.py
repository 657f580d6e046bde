"""The controls above the map: which view, what it is shaded by, which place is looked for."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from csp.core.geography import Place
from csp.shell import screen
from csp.topics.wards import charts


@dataclass(frozen=True)
class MapChoice:
    """What the map is to show.

    look: one of charts.VIEWS; shade: one of charts.SHADES. name: the place looked for as it was
    written; place: the place of that name; on_map: the same, where it lies on this map.
    """

    look: str
    shade: str
    name: str | None
    place: Place | None
    on_map: Place | None


def draw_map_controls(home: str) -> MapChoice:
    """Draw the controls in a row above the map of the home district."""
    first, second, third, fourth = st.columns([24, 31, 18, 20], gap="small", vertical_alignment="bottom")
    look = screen.options(first, "Map", charts.VIEWS, key="map_view", default="Outlines")
    shade = screen.options(second, "Shade by", charts.SHADES, key="shade_by", default="Rate")
    names = sorted({place.name for place in charts.places_in(home)})
    name = screen.search(third, "Find a place", names, key="place")
    fourth.toggle(
        "Add to selection", key="add", bind="query-params", help="A click adds a ward or takes it out."
    )
    return MapChoice(look, shade, name, *charts.find(name, home))


def adds_to_selection() -> bool:
    """Whether a click adds a ward to those chosen, rather than taking their place."""
    return bool(st.session_state.get("add"))
