"""Road collisions: what is read of each layout, what is declined or refused, and what replaces what."""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csp.core import collision_codes, damage, settings
from csp.data import bucket, database, queries
from csp.data.status import read_status
from csp.imports import disk, manifest
from csp.imports.check import examine
from csp.imports.cli import import_commands
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.collisions import KINDS, import_collisions, reader, reconcile_years
from csp.imports.formats.collisions.reader import CollisionReader
from csp.imports.repair import repair
from csp.imports.report import notes, status
from csp.topics.data_status.findings import NO_COLLISIONS, PROVISIONAL, describe_roads
from csp.topics.data_status.tables import build_roads
from tests.stored import read_rows, rows_in_force
from tests.unit.imports.killed import kill_at_steps

pytestmark = pytest.mark.slow

HOME, NEXT = "E07000116", "E07000111"
COLLISION = {
    "collision_index": "2024460000001",
    "collision_year": "2024",
    "collision_ref_no": "460000001",
    "longitude": "0.263",
    "latitude": "51.132",
    "police_force": "46",
    "collision_severity": "2",
    "number_of_vehicles": "2",
    "number_of_casualties": "1",
    "date": "21/05/2024",
    "day_of_week": "3",
    "time": "15:30",
    "local_authority_district": "-1",
    "local_authority_ons_district": HOME,
    "first_road_class": "3",
    "first_road_number": "26",
    "road_type": "6",
    "speed_limit": "30",
    "junction_detail_historic": "-1",
    "junction_detail": "19",
    "light_conditions": "1",
    "weather_conditions": "2",
    "road_surface_conditions": "2",
    "urban_or_rural_area": "1",
    "lsoa_of_accident_location": "E01024785",
    "enhanced_severity_collision": "7",
    "collision_adjusted_severity_serious": "1.0",
    "collision_adjusted_severity_slight": "0.0",
}
CASUALTY = {
    "collision_index": "2024460000001",
    "vehicle_reference": "1",
    "casualty_reference": "1",
    "sex_of_casualty": "2",
    "age_of_casualty": "35",
    "age_band_of_casualty": "6",
    "casualty_severity": "2",
    "casualty_type": "8",
    "casualty_imd_decile": "4",
    "enhanced_casualty_severity": "5",
    "casualty_adjusted_severity_serious": "0.75",
    "casualty_adjusted_severity_slight": "0.25",
}
VEHICLE = {
    "collision_index": "2024460000001",
    "vehicle_reference": "1",
    "vehicle_type": "9",
    "sex_of_driver": "1",
    "age_band_of_driver": "7",
}
OLD = {
    "Accident_Index": "201046A000001",
    "Longitude": "0.263",
    "Latitude": "51.132",
    "Accident_Severity": "3",
    "Number_of_Vehicles": "1",
    "Number_of_Casualties": "1",
    "Date": "2010-01-05",
    "Day_of_Week": "3",
    "Time": "08:40:00.0000000",
    "Local_Authority_(District)": "543",
    "1st_Road_Class": "1",
    "1st_Road_Number": "20",
    "Junction_Detail": "9",
    "LSOA_of_Accident_Location": "",
}


@pytest.fixture
def write(tmp_path):
    """Writes a file of rows that are a row of its kind with changes: write("c.csv", COLLISION, {...}, {})."""

    def put(name: str, row: Mapping[str, str], *changes: Mapping[str, str], newline: str = "\n") -> Path:
        path = tmp_path / name
        rows = [{**row, **change} for change in changes or ({},)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator=newline)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return put


def numbered(number: int, **changes: str) -> dict[str, str]:
    reference = f"46{number:07d}"
    return {"collision_index": f"2024{reference}", "collision_ref_no": reference, **changes}


def imported_years():
    """The years that are imported, as pages read them; those of the sample are loaded beside them."""
    years = queries.ask("store/collisions")
    return years[years["source"] == "dft"]


