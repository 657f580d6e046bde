"""Limits of a funnel with additive over-dispersion, against the check values of Spiegelhalter's method."""

from __future__ import annotations

import numpy as np
import pytest

from csp.statistics.control import find_overdispersion
from csp.statistics.funnel import widen_limits

OBSERVED = np.array([80, 120, 95, 150, 60, 110, 130, 70, 100, 140])
EXPECTED = np.array([100, 100, 100, 120, 80, 100, 110, 90, 100, 115])


def test_limits_worked_out_by_hand():
    # 25,000 people at 4 per 1,000 are 100 expected: a standard deviation of 1 / 20 on the square root.
    low, high = widen_limits(4.0, [25_000], 2, 0.0)
    assert (low[0], high[0]) == pytest.approx((4 * 0.9**2, 4 * 1.1**2))
    # τ² = 0.0075 and 1 / 400 make 0.01: a standard deviation of 0.1.
    low, high = widen_limits(4.0, [25_000], 2, 0.0075)
    assert (low[0], high[0]) == pytest.approx((4 * 0.8**2, 4 * 1.2**2))
    assert widen_limits(4.0, [10], 3, 0.0)[0][0] == 0
    assert np.isnan(widen_limits(4.0, [0, np.nan], 3, 0.0)).all()


@pytest.mark.parametrize("sigmas", [1.0, 1.2, 2.0])
def test_an_area_is_outside_exactly_where_its_z_is(sigmas):
    spread = find_overdispersion(OBSERVED, EXPECTED)
    assert (spread.phi, spread.tau_squared) == pytest.approx((3.27529, 0.006509), abs=1e-5)
    # At a rate of 1 per 1,000 the expected count is the population in thousands.
    low, high = widen_limits(1.0, EXPECTED * 1000, sigmas, spread.tau_squared)
    rates = OBSERVED / EXPECTED
    assert ((rates < low) | (rates > high)).tolist() == (np.abs(spread.z) > sigmas).tolist()
