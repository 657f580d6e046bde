"""The controls above the map: which view, what it is shaded by, what it is drawn around."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import streamlit as st

from csp.core import geography
from csp.core.geography import Place
from csp.core.settings import Area
from csp.data import queries
from csp.shell import screen, tabs
from csp.topics.wards import charts
from csp.topics.wards.rules import MapPoints, find_point

_STREET = "street"


@dataclass(frozen=True)
class MapChoice:
    """What the map is to show.

    look: one of charts.VIEWS; shade: one of charts.SHADES. name: the place looked for as it was
    written; place: the place of that name; on_map: what the map is drawn around, the same or a
    street. street: the id of the map point that was chosen in the list of streets, "" for none.
    """

    look: str
    shade: str
    name: str | None
    place: Place | None
    on_map: Place | None
    street: str = ""


def draw_map_controls(area: Area, wards: Collection[str]) -> MapChoice:
    """Draw the controls in a row above the map of the home district. wards: the codes of its wards."""
    tabs.translate_old_value("shade_by", {"Signal": "Clear change"})
    row = st.container(horizontal=True, vertical_alignment="center")
    tiles = set(geography.read_ward_tiles()["ward_code"])
    # Tiles name every ward; on outlines those in town are too small for their names.
    default = "Tiles" if wards and tiles.issuperset(wards) else "Outlines"
    looks = tuple(look for look in charts.VIEWS if look != "Points" or not area.is_public)
    screen.drop_stale_choice("map_view", looks)
    look = screen.options(row, "Map", looks, key="map_view", default=default, labelled=False)
    populations = queries.populations()
    has_rates = any(populations.of(ward, 0)[0] > 0 for ward in wards)
    shade = screen.options(
        row,
        "Shade by",
        charts.SHADES,
        key="shade_by",
        default="Rate" if has_rates else "Count",
        labelled=False,
    )
    names = sorted({place.name for place in charts.places_in(area.home)})
    name = screen.search(row, "Find a place", names, key="place")
    if not area.is_public:
        row.toggle(
            "Add to selection", key="add", bind="query-params", help="A click adds a ward or takes it out."
        )
    return MapChoice(look, shade, name, *charts.find(name, area.home, area.peers))


def adds_to_selection() -> bool:
    """Whether a click adds a ward to those chosen, rather than taking their place."""
    return bool(st.session_state.get("add")) and not queries.area().is_public


def show_street(point: str) -> None:
    """In a callback: draw the map around a point of the list of streets; a second click lets it go."""
    if st.query_params.get(_STREET) == point:
        del st.query_params[_STREET]
        return
    st.query_params[_STREET] = point
    st.session_state.update({"map_view": "Points", "place": None})


def center_on_street(choice: MapChoice, points: MapPoints | None, home: str) -> MapChoice:
    """The choice with the map around the street in the address, until a place is looked for.

    points: None where the map does not show them.
    """
    point = st.query_params.get(_STREET, "")
    street = find_point(points.frame, point) if points and point and not choice.name else None
    if street is None:
        if point:
            del st.query_params[_STREET]
        return choice
    longitude, latitude, location = street
    name = location.removeprefix("On or near ") or "No name"
    return replace(choice, street=point, on_map=Place(name, "street", longitude, latitude, "", None, home))