def refusal(paths, store) -> str:
    summary = import_collisions(paths, store)
    (refused,) = summary.refused
    assert not summary.loaded
    return refused.sentence


def test_a_collision_of_the_present_layout_is_read_field_by_field(extracts, write):
    (loaded,) = import_collisions([write("c.csv", COLLISION)], extracts).loaded
    assert (loaded.kind, loaded.force, loaded.result, loaded.rows_stored) == ("collisions", "2024", "new", 1)
    (row,) = read_rows(extracts, "collisions")
    assert {**row, "date": row["date"].isoformat()} == {
        "source": "dft",
        "collision_key": "2024460000001",
        "date": "2024-05-21",
        "hour": 15,
        "district_code": HOME,
        "ward_code": None,
        "longitude": 0.263,
        "latitude": 51.132,
        "severity": 2,
        "enhanced_severity": 7,
        "adjusted_serious": 1.0,
        "adjusted_slight": 0.0,
        "casualties": 1,
        "vehicles": 2,
        "speed_limit": 30,
        "road": "A26",
        "road_class": 3,
        "road_type": 6,
        "junction": 19,
        "light": 1,
        "weather": 2,
        "surface": 2,
        "area_type": 1,
        "provisional": False,
    }


def test_a_collision_of_the_old_layout_is_placed_by_the_number_of_its_district(extracts, write):
    import_collisions([write("Accidents.csv", OLD)], extracts)
    (row,) = read_rows(extracts, "collisions")
    assert (row["collision_key"], row["district_code"], row["hour"]) == ("201046A000001", HOME, 8)
    assert (row["road"], row["junction"], row["severity"]) == ("M20", 19, 3)
    assert row["adjusted_serious"] is row["weather"] is row["light"] is None


def test_the_other_spellings_of_the_guide_are_read(extracts, write):
    other = {
        "enhanced_severity_collision": "enhanced_collision_severity",
        "collision_adjusted_severity_serious": "collision_adjusted_serious",
        "collision_adjusted_severity_slight": "collision_adjusted_slight",
        "lsoa_of_accident_location": "lsoa_of_collision_location",
        "collision_index": "accident_index",
        "collision_year": "accident_year",
        "collision_ref_no": "accident_reference",
        "collision_severity": "accident_severity",
    }
    import_collisions([write("c.csv", {other.get(name, name): cell for name, cell in COLLISION.items()})])
    (row,) = read_rows(extracts, "collisions")
    assert (row["enhanced_severity"], row["adjusted_serious"], row["adjusted_slight"]) == (7, 1.0, 0.0)


@pytest.mark.parametrize(("encoding", "words"), [("cp1252", "characters of Windows"), ("utf-16", "UTF-16")])
def test_files_that_a_spreadsheet_saved_are_read_and_said_to_be_such(extracts, write, encoding, words):
    paths = [
        write("a.csv", {**CASUALTY, "sex_of_casualty": "é"}),
        write("c.csv", COLLISION, {"weather_conditions": "é"}),
    ]
    for path in paths:
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    summary = import_collisions(paths, extracts)
    assert [loaded.rows_stored for loaded in summary.loaded] == [1, 1]
    for path in paths:
        assert any(path.name in remark and words in remark for remark in summary.remarks)


