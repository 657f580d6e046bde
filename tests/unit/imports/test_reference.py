"""Outlines, lookups and population: what is read, what is declined, and how they place rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from csp.data import database
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.harm import import_harm
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from csp.imports.manifest import manifest_rows
from csp.imports.months import stale_months
from tests.stored import read_rows, rows_in_force

pytestmark = pytest.mark.slow

WEST = [[0.2, 51.1], [0.3, 51.1], [0.3, 51.2], [0.2, 51.2], [0.2, 51.1]]
EAST = [[0.3, 51.1], [0.4, 51.1], [0.4, 51.2], [0.3, 51.2], [0.3, 51.1]]
LOOKUP = "﻿FID,LSOA11CD,LSOA11NM,WD19CD,WD19NM,LAD19CD,LAD19NM\n"


def feature(code: str, ring: list, **properties: object) -> dict:
    shape = {"type": "Polygon", "coordinates": [ring]} if ring else None
    return {
        "type": "Feature",
        "properties": {"WD19CD": code, "WD19NM": f"Ward {code}", **properties},
        "geometry": shape,
    }


def geojson(path: Path, *features: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def stored(store, kind: str) -> list[dict]:
    return read_rows(store, kind)


def placed(store) -> list[tuple]:
    rows = stored(store, "incidents")
    return sorted((r["district_code"], r["ward_code"] or "", r["longitude"], r["n"]) for r in rows)


def test_outlines_are_stored_per_district_with_their_year(extracts, tmp_path):
    path = geojson(
        tmp_path / "wards.geojson",
        feature("E05000001", WEST, LAD20CD="E07000116"),
        feature("E05000002", EAST, LAD20CD="E07000111"),
    )
    summary = import_boundaries([path])
    assert [(one.force, one.rows_stored, one.result) for one in summary.loaded] == [
        ("E07000111", 1, "new"),
        ("E07000116", 1, "new"),
    ]
    row = next(row for row in stored(extracts, "boundaries") if row["ward_code"] == "E05000001")
    assert (row["ward"], row["district_code"], row["year"]) == ("Ward E05000001", "E07000116", 2019)
    assert shapely.from_wkb(row["geometry"]).equals(shapely.Polygon(WEST))


def test_the_district_can_come_from_the_file_name_or_an_imported_lookup(extracts, tmp_path):
    import_boundaries([geojson(tmp_path / "E07000116.geojson", feature("E05000001", WEST))])
    nameless = geojson(tmp_path / "wards.geojson", feature("E05000002", EAST))
    assert "does not say which district" in import_boundaries([nameless]).refused[0].sentence
    import_lookup([table(tmp_path / "l.csv", LOOKUP + "1,E01000001,x,E05000002,Ward,E07000111,Sevenoaks\n")])
    assert import_boundaries([nameless]).ok
    assert sorted(row["force"] for row in rows_in_force(extracts, "boundaries")) == ["E07000111", "E07000116"]


def test_newer_outlines_of_a_district_replace_the_older_ones_there_only(extracts, tmp_path):
    first = feature("E05000001", WEST, LAD20CD="E07000116"), feature("E05000002", EAST, LAD20CD="E07000111")
    import_boundaries([geojson(tmp_path / "all.geojson", *first)])
    newer = feature("E05000009", WEST)
    newer["properties"] = {"WD24CD": "E05000009", "WD24NM": "New", "LAD24CD": "E07000116"}
    assert import_boundaries([geojson(tmp_path / "new.geojson", newer)]).loaded[0].result == "replaced"
    assert {(r["ward_code"], r["year"]) for r in stored(extracts, "boundaries")} == {
        ("E05000009", 2024),
        ("E05000002", 2019),
    }


def test_a_self_crossing_outline_is_mended_and_a_missing_one_declined(extracts, tmp_path):
    bow = [[0.2, 51.1], [0.4, 51.2], [0.4, 51.1], [0.2, 51.2], [0.2, 51.1]]
    path = geojson(tmp_path / "E07000116.geojson", feature("E05000001", bow), feature("E05000002", []))
    one = import_boundaries([path]).loaded[0]
    assert (one.rows_read, one.rows_stored, one.rows_declined) == (2, 1, 1)
    assert "E05000002,no outline" in one.rejects.read_text(encoding="utf-8")
    shape = shapely.from_wkb(stored(extracts, "boundaries")[0]["geometry"])
    assert shape.is_valid
    assert shape.area == pytest.approx(0.01)


@pytest.mark.usefixtures("extracts")
def test_every_feature_of_an_outline_file_is_accounted_for(tmp_path):
    nameless = feature("", WEST, LAD20CD="E07000116")
    elsewhere = feature("E05000003", [], LAD20CD="E07000110")
    path = geojson(
        tmp_path / "w.geojson", feature("E05000001", WEST, LAD20CD="E07000116"), nameless, elsewhere
    )
    (one,) = import_boundaries([path]).loaded
    assert (one.force, one.rows_read, one.rows_stored, one.rows_declined) == ("E07000116", 3, 1, 2)
    written = one.rejects.read_text(encoding="utf-8")
    assert ",no ward code" in written
    assert "E05000003,no outline" in written


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"type": "FeatureCollection", "features": [', "cannot be read as GeoJSON"),
        ('{"features": []}', "no feature has a property WDyyCD"),
        ('{"features": [{"properties": {"LAD20CD": "E07000116"}}]}', "no feature has a property WDyyCD"),
    ],
)
def test_a_file_that_holds_no_ward_outlines_is_refused(extracts, tmp_path, content, words):
    summary = import_boundaries([table(tmp_path / "E07000116.geojson", content)])
    assert words in summary.refused[0].sentence
    assert not manifest_rows(extracts)


def test_a_lookup_keeps_each_lsoa_once(extracts, tmp_path):
    text = LOOKUP + (
        "1,E01000001,a,E05000001,One,E07000116,Tunbridge Wells\n"
        "2,E01000001,a,E05000001,One,E07000116,Tunbridge Wells\n"
        "3,blank,a,E05000002,Two,E07000116,Tunbridge Wells\n"
    )
    one = import_lookup([table(tmp_path / "lookup.csv", text)]).loaded[0]
    assert (one.force, one.rows_read, one.rows_stored, one.rows_declined) == ("lsoa2011", 3, 1, 2)
    assert stored(extracts, "lookup") == [
        {
            "lsoa_code": "E01000001",
            "ward_code": "E05000001",
            "ward": "One",
            "district_code": "E07000116",
            "district": "Tunbridge Wells",
        }
    ]


def test_another_table_is_not_a_lookup(extracts, tmp_path):
    summary = import_lookup([table(tmp_path / "x.csv", "LAD19CD,LAD19NM\nE07000116,Tunbridge Wells\n")])
    assert "no column LSOAyyCD, WDyyCD" in summary.refused[0].sentence
    assert not manifest_rows(extracts)


def test_a_lookup_of_parts_of_lsoas_is_refused_because_it_is_not_best_fit(extracts, tmp_path):
    text = (
        "OA21CD,LSOA21CD,LSOA21NM,WD22CD,WD22NM,LAD22CD,LAD22NM\n"
        "E00000001,E01000001,a,E05000001,One,E07000116,Tunbridge Wells\n"
        "E00000002,E01000001,a,E05000002,Two,E07000116,Tunbridge Wells\n"
        "E00000003,E01000002,b,E05000002,Two,E07000116,Tunbridge Wells\n"
    )
    summary = import_lookup([table(tmp_path / "oa.csv", text)])
    assert summary.refused[0].sentence == (
        "oa.csv is not a best-fit lookup: it gives 1 of 2 LSOAs to several wards (E01000001 to E05000001 and "
        "E05000002). Download the one with best fit in its name."
    )
    assert not manifest_rows(extracts)


def test_a_directory_of_postcodes_is_refused_with_the_reason(extracts, tmp_path):
    path = table(tmp_path / "nspl.csv", "pcd,pcds,laua,ward,lsoa21\nTN1,TN1,E07000116,E05000001,E01000001\n")
    assert "is a directory of postcodes" in import_lookup([path], extracts).refused[0].sentence


def test_of_several_years_of_wards_a_lookup_has_the_newest(extracts, tmp_path):
    head = "LSOA11CD,LSOA21CD,WD22CD,WD22NM,WD24CD,WD24NM,LAD24CD,LAD22CD\n"
    row = "E01000001,E01000002,E05000001,Old,E05000009,New,E07000116,E07000100\n"
    (one,) = import_lookup([table(tmp_path / "both.csv", head + row)]).loaded
    assert one.force == "lsoa2021"
    (kept,) = stored(extracts, "lookup")
    assert (kept["lsoa_code"], kept["ward_code"], kept["ward"]) == ("E01000002", "E05000009", "New")
    assert kept["district_code"] == "E07000116"


def test_a_lookup_of_another_area_adds_and_one_of_all_areas_replaces(extracts, street, tmp_path):
    kent = "1,E01024785,x,E05000001,Old,E07000116,Tunbridge Wells\n"
    devon = "2,E01020000,x,E05003492,Alphington,E07000041,Exeter\n"
    newer = kent.replace("E05000001,Old", "E05000002,New")
    import_lookup([table(tmp_path / "kent.csv", LOOKUP + kent)])
    (one,) = import_lookup([table(tmp_path / "devon.csv", LOOKUP + devon)]).loaded
    assert (one.force, one.result, one.note) == ("lsoa2011-2", "new", "adds 1 LSOA")
    import_street([street()])
    assert placed(extracts) == [("E07000116", "E05000001", 0.263, 1)]
    import_lookup([table(tmp_path / "newer.csv", LOOKUP + newer)])
    assert {row["ward"] for row in stored(extracts, "lookup")} == {"Alphington", "New"}
    with database.connect() as connection:
        wards = connection.execute("SELECT ward FROM wards WHERE district_code = 'E07000041'").fetchall()
    assert wards == [("Alphington",)]
    (one,) = import_lookup([table(tmp_path / "all.csv", LOOKUP + kent + devon)]).loaded
    assert one.result == "replaced"
    assert [row["file"] for row in rows_in_force(extracts, "lookup")] == ["all.csv"]


@pytest.mark.parametrize(
    ("head", "row", "force"),
    [
        (
            "SOA2001,SOA2001_name,WARD2014,WARD2014_name,LGD2014,LGD2014_name",
            "95GG01S1,Falls,N08000301,Falls,N09000003,Belfast",
            "lsoani2001",
        ),
        (
            "DZ2021_code;Ward2014_code;Ward2014_name;LGD2014_code;LGD2014_name",
            "N20000001;N08000301;Falls;N09000003;Belfast",
            "lsoani2021",
        ),
        ("DZ2021_code,WARD2014,LGD2014", "N20000001,N08000301,N09000003", "lsoani2021"),
    ],
)
def test_a_lookup_of_northern_ireland_is_read_with_its_own_codes(extracts, tmp_path, head, row, force):
    (one,) = import_lookup([table(tmp_path / "ni.csv", f"{head}\n{row}\n")]).loaded
    assert (one.force, one.rows_stored) == (force, 1)
    (loaded,) = stored(extracts, "lookup")
    named = "name" in head
    assert (loaded["ward_code"], loaded["district_code"]) == ("N08000301", "N09000003")
    assert (loaded["ward"], loaded["district"]) == (
        ("Falls", "Belfast") if named else ("N08000301", "N09000003")
    )


@pytest.mark.parametrize(
    ("name", "text", "force"),
    [
        (
            "mye.csv",
            "Title\n\nCode,Name,Geography,Mid-2020, Mid-2006\n"
            'E07000116,"Tunbridge Wells",District,"118,939",104000\n',
            "mye",
        ),
        ("wards.csv", "LAD19CD,WD19CD,pop_mid2020,pop_mid2006\nE07000116,E07000116,118939,104000\n", "wards"),
        (
            "My table.csv",
            "area_code,year,population\nE07000116,2020,118939\nE07000116,2006,104000\n",
            "my-table",
        ),
    ],
)
def test_population_is_read_in_every_published_form(extracts, tmp_path, name, text, force):
    one = import_population([table(tmp_path / name, text)]).loaded[0]
    assert (one.force, one.rows_read, one.rows_declined) == (force, 2, 0)
    assert {(r["area_code"], r["year"], r["population"]) for r in stored(extracts, "population")} == {
        ("E07000116", 2020, 118939),
        ("E07000116", 2006, 104000),
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("E07000116,2020,", "no population"),
        ("E07000116,2020,-5", "not a whole number of people"),
        ("E07000116,2020,1.5", "not a whole number of people"),
        ('E07000116,2020,"1,2"', "not a whole number of people"),
        ("Kent,2020,5", "not a code of ONS"),
        ("E07000116,20,5", "not a year"),
        ("E07000111,2020,6", "area and year named twice"),
    ],
)
def test_a_declined_population_figure_says_why(extracts, tmp_path, row, reason):
    text = f"area_code,year,population\nE07000111,2020,120514\n{row}\n"
    one = import_population([table(tmp_path / "p.csv", text)]).loaded[0]
    assert (one.rows_read, one.rows_stored, one.rows_declined) == (2, 1, 1)
    assert reason in one.rejects.read_text(encoding="utf-8")
    assert [r["population"] for r in stored(extracts, "population")] == [120514]


def test_a_table_without_population_is_refused(extracts, tmp_path):
    summary = import_population([table(tmp_path / "p.csv", "Code,Name\nE07000116,Tunbridge Wells\n")])
    assert "is not a population table" in summary.refused[0].sentence
    assert not manifest_rows(extracts)


def test_reference_tables_imported_again_change_nothing(extracts, tmp_path):
    outlines = geojson(tmp_path / "E07000116.geojson", feature("E05000001", WEST))
    import_boundaries([outlines])
    stamp = extracts.stamp()
    assert [one.result for one in import_boundaries([outlines]).loaded] == ["unchanged"]
    assert extracts.stamp() == stamp


def test_a_point_in_an_outline_beats_the_lookup_and_the_name(extracts, street, tmp_path):
    import_boundaries([geojson(tmp_path / "E07000111.geojson", feature("E05000007", WEST))])
    text = LOOKUP + "1,E01024785,x,E05000001,One,E07000116,Tunbridge Wells\n"
    import_lookup([table(tmp_path / "lookup.csv", text)])
    import_street([street([{}, {"Longitude": "0.5"}])])
    assert placed(extracts) == [("E07000111", "E05000007", 0.263, 1), ("E07000116", "E05000001", 0.5, 1)]


def test_of_two_lookups_in_force_the_later_places_an_lsoa(extracts, street, tmp_path):
    old = "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\nE01024785,E05000001,Old,E07000116,Tunbridge Wells\n"
    new = "LSOA21CD,WD24CD,WD24NM,LAD24CD,LAD24NM\nE01024785,E05000002,New,E07000116,Tunbridge Wells\n"
    import_lookup([table(tmp_path / "old.csv", old), table(tmp_path / "new.csv", new)])
    assert sorted(row["force"] for row in rows_in_force(extracts, "lookup")) == ["lsoa2011", "lsoa2021"]
    import_street([street()])
    assert placed(extracts) == [("E07000116", "E05000002", 0.263, 1)]


def test_off_the_outlines_a_ward_of_another_vintage_is_not_mixed_in(extracts, street, tmp_path):
    import_boundaries([geojson(tmp_path / "E07000116.geojson", feature("E05000007", WEST))])
    text = LOOKUP + (
        "1,E01024785,x,E05000001,Old,E07000116,Tunbridge Wells\n"
        "2,E01024786,x,E05000007,Same,E07000116,Tunbridge Wells\n"
    )
    import_lookup([table(tmp_path / "lookup.csv", text)])
    off = {"Longitude": "0.5"}
    import_street([street([off, {**off, "LSOA code": "E01024786"}])])
    assert placed(extracts) == [("E07000116", "", 0.5, 1), ("E07000116", "E05000007", 0.5, 1)]


def test_a_point_on_the_edge_of_two_wards_is_counted_once(extracts, street, tmp_path):
    path = tmp_path / "E07000116.geojson"
    import_boundaries([geojson(path, feature("E05000001", WEST), feature("E05000002", EAST))])
    import_street([street([{"Longitude": "0.3", "Latitude": "51.15"}])])
    assert placed(extracts) == [("E07000116", "E05000001", 0.3, 1)]


@pytest.mark.usefixtures("extracts")
def test_an_outline_of_an_unconfigured_district_declines_its_rows_by_name(street, tmp_path):
    import_boundaries([geojson(tmp_path / "E06000035.geojson", feature("E05000001", WEST))])
    one = import_street([street()]).loaded[0]
    assert (one.rows_stored, one.outside_area) == (0, 1)
    assert "outside the configured area (Medway)" in one.rejects.read_text(encoding="utf-8")


def test_new_outlines_make_the_months_stale_until_they_are_imported_again(extracts, street, tmp_path):
    path = street()
    import_street([path])
    outlines = geojson(tmp_path / "E07000116.geojson", feature("E05000001", WEST))
    assert import_boundaries([outlines]).stale_months == 1
    assert stale_months(manifest_rows(extracts)) == 1
    again = import_street([path])
    assert (again.loaded[0].result, again.stale_months) == ("replaced", 0)
    assert placed(extracts) == [("E07000116", "E05000001", 0.263, 1)]
    assert import_street([path]).loaded[0].result == "unchanged"


def test_population_does_not_make_months_stale(extracts, street, tmp_path):
    import_street([street()])
    text = "area_code,year,population\nE07000111,2020,120514\n"
    assert import_population([table(tmp_path / "p.csv", text)]).stale_months == 0
    assert stale_months(manifest_rows(extracts)) == 0


HARM = "index,subgroup,median_days,mean_days\n"


def test_an_index_of_harm_is_stored_under_its_name_and_replaced_whole(extracts, tmp_path):
    path = table(tmp_path / "css.csv", f"{HARM}css,Robbery,746,746\ncss,Arson,201,203.5\n")
    (loaded,) = import_harm([path], extracts).loaded
    assert (loaded.result, loaded.rows_stored) == ("new", 2)
    table(path, f"{HARM}css,Robbery,750,750\n")
    (loaded,) = import_harm([path], extracts).loaded
    assert loaded.result == "replaced"
    assert [(row["subgroup"], row["median_days"]) for row in stored(extracts, "harm")] == [("Robbery", 750.0)]


def test_weights_that_cannot_be_used_are_declined_with_the_reason(extracts, tmp_path):
    rows = "css,Robbery,746,746\ncss,Robbery,1,1\ncss,Piracy,1,1\ncss,Arson,-5,1\nCSS,Arson,1,1\n,Arson,1,1\n"
    (loaded,) = import_harm([table(tmp_path / "css.csv", HARM + rows)], extracts).loaded
    assert (loaded.rows_stored, loaded.rows_declined) == (1, 5)
    (row,) = rows_in_force(extracts, "harm")
    rejects = (extracts.root / row["rejects_file"]).read_text(encoding="utf-8")
    reasons = ("named twice", "not a subgroup", "not a weight", "too like", "not the name of an index")
    for reason in reasons:
        assert reason in rejects


def test_another_table_is_no_table_of_harm_weights(extracts, tmp_path):
    summary = import_harm(
        [table(tmp_path / "a.csv", "area_code,year,population\nE07000116,2020,1\n")], extracts
    )
    assert "no column index, subgroup, median_days, mean_days" in summary.refused[0].sentence
