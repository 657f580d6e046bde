"""The shape of the sample's store."""

from __future__ import annotations

from collections import Counter

import pyarrow.parquet as pq

from csp.data import store
from tests.unit.sample.stored_sample import DISTRICTS, HOME, MEASURES, SAMPLE, YEARS, manifest_rows, stored


def test_files_have_the_columns_of_the_store():
    manifest = pq.ParquetFile(SAMPLE / "manifest.parquet")
    assert manifest.schema_arrow.equals(store.MANIFEST_SCHEMA)
    for row in manifest_rows("incidents"):
        assert pq.ParquetFile(SAMPLE / row["data_file"]).schema_arrow.equals(store.INCIDENTS)
        assert pq.ParquetFile(SAMPLE / row["counts_file"]).schema_arrow.equals(store.MONTHLY_COUNTS)


def test_manifest_accounts_for_every_month_and_every_incident(incidents):
    by_month, without_ward = Counter(), Counter()
    for row in incidents:
        by_month[row["month"]] += row["n"]
        without_ward[row["month"]] += row["n"] * (row["ward_code"] is None)
    manifest = manifest_rows("incidents")
    assert len(manifest) == len(by_month) == 36
    for row in manifest:
        assert (row["source"], row["force"]) == ("sample", "sample")
        assert row["rows_read"] == row["rows_stored"] == by_month[row["month"]]
        assert row["without_ward"] == without_ward[row["month"]]
        assert row["rows_declined"] == row["without_location"] == row["outside_area"] == 0
        assert row["replaced_at"] is None
        assert f"year={row['month'].year}/" in row["data_file"]


def test_monthly_counts_are_the_sums_of_the_incidents(incidents):
    keys = ("source", "month", "district_code", "ward_code", "offence", "flag")
    expected = Counter()
    for row in incidents:
        expected[tuple(row[key] for key in keys)] += row["n"]
    counts = stored("counts_file")
    assert len(counts) == len(expected)
    assert {tuple(row[key] for key in keys): row["n"] for row in counts} == expected


def test_rows_are_distinct_groups_of_known_words(incidents):
    recorded = MEASURES["offences"]["recorded"]
    assert {row["offence"] for row in incidents} == set(recorded)
    assert {row["flag"] for row in incidents} == {None, "hate", "covid"}
    assert {row["source"] for row in incidents} == {"sample"}
    assert all(row["n"] >= 1 and row["month"].day == 1 for row in incidents)
    assert len({tuple(v for k, v in row.items() if k != "n") for row in incidents}) == len(incidents)
    for row in incidents:
        crime_at_home = recorded[row["offence"]]["kind"] == "crime" and row["district_code"] == HOME
        assert (row["outcome"] is not None) == crime_at_home


def test_each_file_is_sorted_by_district_and_month_or_key():
    for path in SAMPLE.glob("*/**/*.parquet"):
        rows = pq.ParquetFile(path).read().to_pylist()
        if "month" in rows[0]:
            order = [(row["district_code"], row["month"]) for row in rows]
        else:
            order = [row["collision_key"] for row in rows]
        assert order == sorted(order), path.name


def test_other_districts_have_every_offence_and_neither_ward_nor_point(incidents, yearly):
    for row in incidents:
        if row["district_code"] != HOME:
            nothing = ("ward_code", "longitude", "latitude", "location")
            assert [row[key] for key in nothing] == [None] * 4
    for district in DISTRICTS:
        for offence in MEASURES["offences"]["recorded"]:
            assert all(yearly[district, offence, year] > 0 for year in YEARS), (district, offence)
