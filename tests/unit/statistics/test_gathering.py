"""Circles of points: against a recomputation that knows no tree and no heap, on drawn points."""

from __future__ import annotations

import numpy as np
import pytest

from csp.statistics.gathering import count_gatherings, count_near, find_gatherings, find_nearest


def search_naively(points, radii, least, weights):
    """The same by its definition: every circle counted anew after each that is taken out."""
    free, found = set(range(len(points))), []
    while True:
        circles = []
        for i in sorted(free):
            inside = [
                j
                for j in sorted(free)
                if (points[i][0] - points[j][0]) ** 2 + (points[i][1] - points[j][1]) ** 2 <= radii[i] ** 2
            ]
            circles.append((-len(inside), -sum(weights[j] for j in inside), *points[i], i, inside))
        circles = [circle for circle in circles if -circle[0] >= least]
        if not circles:
            return found
        *_, centre, inside = min(circles)
        found.append((centre, inside))
        free -= set(inside)


@pytest.mark.parametrize("seed", range(12))
def test_against_a_naive_search(seed):
    random = np.random.default_rng(seed)
    # Whole metres, so that many circles tie and many points share a place.
    points = random.integers(0, 60 + 8 * seed, (120, 2)).astype(float)
    radii = random.choice([5.0, 12.0], 120)
    weights = random.integers(0, 2, 120).astype(float)
    least = 3 + seed % 3
    gatherings = find_gatherings(points, radii, least, weights)
    expected = search_naively(points.tolist(), radii.tolist(), least, weights.tolist())
    assert expected
    assert [(each.centre, each.members.tolist()) for each in gatherings] == expected


@pytest.mark.parametrize("radii", [6.0, "of each"])
def test_many_draws_at_once_are_counted_as_one_after_the_other(radii):
    random = np.random.default_rng(3)
    draws = random.integers(0, 70, (30, 120, 2)).astype(float)
    reach = (
        random.choice([5.0, 9.0], draws.shape[:2]) if radii == "of each" else np.full(draws.shape[:2], radii)
    )
    counts, fullest = count_gatherings(draws, reach if radii == "of each" else radii, 4)
    each = [find_gatherings(draw, radius, 4) for draw, radius in zip(draws, reach, strict=True)]
    assert counts.tolist() == [len(gatherings) for gatherings in each]
    assert fullest.tolist() == [max(len(one.members) for one in gatherings) for gatherings in each]
    assert counts.min() > 3
    assert [part.tolist() for part in count_gatherings(draws, 0.5, 40)] == [[0] * 30] * 2
    assert [part.tolist() for part in count_gatherings(draws[:, :0], 5, 4)] == [[0] * 30] * 2


def test_the_edge_belongs_to_the_circle_and_no_point_counts_twice():
    points = np.array([[0, 0], [50, 0], [100, 0], [150, 0], [200, 0]], dtype=float)
    (one,) = find_gatherings(points, 50, 3)
    assert (one.centre, one.members.tolist()) == (1, [0, 1, 2])
    assert not find_gatherings(points, 49.9, 2)


def test_points_without_a_place_take_no_part():
    points = np.array([[np.nan, 0], [0, 0], [1, 0], [np.nan, np.nan]])
    (one,) = find_gatherings(points, 5, 2)
    assert one.members.tolist() == [1, 2]
    assert not find_gatherings(points[:1], 5, 1)


def test_points_near_places():
    points = np.array([[0, 0], [3, 4], [np.nan, 1]])
    assert count_near(points, np.array([[0, 0], [100, 0]]), 5).tolist() == [2, 0]
    assert count_near(points[2:], np.array([[0, 0]]), 5).tolist() == [0]
    distances, nearest = find_nearest(points, np.array([[0, 0], [3, 5]]))
    assert distances[:2].tolist() == [0, 1]
    assert nearest.tolist() == [0, 1, -1]
