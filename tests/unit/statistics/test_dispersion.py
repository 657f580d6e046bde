"""How many times their mean counts vary: recovered from drawn counts, and the smallest change to be seen."""

from __future__ import annotations

import numpy as np
import pytest

from csp import statistics
from csp.statistics.dispersion import Dispersion, estimate_dispersion, smallest_visible_change


def draw(phi, mean, shape, seed=1):
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(mean / (phi - 1), phi - 1, shape))


def test_the_estimate_is_the_sum_of_the_chi_squares_over_the_degrees_of_freedom():
    months = np.array([[40, 55, 20], [50, 45, 30]])
    sums, total = months.sum(axis=0), months.sum()
    expected = months.sum(axis=1, keepdims=True) * sums / total
    chi_square = ((months - expected) ** 2 / expected).sum()
    assert estimate_dispersion(months) == Dispersion(pytest.approx(max(1, chi_square / 2)), 2)


@pytest.mark.parametrize("phi", [1.5, 2.3, 2.66])
@pytest.mark.parametrize("mean", [20, 300])
def test_the_dispersion_of_drawn_counts_is_found_again(phi, mean):
    estimates = [estimate_dispersion(draw(phi, mean, (36, 12), seed)).phi for seed in range(40)]
    # The mean of 40 estimates, each with a standard error of about φ x √(2 x 1.5 / 385).
    assert np.mean(estimates) == pytest.approx(phi, rel=4 * np.sqrt(3 / 385 / 40))


def test_a_season_of_the_whole_county_is_no_dispersion():
    rng = np.random.default_rng(3)
    season = 1 + 0.4 * np.sin(np.arange(36) * np.pi / 6)
    counts = rng.poisson(np.outer(season, np.full(12, 100.0)))
    assert estimate_dispersion(counts).phi < 1.2


def test_months_and_cells_that_are_not_usable_take_no_part():
    counts = draw(2.0, 50, (12, 6))
    usable = np.ones(12, dtype=bool)
    usable[5] = False
    wrong = counts.copy()
    wrong[5] = [1, 500, 1, 500, 1, 500]
    assert estimate_dispersion(wrong, usable) == estimate_dispersion(counts, usable)
    assert estimate_dispersion(counts, usable).freedom == 9 * 5
    cells = np.ones(counts.shape, dtype=bool)
    cells[0, 0] = False
    assert estimate_dispersion(counts, cells).freedom == 11 * 5 - 1


def test_too_little_is_said_to_be_unknown():
    assert not estimate_dispersion(draw(2.0, 50, (4, 10))).is_known
    assert estimate_dispersion(draw(2.0, 50, (5, 10))).is_known
    assert estimate_dispersion(np.zeros((5, 10))) == Dispersion(1.0, 0)


@pytest.mark.parametrize(
    ("count", "phi", "pct"),
    [
        (39, 1, 44),
        (39, 1.7, 58),
        (281, 1, 16.5),
        (281, 1.7, 21.6),
        (8608, 1, 3.0),
        (8608, 1.7, 3.9),
        (8608, 2.66, 4.9),
    ],
)
def test_the_smallest_change_reproduces_the_check_values(count, phi, pct):
    places = 0 if count == 39 else 1
    assert round(100 * smallest_visible_change(count, phi) / count, places) == pct


def test_unchanged_counts_that_vary_more_are_flagged_one_time_in_twenty():
    now, before = draw(2.3, 300, (2, 4000), seed=7)
    plain = float((statistics.change_p(now, before) < 0.05).mean())
    allowed = float((statistics.change_p(now, before, dispersion=2.3) < 0.05).mean())
    assert plain == pytest.approx(0.19, abs=0.03)
    assert allowed == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 4000))