def test_casualties_and_vehicles_follow_their_collision_in_any_order_of_files(extracts, write):
    paths = [write("v.csv", VEHICLE), write("a.csv", CASUALTY), write("c.csv", COLLISION)]
    summary = import_collisions(paths, extracts)
    assert [loaded.kind for loaded in summary.loaded] == ["collisions", "vehicles", "casualties"]
    (casualty,) = read_rows(extracts, "casualties")
    assert casualty == {
        "source": "dft",
        "collision_key": "2024460000001",
        "vehicle": 1,
        "casualty": 1,
        "severity": 2,
        "enhanced_severity": 5,
        "adjusted_serious": 0.75,
        "adjusted_slight": 0.25,
        "road_user": "car occupant",
        "casualty_type": 8,
        "age": 35,
        "age_band": 6,
        "sex": 2,
        "home_imd": 4,
    }
    # What is published to object storage is what every name of the three tables matches.
    assert len(bucket.list_seals(row for kind in KINDS for row in rows_in_force(extracts, kind))) == 3
    (vehicle,) = read_rows(extracts, "vehicles")
    assert (vehicle["vehicle_type"], vehicle["driver_sex"], vehicle["driver_age_band"]) == (9, 1, 7)
    collisions = queries.ask(
        "road_safety/collisions", source="dft", districts=(HOME,), start="2024-01-01", end="2024-12-31"
    )
    assert collisions[["fatal", "serious", "slight"]].to_numpy().tolist() == [[0, 1, 0]]
    assert collisions["casualties_adjusted_serious"].tolist() == [0.75]


def test_codes_that_say_nothing_or_are_not_in_the_list_are_missing(extracts, write):
    nothing = dict.fromkeys(
        ("speed_limit", "light_conditions", "weather_conditions", "first_road_number", "time"), "-1"
    )
    nothing |= {"road_surface_conditions": "77", "urban_or_rural_area": "", "longitude": "NULL"}
    nothing |= {"enhanced_severity_collision": "-1", "collision_adjusted_severity_serious": "1.5"}
    import_collisions([write("c.csv", COLLISION, nothing)], extracts)
    (row,) = read_rows(extracts, "collisions")
    empty = ("speed_limit", "light", "weather", "surface", "area_type", "road", "hour", "longitude")
    assert [row[name] for name in (*empty, "latitude", "enhanced_severity", "adjusted_serious")] == [
        None
    ] * 11


def test_junctions_of_all_years_have_one_code(extracts, write):
    cases = [
        ("3", "13", "6", 13),
        ("6", "16", "6", 16),
        ("1", "0", "1", 1),  # the conversion of 2024 says "not at a junction"
        ("5", "0", "7", 5),
        ("-1", "0", "1", 1),  # since 2024 only the type of the road tells
        ("-1", "-1", "1", 1),
        ("-1", "16", "1", 16),
        ("-1", "0", "6", 0),
        ("-1", "-1", "6", None),
        ("99", "99", "6", 99),
    ]
    names = ("junction_detail_historic", "junction_detail", "road_type")
    rows = [
        {**numbered(number), **dict(zip(names, case[:3], strict=True))} for number, case in enumerate(cases)
    ]
    import_collisions([write("c.csv", COLLISION, *rows)], extracts)
    stored = {int(row["collision_key"][-1]): row["junction"] for row in read_rows(extracts, "collisions")}
    assert [stored[number] for number in range(len(cases))] == [code for *_, code in cases]
    assert {code for *_, code in cases if code is not None} <= collision_codes.read_labels("junction").keys()


def test_every_row_is_accounted_for_and_declined_rows_are_listed(extracts, write):
    rows = [
        numbered(1),
        numbered(2, local_authority_ons_district="E09000001"),
        numbered(3, date="31/02/2024"),
        numbered(4, collision_severity="9"),
        numbered(1),
        numbered(6, local_authority_ons_district="-1", longitude="", lsoa_of_accident_location=""),
        numbered(7, date="21/05/2023"),
        numbered(8, longitude="0", latitude="0"),
        numbered(9, collision_index="../../x"),
    ]
    (loaded,) = import_collisions([write("c.csv", COLLISION, *rows)], extracts).loaded
    assert (loaded.rows_read, loaded.rows_stored, loaded.outside_area) == (9, 2, 1)
    assert (loaded.without_location, loaded.without_ward, loaded.otherwise_declined) == (1, 2, 6)
    with loaded.rejects.open(encoding="utf-8", newline="") as file:
        reasons = {row["line"]: row["reason"] for row in csv.DictReader(file)}
    assert reasons == {
        "4": "date cannot be read",
        "5": "severity is not known",
        "6": "collision named twice",
        "7": "no place: neither a district nor coordinates",
        "8": "date is not of the year of its reference",
        "10": "reference cannot be read",
    }


