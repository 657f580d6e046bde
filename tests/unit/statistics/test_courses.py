"""The course of a road from the places on it, against the shortest net of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from csp.statistics.courses import draw_places, join_places, space_places


def test_places_on_a_line_are_joined_along_it():
    course = join_places(np.array([[300.0, 0], [0, 0], [100, 0], [100, 0]]))
    assert course.length == 300
    assert space_places(course, 100).tolist() == [[50, 0], [150, 0], [250, 0]]
    assert course.find_places(np.array([0.0, 100, 300])).tolist() == [[0, 0], [100, 0], [300, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_no_shorter_net_joins_them(seed):
    points = np.random.default_rng(seed).uniform(0, 1000, (80, 2))
    shortest = minimum_spanning_tree(cdist(points, points)).sum()
    assert join_places(points).length == pytest.approx(shortest)


def test_drawn_places_lie_along_the_course_alike():
    course = join_places(np.array([[0.0, 0], [900, 0], [900, 100]]))
    places = draw_places(course, 2000, np.random.default_rng(1))
    on_first = places[:, 1] == 0
    assert np.all(on_first | (places[:, 0] == 900))
    assert on_first.mean() == pytest.approx(0.9, abs=0.02)


def test_one_place_has_no_course():
    course = join_places(np.array([[5.0, 5.0], [5.0, 5.0]]))
    assert (course.length, space_places(course, 10).shape) == (0, (0, 2))
