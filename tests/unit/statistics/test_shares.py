"""Limits of shares, beside SciPy's, and their dispersion by hand."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from scipy import stats

from csp.statistics.shares import estimate_share_dispersion, share_limits


@pytest.mark.parametrize(("count", "of"), [(14, 200), (0, 10), (10, 10), (1, 3), (811, 2432)])
def test_limits_are_those_of_wilson(count, of):
    limits = stats.binomtest(count, of).proportion_ci(method="wilson")
    assert share_limits(count, of) == pytest.approx((limits.low, limits.high), abs=1e-12)


def test_a_dispersion_makes_the_sample_smaller():
    low, high = share_limits(14, 200)
    wider = share_limits(14, 200, 4.0)
    assert wider[0] < low < high < wider[1]
    assert wider == pytest.approx(share_limits(3.5, 50))
    assert all(isnan(limit) for limit in share_limits(0, 0))


def test_the_dispersion_by_hand():
    # 10 and 30 of 100 each: share 0.2, chi-square 2 x 100 / 16 over one degree of freedom.
    assert estimate_share_dispersion([10, 30, 0], [100, 100, 0]) == pytest.approx(12.5)
    assert estimate_share_dispersion([5], [10]) == 1.0
    assert estimate_share_dispersion([0, 0], [10, 20]) == 1.0
    random = np.random.default_rng(1)
    assert estimate_share_dispersion(random.binomial(100, 0.3, 500), np.full(500, 100)) < 1.2
