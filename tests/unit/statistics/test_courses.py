"""The course of a road from the places on it: the Gabriel graph, against its definition."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from csp.statistics.courses import draw_places, join_places, space_places


def test_places_on_a_line_are_joined_along_it():
    course = join_places(np.array([[300.0, 0], [0, 0], [100, 0], [100, 0]]))
    assert course.length == 300
    assert space_places(course, 100).tolist() == [[50, 0], [150, 0], [250, 0]]
    assert course.find_places(np.array([0.0, 100, 300])).tolist() == [[0, 0], [100, 0], [300, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_two_places_are_linked_where_no_third_is_between_them(seed):
    # Whole metres on a small square, so that many lie on one line or on one circle.
    points = np.random.default_rng(seed).integers(0, 40 + 200 * (seed % 2), (60, 2)).astype(float)
    places = sorted({tuple(point) for point in points.tolist()})
    expected = set()
    for (x1, y1), (x2, y2) in combinations(places, 2):
        apart = (x1 - x2) ** 2 + (y1 - y2) ** 2
        if all(
            (2 * x - x1 - x2) ** 2 + (2 * y - y1 - y2) ** 2 > apart + 1e-6
            for x, y in places
            if (x, y) not in ((x1, y1), (x2, y2))
        ):
            expected.add(((x1, y1), (x2, y2)))
    course = join_places(points)
    linked = {
        tuple(sorted((tuple(start), tuple(end))))
        for start, end in zip(course.starts.tolist(), course.ends.tolist(), strict=True)
    }
    assert linked == expected


def test_many_places_on_one_line_are_a_chain():
    course = join_places(np.column_stack([np.arange(0.0, 500, 7), np.arange(0.0, 500, 7) * 2]))
    assert len(course.starts) == 71
    assert course.length == pytest.approx(497 * 5**0.5)


def test_links_that_are_too_long_are_left_out_unless_there_is_no_other():
    points = np.array([[0.0, 0], [100, 0], [5000, 0], [5100, 0], [5200, 1]])
    assert join_places(points).length == pytest.approx(5200, abs=1)
    assert join_places(points, 500).length == pytest.approx(300, abs=1)
    assert join_places(points, 50).length == pytest.approx(5200, abs=1)


def test_drawn_places_lie_along_the_course_alike():
    course = join_places(np.array([[0.0, 0], [900, 0], [900, 100]]))
    places = draw_places(course, 2000, np.random.default_rng(1))
    on_first = places[:, 1] == 0
    assert np.all(on_first | (places[:, 0] == 900))
    assert on_first.mean() == pytest.approx(0.9, abs=0.02)


def test_one_place_has_no_course():
    course = join_places(np.array([[5.0, 5.0], [5.0, 5.0]]))
    assert (course.length, space_places(course, 10).shape) == (0, (0, 2))
