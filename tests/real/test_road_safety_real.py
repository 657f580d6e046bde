"""The rules of road safety on real collisions: West Yorkshire of 2024, York of 2005 to 2016."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from csp.statistics.projection import project
from csp.topics.road_safety.rules.cluster_rules import make_own_rule, read_cluster_rules
from csp.topics.road_safety.rules.dispersion import estimate_road_dispersion
from csp.topics.road_safety.rules.hot_spots import find_hot_spots
from csp.topics.road_safety.rules.luck import estimate_luck
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.schemes import Place, Scheme, SchemeSides, measure_scheme
from csp.topics.road_safety.rules.severity import sum_severities

pytestmark = pytest.mark.real

LEEDS = "E08000035"


@pytest.fixture
def yorkshire(real):
    """West Yorkshire in the shape of the store, with the eastings and northings of its file."""
    start = real / "collisions" / "stats19_2024_west_yorkshire_collisions.csv"
    rows = pd.read_csv(start, low_memory=False)
    people = pd.read_csv(start.with_name(start.name.replace("collisions.csv", "casualties.csv")))
    collisions = pd.DataFrame(
        {
            "collision_key": rows["collision_index"].astype(str),
            "date": pd.to_datetime(rows["date"], format="%d/%m/%Y"),
            "district_code": rows["local_authority_ons_district"],
            "ward_code": rows["lsoa_of_accident_location"],
            "longitude": rows["longitude"],
            "latitude": rows["latitude"],
            "severity": rows["collision_severity"],
            "area_type": rows["urban_or_rural_area"],
            "road": rows["first_road_number"].map(lambda n: f"A{n}" if n > 0 else None),
            "easting": rows["location_easting_osgr"],
            "northing": rows["location_northing_osgr"],
        }
    )
    by_severity = people.groupby(["collision_index", "casualty_severity"]).size().unstack(fill_value=0)
    hurt = by_severity.reindex(rows["collision_index"], fill_value=0)
    adjusted = people.groupby("collision_index")[
        ["casualty_adjusted_severity_serious", "casualty_adjusted_severity_slight"]
    ].sum()
    adjusted = adjusted.reindex(rows["collision_index"], fill_value=0)
    vulnerable = people.loc[people["casualty_type"].isin([0, 1]), "collision_index"]
    return collisions.assign(
        **{name: hurt[code].to_numpy() for code, name in ((1, "fatal"), (2, "serious"), (3, "slight"))},
        casualties_adjusted_serious=adjusted.iloc[:, 0].to_numpy(),
        casualties_adjusted_slight=adjusted.iloc[:, 1].to_numpy(),
        vulnerable=rows["collision_index"].isin(vulnerable).to_numpy(),
    )


@pytest.fixture
def york(real):
    """York in the old layout, all its years."""
    start = real / "collisions" / "stats19_old_layout_york_2005_2016_accidents.csv"
    rows = pd.read_csv(start, low_memory=False)
    rows.columns = [column.strip().lower() for column in rows.columns]
    letters = rows["1st_road_class"].map({1: "M", 3: "A", 4: "B"})
    numbers = rows["1st_road_number"].astype(str)
    return pd.DataFrame(
        {
            "collision_key": rows["accident_index"],
            "date": pd.to_datetime(rows["date"]),
            "ward_code": rows["lsoa_of_accident_location"],
            "longitude": rows["longitude"],
            "latitude": rows["latitude"],
            "severity": rows["accident_severity"],
            "area_type": rows["urban_or_rural_area"],
            "road": (letters + numbers).where(letters.notna(), None),
            "vulnerable": False,
        }
    )


def test_every_casualty_is_counted(yorkshire):
    every = sum_severities(yorkshire)
    assert (every.collisions, every.casualties) == (4060, 5240)


def test_distances_are_those_of_the_national_grid(yorkshire):
    first, second = np.random.default_rng(0).integers(0, len(yorkshire), (2, 50_000))
    grid = yorkshire[["easting", "northing"]].to_numpy(dtype=float)
    points = project(yorkshire["longitude"], yorkshire["latitude"])
    own, theirs = (np.hypot(*(each[first] - each[second]).T) for each in (points, grid))
    # The file has metres and five to six decimals of a degree.
    assert np.abs(own - theirs)[theirs < 2000].max() < 2


def test_hot_spots_of_leeds_against_the_whole_matrix_of_distances(yorkshire):
    leeds = yorkshire[yorkshire["district_code"] == LEEDS].sort_values("collision_key")
    spots = find_hot_spots(leeds, make_own_rule(4, 1, 50), date(2024, 12, 31))
    points = project(leeds["longitude"], leeds["latitude"])
    near = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) <= 50
    serious, keys = (leeds["severity"] <= 2).to_numpy(), leeds["collision_key"].to_numpy()
    free, expected = np.ones(len(leeds), dtype=bool), set()
    while True:
        counts = np.where(free, (near & free).sum(axis=1), 0)
        if counts.max() < 4:
            break
        weights = (near & free & serious).sum(axis=1)
        centre = np.lexsort((points[:, 1], points[:, 0], -weights, -counts))[0]
        inside = near[centre] & free
        expected.add(tuple(sorted(keys[inside])))
        free &= ~inside
    assert len(expected) > 10
    assert {spot.keys for spot in spots} == expected


def test_how_much_real_counts_vary(yorkshire):
    months = yorkshire.assign(month=yorkshire["date"], collisions=1)
    dispersion = estimate_road_dispersion(months, yorkshire)
    assert (dispersion.collisions.phi, dispersion.collisions.freedom) == (1.0, 44)
    assert [round(dispersion.of(line), 2) for line in ("casualties", "killed_or_serious")] == [1.74, 1.25]


def test_collisions_of_york_gather_more_than_by_luck(york):
    rule = next(rule for rule in read_cluster_rules() if rule.code == "wales_trunk")
    luck = estimate_luck(york, rule, date(2016, 6, 30), draws=20)
    assert luck.is_more
    assert (luck.found, round(luck.expected, -1)) == (59, 30)


def test_hot_spots_of_which_no_scheme_is_known_have_no_effect(york):
    """The 40 fullest places of three years lose 2 of 5 collisions in the next three, and neither answer calls
    that an effect: like sites lose as many, and empirical Bayes expects it.
    """
    rule = next(rule for rule in read_cluster_rules() if rule.code == "wales_trunk")
    spots = find_hot_spots(york, rule, date(2011, 6, 30))[:40]
    sides = SchemeSides(
        Period(date(2008, 7, 1), date(2011, 6, 30)), Period(date(2011, 7, 1), date(2014, 6, 30))
    )
    effects = [
        measure_scheme(
            york, Scheme("none", Place(spot.longitude, spot.latitude), 50, sides.after.start), sides
        )
        for spot in spots
    ]
    before, after = (
        np.mean([getattr(effect.rows[0], side) for effect in effects]) for side in ("before", "after")
    )
    assert after < 0.62 * before
    assert abs(np.mean([effect.regression.expected for effect in effects]) - after) < 0.5
    assert abs(np.mean([effect.effect.estimate for effect in effects])) < 0.8
    assert np.mean([effect.effect.is_clear for effect in effects]) <= 0.05
    assert np.mean([effect.regression.is_clear() for effect in effects]) <= 0.05
