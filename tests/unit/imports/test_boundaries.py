"""Outline files feature by feature: which are stored, converted or declined, and what is said of a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

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
        ({"code": 5}, '"int 5" is not a ward code of ONS such as E05003499'),
        ({"ring": [[0.2]]}, "an outline that cannot be read"),
        ({"ring": [[0.2, 51.1], [0.3, 51.1]]}, "an outline that cannot be read"),
        ({"ring": []}, "no outline"),
        ({"ring": [[y, x] for x, y in RING]}, "latitude stands before longitude"),
        ({"ring": [[x * 1e6, 6.6e6 + y] for x, y in RING]}, "in Web Mercator"),
        ({"ring": IRISH, "code": "N08000201"}, "in the Irish Grid"),
        ({"ring": move(RING, 100)}, "not in longitude and latitude"),
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
