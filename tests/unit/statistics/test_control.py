"""Control charts and funnels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from csp import statistics
from csp.statistics.control import find_overdispersion

# Twelve months that trip no rule: alternating about 20.
QUIET = [18, 22, 19, 21, 18, 22, 19, 21, 18, 22, 19, 21]


def test_limits_reproduce_the_check_values():
    chart = statistics.xmr([10, 50, 40, 30])
    assert chart.centre == pytest.approx([32.5] * 4)
    assert chart.upper == pytest.approx([85.7] * 4)
    assert chart.lower_unfloored == pytest.approx([-20.7] * 4)
    assert chart.lower.tolist() == [0, 0, 0, 0]
    assert chart.moving_range[1:].tolist() == [40, 10, 10]
    assert np.isnan(chart.moving_range[0])
    assert chart.moving_range_limit == pytest.approx([65.4] * 4)  # 3.27 x 20


def test_a_quiet_series_has_no_signal():
    assert statistics.xmr(QUIET).signals == ()


def test_ranges_beyond_their_own_limit_are_left_out_once():
    values = [*QUIET, 120, *QUIET]
    ranges = np.abs(np.diff(values))
    usual = ranges[ranges < 3.27 * ranges.mean()]
    assert usual.size == ranges.size - 2
    chart = statistics.xmr(values)
    assert chart.upper[0] == pytest.approx(np.mean(values) + 2.66 * usual.mean())


def test_limits_come_from_the_baseline_and_not_from_the_months_they_judge():
    before, after = QUIET * 2, [5, 90, 60, 5] * 3
    chart = statistics.xmr(before + after, baseline=np.arange(36) < 24)
    assert chart.centre == pytest.approx([np.mean(before)] * 36)
    steady = statistics.xmr(before + QUIET, baseline=np.arange(36) < 24)
    assert chart.upper.tolist() == steady.upper.tolist()
    assert chart.points() <= frozenset(range(24, 36))
    assert chart.points("outside") >= {24, 25, 26, 27}
    # Nothing is said of what lies outside before the months that are judged.
    assert 0 not in statistics.xmr([200, *before[1:], *QUIET], baseline=np.arange(36) < 24).points()


def test_a_limit_of_prediction_is_a_quantile_of_t_moved_by_the_skewness_of_counts():
    before = [50, 61, 44, 58, 49, 63, 47, 55, 52, 60, 45, 56] * 2
    chart = statistics.xmr([*before, 50], baseline=np.arange(25) < 24)
    sigma = np.abs(np.diff(before)).mean() / 1.128
    reach = stats.t.ppf(stats.norm.cdf(3), 0.62 * 23) * np.sqrt(1 + 1 / 24) * sigma
    phi = max(sigma**2 / np.mean(before), 1)
    skewness = (2 * phi - 1) / np.sqrt(phi * np.mean(before))
    moved = skewness * np.sqrt(phi * np.mean(before)) * (3**2 - 1) / 6
    assert chart.upper[0] == pytest.approx(np.mean(before) + reach + moved)
    assert chart.lower_unfloored[0] == pytest.approx(np.mean(before) - reach + moved)
    seasonal = statistics.xmr([*before, 50], baseline=np.arange(25) < 24, season_years=2)
    assert seasonal.upper[0] > chart.upper[0]


def share_with_a_signal(mean, dispersion, slope=0.0, rounds=300):
    """How many series of 36 months, the last 12 of them judged, have any signal."""
    random = np.random.default_rng(20_201)
    levels = mean * (1 + slope * np.arange(36) / 12)
    series = random.negative_binomial(levels / (dispersion - 1), 1 / dispersion, (rounds, 36))
    return np.mean([bool(statistics.xmr(x, baseline=np.arange(36) < 24).signals) for x in series])


@pytest.mark.parametrize("mean", [10, 20, 60, 200, 700])
def test_a_steady_series_has_a_signal_in_at_most_one_year_in_ten(mean):
    # Two standard errors of 300 rounds above 10 %.
    assert share_with_a_signal(mean, 2.3) <= 0.10 + 2 * np.sqrt(0.1 * 0.9 / 300)


def test_a_fall_is_seen():
    random = np.random.default_rng(7)
    levels = np.where(np.arange(36) < 24, 200, 150)
    series = random.negative_binomial(levels / 1.3, 1 / 2.3, (200, 36))
    assert np.mean([bool(statistics.xmr(x, baseline=np.arange(36) < 24).signals) for x in series]) > 0.9


def test_equal_values_have_no_signal_whatever_their_last_digit():
    assert statistics.xmr([0.1 + 0.2] * 30).signals == ()


def test_a_point_outside_is_found():
    chart = statistics.xmr([*QUIET, 60, *QUIET])
    assert chart.points("outside") == {12}
    assert all(signal.upwards for signal in chart.signals if signal.rule == "outside")


def test_eight_on_one_side_is_a_run_and_seven_is_not():
    eight = statistics.xmr([22, 18] * 6 + [24, 23] * 4 + [18, 22] * 2)
    assert eight.points("run") == {12, 13, 14, 15, 16, 17, 18, 19}
    values = [19, 21] * 8
    values[5:12] = [21] * 7
    values[4] = values[12] = 19
    assert statistics.xmr(values).points("run") == frozenset()


def test_six_rising_or_falling_are_no_signal():
    assert statistics.xmr([20, 15, 17, 19, 21, 23, 25, 20]).signals == ()
    assert statistics.xmr([20, 25, 23, 21, 19, 17, 15, 20]).signals == ()


def test_two_of_three_near_the_same_limit_are_found():
    values = [18, 22] * 15
    values[8], values[9], values[10] = 31, 20, 32
    chart = statistics.xmr(values)
    assert chart.centre[0] + 2 / 3 * (chart.upper[0] - chart.centre[0]) < 31
    assert chart.points("near") == {8, 10}
    assert chart.points("outside") == frozenset()


def test_two_near_opposite_limits_are_no_signal():
    values = [18, 22] * 15
    values[8], values[9], values[10] = 31, 20, 9
    chart = statistics.xmr(values)
    assert 2 / 3 * (chart.upper[0] - chart.centre[0]) < 11
    assert chart.points("near") == frozenset()


def test_an_excluded_month_changes_neither_limits_nor_signals():
    with_gap = [*QUIET[:5], 3, *QUIET[5:]]
    chart = statistics.xmr(with_gap, excluded=[i == 5 for i in range(13)])
    plain = statistics.xmr(QUIET)
    assert chart.centre[0] == plain.centre[0]
    assert chart.upper[0] == plain.upper[0]
    assert chart.signals == ()
    assert not chart.used[5]
    assert np.isnan(chart.moving_range[5])
    # The line is still drawn through it.
    assert chart.centre[5] == plain.centre[0]
    assert statistics.xmr(with_gap).points("outside") == {5}


def test_a_missing_month_is_left_out():
    chart = statistics.xmr([*QUIET[:5], np.nan, *QUIET[5:]])
    assert chart.centre[0] == statistics.xmr(QUIET).centre[0]
    assert not chart.used[5]


def test_a_break_starts_new_limits_and_ends_runs():
    doubled = [2 * v for v in QUIET]
    whole, broken = statistics.xmr(QUIET + doubled), statistics.xmr(QUIET + doubled, breaks=[12])
    assert whole.points("run")
    assert broken.signals == ()
    assert broken.centre[:12] == pytest.approx(np.mean(QUIET))
    assert broken.centre[12:] == pytest.approx(2 * np.mean(QUIET))
    assert np.isnan(broken.moving_range[12])


def test_a_segment_too_short_for_limits_has_none():
    chart = statistics.xmr([*QUIET, 500], breaks=[12])
    assert np.isnan(chart.upper[12])
    assert chart.signals == ()
    assert np.isnan(statistics.xmr([5]).centre).all()
    assert statistics.xmr([]).signals == ()


def test_funnel_narrows_with_population_and_stops_at_zero():
    # 4 per 1,000 in 25,000 people: one sigma is sqrt(4 / 25) = 0.4.
    low, high = statistics.funnel_limits(4.0, np.array([25_000, 250, np.nan]), 2)
    assert (low[0], high[0]) == pytest.approx((3.2, 4.8))
    assert (low[1], high[1]) == pytest.approx((0.0, 12.0))
    assert np.isnan([low[2], high[2]]).all()
    assert statistics.funnel_limits(4.0, 25_000, 3) == pytest.approx((2.8, 5.2))


def test_the_over_dispersion_of_a_funnel_reproduces_the_check_values():
    observed = [80, 120, 95, 150, 60, 110, 130, 70, 100, 140]
    expected = [100, 100, 100, 120, 80, 100, 110, 90, 100, 115]
    found = find_overdispersion(observed, expected)
    assert (round(found.phi, 5), round(found.tau_squared, 6)) == (3.27529, 0.006509)
    z = [-1.112, 1.006, -0.267, 1.273, -1.365, 0.514, 0.930, -1.225, 0, 1.109]
    assert np.round(found.z, 3).tolist() == z


def test_areas_that_differ_by_chance_alone_have_no_variance_of_their_own():
    found = find_overdispersion([100, 101, 99, 100], [100, 100, 100, 100])
    assert found.tau_squared == 0
    assert np.isnan(find_overdispersion([5, 5], [0, 10]).z[0])
