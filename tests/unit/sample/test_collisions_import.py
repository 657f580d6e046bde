"""The simulated collisions, written as the files that the importer reads: nothing of them is declined."""

from __future__ import annotations

import csv

import pytest

from csp.data.store import Store
from csp.imports.check import examine
from csp.imports.formats.collisions import import_collisions
from csp.imports.ownership import SAMPLE as SHAPE
from tests.stored import read_rows
from tests.unit.sample.stored_sample import SAMPLE

KINDS = ("collisions", "casualties", "vehicles")


def as_published(value):
    return "-1" if value is None else value


def write_collision(row):
    return {
        "collision_index": row["collision_key"],
        "collision_year": row["date"].year,
        "collision_ref_no": row["collision_key"][4:],
        "longitude": row["longitude"],
        "latitude": row["latitude"],
        "collision_severity": row["severity"],
        "number_of_vehicles": row["vehicles"],
        "number_of_casualties": row["casualties"],
        "date": row["date"].strftime("%d/%m/%Y"),
        "day_of_week": 1 + row["date"].isoweekday() % 7,
        "time": f"{row['hour']:02}:30",
        "local_authority_district": "-1",
        "local_authority_ons_district": row["district_code"],
        "first_road_class": row["road_class"],
        "first_road_number": row["road"][1:] if row["road"] else "0",
        "road_type": row["road_type"],
        "speed_limit": row["speed_limit"],
        "junction_detail": row["junction"],
        "light_conditions": row["light"],
        "weather_conditions": row["weather"],
        "road_surface_conditions": row["surface"],
        "urban_or_rural_area": row["area_type"],
        "collision_adjusted_severity_serious": row["adjusted_serious"],
        "collision_adjusted_severity_slight": row["adjusted_slight"],
    }


def write_casualty(row):
    return {
        "collision_index": row["collision_key"],
        "vehicle_reference": row["vehicle"],
        "casualty_reference": row["casualty"],
        "sex_of_casualty": as_published(row["sex"]),
        "age_of_casualty": as_published(row["age"]),
        "age_band_of_casualty": as_published(row["age_band"]),
        "casualty_severity": row["severity"],
        "casualty_type": row["casualty_type"],
        "casualty_adjusted_severity_serious": row["adjusted_serious"],
        "casualty_adjusted_severity_slight": row["adjusted_slight"],
    }


def write_vehicle(row):
    return {
        "collision_index": row["collision_key"],
        "vehicle_reference": row["vehicle"],
        "vehicle_type": row["vehicle_type"],
        "sex_of_driver": row["driver_sex"],
        "age_band_of_driver": as_published(row["driver_age_band"]),
    }


WRITERS = {"collisions": write_collision, "casualties": write_casualty, "vehicles": write_vehicle}


def order(row):
    return row["collision_key"], row.get("casualty") or 0, row.get("vehicle") or 0


@pytest.mark.slow
def test_the_importer_reads_back_what_the_sample_has(tmp_path):
    sample, store = Store(SAMPLE), Store(tmp_path / "extracts")
    # One of its four calendar years: all are written by the same rules.
    rows = {
        kind: [row for row in read_rows(sample, kind) if row["collision_key"].startswith("2020")]
        for kind in KINDS
    }
    paths = []
    for kind in KINDS:
        lines = [WRITERS[kind](row) for row in rows[kind]]
        paths.append(tmp_path / f"{kind}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
    summary = import_collisions(paths, store)
    assert summary.ok
    assert not summary.remarks
    assert sum(loaded.rows_declined for loaded in summary.loaded) == 0
    for kind in KINDS:
        # No outlines are imported into that store, so no collision has a ward there.
        own = ("source", "ward_code")
        imported = sorted(read_rows(store, kind), key=order)
        expected = sorted(rows[kind], key=order)
        assert [{k: v for k, v in row.items() if k not in own} for row in imported] == [
            {k: v for k, v in row.items() if k not in own} for row in expected
        ]


def test_every_file_of_the_sample_is_as_it_was_written():
    assert examine(Store(SAMPLE), SHAPE) == []