def test_casualties_are_kept_told_apart_from_those_elsewhere_and_of_no_collision(extracts, write):
    paths = [
        write("c.csv", COLLISION, numbered(1), numbered(2, local_authority_ons_district="E09000001")),
        write(
            "a.csv",
            CASUALTY,
            {},
            {"collision_index": "2024460000002"},
            {"collision_index": "2024460000003"},
            {"casualty_reference": "2", "casualty_severity": "-1"},
        ),
    ]
    summary = import_collisions(paths, extracts)
    casualties = summary.loaded[1]
    assert (casualties.rows_read, casualties.rows_stored) == (4, 1)
    assert (casualties.outside_area, casualties.otherwise_declined) == (1, 2)
    again = import_collisions(paths, extracts)
    for each in (summary, again):
        # Read, stored, without place and ward, outside area, without collision, otherwise declined.
        assert reconcile_years(each).lines[1].figures == (4, 1, 0, 0, 1, 1, 1)
    assert "a.csv: 1 casualty of no collision in the collision file was declined." in notes(summary)


def test_what_does_not_add_up_is_said(extracts, write, monkeypatch):
    monkeypatch.setattr(
        collision_codes,
        "read_published_totals",
        lambda kind: {2024: 2} if kind == "collisions" else {2024: 4},
    )
    collisions = write("c.csv", COLLISION, numbered(1), numbered(2, number_of_casualties="4"))
    casualties = write("a.csv", CASUALTY, *({"casualty_reference": str(number)} for number in range(1, 4)))
    assert import_collisions([collisions, casualties], extracts).remarks == [
        "c.csv: 2 collisions of 2024, as published for Great Britain.",
        "a.csv: 3 casualties of 2024 are listed, and the collisions count 5.",
    ]
    more = write("d.csv", COLLISION, numbered(1), numbered(2), numbered(3))
    assert import_collisions([more], extracts).remarks == [
        "d.csv: 3 collisions of 2024, and 2 were published for Great Britain: "
        "the file is of another edition, or not whole."
    ]


def test_casualties_of_years_without_collisions_are_passed_over(extracts, write):
    import_collisions([write("c.csv", COLLISION)], extracts)
    both = write("a.csv", CASUALTY, {}, {"collision_index": "2019460000001"})
    summary = import_collisions([both], extracts)
    assert [loaded.force for loaded in summary.loaded] == ["2024"]
    assert summary.remarks == [
        "a.csv: casualties of 2019 were passed over, because no collisions of then are loaded."
    ]


def test_a_council_made_of_others_takes_in_what_happened_in_them(extracts, write, monkeypatch):
    alone = replace(settings.area(), peers=("E06000063",))
    monkeypatch.setattr(settings, "area", lambda: alone)
    rows = [
        numbered(1, local_authority_ons_district="E07000028"),  # Carlisle, until 2023
        numbered(2, local_authority_ons_district="E06000063"),
        numbered(3, local_authority_ons_district="E07000030"),  # Eden, which went into another
        numbered(4, local_authority_ons_district="-1"),
    ]
    numbers = {code: number for number, code in collision_codes.read_district_numbers().items()}
    rows[3]["local_authority_district"] = numbers["E07000026"]  # Allerdale
    (loaded,) = import_collisions([write("c.csv", COLLISION, *rows)], extracts).loaded
    assert (loaded.rows_stored, loaded.outside_area) == (3, 1)
    assert {row["district_code"] for row in read_rows(extracts, "collisions")} == {"E06000063"}


