"""Hot spots by luck: an even road has what luck gives, gathered collisions have more."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from csp.statistics.projection import project
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.luck import estimate_luck, find_road_net
from tests.unit.road_safety.made import make_collisions

END = date(2020, 6, 30)
RULE = ClusterRule("a", "A", 4, 3, 50, 50)


def make_road(random: np.random.Generator, number: int, gathered: int = 0) -> pd.DataFrame:
    """Collisions along a straight road of 7 km, evenly, but so many of them at five junctions."""
    along = random.uniform(0, 0.1, number)
    along[:gathered] = random.choice(np.linspace(0.01, 0.09, 5), gathered) + random.normal(0, 1e-4, gathered)
    collisions = make_collisions(2, number)
    return collisions.assign(longitude=0.2 + along, latitude=51.13, road="A26", area_type=1)


def test_an_even_road_has_as_many_as_luck_gives():
    random = np.random.default_rng(4)
    roads = [estimate_luck(make_road(random, 150), RULE, END, draws=40) for _ in range(12)]
    assert sum(luck.is_more for luck in roads) <= 2
    assert abs(np.mean([luck.found - luck.expected for luck in roads])) < 1.5


def test_streets_without_a_number_have_about_as_many_as_luck_gives():
    random = np.random.default_rng(5)
    found, expected = [], []
    for _ in range(8):
        # A grid of 2 km, streets 200 m apart; the collisions fall anywhere on them.
        along, street = random.uniform(0, 2000, 400), 200.0 * random.integers(0, 11, 400)
        east = random.random(400) < 0.5
        metres = np.where(east, along, street), np.where(east, street, along)
        streets = make_collisions(2, 400).assign(
            longitude=0.26 + metres[0] / 69_900,
            latitude=51.13 + metres[1] / 111_200,
            road=None,
            ward_code="W",
        )
        luck = estimate_luck(streets, RULE, END, draws=10)
        found.append(luck.found)
        expected.append(luck.expected)
    assert np.mean(found) > 10
    assert abs(np.mean(expected) / np.mean(found) - 1) < 0.25


def test_collisions_that_gather_have_more():
    luck = estimate_luck(make_road(np.random.default_rng(4), 60, gathered=40), RULE, END, draws=40)
    assert luck.is_more
    assert luck.found >= 5
    assert luck.found > luck.usual
    assert luck.fullest < 7


def test_the_same_data_have_the_same_luck_in_any_order():
    collisions = make_collisions(6, 150)
    first = estimate_luck(collisions, RULE, END, draws=10)
    assert first == estimate_luck(collisions.sample(frac=1, random_state=1), RULE, END, draws=10)
    wider = ClusterRule("b", "B", 4, 3, 50, 100)
    assert estimate_luck(collisions, wider, END, draws=10).fullest > first.fullest


def test_roads_with_few_places_are_taken_together_by_ward():
    collisions = make_collisions(1, 30).assign(road=["A26"] * 20 + ["B1"] * 4 + [None] * 6)
    collisions["ward_code"] = ["W1"] * 26 + ["W2"] * 4
    net = find_road_net(collisions, project(collisions["longitude"], collisions["latitude"]))
    assert net.names == ("", "A26", "W1")
    assert np.bincount(net.road_of).tolist() == [4, 20, 6]


def test_no_collisions_have_no_luck():
    luck = estimate_luck(make_collisions(1, 20).iloc[:0], RULE, END, draws=3)
    assert (luck.found, luck.expected, luck.p, luck.is_more) == (0, 0, 1, False)
