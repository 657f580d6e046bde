"""A steady rise or fall: the check values, and SciPy's own Kendall and Theil-Sen beside it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from csp.statistics.trend import find_trend

CHECK = [
    *(50, 52, 47, 55, 51, 49, 53, 58, 54, 52, 60, 57),
    *(55, 61, 58, 56, 63, 59, 57, 66, 60, 62, 65, 64),
]


def test_the_check_values_are_reproduced():
    trend = find_trend(CHECK)
    assert (round(trend.tau, 5), round(trend.slope, 5)) == (0.66913, 0.64171)
    assert trend.p == pytest.approx(6.14e-6, rel=1e-3)
    assert trend.yearly_pct == pytest.approx(1200 * 0.64171 / 57, rel=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_tau_and_slope_are_those_of_scipy(seed):
    values = np.random.default_rng(seed).poisson(5, 36)
    trend = find_trend(values)
    assert trend.tau == pytest.approx(stats.kendalltau(np.arange(36), values).statistic)
    assert trend.slope == pytest.approx(stats.theilslopes(values).slope)


def test_months_left_out_keep_their_place_in_time():
    values = [1.0, np.nan, 3.0, 4.0, np.nan, 6.0]
    assert find_trend(values).slope == 1.0


def test_no_trend_is_found_in_equal_months_or_in_too_few():
    level = find_trend([7] * 24)
    assert (level.tau, level.p, level.slope) == (0.0, 1.0, 0.0)
    assert find_trend([1, np.nan, 2]) is None


def test_unchanged_months_have_a_trend_one_time_in_twenty():
    rng = np.random.default_rng(11)
    share = np.mean([find_trend(rng.poisson(80, 24)).p < 0.05 for _ in range(2000)])
    assert share == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 2000))