def test_the_ward_is_that_of_the_outline_and_never_of_another_district(extracts, write, tmp_path):
    ring = "[[[0.2,51.1],[0.3,51.1],[0.3,51.2],[0.2,51.2],[0.2,51.1]]]"
    properties = '{"WD19CD":"E05004963","WD19NM":"Ward","LAD19CD":"E07000116"}'
    outlines = tmp_path / "w.geojson"
    outlines.write_text(
        f'{{"features":[{{"type":"Feature","properties":{properties},'
        f'"geometry":{{"type":"Polygon","coordinates":{ring}}}}}]}}',
        encoding="utf-8",
    )
    assert import_boundaries([outlines], extracts).ok
    rows = [
        numbered(1),
        numbered(2, local_authority_ons_district=NEXT),
        numbered(3, local_authority_ons_district="-1"),
        numbered(4, local_authority_ons_district="-1", longitude="-0.1"),
    ]
    (loaded,) = import_collisions([write("c.csv", COLLISION, *rows)], extracts).loaded
    places = {
        row["collision_key"][-1]: (row["district_code"], row["ward_code"])
        for row in read_rows(extracts, "collisions")
    }
    assert places == {"1": (HOME, "E05004963"), "2": (NEXT, None), "3": (HOME, "E05004963")}
    assert loaded.without_ward == 1


def test_the_same_file_again_changes_nothing_and_a_new_edition_replaces_the_year(extracts, write):
    first = [write("c.csv", COLLISION, numbered(1), numbered(2)), write("a.csv", CASUALTY)]
    import_collisions(first, extracts)
    before = extracts.stamp()
    assert [loaded.result for loaded in import_collisions(first, extracts).loaded] == ["unchanged"] * 2
    assert extracts.stamp() == before
    (loaded,) = import_collisions([write("d.csv", COLLISION, numbered(2))], extracts).loaded
    assert loaded.result == "replaced"
    assert len(read_rows(extracts, "collisions")) == 1
    # The casualties are of the earlier edition; theirs is gone, and what is shown leaves them out.
    assert queries.ask("road_safety/by_month", source="dft", districts=(HOME,)).empty
    assert any("another edition" in line for line in status(extracts))


def test_a_file_of_several_years_is_read_again_where_one_of_them_was_replaced(extracts, write):
    year = {"collision_year": "2023", "date": "23/05/2023", "collision_index": "2023460000001"}
    both = write("c.csv", COLLISION, numbered(1), {**numbered(1), **year})
    import_collisions([both], extracts)
    import_collisions([write("d.csv", COLLISION, numbered(1, speed_limit="60"))], extracts)
    results = {loaded.force: loaded.result for loaded in import_collisions([both], extracts).loaded}
    assert results == {"2023": "replaced", "2024": "replaced"}
    assert {row["speed_limit"] for row in read_rows(extracts, "collisions")} == {30}


def test_of_several_files_those_that_are_in_already_are_left_as_they_are(extracts, write):
    year = {"collision_year": "2023", "date": "23/05/2023", "collision_index": "2023460000001"}
    later, earlier = write("2024.csv", COLLISION), write("2023.csv", COLLISION, {**numbered(1), **year})
    import_collisions([later, earlier], extracts)
    changed = write("2023b.csv", COLLISION, {**numbered(1), **year, "speed_limit": "60"})
    results = {loaded.force: loaded.result for loaded in import_collisions([changed, later], extracts).loaded}
    assert results == {"2023": "replaced", "2024": "unchanged"}


def test_a_disk_that_is_full_at_the_second_year_leaves_nothing_of_the_file(extracts, write, monkeypatch):
    year = {"collision_year": "2023", "date": "23/05/2023", "collision_index": "2023460000001"}
    both = write("c.csv", COLLISION, numbered(1), {**numbered(1), **year})
    put = CollisionReader.write

    def fail(self, kind, year, part):
        if year == 2024:
            raise OSError(28, os.strerror(28))
        put(self, kind, year, part)

    monkeypatch.setattr(CollisionReader, "write", fail)
    assert "No space left" in refusal([both], extracts)
    assert not rows_in_force(extracts, "collisions")


