"""Where a near miss was: clicked on a map of squares, taken from a place by name, or typed in degrees."""

from __future__ import annotations

import math

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import settings
from csp.core.errors import UserError
from csp.core.geography import Place
from csp.core.geography.gazetteer import SCHEMATIC_WARDS_OF, read_places, read_roads
from csp.core.markup import plain
from csp.core.road_records.cells import read_place
from csp.shell import maps, messages, screen, theme
from csp.shell.maps.grid import Grid, draw_grid
from csp.shell.maps.hexagons import METRES_PER_DEGREE
from csp.shell.typed import Form
from csp.topics.road_safety.findings.register import (
    ABOUT_THE_MAP,
    CLICK_AGAIN,
    NO_PLACE,
    TOO_COARSE,
    write_middle,
)

# Sides of a square in metres: before a place is known, and around one.
COARSE, FINE = 150, 25
HEIGHT = 330
# Of degrees: 10 metres.
DECIMALS = 4
ARROWS = {"north": "↑", "south": "↓", "west": "←", "east": "→"}


def draw_place(form: Form) -> None:
    """The map, with the fields for a place by name and for its degrees above it."""
    grid = _read_grid(form)
    name, latitude, longitude = st.columns([2, 1, 1])
    _draw_name(form, name)
    for column, field in ((latitude, "latitude"), (longitude, "longitude")):
        column.text_input(
            plain(field.capitalize()),
            form.read(field),
            placeholder="51.13241" if field == "latitude" else "0.26334",
            **form.bind(field),
        )
    _draw_map(form, grid)
    steps, about = st.columns([1, 2] if grid.marked else [1, 99], gap=None, vertical_alignment="center")
    if grid.marked:
        _draw_steps(form, grid.marked, steps.container(horizontal=True, gap="xsmall"))
    is_near = grid.metres == FINE and not grid.marked
    messages.caption(CLICK_AGAIN if is_near else ABOUT_THE_MAP, place=about)


def check_exactness(form: Form) -> None:
    """Raises UserError where a place that was put in is known to less than a point on a road."""
    fields = ("latitude", "longitude")
    texts = [form.read(field).strip() for field in fields]
    if form.version and texts == [form.values[field] for field in fields]:
        return
    if not any(texts):
        raise UserError(NO_PLACE)
    place = read_place({"latitude": texts[0], "longitude": texts[1]}, required=False)
    if any(len(text.partition(".")[2]) < DECIMALS for text in texts):
        raise UserError(TOO_COARSE)
    middles = {(each.longitude, each.latitude): each.name for each in list_places()}
    if place in middles:
        raise UserError(write_middle(middles[place]))


def _draw_name(form: Form, column: DeltaGenerator) -> None:
    places = {place.name: place for place in list_places()}
    key = form.key_of("near")

    def move() -> None:
        """In a callback: the place is looked for here, and its middle is where the steps begin."""
        name = st.session_state.get(key)
        if name in places:
            _put(form, places[name].longitude, places[name].latitude, COARSE)

    column.selectbox(
        "Near", [*places], index=None, key=key, on_change=move, placeholder="A town, village or neighbourhood"
    )


def _draw_steps(form: Form, marked: tuple[float, float], row: DeltaGenerator) -> None:
    """A button for a step into each direction, for whoever does not use the map."""
    north = FINE / METRES_PER_DEGREE
    east = north / math.cos(math.radians(marked[1]))
    steps = {"north": (0.0, north), "south": (0.0, -north), "west": (-east, 0.0), "east": (east, 0.0)}
    for side, (right, up) in steps.items():
        row.button(
            plain(ARROWS[side]),
            key=form.key_of(side),
            help=plain(f"{FINE} m {side}"),
            on_click=_put,
            args=(form, marked[0] + right, marked[1] + up),
        )


def _draw_map(form: Form, grid: Grid) -> None:
    mode = screen.mode()
    palette = theme.palette(mode)
    look = maps.MapLook(theme.ink(mode), palette.grid, (560, HEIGHT))
    deck = draw_grid(grid, read_roads(), list_places(), look, palette.quiet)

    def pick(code: str) -> None:
        longitude, latitude = map(float, code.split(","))
        if grid.metres == FINE:
            _put(form, longitude, latitude)
        else:
            # Too wide for a point: the click comes nearer, and the next one is the place.
            _take_out(form)
            _centre(form, longitude, latitude, FINE)

    screen.clickable_map(
        deck,
        key=f"{form.key}-map-{grid.longitude:.5f}-{grid.latitude:.5f}-{grid.metres}",
        height=HEIGHT,
        alt=f"Map of squares of {grid.metres} metres, to click where it was",
        on_pick=pick,
    )


def _read_grid(form: Form) -> Grid:
    """The squares to draw: around what was clicked or chosen, else around what is typed, else the town."""
    marked = _read_marked(form)
    centre = st.session_state.get(form.key_of("centre"))
    if centre:
        return Grid(centre[0], centre[1], int(centre[2]), marked)
    if marked:
        return Grid(marked[0], marked[1], FINE, marked)
    first = list_places()[0]
    return Grid(first.longitude, first.latitude, COARSE)


def _read_marked(form: Form) -> tuple[float, float] | None:
    """The degrees of the fields, where they are a place."""
    try:
        return read_place({field: form.read(field) for field in ("longitude", "latitude")}, required=False)
    except UserError:
        return None


def _put(form: Form, longitude: float, latitude: float, metres: int = FINE) -> None:
    """In a callback: the near miss was here."""
    form.put("longitude", f"{longitude:.6f}")
    form.put("latitude", f"{latitude:.6f}")
    _centre(form, longitude, latitude, metres)


def _take_out(form: Form) -> None:
    for field in ("longitude", "latitude"):
        form.put(field, "")


def _centre(form: Form, longitude: float, latitude: float, metres: int) -> None:
    st.session_state[form.key_of("centre")] = (longitude, latitude, metres)


def list_places() -> tuple[Place, ...]:
    """The named places of the home district; of the county where none are on file for it."""
    return read_places("ward" if settings.area().home == SCHEMATIC_WARDS_OF else "district")
