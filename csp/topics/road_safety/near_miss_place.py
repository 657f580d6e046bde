"""Where a near miss was: clicked on a map of squares, taken from a place by name, or typed in degrees."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import streamlit as st

from csp.core import geography, settings
from csp.core.errors import UserError
from csp.core.geography import Place
from csp.core.geography.tables import read_rows
from csp.core.markup import plain
from csp.core.road_records.cells import read_place
from csp.data import queries
from csp.shell import maps, messages, screen, theme
from csp.shell.maps.grid import Grid, Roads, draw_grid
from csp.shell.typed import Form
from csp.topics.road_safety.findings.register import ABOUT_THE_MAP, NO_MAP

# Sides of a square in metres: before a place is known, and around one.
COARSE, FINE = 150, 25
HEIGHT = 420


def draw_place(form: Form) -> None:
    """The map with the fields for a place by name and for its degrees."""
    middle = _find_middle()
    grid = _read_grid(form, middle)
    fields, picture = st.columns([2, 3], gap="medium")
    with fields:
        _draw_name(form)
        left, right = st.columns(2)
        for column, field in ((left, "latitude"), (right, "longitude")):
            column.text_input(
                plain(field.capitalize()),
                form.read(field),
                placeholder=f"{middle[field == 'latitude']:.3f}" if middle else "",
                **form.bind(field),
            )
        messages.caption(ABOUT_THE_MAP if grid else NO_MAP)
    with picture:
        if grid:
            _draw_map(form, grid)


def _draw_name(form: Form) -> None:
    places = {place.name: place for place in list_places()}
    key = form.key_of("near")

    def move() -> None:
        name = st.session_state.get(key)
        if name in places:
            _centre(form, places[name].longitude, places[name].latitude, COARSE)

    if not places:
        return
    name = st.selectbox(
        "Near", [*places], index=None, key=key, on_change=move, placeholder="A town, village or neighbourhood"
    )
    if name:
        st.button(
            plain(f"Take the middle of {name}"),
            key=form.key_of("middle"),
            type="tertiary",
            on_click=lambda: _put(form, places[name].longitude, places[name].latitude),
        )


def _draw_map(form: Form, grid: Grid) -> None:
    mode = screen.mode()
    palette = theme.palette(mode)
    look = maps.MapLook(theme.ink(mode), palette.grid, (560, HEIGHT))
    deck = draw_grid(grid, list_roads(), list_places(), look, palette.quiet)

    def pick(code: str) -> None:
        longitude, latitude = map(float, code.split(","))
        _put(form, longitude, latitude)

    screen.clickable_map(
        deck,
        key=f"{form.key}-map-{grid.longitude:.5f}-{grid.latitude:.5f}-{grid.metres}",
        height=HEIGHT,
        alt=f"Map of squares of {grid.metres} metres, to click where it was",
        on_pick=pick,
    )


def _read_grid(form: Form, middle: tuple[float, float] | None) -> Grid | None:
    """The squares to draw: around what was clicked or chosen, else around what is typed, else the middle.

    None where nothing tells where the district lies.
    """
    marked = _read_marked(form)
    centre = st.session_state.get(form.key_of("centre"))
    if centre:
        return Grid(centre[0], centre[1], int(centre[2]), marked)
    if marked:
        return Grid(marked[0], marked[1], FINE, marked)
    return Grid(*middle, COARSE) if middle else None


def _find_middle() -> tuple[float, float] | None:
    """Longitude and latitude to begin at: the first place, else the middle of the outlines; None without."""
    home = settings.area().home
    for place in geography.list_places(home):
        return place.longitude, place.latitude
    outlines = queries.ward_outlines(home)
    if outlines is None:
        return None
    west, south, east, north = outlines.bounds
    return (west + east) / 2, (south + north) / 2


def _read_marked(form: Form) -> tuple[float, float] | None:
    """The degrees of the fields, where they are a place."""
    try:
        return read_place({field: form.read(field) for field in ("longitude", "latitude")}, required=False)
    except UserError:
        return None


def _put(form: Form, longitude: float, latitude: float) -> None:
    """In a callback: the near miss was here."""
    form.put("longitude", f"{longitude:.6f}")
    form.put("latitude", f"{latitude:.6f}")
    _centre(form, longitude, latitude, FINE)


def _centre(form: Form, longitude: float, latitude: float, metres: int) -> None:
    st.session_state[form.key_of("centre")] = (longitude, latitude, metres)


def list_places() -> tuple[Place, ...]:
    """The named places of the home district; none where none are on file for it."""
    return geography.list_places(settings.area().home)


def list_roads() -> Roads:
    """The main roads of the home district as lines; none where none are on file for it."""
    return _read_roads() if settings.area().home == geography.SCHEMATIC_WARDS_OF else ()


@lru_cache(maxsize=1)
def _read_roads() -> Roads:
    """The roads of data/reference/roads.csv."""
    rows = sorted(read_rows("roads.csv"), key=lambda row: (row["road"], int(row["position"])))
    return tuple(
        (road, tuple((float(row["longitude"]), float(row["latitude"])) for row in each))
        for road, each in groupby(rows, key=lambda row: row["road"])
    )
