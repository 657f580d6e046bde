"""The simulated road collisions, recounted from the Parquet files without the package that wrote them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from csp.core.geography import build_schematic_districts, build_schematic_wards
from csp.data import store
from tests.unit.sample.stored_sample import DISTRICTS, HOME, PEOPLE, ROOT, SAMPLE, manifest_rows, table

FATAL, SERIOUS, SLIGHT = 1, 2, 3
FIRST, LAST = date(2017, 7, 1), date(2020, 6, 30)
ROADS = {"A21", "A26", "A264", "A267", "A228", "A262", "A268", "A229"}
SCHEMAS = {"collisions": store.COLLISIONS, "casualties": store.CASUALTIES, "vehicles": store.VEHICLES}
METRES = np.array([69_700.0, 69_700.0 * 1.6])  # of a degree of longitude and of latitude
BANDS = (5, 10, 15, 20, 25, 35, 45, 55, 65, 75)  # the last age of each, but of the oldest


def read_rows(kind):
    names = sorted(row["data_file"] for row in manifest_rows(kind))
    return [row for name in names for row in pq.ParquetFile(SAMPLE / name).read().to_pylist()]


@pytest.fixture(scope="module")
def collisions():
    return read_rows("collisions")


@pytest.fixture(scope="module")
def casualties():
    return read_rows("casualties")


@pytest.fixture(scope="module")
def vehicles():
    return read_rows("vehicles")


@pytest.fixture(scope="module")
def places(collisions):
    """The collision of each key."""
    return {row["collision_key"]: row for row in collisions}


@pytest.fixture(scope="module")
def hurt(casualties, places):
    """District and partnership year -> casualties."""
    return Counter(
        (places[row["collision_key"]]["district_code"], year_of(places[row["collision_key"]]))
        for row in casualties
    )


def year_of(row):
    """The year in which the partnership year of a collision begins, on the first of July."""
    return row["date"].year - (row["date"].month < 7)


def shares(rows, column):
    counts = Counter(row[column] for row in rows)
    return {value: n / len(rows) for value, n in counts.items()}


def dispersion(table):
    """Chi-square over degrees of freedom of a table of counts, given the sums of its rows and columns."""
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    rows, columns = table.shape
    return ((table - expected) ** 2 / expected).sum() / ((rows - 1) * (columns - 1))


def test_three_partnership_years_of_12_districts(collisions, hurt):
    assert min(row["date"] for row in collisions) == FIRST
    assert max(row["date"] for row in collisions) == LAST
    assert set(hurt) == {(district, year) for district in DISTRICTS for year in (2017, 2018, 2019)}


def test_casualties_fall_in_every_district_in_2019_20_as_published(hurt):
    falls = {district: 1 - hurt[district, 2019] / hurt[district, 2018] for district in DISTRICTS}
    assert all(0.1 < fall < 0.22 for fall in falls.values()), falls


def test_about_as_many_are_hurt_as_in_real_districts(hurt):
    for (district, year), n in hurt.items():
        assert 2 < 1000 * n / PEOPLE[district, year + 1] < 5, (district, year)


def test_totals_are_those_that_the_readme_gives(collisions, casualties, vehicles):
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for rows in (collisions, casualties, vehicles):
        assert f"{len(rows):,}" in text
    size = sum(path.stat().st_size for kind in SCHEMAS for path in (SAMPLE / kind).iterdir())
    assert f"{round(size / 1000):,} kB" in text


def test_files_and_manifest_account_for_every_row(collisions, casualties, vehicles):
    for kind, rows in (("collisions", collisions), ("casualties", casualties), ("vehicles", vehicles)):
        listed = manifest_rows(kind)
        assert [row["force"] for row in listed] == ["2017", "2018", "2019", "2020"]
        assert sum(row["rows_stored"] for row in listed) == len(rows)
        for row in listed:
            file = pq.ParquetFile(SAMPLE / row["data_file"])
            assert file.schema_arrow.equals(SCHEMAS[kind])
            assert file.metadata.num_rows == row["rows_stored"] == row["rows_read"]
            assert row["rows_declined"] == row["without_location"] == row["outside_area"] == 0
            assert (row["source"], row["replaced_at"], row["counts_file"]) == ("sample", None, None)
        assert {row["source"] for row in rows} == {"sample"}
    without_ward = sum(row["ward_code"] is None for row in collisions)
    assert sum(row["without_ward"] for row in manifest_rows("collisions")) == without_ward


def test_no_key_can_be_taken_for_a_real_one(collisions, places):
    assert len(places) == len(collisions)
    for row in collisions:
        assert row["collision_key"][:7] == f"{row['date'].year}SIM"


def test_collisions_agree_with_their_casualties_and_vehicles(casualties, vehicles, places):
    people, involved = defaultdict(list), defaultdict(list)
    for row in casualties:
        people[row["collision_key"]].append(row)
    for row in vehicles:
        involved[row["collision_key"]].append(row["vehicle"])
    assert people.keys() == involved.keys() == places.keys()
    for key, collision in places.items():
        rows = people[key]
        assert [row["casualty"] for row in rows] == list(range(1, collision["casualties"] + 1))
        assert involved[key] == list(range(1, collision["vehicles"] + 1))
        assert {row["vehicle"] for row in rows} <= set(involved[key])
        assert collision["severity"] == min(row["severity"] for row in rows)


def test_adjusted_severity_is_a_probability_beside_the_recorded_one(collisions, casualties):
    for row in (*collisions, *casualties):
        serious, slight = row["adjusted_serious"], row["adjusted_slight"]
        expected = {FATAL: (0, 0), SERIOUS: (1, 0)}.get(row["severity"], (serious, 1 - serious))
        assert math.dist((serious, slight), expected) < 1e-6
    slight = [row for row in casualties if row["severity"] == SLIGHT]
    older = sum(0 < row["adjusted_serious"] < 1 for row in slight) / len(slight)
    assert 0.17 < older < 0.23
    mean = sum(row["adjusted_serious"] for row in slight) / len(slight) / older
    assert 0.10 < mean < 0.16


def test_a_collision_is_slight_with_the_probability_that_all_its_casualties_are(casualties, places):
    slight = defaultdict(lambda: 1.0)
    for row in casualties:
        slight[row["collision_key"]] *= row["adjusted_slight"]
    for key, row in places.items():
        assert math.isclose(row["adjusted_slight"], slight[key], abs_tol=0.001)


def test_codes_are_those_of_the_published_list(collisions, casualties, vehicles):
    listed = defaultdict(set)
    users = {}
    for row in table("collision_codes.csv"):
        listed[row["field"]].add(int(row["code"]))
        if row["road_user"]:
            users[int(row["code"])] = row["road_user"]
    fields = ("severity", "speed_limit", "road_class", "road_type", "junction", "light", "weather")
    for row in collisions:
        assert all(row[field] in listed[field] for field in (*fields, "surface", "area_type"))
    for row in casualties:
        assert row["severity"] in listed["severity"]
        assert row["sex"] in (1, 2, None)
        assert row["road_user"] == users[row["casualty_type"]]
    for row in vehicles:
        assert row["vehicle_type"] in listed["vehicle_type"]
        assert row["driver_sex"] in listed["driver_sex"]
        assert row["driver_age_band"] in {*listed["age_band"], None}


def test_ages_agree_with_their_bands(casualties):
    for row in casualties:
        age = row["age"]
        assert row["age_band"] == (None if age is None else 1 + sum(age > last for last in BANDS))


def test_severity_and_road_users_are_as_in_kent(casualties):
    severity, users = shares(casualties, "severity"), shares(casualties, "road_user")
    assert severity[FATAL] == pytest.approx(0.009, abs=0.003)
    assert severity[SERIOUS] == pytest.approx(0.145, abs=0.015)
    assert users["car occupant"] == pytest.approx(0.65, abs=0.03)
    assert users["pedestrian"] == pytest.approx(0.13, abs=0.02)
    assert users["cyclist"] == pytest.approx(0.07, abs=0.02)
    assert users["motorcyclist"] == pytest.approx(0.095, abs=0.02)
    assert users["goods"] == pytest.approx(0.045, abs=0.015)
    serious = defaultdict(list)
    for row in casualties:
        serious[row["road_user"]].append(row["severity"] < SLIGHT)
    rates = {user: sum(values) / len(values) for user, values in serious.items()}
    assert rates["motorcyclist"] > rates["pedestrian"] > rates["car occupant"]


def test_age_and_sex_are_as_in_kent(casualties):
    known = [row for row in casualties if row["age_band"] is not None]
    assert 0.01 < 1 - len(known) / len(casualties) < 0.03
    bands = shares(known, "age_band")
    for band, share in {3: 0.05, 4: 0.12, 5: 0.11, 6: 0.21, 7: 0.155, 8: 0.12, 9: 0.09, 11: 0.045}.items():
        assert bands[band] == pytest.approx(share, abs=0.02), band
    assert shares(casualties, "sex")[1] == pytest.approx(0.60, abs=0.02)


def test_casualties_and_vehicles_per_collision(collisions, casualties, vehicles):
    assert len(casualties) / len(collisions) == pytest.approx(1.30, abs=0.03)
    assert len(vehicles) / len(collisions) == pytest.approx(1.85, abs=0.06)


def test_conditions_are_in_realistic_shares(collisions):
    bounds = {
        "speed_limit": {20: (0.01, 0.05), 30: (0.52, 0.68), 60: (0.08, 0.2), 70: (0.05, 0.12)},
        "junction": {0: (0.38, 0.50), 13: (0.24, 0.34), 1: (0.05, 0.12), 16: (0.06, 0.14)},
        "light": {1: (0.68, 0.80), 4: (0.13, 0.26), 6: (0.02, 0.08)},
        "weather": {1: (0.77, 0.85), 2: (0.09, 0.15)},
        "surface": {1: (0.65, 0.75), 2: (0.24, 0.33), 4: (0.005, 0.03)},
        "area_type": {1: (0.5, 0.7), 2: (0.3, 0.5)},
        "road_class": {1: (0.02, 0.07), 3: (0.38, 0.54)},
    }
    for column, expected in bounds.items():
        measured = shares(collisions, column)
        for code, (least, most) in expected.items():
            assert least < measured[code] < most, (column, code, measured[code])


def test_conditions_fit_the_day_and_each_other(collisions):
    for row in collisions:
        if row["weather"] in (2, 5):
            assert row["surface"] in (2, 5)
        if 9 <= row["hour"] <= 14:
            assert row["light"] == 1
        if row["hour"] in (0, 1, 2, 3, 23):
            assert row["light"] != 1
        if row["surface"] in (3, 4) or row["weather"] in (3, 6):
            assert row["date"].month in (11, 12, 1, 2, 3)
        assert (row["junction"] == 1) == (row["road_type"] == 1)


def test_hours_and_weekdays_have_their_peaks(collisions):
    working = [row for row in collisions if row["date"].weekday() < 5]
    weekend = [row for row in collisions if row["date"].weekday() >= 5]
    hours = shares(working, "hour")
    assert hours[8] > 0.07
    assert max(hours, key=hours.get) in (16, 17)
    assert shares(weekend, "hour")[8] < 0.04
    assert shares(weekend, "hour")[1] > 2 * hours[1]
    weekdays = Counter(row["date"].weekday() for row in collisions)
    assert max(weekdays, key=weekdays.get) == 4
    assert min(weekdays, key=weekdays.get) == 6


def test_few_are_hurt_in_the_first_lockdown(casualties, places):
    months = Counter(places[row["collision_key"]]["date"].replace(day=1) for row in casualties)
    assert months[date(2020, 4, 1)] < 0.45 * months[date(2019, 4, 1)]
    assert months[date(2020, 5, 1)] < 0.70 * months[date(2019, 5, 1)]
    assert months[date(2020, 1, 1)] > 0.80 * months[date(2019, 1, 1)]


def test_months_vary_as_real_ones_do(collisions, casualties, places):
    for rows, least, most in ((collisions, 0.9, 1.3), (casualties, 1.4, 2.0)):
        counts = Counter(
            (place["district_code"], place["date"].replace(day=1))
            for place in (places[row["collision_key"]] for row in rows)
        )
        months = sorted({month for _, month in counts})
        measured = dispersion(np.array([[counts[d, m] for m in months] for d in DISTRICTS], dtype=float))
        assert least < measured < most, measured


def test_the_roads_are_places_that_have_names():
    named = {row["place"]: (row["longitude"], row["latitude"]) for row in table("places.csv")}
    roads = table("roads.csv")
    assert {row["road"] for row in roads} == ROADS
    for row in roads:
        assert named[row["place"]] == (row["longitude"], row["latitude"])


def lines():
    points = defaultdict(list)
    for row in table("roads.csv"):
        points[row["road"]].append((float(row["longitude"]), float(row["latitude"])))
    return {road: shapely.LineString(np.array(places) * METRES) for road, places in points.items()}


def test_half_the_borough_is_on_its_main_roads(collisions):
    home = [row for row in collisions if row["district_code"] == HOME]
    on_roads = [row for row in home if row["road"]]
    assert {row["road"] for row in on_roads} == ROADS
    assert len(on_roads) / len(home) == pytest.approx(0.55, abs=0.05)
    roads = lines()
    for row in on_roads:
        point = shapely.Point(np.array([row["longitude"], row["latitude"]]) * METRES)
        assert roads[row["road"]].distance(point) < 25
        assert row["road_class"] == 3


def test_stretches_of_road_are_negative_binomial(collisions):
    """Counts of stretches of 150 m vary two to five times their mean: chance alone would give once."""
    roads = lines()
    counts = Counter()
    for row in collisions:
        if row["road"]:
            line = roads[row["road"]]
            point = shapely.Point(np.array([row["longitude"], row["latitude"]]) * METRES)
            counts[row["road"], int(line.project(point) // 150)] += 1
    stretches = [
        counts[road, piece] for road, line in roads.items() for piece in range(math.ceil(line.length / 150))
    ]
    assert 2 < np.var(stretches) / np.mean(stretches) < 5


def test_a_few_hot_spots_and_many_single_collisions(collisions):
    rows = [row for row in collisions if row["district_code"] == HOME]
    points = np.array([(row["longitude"], row["latitude"]) for row in rows]) * METRES
    distances = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    near = (distances <= 50).sum(axis=1)
    assert 0.2 < (near == 1).mean() < 0.4
    assert 0.02 < (near >= 8).mean() < 0.15
    assert near.max() < 25


def test_nothing_lies_outside_the_outlines(collisions):
    """Every collision is in the schematic outline of its ward or district."""
    corners = defaultdict(list)
    for row in sorted(table("outlines.csv"), key=lambda row: int(row["position"])):
        corners[row["outline"]].append((float(row["longitude"]), float(row["latitude"])))
    home, county = shapely.Polygon(corners["tunbridge_wells"]), shapely.Polygon(corners["kent"])
    wards, districts = shapes(build_schematic_wards()), shapes(build_schematic_districts())
    by_area = defaultdict(list)
    for row in collisions:
        place = (row["longitude"], row["latitude"])
        if row["district_code"] == HOME:
            assert row["ward_code"]
            by_area[row["ward_code"]].append(place)
        else:
            assert row["ward_code"] is None
            by_area[row["district_code"]].append(place)
    assert set(by_area) == set(wards) | (set(districts) - {HOME})
    for code, places in by_area.items():
        points = shapely.points(places)
        inside = shapely.covers(wards.get(code, districts.get(code)), points)
        assert inside.all(), (code, np.array(places)[~inside])
        assert shapely.covers(home, points).all() == (code in wards)
        assert code in wards or shapely.covers(county, points).all()
        assert code in wards or not shapely.covers(home, points).any()


def shapes(outlines):
    return {
        row.area_code: shapely.MultiPolygon([shapely.Polygon(part[0], part[1:]) for part in row.polygons])
        for row in outlines.frame.itertuples()
    }
