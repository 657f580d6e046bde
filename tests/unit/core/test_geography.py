"""Outlines, places, views and tiles. Real outlines are compared where they lie beside the checkout."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import spearmanr

from csp.core import geography
from csp.core.errors import UserError
from csp.core.settings import REFERENCE, ROOT

REAL = ROOT.parent / "shared" / "real" / "geography"
HOME = "E07000116"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="no real outlines beside the checkout")


def shape(polygons: geography.Polygons) -> shapely.Geometry:
    return shapely.MultiPolygon([(part[0], part[1:]) for part in polygons])


def squares(year: int = 2019, district: str = "E07000999", step: float = 0.1) -> pd.DataFrame:
    """Four square wards in a row, the outlines an import would give."""
    boxes = [shapely.box(i * step, 51, (i + 1) * step, 51 + step) for i in range(4)]
    return pd.DataFrame(
        {
            "ward_code": [f"E0500000{i}" for i in range(4)],
            "ward": [f"Ward {i}" for i in range(4)],
            "district_code": district,
            "year": year,
            "geometry": [shapely.to_wkb(box) for box in boxes],
        }
    )


@pytest.fixture(scope="module")
def real_wards() -> pd.DataFrame:
    rows = []
    for path in sorted(REAL.glob("E07*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            p = feature["properties"]
            wkb = shapely.to_wkb(shapely.from_geojson(json.dumps(feature["geometry"])))
            rows.append((p["WD19CD"], p["WD19NM"], p["LAD20CD"], 2019, wkb))
    return pd.DataFrame(rows, columns=["ward_code", "ward", "district_code", "year", "geometry"])


def overlap_and_gap(outlines: geography.Outlines, whole: shapely.Geometry) -> tuple[float, float]:
    """Area counted twice and area of `whole` left out, as shares of `whole`."""
    shapes = [shape(p) for p in outlines.frame["polygons"]]
    union = shapely.union_all(shapes)
    return (sum(s.area for s in shapes) - union.area) / whole.area, whole.difference(union).area / whole.area


@pytest.mark.parametrize(
    ("outlines", "outline", "level", "count"),
    [
        (geography.build_schematic_wards, "borough", "ward", 20),
        (geography.build_schematic_districts, "county", "district", 12),
    ],
)
def test_schematic_areas_tile_their_outline_once_each(outlines, outline, level, count):
    drawn = outlines()
    table = pd.read_csv(REFERENCE / "outlines.csv").sort_values("position")
    table = table[table["outline"] == outline]
    whole = shapely.make_valid(shapely.Polygon(table[["longitude", "latitude"]].to_numpy()))
    twice, left = overlap_and_gap(drawn, whole)
    assert (drawn.level, drawn.schematic, drawn.vintage) == (level, True, None)
    assert drawn.frame["area_code"].nunique() == len(drawn.frame) == count
    assert abs(twice) < 1e-4
    assert left < 1e-3


@pytest.mark.parametrize("outlines", [geography.build_schematic_wards, geography.build_schematic_districts])
def test_every_label_point_lies_in_its_area(outlines):
    for row in outlines().frame.itertuples():
        assert shape(row.polygons).contains(shapely.Point(row.longitude, row.latitude)), row.name


def test_every_named_place_lies_in_the_schematic_area_it_names():
    wards = {r.area_code: shape(r.polygons) for r in geography.build_schematic_wards().frame.itertuples()}
    borough = shapely.union_all(list(wards.values()))
    placed = [p for p in geography.read_places("ward") if p.ward_code]
    for place in placed:
        point = shapely.Point(place.longitude, place.latitude)
        # A village on the border may lie just outside the coarse outline, never in another ward.
        assert wards[place.ward_code].contains(point) or not borough.contains(point), place.name


@pytest.mark.real
@needs_real
def test_schematic_wards_agree_with_the_real_ones(real_wards):
    drawn = {r.area_code: shape(r.polygons) for r in geography.build_schematic_wards().frame.itertuples()}
    truth = real_wards[real_wards["district_code"] == HOME]
    shapes = {r.ward_code: shapely.from_wkb(r.geometry) for r in truth.itertuples()}
    agreed = sum(drawn[code].intersection(s).area for code, s in shapes.items())
    assert set(drawn) == set(shapes)
    assert agreed / sum(s.area for s in shapes.values()) >= 0.83


@pytest.mark.real
@needs_real
def test_schematic_districts_agree_with_the_real_ones(real_wards):
    drawn = {r.area_code: shape(r.polygons) for r in geography.build_schematic_districts().frame.itertuples()}
    shapes = {
        str(code): shapely.union_all(shapely.from_wkb(rows["geometry"].to_numpy()))
        for code, rows in real_wards.groupby("district_code")
    }
    agreed = sum(drawn[code].intersection(s).area for code, s in shapes.items())
    assert set(drawn) == set(shapes)
    assert agreed / sum(s.area for s in shapes.values()) >= 0.91


@pytest.mark.real
@needs_real
def test_real_outlines_are_light_and_still_meet(real_wards):
    whole = shapely.union_all(shapely.from_wkb(real_wards["geometry"].to_numpy()))
    drawn = geography.build_real_districts(real_wards, sorted(set(real_wards["district_code"])))
    twice, left = overlap_and_gap(drawn, whole)
    assert len(drawn.frame) == 12
    assert drawn.vintage == 2019
    assert not drawn.schematic
    assert abs(twice) < 1e-6
    assert left < 0.005
    assert len(json.dumps(list(drawn.frame["polygons"]))) < 60_000


def test_real_wards_are_preferred_to_schematic_ones():
    imported = squares(district=HOME)
    assert geography.find_wards(HOME).schematic
    outlines = geography.find_wards(HOME, imported)
    assert not outlines.schematic
    assert list(outlines.frame["name"]) == ["Ward 0", "Ward 1", "Ward 2", "Ward 3"]


def test_a_district_without_any_outlines_has_no_ward_map():
    assert geography.find_wards("E07000110") is None
    assert geography.find_districts(["E07000110", "E07000999"]) is None


def test_real_and_schematic_districts_are_never_mixed():
    imported = squares(district="E07000110")
    both = geography.find_districts(["E07000110", "E07000111"], imported)
    assert both.schematic
    assert set(both.codes) == {"E07000110", "E07000111"}


def test_the_newest_outlines_of_a_district_are_drawn():
    both = pd.concat([squares(2019), squares(2024).head(3)])
    drawn = geography.build_real_wards(both, "E07000999")
    assert (drawn.vintage, len(drawn.frame)) == (2024, 3)


def test_wards_dissolve_into_their_district():
    drawn = geography.build_real_districts(squares(), ["E07000999"])
    assert drawn.bounds == (0.0, 51.0, 0.4, 51.1)
    assert shape(drawn.frame["polygons"][0]).area == pytest.approx(0.04)
    assert len(drawn.frame["polygons"][0]) == 1


def test_outer_rings_run_clockwise_and_close():
    for row in geography.build_schematic_wards().frame.itertuples():
        for part in row.polygons:
            assert not shapely.is_ccw(shapely.LinearRing(part[0]))
            assert part[0][0] == part[0][-1]


def test_missing_outlines_are_named():
    with pytest.raises(UserError, match="E07000110"):
        geography.build_real_wards(squares(), "E07000110")


@pytest.mark.parametrize(
    ("width", "height", "margin"), [(800, 500, 16), (400, 700, 0), (1200, 300, 40), (320, 240, 16)]
)
def test_the_view_holds_the_bounds_and_fills_one_side(width, height, margin):
    bounds = geography.build_schematic_districts().bounds
    longitude, latitude, zoom = geography.fit_camera(bounds, width, height, margin)

    def pixel(lon: float, lat: float) -> np.ndarray:
        # Web Mercator from its definition, in px from the middle of the map.
        def up(phi: float) -> float:
            return math.asinh(math.tan(math.radians(phi))) / (2 * math.pi)

        scale = 512 * 2**zoom
        return np.array([(lon - longitude) / 360, up(latitude) - up(lat)]) * scale

    left, top = pixel(bounds[0], bounds[3])
    right, bottom = pixel(bounds[2], bounds[1])
    assert (-left, -top) == pytest.approx((right, bottom), abs=0.01)
    free = (width / 2 - right, height / 2 - bottom)
    assert min(free) == pytest.approx(margin, abs=0.01)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("pembury", "Pembury"),
        ("st johns", "St John's"),
        ("St James’", "St James'"),
        ("tunbridge", "Royal Tunbridge Wells"),
        ("sevenoaks", "Sevenoaks"),
        ("Cranbrok", "Cranbrook"),
    ],
)
def test_a_place_is_found_by_its_name_part_of_it_or_a_slip(query, first):
    assert geography.find_place(query)[0].name == first


def test_a_place_knows_its_ward():
    hawkenbury = geography.find_place("Hawkenbury")[0]
    assert (hawkenbury.ward, hawkenbury.ward_code) == ("Park", "E05005141")
    assert geography.find_place("Royal Tunbridge Wells")[0].ward_code is None


@pytest.mark.parametrize("query", ["", "   ", "'", "qqqqqq"])
def test_nothing_is_found_for_nothing(query):
    assert geography.find_place(query) == []


def test_each_ward_has_one_tile_of_its_own():
    tiles = geography.read_ward_tiles()
    wards = pd.read_csv(REFERENCE / "wards.csv")
    assert sorted(tiles["ward_code"]) == sorted(wards["ward_code"])
    assert not tiles.duplicated(["column", "row"]).any()
    assert tiles["column"].min() == tiles["row"].min() == 0


def test_tiles_lie_as_the_wards_do():
    tiles = geography.read_ward_tiles().merge(pd.read_csv(REFERENCE / "wards.csv"), on="ward_code")
    assert spearmanr(tiles["column"], tiles["longitude"]).statistic > 0.95
    assert spearmanr(tiles["row"], -tiles["latitude"]).statistic > 0.85


@pytest.mark.real
@needs_real
def test_most_neighbours_are_neighbours_among_the_tiles(real_wards):
    home = real_wards[real_wards["district_code"] == HOME]
    shapes = {r.ward_code: shapely.from_wkb(r.geometry) for r in home.itertuples()}
    at = {r.ward_code: (r.column, r.row) for r in geography.read_ward_tiles().itertuples()}
    # A border of about 100 m or more: wards that meet in a corner are not neighbours.
    pairs = [
        (a, b) for a in shapes for b in shapes if a < b and shapes[a].intersection(shapes[b]).length > 0.001
    ]
    adjacent = [max(abs(at[a][0] - at[b][0]), abs(at[a][1] - at[b][1])) == 1 for a, b in pairs]
    assert len(pairs) > 30
    assert sum(adjacent) / len(adjacent) >= 0.85


def test_two_wards_on_a_tile_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    text = "ward_code,ward,column,row\nE05005130,Benenden and Cranbrook,1,1\nE05005131,Brenchley,1,1\n"
    (tmp_path / "ward_tiles.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr("csp.core.geography.tables.REFERENCE", tmp_path)
    with pytest.raises(UserError, match=r"ward_tiles\.csv"):
        geography.read_ward_tiles()


def test_areas_of_ones_own_are_drawn_as_one_in_place_of_their_districts():
    apart = {
        row.area_code: shape(row.polygons) for row in geography.build_schematic_districts().frame.itertuples()
    }
    wards = {
        row.area_code: shape(row.polygons) for row in geography.build_schematic_wards().frame.itertuples()
    }
    parts, town = ("E07000110", "E07000115"), ("E05005134", "E05005141")
    areas = (geography.OwnArea("E06000998", parts), geography.OwnArea("E06000997", (), town))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "csp.core.geography.schematic.read_district_names",
            lambda: dict.fromkeys([*apart, "E06000997", "E06000998"], "Name"),
        )
        outlines = geography.find_districts(["E06000997", "E06000998", "E07000105"], None, areas)
        unknown = (geography.OwnArea("E06000996", ("E07000041",)),)
        assert geography.find_districts(["E06000996"], None, unknown) is None
    drawn = {row.area_code: shape(row.polygons) for row in outlines.frame.itertuples()}
    assert drawn["E06000998"].area == pytest.approx(sum(apart[code].area for code in parts), rel=1e-3)
    assert drawn["E06000997"].area <= sum(wards[code].area for code in town) * 1.001
    assert drawn["E06000997"].difference(apart[HOME].buffer(0.001)).area < 1e-6
    assert drawn["E07000105"].equals(apart["E07000105"])
    # Of a town the wards are drawn, where all of them are known.
    assert set(geography.find_wards("E06000997", None, town).codes) == set(town)
    assert geography.find_wards("E06000997", None, (*town, "E05099999")) is None
