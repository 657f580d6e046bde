"""Decks and charts as they are sent to the browser; classes and hexagons by recomputation."""

from __future__ import annotations

import dataclasses
import json
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.core import geography
from csp.shell import maps
from csp.shell.area_map import AreaMapLook, draw_area_map
from csp.shell.chart import Chart, Words, to_vega_lite

INK = maps.Ink(
    line="#FFFFFF", selected="#111111", text="#101010", halo="#FFFFFF", tip_text="#FFFFFF", tip="#101010"
)
LOOK = maps.MapLook(INK, missing="#DDDDDD")
WARDS = geography.build_schematic_wards()
AMOUNTS = ["#EAF1F8", "#BFD5EA", "#8AB3D9", "#4C86BC", "#12436D"]


def figures(outlines: geography.Outlines) -> pd.DataFrame:
    count = len(outlines.frame)
    return pd.DataFrame(
        {
            "area_code": outlines.frame["area_code"],
            "fill": [AMOUNTS[i % 5] for i in range(count)],
            "label": [f"{i}.5" for i in range(count)],
            "tooltip": [f"{name}\nRate: {i}.5 per 1,000" for i, name in enumerate(outlines.frame["name"])],
        }
    )


def deck_of(kind: str, selected: tuple[str, ...] = ()) -> dict:
    if kind == "choropleth":
        places = geography.read_places("ward")
        deck = maps.draw_choropleth(WARDS, figures(WARDS), LOOK, places=places, selected=selected)
    else:
        points = pd.DataFrame(
            {"longitude": [0.26, 0.26, 0.4], "latitude": [51.13, 51.13, 51.15], "n": [3, 4, 1]}
        )
        cells = maps.sum_into_hexagons(points).assign(fill="#12436D", tooltip="7 crimes")
        deck = maps.draw_points(cells, WARDS, LOOK, selected=selected)
    return json.loads(deck.to_json())


KINDS = ["choropleth", "points"]


def layer(deck: dict, name: str) -> dict:
    return next(item for item in deck["layers"] if item["id"] == name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_deck_names_no_address_and_no_base_map(kind):
    deck = deck_of(kind, ("E05005141",))
    assert not re.search(r"https?://|//[a-z]", json.dumps(deck))
    assert "mapProvider" not in deck
    # This exact value makes Streamlit draw no base map; a missing or null one fetches Carto's.
    assert deck["mapStyle"] == "__MAP_STYLE__"


@pytest.mark.parametrize("kind", KINDS)
def test_every_layer_has_an_id_of_its_own(kind):
    ids = [item["id"] for item in deck_of(kind, ("E05005141",))["layers"]]
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)?", name) for name in ids)
    assert len(set(ids)) == len(ids)


def test_each_ward_is_drawn_once_in_its_shade_and_can_be_picked():
    areas = layer(deck_of("choropleth"), "areas")
    drawn = {f["area_code"]: f for f in areas["data"]}
    expected = figures(WARDS).set_index("area_code")
    assert areas["pickable"]
    assert len(areas["data"]) == len(drawn) == 20
    assert {c: "#{:02X}{:02X}{:02X}".format(*f["fill"][:3]) for c, f in drawn.items()} == dict(
        expected["fill"]
    )
    assert {c: f["tooltip"] for c, f in drawn.items()} == dict(expected["tooltip"])


def test_an_area_without_a_figure_is_drawn_in_the_missing_colour_under_its_name():
    deck = json.loads(
        maps.draw_choropleth(WARDS, figures(WARDS).iloc[1:], maps.MapLook(INK, "#ABCDEF")).to_json()
    )
    first = layer(deck, "areas")["data"][0]
    assert first["fill"] == [0xAB, 0xCD, 0xEF, 255]
    assert first["tooltip"] == WARDS.frame["name"][0]


@pytest.mark.parametrize("kind", ["choropleth"])
def test_selected_areas_are_outlined_and_nothing_else(kind):
    outline = layer(deck_of(kind, ("E05005141", "E05005137")), "selected")
    assert {f["area_code"] for f in outline["data"]} == {"E05005141", "E05005137"}
    assert "selected" not in [item["id"] for item in deck_of(kind)["layers"]]


def test_streamlit_cannot_fade_what_is_not_selected():
    # It overrides getFillColor and getColor of layers; the sublayers keep the colours of the legend.
    for kind in KINDS:
        for item in deck_of(kind)["layers"]:
            assert "getFillColor" not in item
            assert "getColor" not in item


