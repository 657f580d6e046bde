"""Street files: what is stored, what is declined, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csp.core import settings
from csp.data.store import INCIDENTS, MANIFEST, MONTHLY_COUNTS, Store
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.layout import slug
from csp.imports.manifest import Writer, geography_stamp, manifest_rows
from tests.stored import files_in_force, read_rows, rows_in_force

pytestmark = pytest.mark.slow

NOWHERE = {"Longitude": "", "Latitude": "", "Location": "No Location", "LSOA code": "", "LSOA name": ""}


def incidents(store: Store) -> list[dict]:
    return read_rows(store, "incidents")


def counts(store: Store) -> list[dict]:
    return read_rows(store, "incidents", "counts_file")


def rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything(store: Store) -> set[str]:
    return {p.relative_to(store.root).as_posix() for p in store.root.rglob("*") if p.is_file()}


def refusal(paths: list[Path], store: Store) -> str:
    """The one sentence an import of bad files gives; checks that it is one and changes nothing."""
    before = manifest_rows(store)
    summary = import_street(paths)
    assert summary.loaded == []
    assert not summary.ok
    assert len(summary.refused) == 1
    assert manifest_rows(store) == before
    return summary.refused[0].sentence


@pytest.mark.parametrize("home", ['"Cumberland"', '"E06000063"'])
def test_a_council_made_of_others_takes_in_the_rows_of_their_names(
    extracts, street, tmp_path, monkeypatch, home
):
    settings_file = tmp_path / "area.toml"
    settings_file.write_text(f"home = {home}\n", encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(settings_file))
    force = {"Month": "2024-04", "Reported by": "Cumbria Constabulary", **NOWHERE}
    names = ("Carlisle", "Allerdale", "Copeland", "Eden", "Cumberland", "Northumberland")
    rows = [{**force, "LSOA name": f"{name} 001A"} for name in names]
    (loaded,) = import_street([street(rows, name="2024-04-cumbria-street.csv")]).loaded
    assert (loaded.rows_stored, loaded.outside_area) == (5, 1)
    cumberland, neighbour = "E06000063", "E06000064"
    assert Counter(row["district_code"] for row in counts(extracts) for _ in range(row["n"])) == {
        cumberland: 4,
        neighbour: 1,
    }


def test_a_lookup_of_a_former_district_places_rows_in_its_successor(extracts, street, tmp_path, monkeypatch):
    settings_file = tmp_path / "area.toml"
    settings_file.write_text('home = "Cumberland"\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(settings_file))
    lookup = tmp_path / "lookup.csv"
    lookup.write_text(
        "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\nE01019146,E05012345,Castle,E07000028,Carlisle\n",
        encoding="utf-8",
    )
    assert import_lookup([lookup]).ok
    row = {"Month": "2024-04", "Reported by": "Cumbria Constabulary", **NOWHERE, "LSOA code": "E01019146"}
    import_street([street([row], name="2024-04-cumbria-street.csv")])
    assert [(r["district_code"], r["ward_code"]) for r in counts(extracts)] == [("E06000063", "E05012345")]


def test_one_import_serves_districts_and_areas_of_ones_own_that_are_made_of_them(
    extracts, street, tmp_path, monkeypatch
):
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    lines = ["E06000998,Border,Cumberland; Westmorland and Furness", "E06000997,Castle,Cumberland: Castle"]
    (folder / "districts.csv").write_text(
        "\n".join(["district_code,district,made_of", *lines, ""]), encoding="utf-8"
    )
    monkeypatch.setattr(settings, "REFERENCE", folder)
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    force = {"Month": "2024-04", "Reported by": "Cumbria Constabulary", **NOWHERE}
    rows = [{**force, "LSOA name": f"{name} 001A"} for name in ("Carlisle", "Cumberland", "Eden")]
    neighbour = ["Westmorland and Furness"]
    peers_of, stamps = {"Cumberland": neighbour, "Border": [], "Castle": neighbour}, set()
    for home, peers in peers_of.items():
        text = f'home = "{home}"\n[peers]\ndistricts = {json.dumps([home, *peers])}\n'
        (tmp_path / "area.toml").write_text(text, encoding="utf-8")
        import_street([street(rows, name="2024-04-cumbria-street.csv")])
        kept = Counter(row["district_code"] for row in counts(extracts) for _ in range(row["n"]))
        assert kept == {"E06000063": 2, "E06000064": 1}, home
        stamps.add(geography_stamp(manifest_rows(extracts)))
    # No month is placed anew where only the arrangement of the districts is another.
    assert len(stamps) == 1


def test_a_row_is_stored_with_its_district_point_and_outcome(extracts, street):
    summary = import_street([street()])
    assert incidents(extracts) == [
        {
            "source": "police",
            "month": date(2018, 10, 1),
            "district_code": "E07000116",
            "ward_code": None,
            "offence": "burglary",
            "flag": None,
            "longitude": 0.263,
            "latitude": 51.132,
            "location": "On or near High Street",
            "outcome": "Under investigation",
            "n": 1,
        }
    ]
    one = summary.loaded[0]
    assert (one.force, one.month, one.result, one.without_ward) == ("kent", date(2018, 10, 1), "new", 1)
    assert one.rejects is None


def test_files_have_the_types_of_the_store(extracts, street):
    import_street([street([{}, NOWHERE])])
    for column, schema in (("data_file", INCIDENTS), ("counts_file", MONTHLY_COUNTS)):
        (file,) = files_in_force(extracts, "incidents", column)
        written = pq.read_schema(file)
        assert (written.names, written.types) == (schema.names, schema.types)


def test_identical_rows_are_separate_incidents(extracts, street):
    asb = {"Crime type": "Anti-social behaviour", "Last outcome category": ""}
    import_street([street([asb, asb, asb, {}])])
    assert sorted((row["offence"], row["n"]) for row in incidents(extracts)) == [
        ("anti_social_behaviour", 3),
        ("burglary", 1),
    ]


def test_the_crime_id_is_not_a_key(extracts, street):
    import_street([street([{"Crime ID": "ab" * 32}, {"Crime ID": "ab" * 32}, {"Crime ID": ""}])])
    assert [row["n"] for row in incidents(extracts)] == [3]


def test_rows_without_location_count_to_the_force_and_to_no_district(extracts, street):
    one = import_street([street([NOWHERE, {}])]).loaded[0]
    assert (one.rows_stored, one.without_location, one.rows_declined) == (2, 1, 0)
    row = next(row for row in incidents(extracts) if row["district_code"] is None)
    assert (row["ward_code"], row["longitude"], row["latitude"], row["location"]) == (
        None,
        None,
        None,
        "No Location",
    )


def test_rows_of_another_force_without_a_place_are_declined_apart(extracts, street):
    other = {"Reported by": "Sussex Police"}
    rows = [{**NOWHERE, **other}, {**NOWHERE, **other}, other]
    (one,) = import_street([street(rows, name="2018-10-sussex-street.csv")]).loaded
    assert (one.rows_stored, one.without_location, one.outside_area, one.otherwise_declined) == (1, 0, 0, 2)
    reasons = {row["reason"] for row in rejects(one.rejects)}
    assert reasons == {"of another force and without a place, so it may lie anywhere"}
    assert {row["district_code"] for row in incidents(extracts)} == {"E07000116"}


def test_a_file_with_longitude_and_latitude_exchanged_is_refused_with_the_reason(extracts, street):
    exchanged = {"Longitude": "51.132", "Latitude": "0.263"}
    sentence = refusal([street([exchanged, exchanged, {}, NOWHERE])], extracts)
    assert "in 2 of 3 rows with a point. Exchange the two headings" in sentence


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_give_the_same_rows(extracts, street, delimiter):
    import_street([street([{}, {"Crime type": "Drugs"}, {"LSOA name": "Medway 015D"}])])
    commas = incidents(extracts)
    path = street([{}, {"Crime type": "Drugs"}, {"LSOA name": "Medway 015D"}], folder="saved")
    path.write_text(path.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8")
    assert import_street([path]).ok
    assert incidents(extracts) == commas


SAVED = {
    "cp1252": (lambda text: text.encode("cp1252"), "in the characters of Windows"),
    "utf-16": (lambda text: text.replace(",", "\t").encode("utf-16"), "in UTF-16"),
    "sep": (lambda text: ("sep=;\r\n" + text.replace(",", ";")).encode(), 'with a line "sep=" of Excel'),
}


@pytest.mark.parametrize("saved", SAVED)
def test_a_file_that_a_spreadsheet_saved_is_read_and_said_to_be_one(extracts, street, saved):
    encode, words = SAVED[saved]
    path = street([{}, {"Location": "On or near Café Street"}], folder="saved")
    path.write_bytes(encode(path.read_text(encoding="utf-8")))
    (remark,) = import_street([path], extracts).remarks
    assert remark == f"{path.name} was saved by a spreadsheet, {words}, and read all the same."
    assert {row["location"] for row in incidents(extracts)} >= {"On or near Café Street"}
    assert sum(row["n"] for row in incidents(extracts)) == 2
    (one,) = import_street([path], extracts).loaded
    assert one.result == "unchanged"


def test_columns_are_known_in_other_letters_and_order(extracts, street):
    path = street([{}])
    rows = [line.split(",")[::-1] for line in path.read_text(encoding="utf-8").splitlines()]
    head = [name.lower().replace(" ", "_") for name in rows[0]]
    path.write_text("\n".join(",".join(cells) for cells in [head, *rows[1:]]), encoding="utf-8")
    assert import_street([path], extracts).loaded[0].rows_stored == 1


def test_decimal_commas_give_the_same_point(extracts, street):
    import_street([street([{"Longitude": "0,263000", "Latitude": "51,132000"}])], extracts)
    assert [(row["longitude"], row["latitude"]) for row in incidents(extracts)] == [(0.263, 51.132)]


def test_many_declined_rows_are_said_with_the_main_reason(extracts, street):
    rows = [{}, {"Crime type": "Violent crime"}, {"Crime type": "Violent crime"}, {"Latitude": "north"}]
    (remark,) = import_street([street(rows)], extracts).remarks
    assert remark.endswith(
        ": 3 of 4 rows were declined, and so not counted (mainly crime type not known: Violent crime)."
    )


def test_collisions_with_grid_references_are_no_street_file_of_2012(extracts, tmp_path):
    path = tmp_path / "collisions.csv"
    path.write_text("Date,Easting,Northing\n20190103,545000,258000\n", encoding="utf-8")
    assert "it has no columns Month" in refusal([path], extracts)


@pytest.mark.parametrize("name", ["2023-05-kent-street.csv", "excel-2023-05-kent-street.csv"])
def test_a_month_that_a_spreadsheet_wrote_is_the_reason_that_is_given(extracts, street, name):
    sentence = refusal([street([{"Month": "May-23"}], name=name)], extracts)
    assert sentence.startswith(f'{name} writes its month as "May-23" and not as 2018-10: a spreadsheet may')


def test_monthly_counts_add_up_the_incidents(extracts, street):
    rows = [{}, {}, {"Longitude": "0.264"}, NOWHERE, {"Crime type": "Drugs"}]
    import_street([street(rows)])
    totals = {(row["district_code"], row["offence"]): row["n"] for row in counts(extracts)}
    assert totals == {("E07000116", "burglary"): 3, ("E07000116", "drugs"): 1, (None, "burglary"): 1}


def test_a_district_is_known_by_its_former_name(extracts, street):
    import_street([street([{"LSOA name": "Shepway 003C"}, {"LSOA name": "Folkestone and Hythe 003C"}])])
    assert [(row["district_code"], row["n"]) for row in incidents(extracts)] == [("E07000112", 2)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"LSOA name": "Medway 015D"}, "outside the configured area (Medway)"),
        ({"LSOA name": "Bexley 001A"}, "outside the configured area (Bexley)"),
        ({"LSOA name": "", "LSOA code": ""}, "outside the configured area"),
        ({"Crime type": "Piracy"}, "crime type not known: Piracy"),
        ({"Crime type": ""}, "no crime type"),
        ({"Month": "2018-09"}, "of 2018-09, not of the month of the file"),
        ({"Month": ""}, "no month"),
        ({"Longitude": "east"}, "coordinates cannot be read"),
        ({"Latitude": ""}, "coordinates cannot be read"),
        ({"Latitude": "451.1"}, "coordinates cannot be read"),
        ({"Longitude": "nan"}, "coordinates cannot be read"),
        ({"Longitude": "51.132", "Latitude": "0.263"}, "longitude and latitude are exchanged"),
        ({"Longitude": "0", "Latitude": "0"}, "the point lies outside the United Kingdom"),
    ],
)
def test_a_declined_row_is_written_down_with_its_line_and_reason(extracts, street, changed, reason):
    one = import_street([street([{}, changed, {}])]).loaded[0]
    assert (one.rows_read, one.rows_stored, one.rows_declined) == (3, 2, 1)
    assert one.outside_area == (1 if reason.startswith("outside") else 0)
    (row,) = rejects(one.rejects)
    assert (row["line"], row["reason"]) == ("3", reason)
    assert {key: row[key] for key in changed} == changed
    assert row["Reported by"] == "Kent Police"
    assert [row["rows_declined"] for row in rows_in_force(extracts, "incidents")] == [1]


def test_windows_line_ends_give_the_same_rows(extracts, street):
    rows = [{}, {}, {"Crime type": "Drugs"}, NOWHERE, {"LSOA name": "Medway 015D"}]
    import_street([street(rows)])
    unix = incidents(extracts)
    one = import_street([street(rows, newline="\r\n", folder="windows")]).loaded[0]
    assert one.result == "replaced"
    assert incidents(extracts) == unix


def test_a_byte_order_mark_and_quoted_commas_are_read(extracts, street):
    path = street([{"Location": 'On or near "The Crown", High Street'}])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert import_street([path]).ok
    assert incidents(extracts)[0]["location"] == 'On or near "The Crown", High Street'


def test_a_folder_name_with_brackets_is_not_a_pattern(extracts, street):
    assert import_street([street(folder="crime [2018] *")]).ok
    assert len(incidents(extracts)) == 1


def test_the_same_file_again_changes_nothing(extracts, street):
    path = street([{}, {"LSOA name": "Medway 015D"}])
    first = import_street([path]).loaded[0]
    files, stamp = everything(extracts), extracts.stamp()
    again = import_street([path, path.parent]).loaded
    assert [one.result for one in again] == ["unchanged"]
    assert (again[0].rows_read, again[0].rows_declined, again[0].rejects) == (2, 1, first.rejects)
    assert (everything(extracts), extracts.stamp()) == (files, stamp)


def test_the_same_bytes_twice_in_one_run_go_in_once(extracts, street):
    summary = import_street([street(), street(folder="copy")])
    assert [one.result for one in summary.loaded] == ["new", "unchanged"]
    assert sum(row["n"] for row in incidents(extracts)) == 1


def test_a_newer_file_replaces_the_month_and_both_counts_stay_in_the_manifest(extracts, street):
    import_street([street([{}, {}])])
    import_street([street([{}, {}, {}], name="2018-11-kent-street.csv")])  # refused: its rows are of October
    old_files = set(files_in_force(extracts, "incidents"))
    assert import_street([street([{}, {}, {}], folder="newer")]).loaded[0].result == "replaced"
    rows = sorted(manifest_rows(extracts), key=lambda row: row["imported_at"])
    assert [row["rows_stored"] for row in rows] == [2, 3]
    assert [row["replaced_at"] is None for row in rows] == [False, True]
    assert [row["data_file"] is None for row in rows] == [True, False]
    assert sum(row["n"] for row in incidents(extracts)) == 3
    assert not any(Path(file).exists() for file in old_files)


def test_of_two_editions_in_one_run_the_last_one_given_stays(extracts, street):
    first, second = street([{}], folder="a"), street([{}, {}], folder="b")
    assert [one.result for one in import_street([first, second]).loaded] == ["new", "replaced"]
    assert [one.result for one in import_street([first, second]).loaded] == ["replaced", "replaced"]
    assert [row["rows_stored"] for row in rows_in_force(extracts, "incidents")] == [2]
    assert sum(row["n"] for row in incidents(extracts)) == 2


def test_forces_of_the_same_month_are_kept_apart(extracts, street):
    btp = {"Reported by": "British Transport Police"}
    import_street([street(), street([btp], name="2018-10-btp-street.csv")])
    assert sorted(row["force"] for row in rows_in_force(extracts, "incidents")) == ["btp", "kent"]
    assert sum(row["n"] for row in incidents(extracts)) == 2


@pytest.mark.usefixtures("extracts")
def test_force_and_month_come_from_the_rows_of_a_file_with_another_name(street):
    rows = [{"Reported by": "British Transport Police", "Month": "2019-03"}]
    one = import_street([street(rows, name="download (1).csv")]).loaded[0]
    assert (one.force, one.month) == ("btp", date(2019, 3, 1))


@pytest.mark.parametrize(
    ("force", "expected"),
    [
        ("Kent Police", "kent"),
        ("Metropolitan Police Service", "metropolitan"),
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Avon and Somerset Constabulary", "avon-and-somerset"),
        ("Dyfed-Powys Police", "dyfed-powys"),
        ("Police Service of Northern Ireland", "northern-ireland"),
    ],
)
def test_force_names_become_the_short_names_of_the_site(force, expected):
    assert slug(force) == expected


@pytest.mark.usefixtures("extracts")
def test_a_zip_of_month_folders_is_read_and_its_other_files_passed_over(street, tmp_path):
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(street(), "2018-10/2018-10-kent-street.csv")
        november = street([{"Month": "2018-11"}], name="2018-11-kent-street.csv")
        file.write(november, "2018-11/2018-11-kent-street.csv")
        file.writestr("2018-11/2018-11-kent-outcomes.csv", "Crime ID,Outcome type\n")
        file.writestr("2018-11/2018-11-kent-stop-and-search.csv", "Type,Date\n")
    summary = import_street([archive])
    assert summary.ok
    assert [one.month for one in summary.loaded] == [date(2018, 10, 1), date(2018, 11, 1)]
    assert summary.skipped == Counter({"outcomes": 1, "stop-and-search": 1})


OUTCOMES = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n"
)
SEARCHES = "Type,Date,Latitude,Longitude,Gender,Legislation,Object of search,Outcome\n"
OLD = (
    "Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context\n2012-04,,,1,2,,Burglary,\n"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OUTCOMES, "is an outcomes file"),
        (SEARCHES, "is a stop-and-search file"),
        (OLD, "Easting and Northing"),
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("Month,Longitude,Latitude\n2018-10,0,51\n", "no columns Reported by, Location, LSOA code"),
    ],
)
def test_another_kind_of_file_is_named_and_refused(extracts, street, text, words):
    import_street([street()])
    path = street(name="2018-10-kent-other.csv")
    path.write_text(text, encoding="utf-8")
    sentence = refusal([path], extracts)
    assert words in sentence
    assert path.name in sentence


@pytest.mark.usefixtures("extracts")
def test_outcomes_and_searches_in_a_folder_are_counted_not_refused(street):
    path = street()
    (path.parent / "a.csv").write_text(OUTCOMES, encoding="utf-8")
    (path.parent / "2018-10-kent-stop-and-search.csv").write_text(SEARCHES, encoding="utf-8")
    summary = import_street([path.parent])
    assert summary.ok
    assert summary.skipped == Counter({"outcomes": 1, "stop-and-search": 1})


def test_a_header_without_rows_is_refused(extracts, street):
    assert "no rows" in refusal([street([])], extracts)


def cut(content: bytes) -> bytes:
    return content[: content.rindex(b"Burglary")]


def unclosed(content: bytes) -> bytes:
    return content.replace(b"On or near", b'"On or near', 1)


def ragged(content: bytes) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join([*lines[:2], lines[2] + b",extra", *lines[3:]])


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (cut, "cut short or damaged at line 4: 10 columns where 12"),
        (unclosed, "a quotation mark is never closed"),
        (ragged, "cut short or damaged at line 3: 13 columns where 12"),
        (lambda content: content.decode().encode("utf-16-le"), "not UTF-8"),
        (lambda content: content.replace(b"High Street", b"Caf\xe9 \x81 Street"), "not UTF-8"),
        (lambda content: content.replace(b"Month", b"M\xe9is", 1), "it has no column Month"),
        (
            lambda content: content.replace(b"0.263", b"558300.").replace(b"51.132", b"139400."),
            "3 of 3: in eastings",
        ),
        (lambda content: content.replace(b"0.263", b"nan"), "3 of 3: coordinates cannot be read"),
        (lambda content: content.replace(b"Burglary", b"Piracy"), "3 of 3: crime type not known: Piracy"),
        (lambda content: b"\x28\xb5\x2f\xfd" + content, "is packed (zstd)"),
        (lambda content: b"\0" * 257 + b"ustar" + content, "is packed (tar)"),
        (lambda content: b"PK\x03\x04" + content, "is a workbook or an archive"),
    ],
)
def test_a_damaged_file_is_refused_and_the_month_in_the_store_stays(extracts, street, damage, words):
    import_street([street([{}, {}])])
    path = street([{}, {}, {}], folder="damaged")
    path.write_bytes(damage(path.read_bytes()))
    assert words in refusal([path], extracts)
    assert sum(row["n"] for row in incidents(extracts)) == 2


def test_mixed_line_ends_never_lose_a_row(extracts, street):
    path = street([{}, {"Crime type": "Drugs"}, {"Longitude": "0.264"}])
    head, first, rest = path.read_bytes().split(b"\n", 2)
    path.write_bytes(head + b"\n" + first + b"\r\n" + rest)
    summary = import_street([path])
    assert summary.refused or sum(row["n"] for row in incidents(extracts)) == 3


@pytest.mark.parametrize(
    "member", ["../2018-10-kent-street.csv", "/etc/x.csv", "C:\\x.csv", "a\\..\\..\\x.csv"]
)
def test_a_zip_with_a_path_that_climbs_out_is_refused_whole(extracts, street, tmp_path, member):
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(street(), "2018-10/2018-10-kent-street.csv")
        file.writestr(member, "x")
    assert "leads out of the archive" in refusal([archive], extracts)
    assert everything(extracts) == {".lock"}


def test_a_damaged_zip_is_refused(extracts, street, tmp_path):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w") as file:
        file.write(street(), "2018-10/2018-10-kent-street.csv")
    half = tmp_path / "half.zip"
    half.write_bytes(whole.read_bytes()[:-30])
    assert "not a readable zip archive" in refusal([half], extracts)


def test_a_zip_member_with_damaged_bytes_is_refused(extracts, street, tmp_path):
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(street(), "2018-10-kent-street.csv")
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b"Burglary", b"Burgl\0ry", 1))
    assert "cannot be unpacked" in refusal([archive], extracts)


def test_a_zip_that_unpacks_to_more_than_the_disk_holds_is_refused(extracts, street, tmp_path, monkeypatch):
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(street(), "2018-10-kent-street.csv")
    usage = type("Usage", (), {"free": 100})
    monkeypatch.setattr("csp.imports.formats.police.shutil.disk_usage", lambda _path: usage)
    assert "more than the free disk space" in refusal([archive], extracts)


def test_paths_with_nothing_in_them_are_refused(extracts, tmp_path):
    assert "does not exist" in refusal([tmp_path / "nowhere.csv"], extracts)
    (tmp_path / "empty").mkdir()
    assert "holds no .csv file" in refusal([tmp_path / "empty"], extracts)


def test_a_renamed_file_cannot_replace_another_month_or_force(extracts, street):
    assert "holds no row of 2018-11, as its name has it, but of 2018-10. Give" in refusal(
        [street(name="2018-11-kent-street.csv")], extracts
    )
    assert "another force than its rows (kent)" in refusal(
        [street(name="2018-10-sussex-street.csv")], extracts
    )


def test_mixed_months_in_a_file_without_a_name_are_refused(extracts, street):
    assert "mixes forces or months" in refusal([street([{}, {"Month": "2018-11"}], name="all.csv")], extracts)


def test_bad_files_do_not_keep_the_others_out(extracts, street):
    bad = street(name="2018-11-kent-street.csv")
    bad.write_text("", encoding="utf-8")
    summary = import_street([bad, street(), Path("nowhere.csv")])
    assert [one.month for one in summary.loaded] == [date(2018, 10, 1)]
    assert len(summary.refused) == 2
    assert len(incidents(extracts)) == 1


def test_progress_reaches_the_whole_size(extracts, street):
    seen = []
    paths = [street(), street([{"Month": "2018-11"}], name="2018-11-kent-street.csv")]
    import_street(paths, extracts, lambda name, done, total: seen.append((name, done, total)))
    size = sum(path.stat().st_size for path in paths)
    assert [name for name, _, _ in seen] == [path.name for path in paths]
    assert seen[-1][1:] == (size, size)


CELLS = {
    "Month": st.sampled_from(["2018-10", "2018-10", "2018-09", "", "October"]),
    "Longitude": st.sampled_from(["0.263", "0.2630", "", "x", "-200"]),
    "Latitude": st.sampled_from(["51.132", "", "nan"]),
    "Location": st.sampled_from(["No Location", "On or near A, B", 'The "Crown"', ""]),
    "LSOA code": st.sampled_from(["E01024785", ""]),
    "LSOA name": st.sampled_from(["Tunbridge Wells 009A", "Medway 001A", "Shepway 001A", "", "odd"]),
    "Crime type": st.sampled_from(["Burglary", "Anti-social behaviour", "Piracy", ""]),
    "Last outcome category": st.sampled_from(["", "Under investigation"]),
}


@given(rows=st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=12))
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_row_is_stored_or_declined_with_a_reason(street, rows):
    path = street([*rows, {}])
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        one = import_street([path], store).loaded[0]
        assert one.rows_read == len(rows) + 1 == one.rows_stored + one.rows_declined
        assert sum(row["n"] for row in incidents(store)) == one.rows_stored
        assert sum(row["n"] for row in counts(store)) == one.rows_stored
        written = rejects(one.rejects) if one.rejects else []
        assert len(written) == one.rows_declined
        assert all(row["reason"] for row in written)


def test_a_disk_that_fails_at_a_shared_commit_loses_none_that_was_told_and_tells_the_others(
    extracts, street, monkeypatch
):
    months = ("2018-10", "2018-11", "2018-12")
    paths = [street([{"Month": month}], name=f"{month}-kent-street.csv") for month in months]
    put, written, told = Writer._put, [], []

    def fail(self, name, content):
        written.append(name)
        # The list of an empty store, that of the first file, and then the one of the two others.
        if written.count(MANIFEST) > 2:
            raise OSError(28, os.strerror(28))
        put(self, name, content)

    monkeypatch.setattr(Writer, "_put", fail)
    summary = import_street(paths, progress=lambda name, done, total: told.append((name, done, total)))
    monkeypatch.setattr(Writer, "_put", put)
    assert [loaded.month for loaded in summary.loaded] == [date(2018, 10, 1)]
    assert ["No space left" in refused.sentence for refused in summary.refused] == [True, True]
    assert [row["month"] for row in rows_in_force(extracts, "incidents")] == [date(2018, 10, 1)]
    assert told[-1][1] == told[-1][2]
    assert [loaded.result for loaded in import_street(paths).loaded] == ["unchanged", "new", "new"]
    assert sum(row["n"] for row in incidents(extracts)) == 3
