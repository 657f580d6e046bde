"""Outline files feature by feature: which are stored, converted or declined, and what is said of a file."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

from csp.data import queries
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.boundaries.wards import sort_features
from csp.imports.formats.police import import_street
from csp.statistics.national_grid import unproject
from tests.stored import read_rows

RING = [[0.2, 51.1], [0.3, 51.1], [0.3, 51.2], [0.2, 51.2], [0.2, 51.1]]
# The same corner of Kent in metres, and one of Belfast on the Irish Grid.
GRID = [[558_000, 139_000], [559_000, 139_000], [559_000, 140_000], [558_000, 140_000], [558_000, 139_000]]
IRISH = [[x - 220_000, y + 230_000] for x, y in GRID]
HOME = "E07000116"


def move(ring: list, east: float) -> list:
    return [[x + east, y] for x, y in ring]


def feature(code: object = "E05015803", ring: object = RING, year: int = 25, district: object = HOME) -> dict:
    properties = {f"WD{year}CD": code, f"WD{year}NM": f"Ward {code}", f"LAD{year}CD": district}
    return {"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def declined(*features: dict, named: str | None = None) -> list[tuple[str, str]]:
    """The features that are declined, beside a good one, which is stored in any case."""
    good = feature("E05009999", move(RING, 0.5))
    wards = sort_features([good, *features], named, {})
    assert "E05009999" in [row["ward_code"] for row in wards.rows[HOME]]
    return [each for reasons in wards.declined.values() for each in reasons]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": " "}, "no ward code"),
        ({"district": " "}, "no district is named"),
        ({"code": 5}, '"int 5" is not a ward code of ONS'),
        ({"ring": [[0.2]]}, "an outline that cannot be read"),
        ({"ring": [[0.2, 51.1], [0.3, 51.1]]}, "an outline that cannot be read"),
        ({"ring": []}, "no outline"),
        ({"ring": [[y, x] for x, y in RING]}, "latitude stands before longitude"),
        ({"ring": [[x * 1e6, 6.6e6 + y] for x, y in RING]}, "in Web Mercator"),
        ({"ring": IRISH, "code": "N08000201"}, "in the Irish Grid"),
        ({"ring": [[x + 400_000, y + 500_000] for x, y in IRISH], "code": "N08000201"}, "in the Irish Grid"),
        ({"ring": move(RING, 100)}, "an outline that lies outside the United Kingdom"),
        ({"ring": [[x, 9e9] for x, _ in RING]}, "not in longitude and latitude"),
    ],
)
def test_a_feature_that_cannot_be_used_is_declined_alone_with_its_reason(changed, reason):
    ((_, said),) = declined(feature(**changed))
    assert said.startswith(reason)


def test_a_feature_without_properties_or_outline_is_declined_alone():
    nothing = {"properties": {}, "geometry": None}
    bare = {**feature(), "geometry": None}
    assert [reason for _, reason in declined(nothing, bare)] == ["no ward code", "no outline"]


def test_of_two_editions_the_newer_is_kept_in_each_district():
    features = [
        feature("E05005130", year=19),
        feature("E05015803", year=25),
        feature("E05005001", year=19, district="E07000111"),
    ]
    wards = sort_features(features, None, {})
    assert {district: [row["ward_code"] for row in rows] for district, rows in wards.rows.items()} == {
        HOME: ["E05015803"],
        "E07000111": ["E05005001"],
    }
    assert wards.declined == {HOME: [("E05005130", "of the wards of 2019: those of 2025 are kept")]}


def test_a_twin_is_dropped_and_an_island_is_joined():
    wards = sort_features([feature(), feature(), feature(ring=move(RING, 0.2))], None, {})
    (row,) = wards.rows[HOME]
    assert row["shape"].equals(shapely.union(shapely.Polygon(RING), shapely.Polygon(move(RING, 0.2))))
    assert [reason for _, reason in wards.declined[HOME]] == [
        "the ward stands in the file twice",
        "a further part of a ward, joined to its first one",
    ]


def write(path: Path, *features: dict, **further: object) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": list(features), **further}), encoding="utf-8"
    )
    return path


def test_outlines_on_the_national_grid_are_converted_and_counted(extracts, tmp_path):
    path = write(tmp_path / "w.geojson", feature(ring=GRID), feature("E05015804", move(RING, 0.5)))
    summary = import_boundaries([path])
    assert summary.remarks == [
        "w.geojson: 1 outline was on the National Grid, and converted to longitude and latitude (within 5 m)."
    ]
    row = next(row for row in read_rows(extracts, "boundaries") if row["ward_code"] == "E05015803")
    expected = shapely.Polygon(unproject(np.array(GRID, dtype=float)))
    assert shapely.from_wkb(row["geometry"]).equals_exact(expected, 1e-9)
    west, south, east, north = expected.bounds
    assert 0.2 < west < east < 0.3
    assert 51.1 < south < north < 51.2


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    "mark", [{"exceededTransferLimit": True}, {"properties": {"exceededTransferLimit": True}}]
)
def test_a_page_that_the_service_cut_is_said_to_be_one(tmp_path, mark):
    summary = import_boundaries([write(tmp_path / "p.geojson", feature(), **mark)])
    assert summary.ok
    assert "p.geojson is one page of several: the service stopped at its limit" in summary.remarks[0]
    assert not import_boundaries([write(tmp_path / "q.geojson", feature())]).remarks


@pytest.mark.usefixtures("extracts")
def test_every_feature_is_counted_and_the_main_reason_stands_beside_the_result(tmp_path):
    path = write(tmp_path / "w.geojson", feature(), feature(), feature(), feature("E05005130", year=19))
    (one,) = import_boundaries([path]).loaded
    assert (one.rows_read, one.rows_stored, one.rows_declined) == (4, 1, 3)
    assert one.note == "2 the ward stands in the file twice, 1 for other reasons"
    with one.rejects.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3


def test_a_row_lies_in_the_newer_of_two_outlines_that_lie_over_one_another(extracts, street, tmp_path):
    import_boundaries([write(tmp_path / "old.geojson", feature("E05005001", year=19, district="E07000111"))])
    import_boundaries([write(tmp_path / "new.geojson", feature("E05015803", year=25))])
    import_street([street()])
    assert [(row["district_code"], row["ward_code"]) for row in read_rows(extracts, "incidents")] == [
        (HOME, "E05015803")
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"type": "Topology", "objects": {}}', "is TopoJSON, not GeoJSON"),
        ('{"features": [{"attributes": {"WD24CD": "E05015803"}}]}', "is Esri JSON, not GeoJSON"),
        (
            '{"error": {"code": 400, "message": "Invalid query"}}',
            'that it failed ("Invalid query"). Ask it again',
        ),
        ('<?xml version="1.0"?><kml/>', "is KML, not GeoJSON"),
        ("<!DOCTYPE html><html>", "is a web page, not GeoJSON"),
        ("SQLite format 3\0", "is a GeoPackage, not GeoJSON"),
        ("\0\0\x27\n", "is part of a Shapefile, not GeoJSON"),
        ("WD24CD,WD24NM\n", "it does not begin as such files do"),
        (" ", "is empty"),
        (
            '{"features": [{"properties": {"LAD24CD": "E07000116"}}]}',
            "holds outlines of districts, not of wards",
        ),
    ],
)
def test_outlines_of_another_kind_are_refused_with_the_kind(extracts, tmp_path, content, words):
    path = tmp_path / "w.geojson"
    path.write_bytes(content.encode("latin-1"))
    assert words in import_boundaries([path], extracts).refused[0].sentence


def test_an_archive_of_a_shapefile_says_what_to_download(extracts, tmp_path):
    with zipfile.ZipFile(tmp_path / "wards.zip", "w") as archive:
        archive.writestr("WD24/WD24.shp", "x")
    sentence = import_boundaries([tmp_path / "wards.zip"], extracts).refused[0].sentence
    assert sentence.endswith(
        "file but a Shapefile. Download the same as GeoJSON, in WGS84 where it is offered."
    )


def test_one_feature_alone_and_points_of_four_figures_are_read(extracts, tmp_path):
    path = tmp_path / "w.json"
    path.write_text(
        json.dumps({"type": "Feature", **feature(ring=[[*point, 12.5, 1.0] for point in RING])}),
        encoding="utf-8",
    )
    assert import_boundaries([path], extracts).loaded[0].rows_stored == 1


def test_wards_of_northern_ireland_are_known_by_the_names_of_their_own_survey():
    properties = {"WARDCODE": "N08000301", "WARDNAME": "Falls", "LGD2014_Code": "N09000003"}
    ring = [[x - 6.2, y + 3.5] for x, y in RING]
    wards = sort_features([{**feature(ring=ring), "properties": properties}], None, {})
    (row,) = wards.rows["N09000003"]
    assert (row["ward_code"], row["ward"], row["year"]) == ("N08000301", "Falls", 2014)


def collection(path: Path, *features: dict, **top: object) -> Path:
    path.write_text(json.dumps({"features": features, **top}), encoding="utf-8")
    return path


def test_the_pages_of_an_answer_join_and_the_next_edition_replaces_all_of_them(extracts, tmp_path):
    codes = [f"E0501580{number}" for number in range(4)]
    wards = [feature(code, move(RING, number / 10)) for number, code in enumerate(codes)]
    first = collection(tmp_path / "1.geojson", *wards[:3], exceededTransferLimit=True)
    second = collection(tmp_path / "2.geojson", wards[3])
    summary = import_boundaries([first, second], extracts)
    assert [one.note for one in summary.loaded] == ["", "beside 3 wards of 1.geojson"]
    assert {row["ward_code"] for row in read_rows(extracts, "boundaries")} == set(codes)
    assert set(queries.ward_outlines(HOME).frame["area_code"]) == set(codes)
    assert {one.result for one in import_boundaries([first, second], extracts).loaded} == {"unchanged"}
    again = import_boundaries([collection(tmp_path / "3.geojson", *wards[:2])], extracts)
    assert [one.note for one in again.loaded] == [
        "beside 1 ward of 2.geojson; instead of 3 wards of 1.geojson"
    ]
    later = import_boundaries([collection(tmp_path / "26.geojson", feature(year=26))], extracts)
    assert [one.result for one in later.loaded] == ["replaced"]
    assert {row["ward_code"] for row in read_rows(extracts, "boundaries")} == {"E05015803"}


def test_wards_that_lie_over_others_of_the_same_year_replace_them(extracts, tmp_path):
    import_boundaries([collection(tmp_path / "may.geojson", feature("E05015801"))], extracts)
    import_boundaries([collection(tmp_path / "december.geojson", feature("E05015809"))], extracts)
    assert {row["ward_code"] for row in read_rows(extracts, "boundaries")} == {"E05015809"}


def test_a_file_of_which_one_district_was_replaced_is_read_again(extracts, tmp_path):
    both = collection(
        tmp_path / "both.geojson",
        feature("E05015801"),
        feature("E05015802", move(RING, 1), district="E07000111"),
    )
    import_boundaries([both], extracts)
    import_boundaries([collection(tmp_path / "new.geojson", feature("E05015809", year=26))], extracts)
    import_boundaries([both], extracts)
    assert {row["ward_code"] for row in read_rows(extracts, "boundaries")} == {"E05015801", "E05015802"}


def test_a_number_of_features_at_which_services_stop_is_said(extracts, tmp_path):
    wards = [feature(f"E05{number:06}", move(RING, number / 1000)) for number in range(1000)]
    (remark,) = import_boundaries([collection(tmp_path / "w.geojson", *wards)], extracts).remarks
    assert "holds 1,000 features, a number at which services stop" in remark
