"""The real files of road collisions, field by field. What is expected is worked out here in plain Python."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csp.core import collision_codes, settings
from csp.data import database, queries
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.collisions import import_collisions
from csp.imports.report import notes
from tests.stored import read_rows

pytestmark = pytest.mark.real

WEST_YORKSHIRE = [f"E080000{number}" for number in range(32, 37)]
YORK, SHEFFIELD, MEDWAY = "E06000014", "E08000019", "E06000035"
MISSING = ("", "-1", "NULL")
NUMBERS = "local_authority_district"
OLD_JUNCTIONS = {3: 13, 6: 16, 7: 17, 8: 18, 9: 19}
MOTORCYCLES = (2, 3, 4, 5, 23, 97, 103, 104, 105, 106)
CARS, GOODS = (8, 9, 10, 108, 109, 110), (19, 20, 21, 98, 113)


@pytest.fixture
def districts(monkeypatch):
    """Puts other districts into the settings: districts(YORK)."""

    def put(*codes: str) -> None:
        area = settings.area()
        monkeypatch.setattr(settings, "area", lambda: replace(area, home=codes[0], peers=codes))
        database.forget_stamp()

    return put


def read_file(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a file by heading, small and without blanks around."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {heading.strip().lower(): cell.strip() for heading, cell in row.items()}


def code(cell: str) -> int | None:
    return None if cell in MISSING else int(cell)


def share(cell: str) -> float | None:
    return None if cell in MISSING else float(cell)


def road(road_class: str, number: str) -> str | None:
    letters = {"1": "M{}", "2": "A{}(M)", "3": "A{}", "4": "B{}"}
    return letters[road_class].format(number) if road_class in letters and int(number) > 0 else None


def road_user(kind: int | None) -> str:
    if kind in MOTORCYCLES:
        return "motorcyclist"
    if kind in CARS:
        return "car occupant"
    if kind in GOODS:
        return "goods"
    return {0: "pedestrian", 1: "cyclist", 11: "bus"}.get(kind, "other")


def new_collision(row: dict[str, str]) -> dict:
    """A row of the store, from a row of the layout since 2024."""
    day, month, year = map(int, row["date"].split("/"))
    old, new = code(row["junction_detail_historic"]), code(row["junction_detail"])
    junction = OLD_JUNCTIONS.get(old, old) if old is not None else new
    if old is None and row["road_type"] == "1" and new in (0, None):
        junction = 1
    index = row["collision_index"]
    spoilt = "E+" in index
    return {
        "source": "dft",
        "collision_key": row["collision_year"] + row["collision_ref_no"] if spoilt else index,
        "date": date(year, month, day),
        "hour": int(row["time"].split(":")[0]) if row["time"] else None,
        "district_code": row["local_authority_ons_district"],
        "ward_code": None,
        "longitude": share(row["longitude"]),
        "latitude": share(row["latitude"]),
        "severity": int(row["collision_severity"]),
        "enhanced_severity": code(row["enhanced_severity_collision"]),
        "adjusted_serious": share(row["collision_adjusted_severity_serious"]),
        "adjusted_slight": share(row["collision_adjusted_severity_slight"]),
        "casualties": int(row["number_of_casualties"]),
        "vehicles": int(row["number_of_vehicles"]),
        "speed_limit": code(row["speed_limit"]),
        "road": road(row["first_road_class"], row["first_road_number"]),
        "road_class": code(row["first_road_class"]),
        "road_type": code(row["road_type"]),
        "junction": junction,
        "light": code(row["light_conditions"]),
        "weather": code(row["weather_conditions"]),
        "surface": code(row["road_surface_conditions"]),
        "area_type": code(row["urban_or_rural_area"]),
        "provisional": False,
    }


def old_collision(row: dict[str, str]) -> dict:
    """A row of the store, from a row of the layout up to 2020."""
    junction = code(row["junction_detail"])
    return {
        "source": "dft",
        "collision_key": row["accident_index"],
        "date": date.fromisoformat(row["date"]),
        "hour": int(row["time"].split(":")[0]) if row["time"] else None,
        "district_code": YORK,
        "ward_code": None,
        "longitude": share(row["longitude"]),
        "latitude": share(row["latitude"]),
        "severity": int(row["accident_severity"]),
        "enhanced_severity": None,
        "adjusted_serious": None,
        "adjusted_slight": None,
        "casualties": int(row["number_of_casualties"]),
        "vehicles": int(row["number_of_vehicles"]),
        "speed_limit": code(row["speed_limit"]),
        "road": road(row["1st_road_class"], row["1st_road_number"]),
        "road_class": code(row["1st_road_class"]),
        "road_type": code(row["road_type"]),
        # Without a historic code beside it, a roundabout is told by the type of its road too.
        "junction": OLD_JUNCTIONS.get(junction, junction),
        "light": code(row["light_conditions"]),
        "weather": code(row["weather_conditions"]),
        "surface": code(row["road_surface_conditions"]),
        "area_type": code(row["urban_or_rural_area"]),
        "provisional": False,
    }


def casualty(row: dict[str, str]) -> dict:
    """A row of the store, from a row of any layout."""
    kind = code(row["casualty_type"])
    return {
        "source": "dft",
        "collision_key": row.get("collision_index") or row["acc_index"],
        "vehicle": int(row["vehicle_reference"]),
        "casualty": int(row["casualty_reference"]),
        "severity": int(row["casualty_severity"]),
        "enhanced_severity": code(row.get("enhanced_casualty_severity", "")),
        "adjusted_serious": share(row.get("casualty_adjusted_severity_serious", "")),
        "adjusted_slight": share(row.get("casualty_adjusted_severity_slight", "")),
        "road_user": road_user(kind),
        "casualty_type": kind,
        "age": code(row["age_of_casualty"]),
        "age_band": code(row["age_band_of_casualty"]),
        "sex": code(row["sex_of_casualty"]),
        "home_imd": code(row["casualty_imd_decile"]),
    }


def vehicle(row: dict[str, str]) -> dict:
    return {
        "source": "dft",
        "collision_key": row.get("collision_index") or row["acc_index"],
        "vehicle": int(row["vehicle_reference"]),
        "vehicle_type": code(row["vehicle_type"]),
        "driver_age_band": code(row["age_band_of_driver"]),
        "driver_sex": code(row["sex_of_driver"]),
    }


def by_key(rows) -> dict:
    named = {(row["collision_key"], row.get("vehicle"), row.get("casualty")): row for row in rows}
    return named


def three(real: Path, stem: str, first: str) -> list[Path]:
    return [real / "collisions" / f"{stem}_{kind}.csv" for kind in ("vehicles", "casualties", first)]


def test_a_whole_year_of_a_force_is_read_in_full_field_by_field(real, extracts, districts):
    districts(*WEST_YORKSHIRE)
    vehicles, casualties, collisions = three(real, "stats19_2024_west_yorkshire", "collisions")
    summary = import_collisions([vehicles, casualties, collisions], extracts)
    counts = [(loaded.kind, loaded.rows_read, loaded.rows_stored) for loaded in summary.loaded]
    assert counts == [("collisions", 4060, 4060), ("vehicles", 7355, 7355), ("casualties", 5240, 5240)]
    assert by_key(read_rows(extracts, "collisions")) == by_key(map(new_collision, read_file(collisions)))
    assert by_key(read_rows(extracts, "casualties")) == by_key(map(casualty, read_file(casualties)))
    assert by_key(read_rows(extracts, "vehicles")) == by_key(map(vehicle, read_file(vehicles)))


def test_twelve_years_of_the_old_layout_are_read_in_full_field_by_field(real, extracts, districts):
    districts(YORK)
    vehicles, casualties, collisions = three(real, "stats19_old_layout_york_2005_2016", "accidents")
    summary = import_collisions([vehicles, casualties, collisions], extracts)
    stored: Counter = Counter()
    for loaded in summary.loaded:
        assert loaded.rows_read == loaded.rows_stored
        stored[loaded.kind] += loaded.rows_stored
    assert stored == {"collisions": 5709, "casualties": 7233, "vehicles": 10593}
    assert {loaded.force for loaded in summary.loaded} == {str(year) for year in range(2005, 2017)}
    assert by_key(read_rows(extracts, "collisions")) == by_key(map(old_collision, read_file(collisions)))
    assert by_key(read_rows(extracts, "casualties")) == by_key(map(casualty, read_file(casualties)))
    assert by_key(read_rows(extracts, "vehicles")) == by_key(map(vehicle, read_file(vehicles)))


def test_two_districts_of_a_force_are_kept_with_the_people_hurt_there(real, extracts, districts):
    districts(*WEST_YORKSHIRE[:2])
    vehicles, casualties, collisions = three(real, "stats19_2024_west_yorkshire", "collisions")
    summary = import_collisions([vehicles, casualties, collisions], extracts)
    keys = {
        row["collision_index"]: row["local_authority_ons_district"]
        for row in read_file(collisions)
        if row["local_authority_ons_district"] in WEST_YORKSHIRE[:2]
    }
    hurt = [row for row in read_file(casualties) if row["collision_index"] in keys]
    by_kind = {loaded.kind: loaded for loaded in summary.loaded}
    assert by_kind["collisions"].rows_stored == len(keys)
    assert by_kind["casualties"].rows_stored == len(hurt)
    assert by_kind["casualties"].outside_area == 5240 - len(hurt)
    expected = Counter((keys[row["collision_index"]], int(row["casualty_severity"])) for row in hurt)
    months = queries.ask("road_safety/by_month", source="dft", districts=tuple(WEST_YORKSHIRE))
    sums = months.groupby(["district_code", "severity"])["casualties"].sum()
    assert {key: int(n) for key, n in sums.items()} == expected


def test_what_a_spreadsheet_spoilt_is_made_again_from_year_and_reference(real, extracts, districts):
    districts(SHEFFIELD)
    path = real / "collisions" / "stats19_new_layout_sheffield_1998_2005_2020_spreadsheet_damaged.csv"
    summary = import_collisions([path], extracts)
    assert sum(loaded.rows_stored for loaded in summary.loaded) == 2660
    assert any("the key of 611 rows" in line for line in notes(summary))
    rows = [{**new_collision(row), "district_code": SHEFFIELD} for row in read_file(path)]
    assert by_key(read_rows(extracts, "collisions")) == by_key(rows)
    # Of 1998 there are neither coordinates nor codes of ONS: the number of the district tells.
    assert sum(row["date"].year == 1998 for row in rows) == 244


def test_what_a_spreadsheet_spoilt_beyond_repair_is_refused(real, extracts, districts):
    districts(YORK)
    path = real / "collisions" / "stats19_old_layout_york_spreadsheet_damaged_accidents.csv"
    (refused,) = import_collisions([path], extracts).refused
    assert "which a spreadsheet has cut short" in refused.sentence


def test_casualties_without_collisions_are_refused_and_other_files_named_as_what_they_are_not(real, extracts):
    paths = [
        real / "collisions" / "stats19_2022_half_year_provisional_kent_casualties.csv",
        real / "collisions" / "stats19_schema.csv",
        real / "partner" / "cambridgeshire_road_collisions_cambridge_city_2019_2022.csv",
    ]
    summary = import_collisions(paths, extracts)
    assert not summary.loaded
    sentences = {refused.file: refused.sentence for refused in summary.refused}
    assert "casualties of 2022, and no collisions of then are loaded" in sentences[paths[0].name]
    assert "is no file of road collisions" in sentences[paths[1].name]
    assert "is no file of road collisions" in sentences[paths[2].name]


def test_provisional_casualties_join_collisions_of_their_year(real, extracts, tmp_path):
    """No collision file of that half year was found, so one is made up from the keys of the casualties."""
    path = real / "collisions" / "stats19_2022_half_year_provisional_kent_casualties.csv"
    rows = list(read_file(path))
    head = "status,accident_index,accident_year,accident_reference,accident_severity,date,"
    lines = [f"{head}local_authority_ons_district,number_of_casualties"]
    for index in sorted({row["accident_index"] for row in rows}):
        lines.append(f"Unvalidated,{index},2022,{index[4:]},3,01/02/2022,E07000116,1")
    made = tmp_path / "collisions.csv"
    made.write_text("\n".join(lines), encoding="utf-8")
    summary = import_collisions([path, made], extracts)
    stored = {loaded.kind: loaded.rows_stored for loaded in summary.loaded}
    assert stored["casualties"] == len(rows) == 2496
    years = queries.ask("store/collisions")
    assert years[years["source"] == "dft"]["provisional"].tolist() == [True]
    bands = Counter(code(row["age_band_of_casualty"]) for row in rows)
    assert Counter(row["age_band"] for row in read_rows(extracts, "casualties")) == bands


def test_districts_are_those_of_the_published_lists(real):
    path = real / "lookups" / "lad_codes_all_with_active_successor_uk.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    former = {row["LADCD"]: row["LADCD_ACTIVE"] for row in rows if row["LADCD"] != row["LADCD_ACTIVE"]}
    districts = settings.read_districts().values()
    assert {each.code: each.successor for each in districts if each.successor} == {
        code: now for code, now in former.items() if code[0] in "EWN"
    }
    # A number stands for the district whose name it has, where both lists have that name; of Scotland
    # before 1996 it stands for none.
    by_name = {row["LADNM"]: row["LADCD_ACTIVE"] for row in rows}
    numbers = collision_codes.read_district_numbers()
    published = {row["code"]: row["label"] for row in read_list(real) if row["variable"] == NUMBERS}
    published.pop("-1")
    assert numbers.keys() == published.keys()
    named = {number for number, name in published.items() if name in by_name and not number.startswith("8")}
    for number in named:
        assert former.get(numbers[number], numbers[number]) == by_name[published[number]]
    assert len(named) > 350


def read_list(real: Path) -> list[dict[str, str]]:
    """The published code list, row by row."""
    with (real / "collisions" / "stats19_schema.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_codes_are_those_of_the_published_list(real):
    """The labels are in the words of the dashboard."""
    fields = {"weather": "weather_conditions", "surface": "road_surface_conditions"}
    fields |= {"light": "light_conditions", "casualty_type": "casualty_type", "vehicle_type": "vehicle_type"}
    fields |= {"age_band": "age_band_of_casualty", "home_imd": "casualty_imd_decile"}
    fields |= {"road_class": "first_road_class", "road_type": "road_type", "area_type": "urban_or_rural_area"}
    fields |= {"enhanced_severity": "enhanced_collision_severity", "sex": "sex_of_casualty"}
    fields |= {"severity": "collision_severity", "driver_sex": "sex_of_driver"}
    for field, variable in fields.items():
        codes = {row["code"] for row in read_list(real) if row["variable"] == variable}
        assert collision_codes.read_labels(field).keys() == {int(each) for each in codes if each.isdigit()}
    assert collision_codes.read_labels("junction")[19] == "Other junction"


def test_four_real_rows_of_medway_lie_in_its_wards(real, extracts, districts):
    districts(MEDWAY)
    assert import_boundaries([real / "geography" / f"{MEDWAY}.geojson"], extracts).ok
    path = real / "collisions" / "stats19_collision_2023_kent_force46_sample.csv"
    (loaded,) = import_collisions([path], extracts).loaded
    assert (loaded.rows_stored, loaded.without_ward) == (4, 0)
    wards = {row["ward_code"] for row in read_rows(extracts, "collisions")}
    assert wards <= {row["ward_code"] for row in read_rows(extracts, "boundaries")}
