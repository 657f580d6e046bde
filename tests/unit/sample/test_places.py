"""The sample by ward, point and district."""

from __future__ import annotations

import math
import re
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
            if row["outline"] == "borough"
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


def test_no_location_names_a_street_or_another_real_place(incidents):
    """A ward may be named. Points of one kind in a ward are told apart by number."""
    kinds = {
        "Parking Area",
        "Park/Open Space",
        "Sports/Recreation Area",
        "Petrol Station",
        "Supermarket",
        "Shopping Area",
        "Nightclub",
        "Theatre/Concert Hall",
        "Hospital",
    }
    names = {code: name for name, code in WARDS.items()}
    of_ward = defaultdict(set)
    for row in incidents:
        if row["location"]:
            of_ward[names[row["ward_code"]]].add(row["location"])
    points = {(row["longitude"], row["latitude"]) for row in incidents if row["location"]}
    assert sum(len(texts) for texts in of_ward.values()) == len(points)
    for ward, texts in of_ward.items():
        for text in texts:
            if re.fullmatch(rf"On or near a street in {re.escape(ward)} \(\d+\)", text):
                continue
            kind = re.fullmatch(rf"On or near (.+?)( \d)?, {re.escape(ward)}", text)
            assert kind, text
            assert kind[1] in kinds


def test_wards_add_up_to_the_borough_for_every_offence(incidents, yearly):
    wards = Counter()
    for row in incidents:
        if row["ward_code"] in WARDS.values():
            wards[row["offence"], row["month"].year] += row["n"]
    for offence in MEASURES["offences"]["recorded"]:
        for year in YEARS:
            assert wards[offence, year] == yearly[HOME, offence, year]


# Categories with enough rows for their order among wards and districts to be more than chance.
FREQUENT = (
    "Violence and sexual offences",
    "Anti-social behaviour",
    "Burglary",
    "Vehicle crime",
    "Criminal damage and arson",
    "Public order",
    "Shoplifting",
    "Other theft",
)


@pytest.mark.parametrize("category", FREQUENT)
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


@pytest.mark.parametrize("category", FREQUENT)
def test_districts_stand_as_observed(category, yearly):
    codes = {row["name"]: row["area_code"] for row in table("areas.csv") if not row["successor"]}
    observed = {
        codes[row["district"]]: float(row["annual_rate_per_1000"])
        for row in table("district_rates_observed.csv")
        if row["crime_type"] == category
    }
    for year in YEARS:
        simulated = [sum(yearly[d, o, year] for o in STREET[category]) / PEOPLE[d, year] for d in DISTRICTS]
        correlation = spearmanr([observed[d] for d in DISTRICTS], simulated)
        assert correlation.statistic > 0.8


def test_districts_with_an_incomplete_month_have_the_asb_of_the_other_three(yearly):
    """October 2018 has 11 to 85 reports in four districts where 112 to 216 are normal (design notes).

    Beside the districts whose four months are complete they stand as their other three months say.
    """
    codes = {row["name"]: row["area_code"] for row in table("areas.csv") if not row["successor"]}
    in_october = {"Folkestone and Hythe": 11, "Canterbury": 20, "Tonbridge and Malling": 26, "Swale": 85}
    raised = {}
    for row in table("district_rates_observed.csv"):
        if row["crime_type"] == "Anti-social behaviour" and row["district"] != "Tunbridge Wells":
            rows, months = int(row["rows_in_4_months"]), 4
            if row["district"] in in_october:
                rows, months = rows - in_october[row["district"]], 3
            district = codes[row["district"]]
            simulated = sum(yearly[district, o, 2019] for o in STREET["Anti-social behaviour"])
            raised[row["district"]] = simulated / (rows * 12 / months)
    complete = [ratio for district, ratio in raised.items() if district not in in_october]
    for district in in_october:
        assert min(complete) * 0.95 < raised[district] < max(complete) * 1.05, district
