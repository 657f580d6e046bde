"""Regression to the mean by empirical Bayes: values worked out by hand, and drawn sites."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from csp.statistics.regression_to_mean import SitePrior, estimate_prior, judge_before_after

# Mean 2 and variance 4: k = 4 / (4 - 2) = 2, w = 1 / (1 + 2 / 2) = 0.5.
PRIOR = SitePrior(2.0, 4.0, 50)


def test_the_weight_by_hand():
    assert (PRIOR.shape, PRIOR.weight) == (2.0, 0.5)
    assert SitePrior(3.0, 4.5, 50).weight == pytest.approx(3 / 4.5)


def test_a_site_of_eight_by_hand():
    # E = 0.5 x 2 + 0.5 x 8 = 5, its variance 0.5 x 5 = 2.5.
    effect = judge_before_after(PRIOR, before=8, after=2)
    assert (effect.usual, effect.expected, effect.error**2) == (5.0, 5.0, pytest.approx(2.5))
    assert (effect.by_itself, effect.beyond) == (-3.0, -3.0)
    # 2/5 over 1 + 2.5/25.
    assert effect.index == pytest.approx(0.4 / 1.1)
    # Negative binomial of shape 2 + 8 and mean 5.
    law = stats.nbinom(10, 10 / 15)
    assert effect.p == pytest.approx(2 * (law.cdf(1) + law.pmf(2) / 2))
    assert not effect.is_clear()


def test_lengths_and_what_happened_elsewhere_scale_what_is_expected():
    # Three years before, one after, 10 % fewer elsewhere: 5 x 0.9 / 3.
    effect = judge_before_after(PRIOR, 8, 0, lengths=(3, 1), trend=0.9)
    assert effect.expected == pytest.approx(1.5)
    assert effect.error == pytest.approx(0.3 * 2.5**0.5)


def test_sites_that_differ_by_chance_alone_all_have_the_mean():
    prior = SitePrior(3.0, 2.5, 40)
    effect = judge_before_after(prior, 9, 3)
    assert (prior.weight, effect.usual, effect.error) == (1.0, 3.0, 0.0)
    assert effect.p == pytest.approx(1.0, abs=0.25)
    assert judge_before_after(prior, 9, 0).p == pytest.approx(2 * np.exp(-3) / 2)


def test_the_prior_is_of_all_sites_with_those_that_have_none():
    prior = estimate_prior([0, 1, 2, 5, np.nan])
    assert (prior.mean, prior.variance, prior.sites) == (2.0, pytest.approx(14 / 3), 4)
    assert not prior.is_known
    assert not estimate_prior([]).is_known
    with pytest.raises(ValueError, match="too few"):
        judge_before_after(prior, 5, 2)


def test_the_worst_sites_of_a_year_in_which_nothing_changes():
    random = np.random.default_rng(7)
    means = random.gamma(2.0, 1.0, 20_000)
    before, after = random.poisson(means), random.poisson(means)
    prior = estimate_prior(before)
    worst = np.flatnonzero(before >= 6)
    effects = [judge_before_after(prior, before[i], after[i]) for i in worst]
    # They fall by more than two each, and all of it was to be expected.
    assert np.mean(after[worst] - before[worst]) < -2
    assert abs(np.mean([effect.beyond for effect in effects])) < 0.25
    assert np.mean([effect.is_clear() for effect in effects]) < 0.065