def test_a_file_that_needs_more_memory_than_there_is_for_it_is_refused_with_what_to_do(
    extracts, write, monkeypatch
):
    monkeypatch.setattr(reader, "MEMORY_MB", 8)
    assert "needs more memory than an import may take" in refusal([write("c.csv", COLLISION)], extracts)


def test_a_year_that_would_lose_a_district_is_refused(extracts, write):
    import_collisions(
        [
            write(
                "c.csv",
                COLLISION,
                *(numbered(n) for n in range(12)),
                *(numbered(n, local_authority_ons_district=NEXT) for n in range(20, 32)),
            )
        ],
        extracts,
    )
    sentence = refusal([write("d.csv", COLLISION, numbered(40, local_authority_ons_district=NEXT))], extracts)
    assert "no collision of 2024 in Tunbridge Wells" in sentence
    assert len(read_rows(extracts, "collisions")) == 24


def test_a_file_that_would_lose_the_casualties_of_a_district_is_refused(extracts, write):
    neighbours = range(20, 32)
    rows = [numbered(1), *(numbered(n, local_authority_ons_district=NEXT) for n in neighbours)]
    hurt = [{"collision_index": row["collision_index"]} for row in rows]
    import_collisions([write("c.csv", COLLISION, *rows), write("a.csv", CASUALTY, *hurt)], extracts)
    sentence = refusal([write("b.csv", CASUALTY, hurt[0])], extracts)
    assert f"no casualty of 2024 in {settings.area().names[NEXT]}" in sentence
    assert len(read_rows(extracts, "casualties")) == 13


def test_provisional_figures_are_marked_and_never_put_over_final_ones(extracts, write):
    status_column = {"status": "Unvalidated", **COLLISION}
    import_collisions([write("c.csv", status_column)], extracts)
    assert [row["provisional"] for row in read_rows(extracts, "collisions")] == [True]
    assert imported_years()["provisional"].tolist() == [True]
    import_collisions([write("final.csv", COLLISION)], extracts)
    assert [row["provisional"] for row in read_rows(extracts, "collisions")] == [False]
    words = "provisional figures of 2024, and the final ones are loaded"
    named = write("dft-collision-provisional-2024.csv", COLLISION, {"speed_limit": "40"})
    assert words in refusal([named], extracts)
    assert words in refusal([write("a.csv", {"status": "Unvalidated", **CASUALTY})], extracts)
    # Both of one year in one run, as in a folder of downloads.
    both = import_collisions([write("final.csv", COLLISION, {"speed_limit": "60"}), named], extracts)
    assert [refused.file for refused in both.refused] == [named.name]
    assert [row["speed_limit"] for row in read_rows(extracts, "collisions")] == [60]


def test_references_that_a_spreadsheet_spoilt_are_made_again(extracts, write):
    spoilt = {"collision_index": "2.02401E+12", "collision_ref_no": "10152270"}
    summary = import_collisions(
        [
            write("c.csv", COLLISION, spoilt),
            write("a.csv", {**CASUALTY, "collision_index": "2024010152270"}),
        ],
        extracts,
    )
    assert [row["collision_key"] for row in read_rows(extracts, "collisions")] == ["2024010152270"]
    assert len(read_rows(extracts, "casualties")) == 1
    assert any("had spoilt the key of 1 row;" in line for line in summary.remarks)


def test_references_that_cannot_be_made_again_are_refused_in_a_sentence(extracts, write):
    sentence = refusal([write("c.csv", OLD, {"Accident_Index": "2.01046E+12"})], extracts)
    assert "a spreadsheet has cut short" in sentence
    assert not (extracts.root / "collisions").exists()


