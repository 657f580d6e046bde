"""Rates and their limits, against published values and SciPy's own exact interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from csp import statistics


def test_rate_is_per_thousand_people():
    assert statistics.rate(7830, 118_939) == pytest.approx(65.83206)


@pytest.mark.parametrize("population", [0, float("nan"), None])
def test_no_population_gives_no_rate(population):
    assert np.isnan(statistics.rate(np.array([5]), np.array([population], dtype=float))).all()


def test_rates_of_a_column_with_a_missing_population():
    rates = statistics.rate(pd.Series([10, 20]), pd.Series([1000, None], dtype="Int64"))
    assert rates[0] == 10.0
    assert np.isnan(rates[1])


@settings(deadline=None)
@given(st.integers(1, 5000), st.integers(100, 300_000), st.integers(1, 50))
def test_equal_true_rates_are_equal_floats(count, population, times):
    assert statistics.rate(count, population) == statistics.rate(count * times, population * times)


def test_byar_limits_reproduce_the_published_example():
    low, high = statistics.count_limits(39)
    assert (round(low, 2), round(high, 2)) == (27.73, 53.32)


def test_counts_that_vary_more_have_limits_further_from_the_count():
    low, high = statistics.count_limits(39)
    wide_low, wide_high = statistics.count_limits(39, dispersion=4.0)
    assert (39 - wide_low, wide_high - 39) == pytest.approx((2 * (39 - low), 2 * (high - 39)))
    assert statistics.count_limits(1, dispersion=9.0)[0] == 0


@pytest.mark.parametrize("count", range(10))
def test_limits_below_ten_are_the_exact_ones(count):
    low, high = statistics.count_limits(count)
    # The definition: the means at which this count, or one further out, has a probability of 2.5%.
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025)
    else:
        assert low == 0
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025)


@pytest.mark.parametrize("count", [10, 11, 25, 100, 7830])
def test_byar_limits_are_close_to_the_exact_ones(count):
    low, high = statistics.count_limits(count)
    assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025, abs=0.001)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025, abs=0.001)


def test_more_confidence_gives_wider_limits():
    (low95, high95), (low99, high99) = (statistics.count_limits([5, 50], c) for c in (0.95, 0.998))
    assert (low99 < low95).all()
    assert (high99 > high95).all()


def test_rate_limits_are_the_count_limits_over_the_population():
    low, high = statistics.rate_limits(np.array([39, 3]), np.array([118_939, 0]))
    assert low[0] == pytest.approx(1000 * 27.7295 / 118_939, rel=1e-5)
    assert high[0] == pytest.approx(1000 * 53.3157 / 118_939, rel=1e-5)
    assert np.isnan([low[1], high[1]]).all()


def test_a_missing_count_has_no_limits():
    assert np.isnan(statistics.count_limits([np.nan, 5])[0]).tolist() == [True, False]


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        statistics.count_limits(-1)
