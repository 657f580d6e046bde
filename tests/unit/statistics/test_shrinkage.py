"""Smoothed rates, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.statistics.shrinkage import shrink_rates

COUNTS, PEOPLE = [10, 20, 60], [1000, 1000, 2000]


def test_rates_worked_out_by_hand():
    # m = 90 / 4,000 = 0.0225; the rates 0.01, 0.02 and 0.03 vary by (1,000 x 0.0125² + 1,000 x 0.0025²
    # + 2,000 x 0.0075²) / 4,000 = 6.875e-5, of which chance is 0.0225 / 1,333.3 = 1.6875e-5: A = 5.1875e-5.
    # Weights: 5.1875 / (5.1875 + 2.25) = 0.697479 for the small ones, 5.1875 / 6.3125 = 0.821782.
    expected = [22.5 - 12.5 * 0.697479, 22.5 - 2.5 * 0.697479, 22.5 + 7.5 * 0.821782]
    assert shrink_rates(COUNTS, PEOPLE) == pytest.approx(expected, abs=1e-4)
    assert expected == pytest.approx([13.7815, 20.7563, 28.6634], abs=1e-4)


def test_more_dispersion_draws_them_further():
    # φ = 2: A = 6.875e-5 - 3.375e-5 = 3.5e-5; weights 3.5 / 8 = 0.4375 and 3.5 / 5.75 = 0.608696.
    expected = [22.5 - 12.5 * 0.4375, 22.5 - 2.5 * 0.4375, 22.5 + 7.5 * 0.608696]
    assert shrink_rates(COUNTS, PEOPLE, 2.0) == pytest.approx(expected, abs=1e-4)


def test_areas_that_differ_by_chance_alone_have_one_rate():
    assert shrink_rates([9, 11, 10], [1000, 1000, 1000]) == pytest.approx([10.0] * 3)


def test_an_area_without_population_takes_no_part():
    smoothed = shrink_rates([*COUNTS, 500, np.nan], [*PEOPLE, 0, 1000])
    assert smoothed[:3] == pytest.approx(shrink_rates(COUNTS, PEOPLE))
    assert np.isnan(smoothed[3:]).all()
    assert np.isnan(shrink_rates([1], [np.nan])).all()
    assert shrink_rates([0, 0], [100, 200]) == pytest.approx([0, 0])


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(100, 9000)), min_size=1, max_size=12),
    st.floats(1, 4),
)
def test_every_rate_lies_between_its_own_and_that_of_all(areas, phi):
    counts, people = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    raw, mean = 1000 * counts / people, 1000 * counts.sum() / people.sum()
    smoothed = shrink_rates(counts, people, phi)
    low, high = np.minimum(raw, mean), np.maximum(raw, mean)
    assert np.all((smoothed >= low - 1e-9) & (smoothed <= high + 1e-9))