def test_days_and_months_turned_round_are_refused(extracts, write):
    rows = [numbered(n, date=f"0{n % 9 + 1}/11/2024", day_of_week="1") for n in range(30)]
    assert "turned day and month round" in refusal([write("c.csv", COLLISION, *rows)], extracts)


def test_files_that_cannot_be_used_are_refused_each_in_a_sentence_and_change_nothing(extracts, write):
    cases = [
        ({"a": "1", "b": "2"}, "is no file of road collisions"),
        ({name: cell for name, cell in COLLISION.items() if name != "date"}, "it has no column date"),
        ({**COLLISION, "Date ": "x"}, "names a column twice"),
        ({**COLLISION, "local_authority_ons_district": "E09000001"}, "no collision in the configured area"),
        ({**COLLISION, "date": "May 21"}, "no collision that can be used (date cannot be read)"),
        (CASUALTY, "no collisions of then are loaded"),
        ({**CASUALTY, "collision_index": "x"}, "no reference that begins with a year"),
    ]
    paths = [write(f"{number}.csv", row) for number, (row, _) in enumerate(cases)]
    summary = import_collisions(paths, extracts)
    assert not summary.loaded
    assert not rows_in_force(extracts, "collisions")
    sentences = {refused.file: refused.sentence for refused in summary.refused}
    for number, (_, words) in enumerate(cases):
        assert words in sentences[f"{number}.csv"]
    # One bad file does not keep the others out.
    both = import_collisions([paths[0], write("c.csv", COLLISION)], extracts)
    assert (len(both.refused), len(both.loaded)) == (1, 1)


def test_a_zip_of_the_three_files_is_read(extracts, write, tmp_path):
    paths = [write("v.csv", VEHICLE), write("a.csv", CASUALTY), write("c.csv", COLLISION)]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in paths:
            archive.write(path, path.name)
    assert len(import_collisions([tmp_path / "all.zip"], extracts).loaded) == 3


def test_lines_that_end_in_two_ways_are_read(extracts, write):
    path = write("c.csv", COLLISION, *(numbered(n) for n in range(5)), newline="\r\n")
    path.write_bytes(path.read_bytes()[:-2] + b"\n")
    (loaded,) = import_collisions([path], extracts).loaded
    assert loaded.rows_stored == 5


def test_a_full_disk_leaves_everything_as_it_was(extracts, write, monkeypatch):
    import_collisions([write("c.csv", COLLISION)], extracts)
    before = extracts.read()[0].to_pylist()

    def fail(_path):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(manifest, "sync", fail)
    assert "No space left" in refusal([write("d.csv", COLLISION, numbered(2))], extracts)
    monkeypatch.setattr(manifest, "sync", disk.sync)
    assert extracts.read()[0].to_pylist() == before
    assert not examine(extracts)


def test_a_damaged_year_is_left_out_and_mended_from_its_file(extracts, write):
    paths = [write("c.csv", COLLISION), write("a.csv", CASUALTY)]
    import_collisions(paths, extracts)
    for kind in ("casualties", "collisions"):
        (row,) = rows_in_force(extracts, kind)
        (extracts.root / row["data_file"]).write_bytes(b"x")
        database.look_again()
        assert len(imported_years()) == (kind == "casualties")
        (finding,) = [finding for finding in examine(extracts) if finding.row["kind"] == kind]
        assert "python -m csp import collisions PATH" in finding.remedy
        assert queries.unreadable().rows[0][0] in ("casualties", "collisions")
    assert queries.ask("road_safety/by_month", source="dft", districts=(HOME,)).empty
    assert not repair(extracts, paths).left
    database.forget_stamp()
    assert queries.ask("road_safety/by_month", source="dft", districts=(HOME,))["casualties"].tolist() == [1]


def test_a_lost_list_is_written_anew_from_the_files(extracts, write):
    import_collisions([write("c.csv", COLLISION), write("a.csv", CASUALTY)], extracts)
    for name in ("manifest.parquet", "manifest.previous.parquet"):
        (extracts.root / name).unlink()
    repair(extracts)
    rows = {row["kind"]: row for row in extracts.read()[0].to_pylist()}
    assert (rows["collisions"]["force"], rows["collisions"]["source"]) == ("2024", "dft")


