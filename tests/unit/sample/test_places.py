"""The sample by ward, point and district."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import pytest
from scipy.stats import spearmanr
from shapely import Point, Polygon

from tests.unit.sample.stored_sample import (
    DISTRICTS,
    HOME,
    MEASURES,
    PEOPLE,
    STREET,
    WARDS,
    YEARS,
    table,
)


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
