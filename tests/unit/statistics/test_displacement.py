"""Did the action work: the check values of the weighted displacement difference."""

from __future__ import annotations

import pytest

from csp.statistics.displacement import (
    BeforeAfter,
    Effect,
    measure_effect,
    smallest_visible_effect,
    sum_effects,
)


def test_a_fall_beside_an_unchanged_comparison():
    effect = measure_effect(BeforeAfter(20, 10), BeforeAfter(20, 20))
    low, high = effect.limits(0.90)
    assert (effect.estimate, round(effect.error, 4)) == (-10, 8.3666)
    assert (round(low, 2), round(high, 2)) == (-23.76, 3.76)
    assert not effect.is_clear


def test_crime_that_moved_counts_against_the_action():
    places = BeforeAfter(207, 110), BeforeAfter(308, 318)
    moved = BeforeAfter(178, 157), BeforeAfter(150, 140)
    effect = measure_effect(*places, moved)
    low, high = effect.limits()
    assert (effect.estimate, round(effect.error, 3), round(effect.z, 2)) == (-118, 39.598, -2.98)
    assert (round(low), round(high)) == (-196, -40)
    assert effect.is_clear


def test_periods_of_other_lengths_are_counted_by_the_unit_of_time():
    effect = measure_effect(BeforeAfter(80, 20), BeforeAfter(100, 50), periods=(2, 1))
    assert (effect.estimate, effect.error**2) == (-20, pytest.approx(115))


def test_counts_that_vary_more_make_the_effect_less_sure():
    sure = measure_effect(BeforeAfter(20, 10), BeforeAfter(20, 20))
    unsure = measure_effect(BeforeAfter(20, 10, 4.0), BeforeAfter(20, 20, 4.0))
    assert unsure.estimate == sure.estimate
    assert unsure.error == pytest.approx(2 * sure.error)


def test_weights_of_harm_multiply_estimates_and_errors():
    total = sum_effects([(2.0, Effect(-10, 3.0)), (5.0, Effect(4, 1.0))])
    assert (total.estimate, total.error) == (0.0, pytest.approx((6**2 + 5**2) ** 0.5))


def test_the_smallest_effect_to_be_seen_is_the_reach_of_an_action_without_effect():
    without_effect = measure_effect(BeforeAfter(60, 60, 2.0), BeforeAfter(80, 80, 2.0))
    assert smallest_visible_effect(60, 80, 2.0) == pytest.approx(without_effect.limits()[1])