def test_the_command_prints_a_line_for_each_table_and_year(extracts, write):
    result = CliRunner().invoke(
        import_commands(), ["collisions", str(write("c.csv", COLLISION)), str(write("a.csv", CASUALTY))]
    )
    assert result.exit_code == 0
    assert "c.csv  collisions  2024     1       1" in result.stdout
    assert "Road collisions: 2024; 1 row, the latest of 2024-05-21" in status(extracts)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_step_the_three_tables_are_all_old_or_all_new(extracts, write):
    old = [write("c.csv", COLLISION), write("a.csv", CASUALTY), write("v.csv", VEHICLE)]
    new = [
        write("d.csv", COLLISION, {"speed_limit": "60"}),
        write("b.csv", CASUALTY, {"age_of_casualty": "36"}),
        write("w.csv", VEHICLE, {"vehicle_type": "11"}),
    ]
    assert import_collisions(old, extracts).ok
    stores = kill_at_steps(import_collisions, extracts, new, every=3)
    seen = []
    for store in stores:
        ((collision,), (casualty,), (vehicle,)) = (read_rows(store, kind) for kind in KINDS)
        seen.append((collision["speed_limit"], casualty["age"], vehicle["vehicle_type"]))
    # Old until the manifest is replaced, new from then on, and never back.
    assert seen == sorted(seen)
    assert set(seen) == {(30, 35, 9), (60, 36, 11)}
    for store in (stores[0], stores[seen.count(seen[0]) - 1], stores[-1]):
        assert import_collisions(new, store).ok
        assert not examine(store)
        assert [row["speed_limit"] for row in read_rows(store, "collisions")] == [60]


def test_a_page_with_collisions_names_the_years_that_cannot_be_read():
    rows = tuple((kind, "dft", year, None) for kind, year in (("collisions", "2023"), ("casualties", "2024")))
    unreadable = damage.Unreadable(rows)
    assert damage.describe_damage(unreadable, "road_safety", None, None, "kent") == [
        "The road collisions of 2023 cannot be read and are left out; import them again.",
        "The road casualties of 2024 cannot be read and are left out; import them again.",
    ]
    assert not damage.describe_damage(unreadable, "wards", None, None, "kent")


def test_what_is_loaded_is_named_with_its_years_its_latest_day_and_what_is_provisional(extracts, write):
    earlier = {"status": "Unvalidated", "collision_year": "2022", "date": "21/05/2022"}
    early = {**COLLISION, **numbered(1), **earlier, "collision_index": "2022460000001"}
    import_collisions([write("c.csv", COLLISION), write("b.csv", early), write("a.csv", CASUALTY)], extracts)
    database.forget_stamp()
    assert {
        "Road collisions: 2022, 2024; 2 rows, the latest of 2024-05-21; 2022 provisional",
        "  casualties: 2024; 1 row",
        "  vehicles: none loaded",
    } <= set(status(extracts))
    loaded = read_status().roads
    rows = {row.id: [cell.text for cell in row.cells] for row in build_roads(loaded).rows}
    assert rows["dft collisions"][1:7] == ["Collisions", "2022, 2024", "21 May 2024", "2022", "2", "2"]
    assert rows["dft casualties"][1:7] == ["Casualties", "2024", "–", "none", "1", "–"]
    assert rows["sample collisions"][2:5] == ["2017 to 2020", "30 Jun 2020", "none"]
    assert describe_roads(loaded) == [
        "No casualties of 2022 are loaded: import their files too.",
        "No vehicles of 2022, 2024 are loaded: import their files too.",
        PROVISIONAL,
    ]
    assert describe_roads([each for each in loaded if each.source == "sample"]) == [NO_COLLISIONS]
