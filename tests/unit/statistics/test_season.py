"""Seasons: what they are, whether there are any, and the series without them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from csp import statistics


def months(n, start=date(2018, 1, 1)):
    return [
        date(start.year + (start.month - 1 + i) // 12, (start.month - 1 + i) % 12 + 1, 1) for i in range(n)
    ]


SHAPE = np.array([0.8, 0.7, 0.9, 1.0, 1.1, 1.2, 1.3, 1.3, 1.1, 1.0, 0.9, 0.7])


def test_seasonal_factors_are_recovered_whatever_the_level_of_the_year():
    values = np.concatenate([SHAPE * level for level in (100, 130, 90)])
    factors = statistics.seasonal_factors(values, months(36))
    assert [factors[m] for m in range(1, 13)] == pytest.approx(SHAPE / SHAPE.mean())


def test_seasonal_factors_are_the_mean_of_month_over_year_mean():
    values = np.random.default_rng(1).integers(20, 60, 48).astype(float)
    shares = [values[12 * y + 3] / values[12 * y : 12 * y + 12].mean() for y in range(4)]
    assert statistics.seasonal_factors(values, months(48))[4] == pytest.approx(np.mean(shares))


def test_seasonal_factors_average_one_and_follow_the_calendar_of_any_year():
    values = np.concatenate([SHAPE * 100] * 3)
    november = np.concatenate([values[10:], values[:10]])
    factors = statistics.seasonal_factors(november, months(36, date(2017, 11, 1)))
    assert np.mean(list(factors.values())) == pytest.approx(1)
    assert factors[7] == pytest.approx(1.3)
    assert factors[2] == pytest.approx(0.7)


def test_an_excluded_month_does_not_bend_the_seasons():
    values = np.concatenate([SHAPE * level for level in (100, 130, 90, 110)])
    spoilt = values.copy()
    spoilt[23] = 1.0
    excluded = np.arange(48) == 23
    factors = statistics.seasonal_factors(spoilt, months(48), excluded)
    assert [factors[m] for m in range(1, 13)] == pytest.approx(SHAPE)


def test_seasons_need_three_years():
    with pytest.raises(ValueError, match="36 complete months"):
        statistics.seasonal_factors(np.ones(35), months(35))
    with pytest.raises(ValueError, match="36 complete months"):
        statistics.seasonal_factors(np.ones(36), months(36), [i == 7 for i in range(36)])
    with pytest.raises(ValueError, match="every calendar month"):
        statistics.seasonal_factors(np.ones(48), months(48), [i % 12 == 0 for i in range(48)])


def test_a_series_without_crime_has_no_season():
    assert set(statistics.seasonal_factors(np.zeros(36), months(36)).values()) == {1.0}


def test_a_season_is_one_only_where_the_months_differ():
    random, when = np.random.default_rng(3), months(36)
    steady = random.negative_binomial(100 / 1.3, 1 / 2.3, (400, 36))
    differ = [statistics.season_p(x, when, dispersion=2.3) < 0.05 for x in steady]
    assert np.mean(differ) == pytest.approx(0.05, abs=0.03)
    strong = np.tile(SHAPE, 3) * 100
    assert statistics.season_p(random.poisson(strong), when, dispersion=2.3) < 0.001
    # Without years of different levels it is the chi-square of the totals over the dispersion.
    values = np.tile([20.0, 30, 25, 28, 22, 27, 31, 24, 26, 29, 23, 25], 3)
    totals = values.reshape(3, 12).sum(axis=0)
    square = ((totals - totals.mean()) ** 2 / totals.mean()).sum() / 1.5
    assert statistics.season_p(values, when, dispersion=1.5) == pytest.approx(stats.chi2.sf(square, 11))


def test_fewer_than_five_a_month_have_no_season():
    assert statistics.season_p(np.tile([1.0, 9.0] * 6, 3) - 0.5, months(36)) == 1
    assert statistics.season_p(np.tile([1.0, 29.0] * 6, 3), months(36)) < 0.001


def test_a_season_can_be_described_from_two_years_and_judged_by_from_three():
    assert statistics.seasonal_factors(np.tile(SHAPE, 2), months(24), years=2)[7] == pytest.approx(1.3)
    with pytest.raises(ValueError, match="24 complete months"):
        statistics.season_p(np.ones(23), months(23), years=2)


def test_deseasonalised_months_are_level():
    when = pd.Series(pd.date_range("2018-01-01", periods=36, freq="MS"))
    values = np.concatenate([SHAPE * 100] * 3)
    level = statistics.deseasonalise(values, when, statistics.seasonal_factors(values, when))
    assert level == pytest.approx([100] * 36)


def test_a_month_that_never_has_crime_cannot_be_adjusted():
    factors = {m: 0.0 if m == 1 else 12 / 11 for m in range(1, 13)}
    assert np.isnan(statistics.deseasonalise([0, 12], months(2), factors)).tolist() == [True, False]
