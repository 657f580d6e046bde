"""Hot spots by a rule: recomputed by brute force on drawn collisions, and cases worked out by hand."""

from __future__ import annotations

from datetime import date
from math import hypot

import pandas as pd
import pytest

from csp.statistics.projection import project
from csp.topics.road_safety.rules.cluster_rules import ClusterRule, make_own_rule
from csp.topics.road_safety.rules.hot_spots import compute_score, cover_years, find_hot_spots
from tests.unit.road_safety.made import make_collisions

END = date(2020, 6, 30)
RULES = [
    ClusterRule("a", "A", 4, 3, 50, 50),
    ClusterRule("b", "B", 7, 5, 50, 100),
    ClusterRule("c", "C", 4, 3, 25, 25),
    ClusterRule("d", "D", 3, 3, 50, 50, "score"),
    make_own_rule(2, 1, 15, 30),
]


def find_naively(collisions: pd.DataFrame, rule: ClusterRule) -> list[tuple[tuple[str, ...], float | None]]:
    """The keys and the score of each hot spot: plain loops, no tree, no grouping."""
    rows = []
    points = project(collisions["longitude"], collisions["latitude"]).tolist()
    for row, (x, y) in zip(collisions.itertuples(), points, strict=True):
        year = next((i for i in range(rule.years) if date(2019 - i, 7, 1) <= row.date.date() <= END), None)
        if year is not None:
            radius = rule.radius_rural if row.area_type == 2 else rule.radius_urban
            rows.append((row.collision_key, x, y, radius, row.severity <= 2, row.vulnerable, year))
    spots = []
    while rows:
        circles = []
        for centre in rows:
            inside = [row for row in rows if hypot(row[1] - centre[1], row[2] - centre[2]) <= centre[3]]
            circles.append(
                (-len(inside), -sum(row[4] for row in inside), centre[1], centre[2], centre[0], inside)
            )
        fullest = min(circles, key=lambda circle: circle[:5])
        inside = fullest[5]
        if len(inside) < rule.least:
            break
        rows = [row for row in rows if row not in inside]
        score = None
        if rule.years == 3:
            c, b, a = (sum(row[6] == i for row in inside) for i in range(3))
            score = (3 * c + b - a) * (
                1 + (sum(r[4] for r in inside) + sum(r[5] for r in inside)) / len(inside)
            )
        order = ((-score,) if rule.ranked_by == "score" else ()) + fullest[:4]
        spots.append((order, tuple(sorted(row[0] for row in inside)), score))
    return [(keys, score) for _, keys, score in sorted(spots)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.label)
@pytest.mark.parametrize("seed", [1, 2])
def test_against_brute_force(rule, seed):
    collisions = make_collisions(seed, 650 if rule.radius == 25 else 250, (2014, 2020))
    spots = find_hot_spots(collisions, rule, END)
    expected = find_naively(collisions, rule)
    assert expected
    assert [spot.keys for spot in spots] == [keys for keys, _ in expected]
    assert [spot.score for spot in spots] == pytest.approx([score for _, score in expected])
    assert [spot.rank for spot in spots] == list(range(1, len(spots) + 1))


def test_the_order_of_the_rows_changes_nothing():
    collisions = make_collisions(5)
    shuffled = collisions.sample(frac=1, random_state=3)
    for rule in RULES:
        assert find_hot_spots(collisions, rule, END) == find_hot_spots(shuffled, rule, END)


def test_the_score_by_hand():
    # 2, 1 and 4 collisions in three years, 3 of 7 serious, 2 with a pedestrian or cyclist.
    assert compute_score((2, 1, 4), 3, 2) == pytest.approx((12 + 1 - 2) * (1 + 5 / 7))
    assert compute_score((6, 1, 0), 0, 0) == -5


def test_what_a_hot_spot_says():
    collisions = pd.DataFrame(
        {
            "collision_key": list("abcde"),
            "date": pd.to_datetime(["2017-07-01", "2018-12-25", "2020-06-30", "2020-01-01", "2017-06-30"]),
            "longitude": [0.26] * 5,
            "latitude": [51.13, 51.1301, 51.1302, 51.1301, 51.1301],
            "severity": [1, 2, 3, 3, 1],
            "area_type": [2, 2, 1, None, 2],
            "road": ["A26", "A26", None, "A264", "A26"],
            "ward_code": [None, "W1", "W1", None, "W1"],
            "vulnerable": [True, False, False, True, True],
        }
    )
    (spot,) = find_hot_spots(collisions, RULES[0], END)
    assert (spot.collisions, spot.yearly, spot.fatal, spot.serious, spot.vulnerable) == (
        4,
        (1, 1, 2),
        1,
        2,
        2,
    )
    assert (spot.road, spot.ward_code, spot.keys, spot.radius) == ("A26", "W1", ("a", "b", "c", "d"), 50)
    assert spot.score == pytest.approx((3 * 2 + 1 - 1) * (1 + 4 / 4))
    assert cover_years(RULES[0], END).label == "Jul 2017 to Jun 2020"


def test_no_collisions_have_no_hot_spot():
    assert find_hot_spots(make_collisions(1, 20).iloc[:0], RULES[0], END) == ()
