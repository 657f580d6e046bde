"""Outlines of wrong types."""

from __future__ import annotations

import pytest

from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from tests.unit.imports.hostile.files import LOOKUP, outlines, refusals_by_file, stored

pytestmark = pytest.mark.slow


def test_a_name_that_is_no_text_leaves_the_code_as_the_name(extracts, put):
    names = [12345, ["a"], {"a": 1}, True, None, 1.5, "", " "]
    wards = [{"WD19NM": name, "WD19CD": f"E0500496{n}"} for n, name in enumerate(names)]
    assert import_boundaries([put("w.geojson", outlines(*wards))]).ok
    assert [row["ward"] for row in stored(extracts, "boundaries")] == [ward["WD19CD"] for ward in wards]


def test_names_lose_what_steers_a_terminal(extracts, put):
    hostile = "\x1b[31mNorth\u202e\nWard\ud800\x85"
    assert import_boundaries([put("w.geojson", outlines({"WD19NM": hostile}))]).ok
    assert [row["ward"] for row in stored(extracts, "boundaries")] == ["[31mNorth Ward\ufffd"]
    row = "E01024785,E05004963,\x1b[31mWard,E07000116,Tunbridge\u2028Wells\n"
    assert import_lookup([put("l.csv", LOOKUP + row)]).ok
    (row,) = stored(extracts, "lookup")
    assert (row["ward"], row["district"]) == ("[31mWard", "Tunbridge Wells")


def test_a_nul_is_declined_wherever_it_stands(extracts, put, street):
    two = outlines({"WD19NM": "a\0b"}, {"WD19CD": "E05004964"})
    assert [one.rows_declined for one in import_boundaries([put("w.geojson", two)]).loaded] == [1]
    rows = "E01024785,E05004963,W\0,E07000116,T\nE01024786,E05004963,W,E07000116,T\n"
    assert [one.rows_declined for one in import_lookup([put("l.csv", LOOKUP + rows)]).loaded] == [1]
    files = [{}, {"Location": "On or near \0"}, {"Last outcome category": "x\0"}, {"Crime type": "Drugs\0"}]
    (one,) = import_street([street(files)]).loaded
    assert (one.rows_stored, one.rows_declined) == (1, 3)
    text = one.rejects.read_text(encoding="utf-8")
    assert text.count("holds a NUL character") == 3
    assert "\0" not in text
    assert all("\0" not in str(value) for row in stored(extracts, "incidents") for value in row.values())


SHAPES = [
    ("[" * 100_000, "nested far deeper"),
    ('{"a":' * 100_000, "nested far deeper"),
    (outlines().replace("51.2", "NaN"), "cannot be read as GeoJSON"),
    (outlines().replace("51.2", "-Infinity"), "cannot be read as GeoJSON"),
    (outlines().replace("51.2", "1e400"), "a point that is nowhere"),
    (outlines().replace("51.2", "1" + "0" * 400), "an outline that cannot be read"),
    (outlines().replace("51.2", "1" * 5000), "cannot be read as GeoJSON"),
    (outlines(geometry={"type": 5}), "an outline that cannot be read"),
    (outlines(geometry={"type": "Polygon"}), "an outline that cannot be read"),
    (outlines(geometry={"type": "Polygon", "coordinates": "x"}), "an outline that cannot be read"),
    (outlines(geometry={"type": "Polygon", "coordinates": [[[0.2]]]}), "an outline that cannot be read"),
    (outlines(geometry=[1]), "an outline that cannot be read"),
    (outlines(geometry="POLYGON"), "an outline that cannot be read"),
    ("[]", "has no list of features"),
    ("5", "has no list of features"),
    ('{"features": {"WD19CD": 1}}', "has no list of features"),
    ('{"features": [5, null, [], "x"]}', "no feature has a property WDyyCD"),
    ('{"features": [{"properties": ["WD19CD"], "geometry": null}]}', "no feature has a property WDyyCD"),
    (outlines({"WD19CD": ["E05004963"]}), "is not a ward code of ONS"),
    (outlines({"WD19CD": 5}), "is not a ward code of ONS"),
    (outlines({"LAD19CD": {"a": 1}}), "is not a district code of ONS"),
    (outlines({"LAD19CD": False}), "is not a district code of ONS"),
    (outlines({"wd19cd": ["x"]}), "is not a ward code of ONS"),
    ("[" + "[]," * 400_000 + "[]]", "it consists of brackets"),
    ('{"features": [' + "5," * 100_000 + "5]}", "holds 100,001 features"),
    (outlines().encode("utf-16"), "not UTF-8 text"),
    (b"\xff\xfe\x00", "not UTF-8 text"),
]


@pytest.mark.usefixtures("extracts")
def test_geojson_of_another_shape_is_one_sentence(put):
    files = {str(n): put(f"{n}.geojson", content) for n, (content, _) in enumerate(SHAPES)}
    for sentence, (_, words) in zip(refusals_by_file(import_boundaries, files).values(), SHAPES, strict=True):
        assert words in sentence
