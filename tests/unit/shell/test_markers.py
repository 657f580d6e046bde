"""Maps of points as they are sent to the browser: signs, numbered circles, lines."""

from __future__ import annotations

import json

import pytest

from csp.core import geography
from csp.shell import maps

INK = maps.Ink(
    line="#FFFFFF", selected="#AA1111", text="#101010", halo="#FFFFFF", tip_text="#FFFFFF", tip="#101010"
)
LOOK = maps.MapLook(INK, missing="#FFFFFF")
COLOURS = maps.MarkerLook("#F46A25", "#DDE1E6")
WARDS = geography.build_schematic_wards()
SIGNS = maps.Signs("fatal", "▲", 24, "#0B0C0C", (maps.Sign(0.26, 51.13, "@@=evil", "a"),))
# The second lies on the first, the third far from both.
CIRCLES = tuple(
    maps.Circle(longitude, 51.13, 50, number, f"spot {number}", code)
    for longitude, number, code in ((0.26, 1, "a"), (0.2601, 2, "b"), (0.45, 3, "c"))
)


def draw(colours=COLOURS, selected="", outlines=WARDS, signs=(SIGNS,), lines=()):
    markers = maps.Markers(signs, CIRCLES, lines, selected)
    deck = json.loads(maps.draw_markers(markers, outlines, LOOK, colours, WARDS.bounds).to_json())
    return {layer["id"]: layer for layer in deck["layers"]}


def write(layers):
    return [
        row["text"] for name, layer in layers.items() if name.startswith("labels") for row in layer["data"]
    ]


def test_a_circle_that_would_overlap_is_a_dot_without_its_number():
    layers = draw()
    assert {shape["area_code"] for shape in layers["circles"]["data"]} == {"a", "c"}
    assert [shape["area_code"] for shape in layers["dots"]["data"]] == ["b"]
    assert layers["dots"]["pointRadiusMinPixels"] < layers["circles"]["pointRadiusMinPixels"]
    assert {"1", "3"} <= set(write(layers))
    assert "2" not in write(layers)


def test_the_first_circle_is_drawn_last_and_every_circle_can_be_clicked():
    layers = draw()
    assert [shape["area_code"] for shape in layers["circles"]["data"]] == ["c", "a"]
    assert layers["circles"]["pickable"]
    assert layers["dots"]["pickable"]
    assert layers["fatal"]["pickable"]
    assert not layers["areas"]["pickable"]


def test_rings_lie_below_the_signs_with_all_their_numbers_and_the_chosen_one_has_a_stronger_edge():
    layers = draw(maps.MarkerLook("#F46A25", "#DDE1E6", covering=False), "b")
    names = list(layers)
    assert names.index("circles") < names.index("circle-selected") < names.index("fatal")
    assert {"1", "2", "3"} <= set(write(layers))
    (chosen,) = layers["circle-selected"]["data"]
    assert chosen["area_code"] == "b"
    assert layers["circle-selected"]["getLineWidth"] > layers["circles"]["getLineWidth"]


def test_circles_that_hide_what_is_below_lie_above_the_signs():
    names = list(draw())
    assert names.index("fatal") < names.index("circles")


def test_signs_have_a_shape_and_a_size_beside_their_colour():
    layer = draw()["fatal"]
    (row,) = layer["data"]
    assert (row["text"], row["size"], row["area_code"]) == ("▲", 24, "a")
    assert "▲" in layer["characterSet"]


def test_a_tooltip_is_never_worked_out_as_an_expression():
    (row,) = draw()["fatal"]["data"]
    assert row["tooltip"] == " @@=evil"


def test_lines_have_their_names_and_answer_no_click():
    layers = draw(lines=(maps.Line("A26", ((0.3, 51.12), (0.34, 51.1))),))
    assert not layers["lines"]["pickable"]
    assert "A26" in write(layers)


def test_without_outlines_and_signs_the_circles_are_drawn_alone():
    layers = draw(outlines=None, signs=(maps.Signs("none", "●", 9, "#0B0C0C", ()),))
    assert "areas" not in layers
    assert "none" not in layers


@pytest.mark.parametrize("layer", ["circles", "dots", "fatal"])
def test_a_click_gives_the_code_of_what_was_clicked(layer):
    assert maps.read_clicks({"objects": {layer: [{"area_code": "b"}]}}) == ["b"]
    assert maps.read_clicks({"objects": {layer: [{"tooltip": "a school"}]}}) == []
