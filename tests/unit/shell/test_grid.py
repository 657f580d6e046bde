"""The map of squares: what a click gives, how large it is, and that its squares have the size they say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from csp.core.geography.gazetteer import read_places
from csp.shell import maps, theme
from csp.shell.maps.grid import SIDE, Grid, draw_grid, write_code
from csp.statistics.projection import project

ROADS = (("A26", ((0.25, 51.12), (0.27, 51.14))),)


def draw(grid):
    look = maps.MapLook(theme.ink("light"), theme.palette("light").grid, (560, 420))
    deck = draw_grid(grid, ROADS, read_places("ward"), look, theme.palette("light").quiet)
    return deck.to_json(), {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


@pytest.mark.parametrize("metres", [150, 25])
def test_a_square_has_the_size_it_says_and_the_middle_one_is_the_place(metres):
    text, layers = draw(Grid(0.263, 51.132, metres))
    squares = layers[maps.HEXAGONS]["data"]
    assert len(squares) == SIDE**2
    assert len(text) < 400_000
    codes = [square["area_code"] for square in squares]
    assert codes[len(codes) // 2] == write_code(0.263, 51.132) == "0.263000,51.132000"
    assert len(set(codes)) == len(codes)
    places = np.array([[float(part) for part in code.split(",")] for code in codes[:2]])
    first, second = project(places[:, 0], places[:, 1])
    assert np.hypot(*(second - first)) == pytest.approx(metres, rel=0.01)


def test_a_click_gives_the_place_of_the_square():
    _, layers = draw(Grid(0.263, 51.132, 25, (0.263, 51.132)))
    square = layers[maps.HEXAGONS]["data"][7]
    assert maps.read_clicks({"objects": {maps.HEXAGONS: [square]}}) == [square["area_code"]]
    assert layers["roads"]["data"][0]["path"] == [[0.25, 51.12], [0.27, 51.14]]


def test_the_place_chosen_is_marked():
    text, _ = draw(Grid(0.263, 51.132, 25, (0.2631, 51.1321)))
    assert "Here" in text
    assert "Here" not in draw(Grid(0.263, 51.132, 25))[0]
