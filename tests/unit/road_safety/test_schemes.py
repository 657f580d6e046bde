"""Schemes on the road: the sides of a start, counts recomputed naively, a comparison of like level."""

from __future__ import annotations

from datetime import date
from math import hypot

import numpy as np
import pandas as pd
import pytest

from csp.statistics.projection import project
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.schemes import Place, Scheme, choose_scheme_sides, measure_scheme
from tests.unit.road_safety.made import make_collisions

FIRST, LAST = date(2014, 7, 1), date(2020, 6, 30)
PLACE = Place(0.265, 51.133)


def test_whole_years_on_both_sides_of_a_start():
    sides = choose_scheme_sides(date(2018, 4, 10), FIRST, LAST)
    assert sides.before == Period(date(2016, 4, 10), date(2018, 4, 9))
    assert sides.after == Period(date(2018, 4, 10), date(2020, 4, 9))
    # Only one year is loaded before it.
    assert choose_scheme_sides(date(2015, 7, 1), FIRST, LAST).after == Period(
        date(2015, 7, 1), date(2016, 6, 30)
    )


def test_after_less_than_a_year_the_same_days_a_year_before():
    sides = choose_scheme_sides(date(2020, 2, 1), FIRST, LAST)
    assert sides.after == Period(date(2020, 2, 1), LAST)
    assert sides.before == Period(date(2019, 2, 1), date(2019, 6, 30))
    assert choose_scheme_sides(date(2020, 7, 1), FIRST, LAST) is None
    assert choose_scheme_sides(date(2014, 8, 1), FIRST, LAST) is None


def count_naively(collisions: pd.DataFrame, place: Place, period: Period, inner: float, outer: float) -> int:
    ((x, y),) = project([place.longitude], [place.latitude])
    points = project(collisions["longitude"], collisions["latitude"]).tolist()
    far = [
        hypot(point[0] - x, point[1] - y)
        for day, point in zip(collisions["date"].dt.date, points, strict=True)
        if period.start <= day <= period.end
    ]
    return sum((not inner or distance > inner) and distance <= outer for distance in far)


def test_counts_and_difference_with_a_comparison_that_was_picked():
    collisions = make_collisions(3, 400, (2014, 2020))
    scheme = Scheme("20 mph", PLACE, 100, date(2017, 7, 1), ring=150)
    sides = choose_scheme_sides(scheme.started, FIRST, LAST)
    beside = Place(0.262, 51.1345)
    effect = measure_scheme(collisions, scheme, sides, 1.5, beside)
    expected = [
        tuple(count_naively(collisions, place, side, *ring) for side in (sides.before, sides.after))
        for ring in ((0, 100), (100, 150))
        for place in (PLACE, beside)
    ]
    assert [(row.before, row.after) for row in effect.rows] == expected
    (t0, t1), (c0, c1), (d0, d1), (e0, e1) = expected
    assert effect.effect.estimate == (t1 - t0) - (c1 - c0) + (d1 - d0) - (e1 - e0)
    assert effect.effect.error**2 == pytest.approx(1.5 * sum(map(sum, expected)))
    assert effect.comparison == beside


def test_a_comparison_of_like_level_is_proposed_apart_from_the_scheme():
    collisions = make_collisions(3, 500, (2014, 2020))
    scheme = Scheme("20 mph", PLACE, 60, date(2017, 7, 1))
    effect = measure_scheme(collisions, scheme, choose_scheme_sides(scheme.started, FIRST, LAST))
    site, beside = effect.rows
    assert site.before
    assert abs(site.before - beside.before) <= 1
    places = project(*zip(*[(p.longitude, p.latitude) for p in (PLACE, effect.comparison)], strict=True))
    assert np.hypot(*(places[0] - places[1])) > 60
    assert effect.regression.before == site.before
    assert (
        min(site.before, effect.prior.mean) <= effect.regression.usual <= max(site.before, effect.prior.mean)
    )


def test_a_place_without_collisions_has_no_comparison():
    scheme = Scheme("Nowhere", Place(1.0, 52.0), 50, date(2017, 7, 1))
    effect = measure_scheme(
        make_collisions(3, 300, (2014, 2020)), scheme, choose_scheme_sides(scheme.started, FIRST, LAST)
    )
    assert (effect.comparison, effect.effect, effect.smallest) == (None, None, None)
    assert [(row.before, row.after) for row in effect.rows] == [(0, 0)]
