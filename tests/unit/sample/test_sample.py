"""The embedded sample, recomputed in plain Python from its Parquet files and the tables of data/reference.

Nothing here uses the code that made the sample, apart from the tests that run it.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from scipy.stats import spearmanr
from shapely import Point, Polygon

from csp import sample
from csp.data import store
from csp.sample import checks, districts, reference

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "data" / "reference"
SAMPLE = ROOT / "data" / "sample"
HOME, SEVENOAKS, TONBRIDGE = "E07000116", "E07000111", "E07000115"
YEARS = (2018, 2019, 2020)

STREET = {
    "Violence and sexual offences": ("violence_against_the_person", "sexual_offences"),
    "Anti-social behaviour": ("asb_rowdy", "asb_personal", "asb_environmental", "asb_other"),
    "Burglary": ("burglary_residential", "burglary_business"),
    "Vehicle crime": ("theft_from_vehicle", "theft_of_vehicle", "vehicle_interference"),
    "Criminal damage and arson": ("criminal_damage_and_arson",),
    "Public order": ("public_order",),
    "Shoplifting": ("shoplifting",),
    "Other theft": ("other_theft",),
}


def table(name):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MEASURES = yaml.safe_load((REFERENCE / "measures.yml").read_text(encoding="utf-8"))
PUBLISHED = table("published_2020.csv")
PEOPLE = {(row["area_code"], int(row["year"])): int(row["population"]) for row in table("population.csv")}
DISTRICTS = sorted({code for code, _ in PEOPLE if code.startswith("E07")})
WARDS = {row["ward"]: row["ward_code"] for row in table("wards.csv")}


def stored(column):
    manifest = pq.ParquetFile(SAMPLE / "manifest.parquet").read().to_pylist()
    names = sorted({row[column] for row in manifest})
    return [row for name in names for row in pq.ParquetFile(SAMPLE / name).read().to_pylist()]


@pytest.fixture(scope="module")
def incidents():
    return stored("data_file")


@pytest.fixture(scope="module")
def yearly(incidents):
    """(district, offence, year) -> incidents."""
    counts = Counter()
    for row in incidents:
        counts[row["district_code"], row["offence"], row["month"].year] += row["n"]
    return counts


@pytest.fixture(scope="module")
def hate(incidents):
    """(district, year) -> crimes flagged hate."""
    kinds = {code: o["kind"] for code, o in MEASURES["offences"]["recorded"].items()}
    counts = Counter()
    for row in incidents:
        if row["flag"] == "hate" and kinds[row["offence"]] == "crime":
            counts[row["district_code"], row["month"].year] += row["n"]
    return counts


def offences_of(measure):
    spec = MEASURES["measures"][measure]["offences"]["recorded"]
    if isinstance(spec, dict):
        return [code for code, o in MEASURES["offences"]["recorded"].items() if o["kind"] == spec["every"]]
    return spec


def value(measure, district, year, yearly, hate):
    if measure == "hate_crime":
        return hate[district, year]
    return sum(yearly[district, offence, year] for offence in offences_of(measure))


def rates(measure, year, yearly, hate):
    return {d: 1000 * value(measure, d, year, yearly, hate) / PEOPLE[d, year] for d in DISTRICTS}


# Published figures.


def test_the_published_table_has_sixteen_rows_and_the_county_twelve_districts():
    assert len(PUBLISHED) == 16
    assert len(DISTRICTS) == 12


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["measure"])
@pytest.mark.parametrize("year", [2019, 2020])
def test_borough_counts_are_the_published_ones(row, year, yearly, hate):
    assert value(row["measure"], HOME, year, yearly, hate) == int(row[f"count_{year}"])


@pytest.mark.parametrize("row", [r for r in PUBLISHED if r["rank_2020"]], ids=lambda row: row["measure"])
@pytest.mark.parametrize("year", [2019, 2020])
def test_borough_ranks_are_the_published_ones(row, year, yearly, hate):
    by_rate = rates(row["measure"], year, yearly, hate)
    ordered = sorted(by_rate, key=by_rate.__getitem__)
    assert ordered.index(HOME) + 1 == int(row[f"rank_{year}"])
    assert sum(rate == by_rate[HOME] for rate in by_rate.values()) == 1


@pytest.mark.parametrize(
    ("measure", "count"), [("all_crime", 8953), ("violent_crime", 3861), ("domestic_abuse", 2122)]
)
def test_borough_counts_of_2018_are_the_published_ones(measure, count, yearly, hate):
    assert value(measure, HOME, 2018, yearly, hate) == count


def test_other_borough_counts_of_2018_are_near_those_of_2019(yearly, hate):
    for row in PUBLISHED:
        before, after = (value(row["measure"], HOME, year, yearly, hate) for year in (2018, 2019))
        assert 0.8 < before / after < 1.25, row["measure"]


def test_borough_is_marginally_ahead_of_sevenoaks_and_tonbridge_and_malling(yearly, hate):
    for year in (2019, 2020):
        by_rate = rates("all_crime", year, yearly, hate)
        lowest = sorted(by_rate, key=by_rate.__getitem__)
        assert lowest[0] == HOME
        assert set(lowest[1:3]) == {SEVENOAKS, TONBRIDGE}
        assert by_rate[lowest[2]] / by_rate[HOME] < (1.01 if year == 2020 else 1.02)
        assert by_rate[lowest[3]] / by_rate[HOME] > 1.1


def test_rowdy_gatherings_and_their_covid_share_are_the_published_ones(incidents, yearly):
    assert yearly[HOME, "asb_rowdy", 2019] == 390
    assert yearly[HOME, "asb_rowdy", 2020] == 819
    covid = [row for row in incidents if row["flag"] == "covid"]
    assert sum(row["n"] for row in covid if row["district_code"] == HOME) == 377
    assert {row["offence"] for row in covid} == {"asb_rowdy"}
    assert min(row["month"] for row in covid).isoformat() == "2020-04-01"


def test_every_district_has_covid_tagged_reports_most_of_them_in_the_first_lockdown(incidents, yearly):
    by_month = defaultdict(Counter)
    for row in incidents:
        if row["flag"] == "covid":
            by_month[row["district_code"]][row["month"].month] += row["n"]
    assert sorted(by_month) == DISTRICTS
    for district, months in by_month.items():
        share = months.total() / yearly[district, "asb_rowdy", 2020]
        assert 0.3 < share < 0.6
        assert 0.4 < (months[4] + months[5]) / months.total() < 0.75


def test_hate_is_mostly_public_order_and_violence(incidents):
    flagged = Counter()
    for row in incidents:
        if row["flag"] == "hate" and row["district_code"] == HOME:
            flagged[row["offence"]] += row["n"]
    both = flagged["public_order"] + flagged["violence_against_the_person"]
    assert both / flagged.total() > 0.8


# Shape of the store.


def test_files_have_the_columns_of_the_store():
    manifest = pq.ParquetFile(SAMPLE / "manifest.parquet")
    assert manifest.schema_arrow.equals(store.MANIFEST_SCHEMA)
    for row in manifest.read().to_pylist():
        assert pq.ParquetFile(SAMPLE / row["data_file"]).schema_arrow.equals(store.INCIDENTS)
        assert pq.ParquetFile(SAMPLE / row["counts_file"]).schema_arrow.equals(store.MONTHLY_COUNTS)


def test_manifest_accounts_for_every_month_and_every_incident(incidents):
    by_month, without_ward = Counter(), Counter()
    for row in incidents:
        by_month[row["month"]] += row["n"]
        without_ward[row["month"]] += row["n"] * (row["ward_code"] is None)
    manifest = pq.ParquetFile(SAMPLE / "manifest.parquet").read().to_pylist()
    assert len(manifest) == len(by_month) == 36
    for row in manifest:
        assert (row["kind"], row["source"], row["force"]) == ("incidents", "sample", "sample")
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


def test_each_file_is_sorted_by_district_and_month():
    for path in SAMPLE.glob("*/**/*.parquet"):
        order = [(row["district_code"], row["month"]) for row in pq.ParquetFile(path).read().to_pylist()]
        assert order == sorted(order), path.name


def test_other_districts_have_every_offence_and_neither_ward_nor_point(incidents, yearly):
    for row in incidents:
        if row["district_code"] != HOME:
            nothing = ("ward_code", "longitude", "latitude", "location")
            assert [row[key] for key in nothing] == [None] * 4
    for district in DISTRICTS:
        for offence in MEASURES["offences"]["recorded"]:
            assert all(yearly[district, offence, year] > 0 for year in YEARS), (district, offence)


# Wards and points.


def test_every_borough_row_has_a_point_in_its_ward(incidents):
    outline = Polygon(
        [
            (float(row["longitude"]), float(row["latitude"]))
            for row in sorted(table("outlines.csv"), key=lambda row: int(row["position"]))
            if row["outline"] == "tunbridge_wells"
        ]
    )
    places = [
        (float(p["longitude"]), 1.6 * float(p["latitude"]), WARDS[p["ward"]])
        for p in table("places.csv")
        if p["ward"]
    ]
    points = {
        (row["ward_code"], row["longitude"], row["latitude"])
        for row in incidents
        if row["district_code"] == HOME
    }
    assert {ward for ward, _, _ in points} == set(WARDS.values())
    for ward, longitude, latitude in points:
        nearest = min(places, key=lambda p: math.hypot(p[0] - longitude, p[1] - 1.6 * latitude))
        assert nearest[2] == ward
        assert outline.covers(Point(longitude, latitude))


def test_each_ward_has_its_map_points_and_a_few_of_them_are_hot(incidents):
    by_point = defaultdict(Counter)
    for row in incidents:
        if row["district_code"] == HOME:
            by_point[row["ward_code"]][row["longitude"], row["latitude"]] += row["n"]
    for points in by_point.values():
        assert 60 <= len(points) <= 150
        busiest = sorted(points.values(), reverse=True)
        assert sum(busiest[: len(busiest) // 10]) > 0.3 * sum(busiest)


def test_a_map_point_has_one_location_text(incidents):
    texts = defaultdict(set)
    for row in incidents:
        if row["district_code"] == HOME:
            texts[row["longitude"], row["latitude"]].add(row["location"])
    assert all(len(names) == 1 for names in texts.values())
    assert all(text.startswith("On or near ") for names in texts.values() for text in names)


def test_wards_add_up_to_the_borough_for_every_offence(incidents, yearly):
    wards = Counter()
    for row in incidents:
        if row["ward_code"] in WARDS.values():
            wards[row["offence"], row["month"].year] += row["n"]
    for offence in MEASURES["offences"]["recorded"]:
        for year in YEARS:
            assert wards[offence, year] == yearly[HOME, offence, year]


@pytest.mark.parametrize("category", STREET)
def test_wards_stand_as_observed(category, incidents):
    observed = {WARDS[name]: 0 for name in WARDS}
    for row in table("ward_counts_observed.csv"):
        if row["crime_type"] == category:
            observed[WARDS[row["ward"]]] = int(row["rows_in_6_months"])
    counts = Counter()
    for row in incidents:
        if row["offence"] in STREET[category]:
            counts[row["ward_code"]] += row["n"]
    wards = sorted(observed)
    correlation = spearmanr([observed[w] for w in wards], [counts[w] for w in wards])
    assert correlation.statistic > 0.85


@pytest.mark.parametrize("category", STREET)
def test_districts_stand_as_observed(category, yearly):
    codes = {row["district"]: row["district_code"] for row in table("districts.csv")}
    observed = {
        codes[row["district"]]: float(row["annual_rate_per_1000"])
        for row in table("district_rates_observed.csv")
        if row["crime_type"] == category
    }
    for year in YEARS:
        simulated = [sum(yearly[d, o, year] for o in STREET[category]) / PEOPLE[d, year] for d in DISTRICTS]
        correlation = spearmanr([observed[d] for d in DISTRICTS], simulated)
        assert correlation.statistic > 0.8


# Months.


@pytest.fixture(scope="module")
def monthly(incidents):
    """(offence, year, month) -> incidents in the county."""
    counts = Counter()
    for row in incidents:
        counts[row["offence"], row["month"].year, row["month"].month] += row["n"]
    return counts


def against_2019(monthly, offences, months):
    now, before = (sum(monthly[o, year, m] for o in offences for m in months) for year in (2020, 2019))
    return now / before


THEFTS = ["shoplifting", "theft_from_person", "other_theft", "theft_from_vehicle", "burglary_residential"]
ASB = ["asb_rowdy", "asb_personal", "asb_environmental", "asb_other"]
DRUGS = ["drug_trafficking", "drug_possession"]


def test_spring_2020_shows_the_lockdown(monthly):
    spring, winter = (4, 5), (1, 2)
    assert against_2019(monthly, THEFTS, spring) < 0.6
    assert against_2019(monthly, ["violence_against_the_person"], spring) < 0.9
    assert against_2019(monthly, ASB, spring) > 1.9
    assert against_2019(monthly, DRUGS, spring) > 1.2
    for offences in (THEFTS, ASB, DRUGS, ["violence_against_the_person"]):
        assert 0.85 < against_2019(monthly, offences, winter) < 1.15


def test_the_second_lockdown_is_milder_than_the_first(monthly):
    first, autumn, second = (against_2019(monthly, THEFTS, m) for m in ((4,), (9, 10), (11,)))
    assert first < second < autumn


def test_spring_2020_shows_in_the_borough_too(incidents):
    counts = Counter()
    for row in incidents:
        if row["district_code"] == HOME and row["month"].month in (4, 5):
            counts[row["offence"], row["month"].year] += row["n"]
    thefts, asb = (
        sum(counts[o, 2020] for o in group) / sum(counts[o, 2019] for o in group) for group in (THEFTS, ASB)
    )
    assert thefts < 0.65
    assert asb > 1.9


def test_months_have_a_season(monthly):
    def share(offence, months):
        years = (2018, 2019)
        part = sum(monthly[offence, year, m] for year in years for m in months)
        return part / sum(monthly[offence, year, m] for year in years for m in range(1, 13))

    assert share("violence_against_the_person", (6, 7, 8)) > 0.26
    assert share("asb_other", (6, 7, 8)) > 0.28
    assert share("burglary_residential", (12, 1, 2)) > 0.26
    assert share("shoplifting", (11, 12)) > share("shoplifting", (2, 3))


def test_noise_between_months_is_that_of_counting(incidents):
    """Districts share a season, so districts x months is a table without association: chi squared per
    degree of freedom is 1. Summed over 27 tables of 121 degrees its standard deviation is 0.025."""
    counts = Counter()
    offences = [o for group in STREET.values() for o in group if not o.startswith("asb")][:9]
    for row in incidents:
        counts[row["offence"], row["month"].year, row["district_code"], row["month"].month] += row["n"]
    chi_squared, degrees = 0.0, 0
    for offence in offences:
        for year in YEARS:
            cells = {(d, m): counts[offence, year, d, m] for d in DISTRICTS for m in range(1, 13)}
            total = sum(cells.values())
            by_district = {d: sum(cells[d, m] for m in range(1, 13)) for d in DISTRICTS}
            by_month = {m: sum(cells[d, m] for d in DISTRICTS) for m in range(1, 13)}
            for (d, m), n in cells.items():
                expected = by_district[d] * by_month[m] / total
                chi_squared += (n - expected) ** 2 / expected
            degrees += 11 * 11
    assert 0.9 < chi_squared / degrees < 1.1


# The generator.


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


@pytest.mark.slow
def test_the_same_bytes_every_time_and_the_committed_ones(tmp_path, monkeypatch):
    sample.write(tmp_path / "one")
    maidstone = (REFERENCE / "area.toml").read_text(encoding="utf-8")
    other = tmp_path / "area.toml"
    other.write_text(maidstone.replace('home = "E07000116"', 'home = "E07000110"'), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(other))
    written = sample.write(tmp_path / "two")
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two")
    assert one == contents(SAMPLE)
    assert written.size == sum(len(content) for content in one.values())


def test_writing_again_leaves_no_file_of_an_earlier_sample(tmp_path):
    stale = tmp_path / "incidents/source=sample/force=sample/year=2018/2018-00000000.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"an earlier sample")
    unfinished = stale.with_suffix(".parquet.part")
    unfinished.write_bytes(b"half of one")
    notes = tmp_path / "notes.txt"
    notes.write_text("not the sample's", encoding="utf-8")
    sample.write(tmp_path)
    assert not stale.exists()
    assert not unfinished.exists()
    assert notes.exists()
    assert contents(tmp_path) == contents(SAMPLE)


def test_the_committed_sample_is_small():
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 2_000_000


def test_the_check_names_every_figure_that_is_missed():
    result = districts.yearly()
    result.counts[HOME]["robbery"][2] += 1
    with pytest.raises(ValueError, match="robbery 2020 is 40, published 39"):
        checks.check(result, reference.populations())
    result = districts.yearly()
    result.counts[SEVENOAKS]["domestic_abuse_incident"][1] = 1
    with pytest.raises(ValueError, match="rank of domestic_abuse 2019 is 2, published 1"):
        checks.check(result, reference.populations())


# What is said about the data.


def test_the_readme_describes_every_reference_file():
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    names = [p.relative_to(REFERENCE).as_posix() for p in REFERENCE.rglob("*") if p.is_file()]
    assert [name for name in names if name not in text] == []


def test_the_readme_gives_the_size_of_the_sample(incidents):
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert f"{len(incidents):,}, for {sum(row['n'] for row in incidents):,} incidents" in text


def test_the_readme_reading_of_violent_crime_follows_from_the_tables():
    rows = {
        r["crime_type"]: int(r["rows_in_4_months"])
        for r in table("district_rates_observed.csv")
        if r["district"] == "Tunbridge Wells" and r["crime_type"] != "Anti-social behaviour"
    }
    year = 3 * sum(rows.values())
    violent = 3 * (rows["Violence and sexual offences"] + rows["Robbery"])
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for figure in (year, violent, round(violent * 8953 / year)):
        assert f"{figure:,}" in text