def test_every_character_on_a_map_is_in_the_font_atlas():
    for item in deck_of("choropleth")["layers"]:
        if item["@@type"] == "TextLayer":
            needed = {c for row in item["data"] for c in row["text"]} - {"\n"}
            assert needed <= set(item["characterSet"])


def texts_of(value: object) -> list[str]:
    """Every text anywhere in a value."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in texts_of(part)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_is_worked_out_as_an_expression(kind, monkeypatch):
    hostile = WARDS.frame.assign(name=[f"@@=alert({i})" for i in range(len(WARDS.frame))])
    monkeypatch.setattr("tests.unit.shell.test_maps.WARDS", dataclasses.replace(WARDS, frame=hostile))
    own = {"@@=fill", "@@=geometry.coordinates"}
    texts = [text for item in deck_of(kind)["layers"] for text in texts_of(item["data"])]
    assert any("@@=alert(1)" in text for text in texts)
    assert not [text for text in texts if text.startswith("@@") and text not in own]


def test_words_on_a_map_do_not_overlap_or_leave_it():
    size, text = (760, 560), 16
    deck = json.loads(
        maps.draw_choropleth(WARDS, figures(WARDS), maps.MapLook(INK, "#DDD000", size=size)).to_json()
    )
    state = deck["initialViewState"]
    scale = 2 ** state["zoom"]
    x0, y0 = geography.mercator(state["longitude"], state["latitude"])
    boxes = []
    for item in deck["layers"]:
        for row in item["data"] if item["@@type"] == "TextLayer" else []:
            lines = row["text"].split("\n")
            x, y = geography.mercator(*row["at"])
            x, y = (x - x0) * scale + size[0] / 2, (y - y0) * scale + size[1] / 2
            half = max(map(len, lines)) * text * 0.47 / 2, len(lines) * text * 1.15 / 2
            boxes.append((x - half[0], y - half[1], x + half[0], y + half[1]))
    assert len(boxes) >= 8
    for i, a in enumerate(boxes):
        assert 0 <= a[0] < a[2] <= size[0]
        assert 0 <= a[1] < a[3] <= size[1]
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_deck_is_sent_without_indents():
    deck = maps.draw_choropleth(WARDS, figures(WARDS), LOOK)
    assert "\n  " not in deck.to_json()
    assert len(deck.to_json()) < 25_000


def test_what_was_clicked_is_read_from_decks_and_charts():
    deck = {
        "indices": {"areas": [3]},
        "objects": {"areas": [{"area_code": "E07000110"}], "hexagons": [{"n": 1}]},
    }
    assert maps.read_clicks(deck) == ["E07000110"]
    assert maps.read_clicks({"area": [{"area_code": "E07000105"}]}) == ["E07000105"]
    assert (
        maps.read_clicks({"indices": {}, "objects": {}})
        == maps.read_clicks({"area": {}})
        == maps.read_clicks(None)
        == []
    )


def area_map(outlines: geography.Outlines, values: pd.DataFrame, selected: tuple[str, ...] = ()) -> Chart:
    look = AreaMapLook("A map", outlines, INK, missing="#DDDDDD")
    return draw_area_map(look, values, selected, Words("Title", "Subtitle", "Source"), "light")


def test_the_area_map_draws_each_area_with_its_selection_and_its_words():
    districts = geography.build_schematic_districts()
    chart = area_map(districts, figures(districts), ("E07000116",))
    spec = chart.specification
    assert [p["name"] for p in spec["params"]] == ["area"]
    assert spec["params"][0]["select"]["fields"] == ["area_code"]
    areas, halo, border, *_, words, _ = spec["layer"]
    assert {f["area_code"] for f in spec["datasets"][areas["data"]["name"]]} == set(districts.codes)
    for mark in (halo, border):
        assert mark["transform"][-1] == {"filter": "datum.chosen"}
    assert [f["area_code"] for f in chart.data["figures"] if f["chosen"]] == ["E07000116"]
    assert words["mark"]["fontSize"] >= 14
    assert {w["area_code"] for w in chart.data["names"]} <= set(districts.codes)
    assert "http" not in json.dumps({k: v for k, v in to_vega_lite(chart).items() if k != "$schema"})


def test_its_tooltips_have_a_heading_per_line_and_say_where_a_figure_is_missing():
    chart = area_map(WARDS, figures(WARDS).iloc[1:])
    areas = chart.specification["layer"][0]
    assert [t["title"] for t in areas["encoding"]["tooltip"]] == ["title", "Rate"]
    rows = chart.data["figures"]
    assert (rows[0]["name"], rows[0]["tip0"]) == (WARDS.frame["name"][0], "no figure")
    assert rows[1]["tip0"] == "1.5 per 1,000"


def test_other_figures_and_another_choice_leave_the_specification_of_the_map_as_it_is():
    first = area_map(WARDS, figures(WARDS))
    other = figures(WARDS).assign(fill="#12436D", tooltip=lambda rows: rows["tooltip"] + "0")
    second = area_map(WARDS, other, tuple(WARDS.codes[:2]))
    assert first.specification is second.specification
    assert first.data != second.data


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([3, 18, 44, 97], [0, 20, 40, 60, 80, 100]),
        ([0, 1, 2], [0, 1, 2, 3, 4]),
        ([65.8, 71.2, 80.3, 98.1], [60, 70, 80, 90, 100]),
        ([7, 7, 7], [0, 2, 4, 6, 8]),
        ([0, 0], [0, 1, 2, 3, 4]),
        ([], [0, 1, 2, 3, 4]),
        ([2, 3, 3, 4, 4, 5, 5, 6, 450], [0, 10, 20, 50, 100, 200, 500]),
    ],
)
def test_amounts_fall_into_round_classes(values, edges):
    assert maps.cut_classes(values) == edges


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([-12.0, 4.0, 22.0], [-25, -15, -5, 5, 15, 25]),
        ([-3.0, 1.0], [-5, -3, -1, 1, 3, 5]),
        ([], [-5, -3, -1, 1, 3, 5]),
        ([*[4.0, -4.0] * 15, 300.0], [-500, -3, -1, 1, 3, 500]),
    ],
)
def test_changes_fall_into_classes_alike_on_both_sides_of_none(values, edges):
    assert maps.cut_classes(values, "change") == edges


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=40))
def test_classes_of_counts_cover_them_with_few_whole_steps(counts):
    edges = maps.cut_classes(counts)
    assert edges[0] <= min(counts)
    assert max(counts) <= edges[-1]
    assert 4 <= len(edges) - 1 <= 6
    assert edges == sorted(set(edges))
    assert all(edge == int(edge) for edge in edges)


@given(st.lists(st.floats(-900, 900), min_size=1, max_size=40))
def test_classes_of_change_cover_it_and_mirror_around_none(changes):
    edges = maps.cut_classes(changes, "change")
    assert edges[0] <= min(changes)
    assert max(changes) <= edges[-1]
    assert edges == [-e for e in reversed(edges)]
    assert len(edges) == 6
    assert maps.find_class(0, edges) == 2


def test_missing_values_have_no_class():
    assert maps.cut_classes([1, float("nan"), None, 3]) == maps.cut_classes([1, 3])
    assert maps.find_class(None, [0, 1, 2]) is None
    assert maps.find_class(float("nan"), [0, 1, 2]) is None


@pytest.mark.parametrize(("value", "place"), [(0, 0), (9.9, 0), (10, 1), (19, 1), (20, 1), (25, 1), (-1, 0)])
def test_a_class_holds_its_lower_edge_and_the_last_both(value, place):
    assert maps.find_class(value, [0, 10, 20]) == place


@pytest.mark.parametrize("size", [1, 3, 4.9, 5, 5.1, 15, 20, 25])
def test_a_rise_and_a_fall_of_one_size_are_equally_far_from_the_middle(size):
    edges = [-25, -15, -5, 5, 15, 25]
    assert maps.find_class(size, edges) + maps.find_class(-size, edges) == 4


def test_the_legend_speaks_in_round_numbers_and_minus_signs():
    assert maps.build_legend([-25, -5, 5, 2500], ["#1", "#2", "#3"], "%") == [
        ("−25 to −5%", "#1"),
        ("−5 to 5%", "#2"),
        ("5 to 2,500%", "#3"),
    ]
    with pytest.raises(ValueError, match="3 classes"):
        maps.build_legend([0, 1, 2, 3], ["#1"])


def test_a_ramp_keeps_its_ends_and_the_white_of_no_change():
    change = ["#12436D", "#6C9CC6", "#C9DDEE", "#FFFFFF", "#FBD9C4", "#F6A173", "#D3530F"]
    five = maps.mix_ramp(change, 5)
    assert (five[0], five[2], five[4]) == ("#12436D", "#FFFFFF", "#D3530F")
    assert maps.mix_ramp(AMOUNTS, 5) == AMOUNTS
    assert len(set(maps.mix_ramp(AMOUNTS, 6))) == 6


def test_contrast_is_that_of_wcag():
    assert maps.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert maps.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert maps.pick_readable("#12436D", "#101010", "#FFFFFF") == "#FFFFFF"
    assert maps.pick_readable("#EAF1F8", "#101010", "#FFFFFF") == "#101010"


@pytest.fixture
def scattered() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "longitude": rng.uniform(0.2, 0.3, 400),
            "latitude": rng.uniform(51.1, 51.15, 400),
            "n": rng.integers(1, 9, 400),
        }
    )


def test_hexagons_keep_every_crime(scattered):
    cells = maps.sum_into_hexagons(scattered, 300)
    assert cells["n"].sum() == scattered["n"].sum()
    assert cells["n"].is_monotonic_decreasing
    assert 1 < len(cells) < len(scattered)


def test_each_point_counts_to_the_nearest_hexagon(scattered):
    cells = maps.sum_into_hexagons(scattered, 300)
    across = 111_320 * math.cos(math.radians(51))
    expected = np.zeros(len(cells), dtype=int)
    for point in scattered.itertuples():
        away = np.hypot(
            (cells["longitude"] - point.longitude) * across, (cells["latitude"] - point.latitude) * 111_320
        )
        assert away.min() <= 302  # radius, and 1 m of rounding either way
        expected[away.argmin()] += point.n
    # Centres are rounded to 1 m: a point on an edge may count to either side.
    assert np.abs(expected - cells["n"]).sum() <= 0.02 * scattered["n"].sum()


def test_a_place_falls_into_the_same_hexagon_whatever_else_is_shown(scattered):
    one = maps.sum_into_hexagons(scattered.head(1), 300)
    all_of_them = maps.sum_into_hexagons(scattered, 300)
    assert (one.loc[0, ["longitude", "latitude"]].tolist()) in all_of_them[
        ["longitude", "latitude"]
    ].to_numpy().tolist()


def test_points_without_a_position_make_no_hexagon():
    nowhere = pd.DataFrame({"longitude": [None], "latitude": [None], "n": [4]}, dtype=float)
    cells = maps.sum_into_hexagons(nowhere)
    assert cells.empty
    deck = maps.draw_points(cells.assign(fill=[], tooltip=[]), WARDS, LOOK)
    assert layer(json.loads(deck.to_json()), "hexagons")["data"] == []


def made_points(number, span=0.4):
    """Points spread evenly over a square of so many degrees, one recorded at each."""
    side = math.ceil(math.sqrt(number))
    at = [(0.1 + span * i / side, 51.0 + span * j / side) for i in range(side) for j in range(side)][:number]
    return pd.DataFrame(
        {
            "longitude": [x for x, _ in at],
            "latitude": [y for _, y in at],
            "n": 1,
            "location": "",
            "ward_code": "",
        }
    )


@pytest.mark.parametrize("number", [50, 5_000, 100_000])
def test_however_many_points_a_map_gets_no_more_hexagons_than_it_can_show(number):
    points = made_points(number)
    radius = maps.find_radius(points, 200.0)
    cells = maps.sum_into_hexagons(points, radius)
    assert len(cells) <= 600
    assert cells["n"].sum() == number
    # No coarser than it has to be.
    assert radius == 200.0 or len(maps.sum_into_hexagons(points, radius / 2)) > 600


def test_around_a_place_hexagons_are_small_and_beyond_it_large_with_every_point_in_one():
    points, near = made_points(5_000), (0.2, 51.1, 0.25, 51.14)
    cells = maps.sum_for_view(points, 1000.0, ("location",), near, 200.0)
    assert cells["n"].sum() == 5_000
    inside = cells["longitude"].between(0.21, 0.24) & cells["latitude"].between(51.11, 51.13)
    assert set(cells.loc[inside, "radius_m"]) == {200.0}
    assert set(cells.loc[cells["longitude"] > 0.3, "radius_m"]) == {1000.0}
