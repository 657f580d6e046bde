"""What is to be expected of hot spots, against the formulas written out and a count of every distance."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from csp.statistics.projection import project
from csp.topics.road_safety.rules.cluster_rules import make_own_rule
from csp.topics.road_safety.rules.expected import expect_collisions
from csp.topics.road_safety.rules.hot_spots import cover_years, find_hot_spots, identify_spot
from csp.topics.road_safety.rules.luck import find_road_net
from csp.topics.road_safety.rules.schemes import list_sites
from tests.unit.road_safety.made import make_collisions

END = date(2020, 6, 30)


@pytest.mark.parametrize("rule", [make_own_rule(4, 3, 30), make_own_rule(4, 2, 20, 30)])
def test_the_count_is_drawn_towards_the_mean_of_like_sites(rule):
    collisions = make_collisions(3, 500)
    spots = find_hot_spots(collisions, rule, END)
    expected = expect_collisions(collisions, spots, rule, END)
    assert len(expected) == len(spots) > 3
    points = project(collisions["longitude"], collisions["latitude"])
    within = points[cover_years(rule, END).mark(collisions["date"])]
    net, counts = find_road_net(collisions, points), {}
    for radius in {spot.radius for spot in spots}:
        sites = list_sites(net, radius)
        apart = np.hypot(*(sites[:, None] - within[None]).transpose(2, 0, 1))
        counts[radius] = (apart <= radius).sum(axis=1)
    for spot, value in zip(spots, expected, strict=True):
        mean, variance = counts[spot.radius].mean(), counts[spot.radius].var(ddof=1)
        weight = min(1.0, mean / variance)
        assert value == pytest.approx(weight * mean + (1 - weight) * spot.collisions)
        assert min(mean, spot.collisions) <= value <= max(mean, spot.collisions)


def test_of_too_few_like_sites_nothing_is_said():
    collisions = make_collisions(3, 20)
    rule = make_own_rule(2, 3, 250)
    spots = find_hot_spots(collisions, rule, END)
    assert spots
    assert set(expect_collisions(collisions, spots, rule, END)) == {None}


def test_no_hot_spot_no_answer():
    assert expect_collisions(make_collisions(), (), make_own_rule(4, 3, 50), END) == ()


def test_a_hot_spot_is_named_by_its_middle_in_an_address():
    spot = find_hot_spots(make_collisions(3, 500), make_own_rule(4, 3, 30), END)[0]
    assert identify_spot(spot) == f"{spot.longitude:.6f},{spot.latitude:.6f}"
