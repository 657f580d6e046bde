"""Is a change more than chance: the check values of the method, and the E-test beside it."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from csp import statistics
from csp.core.settings import REFERENCE

REAL_CHANGES = {
    "all_crime",
    "victim_based_crime",
    "asb",
    "burglary_residential",
    "criminal_damage",
    "robbery",
    "shoplifting",
    "theft_from_vehicle",
}


@pytest.fixture(scope="module")
def published():
    with (REFERENCE / "published_2020.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["measure"]: (int(row["count_2020"]), int(row["count_2019"])) for row in rows}


@pytest.mark.parametrize(
    ("now", "before", "p"), [(25, 16, 0.1641), (39, 67, 0.0065), (153, 126, 0.1065), (0, 0, 1.0), (7, 7, 1.0)]
)
def test_mid_p_reproduces_the_check_values(now, before, p):
    assert statistics.change_p(now, before) == pytest.approx(p, abs=5e-5)


def test_mid_p_equals_the_definition_summed_term_by_term():
    now, before, share = 9, 20, 0.4
    terms = stats.binom.pmf(np.arange(30), 29, share)
    expected = 2 * min(terms[:now].sum() + terms[now] / 2, terms[now + 1 :].sum() + terms[now] / 2)
    assert statistics.change_p(now, before, 0.4, 0.6) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("now", "before", "phi", "p"),
    [
        (948, 1055, 2.18, 0.1053),
        (39, 67, 1.46, 0.0239),
        (229, 301, 2.32, 0.0397),
        (564, 759, 2.70, 0.0011),
        (7830, 8608, 2.66, 0.0002),
        (3, 10, 1.5, 0.1147),
        (0, 5, 1.5, 0.0629),
    ],
)
def test_mid_p_with_a_dispersion_reproduces_the_check_values(now, before, phi, p):
    assert statistics.change_p(now, before, dispersion=phi) == pytest.approx(p, abs=5e-5)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 400), st.integers(0, 400), st.floats(1.01, 8), st.floats(0.2, 5))
def test_mid_p_with_a_dispersion_is_the_beta_binomial_tail(now, before, phi, exposure):
    n, share = now + before, exposure / (exposure + 1)
    if not n:
        return
    beta = stats.betabinom(n, n * share / (phi - 1), n * (1 - share) / (phi - 1))
    below, above = beta.cdf(now) - beta.pmf(now) / 2, beta.sf(now) + beta.pmf(now) / 2
    p = statistics.change_p(now, before, exposure, 1.0, dispersion=phi)
    assert p == pytest.approx(min(1.0, 2 * min(below, above)), abs=1e-9)


def test_large_counts_are_summed_to_where_their_terms_no_longer_matter():
    p = statistics.change_p(3_000_000, 3_010_000, dispersion=2.66)
    z = 10_000 / np.sqrt(2.66 * 6_010_000)
    assert p == pytest.approx(2 * stats.norm.sf(z), rel=1e-3)


def test_a_dispersion_of_one_or_less_is_the_binomial_test():
    assert (
        statistics.change_p([25, 25], [16, 16], dispersion=[1.0, 0.5]).tolist()
        == [statistics.change_p(25, 16)] * 2
    )


def test_the_published_table_has_the_p_values_of_the_method(published):
    expected = {
        "violent_crime": 0.2847,
        "sexual_offences": 0.6112,
        "hate_crime": 0.7574,
        "domestic_abuse": 0.1653,
        "drug_offences": 0.5288,
        "drug_trafficking": 0.2481,
        "drug_possession": 0.1065,
        "theft_of_vehicle": 0.3541,
        "burglary_residential": 0.0016,
        "criminal_damage": 0.0168,
        "robbery": 0.0065,
        "theft_from_vehicle": 0.0018,
    }
    assert {code: round(float(statistics.change_p(*published[code])), 4) for code in expected} == expected


def test_eight_of_the_sixteen_published_rows_are_real_changes_adjusted_or_not(published):
    now, before = np.array(list(published.values())).T
    p = statistics.change_p(now, before)
    codes = np.array(list(published))
    assert set(codes[p < 0.05]) == REAL_CHANGES
    assert set(codes[statistics.signals(p)]) == REAL_CHANGES


@pytest.mark.parametrize("now", [25, 28, 40, 126, 400, 1500])
@pytest.mark.parametrize("ratio", [1.0, 1.05, 1.2, 1.3, 1.45, 1.6])
def test_mid_p_agrees_with_the_e_test_for_counts_of_25_and_more(now, ratio):
    before = round(now * ratio)
    e_test = stats.poisson_means_test(now, 1, before, 1).pvalue
    # Within 0.002 wherever a signal could be in question; far from one the two part by up to 0.009.
    within = 0.002 if e_test < 0.5 or before == now else 0.01
    assert statistics.change_p(now, before) == pytest.approx(e_test, abs=within)


def test_mid_p_stays_near_the_e_test_when_the_population_has_changed():
    e_test = stats.poisson_means_test(281, 118.939, 361, 118.724).pvalue
    assert statistics.change_p(281, 361, 118_939, 118_724) == pytest.approx(e_test, abs=0.002)


def test_twice_the_exposure_explains_twice_the_count():
    assert statistics.change_p(200, 100, 2, 1) > 0.9
    assert statistics.change_p(200, 100) < 1e-6


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(0, 3000), st.floats(0.1, 10), st.floats(0.1, 10))
def test_swapping_the_periods_leaves_p_as_it_is(now, before, e, f):
    one, other = statistics.change_p(now, before, e, f), statistics.change_p(before, now, f, e)
    assert one == pytest.approx(other, rel=1e-6, abs=1e-300)
    assert 0 <= one <= 1


def test_a_missing_count_or_exposure_gives_no_p():
    p = statistics.change_p([1, np.nan, 1, 1], [2, 2, 2, 2], [1, 1, 0, np.nan])
    assert np.isnan(p).tolist() == [False, True, True, True]


def test_benjamini_hochberg_by_hand():
    # Sorted 0.01, 0.02, 0.03, 0.5: times 4/1, 4/2, 4/3, 4/4, then the running minimum from the right.
    adjusted = statistics.benjamini_hochberg([0.5, 0.02, np.nan, 0.01, 0.03])
    assert adjusted == pytest.approx([0.5, 0.04, np.nan, 0.04, 0.04], nan_ok=True)


def test_no_p_is_no_signal():
    assert statistics.signals([0.001, np.nan, 0.9]).tolist() == [True, False, False]
    assert statistics.signals([np.nan]).tolist() == [False]
    assert statistics.signals([]).tolist() == []


def test_adjusting_can_take_a_signal_away():
    assert statistics.signals([0.04]).tolist() == [True]
    assert not statistics.signals([0.04, 0.5, 0.6, 0.7]).any()


def test_pure_noise_is_flagged_about_as_often_as_it_should_be():
    rng = np.random.default_rng(2020)
    now, before = rng.poisson(60, (2, 20_000))
    share = float((statistics.change_p(now, before) < 0.05).mean())
    # 0.05 give or take four standard errors.
    assert abs(share - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 20_000)


def test_some_are_judged_with_each_other_and_each_of_the_rest_with_those():
    listed = np.array([True, True, False, True, False])
    for p in np.random.default_rng(5).uniform(size=(300, 5)) * 0.06:
        for row in (p, np.where(p < 0.01, np.nan, p)):
            together = statistics.signals_among(row, listed)
            assert together[listed].tolist() == statistics.signals(row[listed]).tolist()
            for at in (2, 4):
                with_it = statistics.signals([row[at], *row[listed]])
                assert together[at] == with_it[0]


def test_tables_are_judged_one_by_one_and_all_together_alike():
    p = np.random.default_rng(6).uniform(size=(7, 3, 6)) ** 2
    every = np.ones(6, dtype=bool)
    for row, clear in zip(p.reshape(-1, 6), statistics.signals_among(p, every).reshape(-1, 6), strict=True):
        assert clear.tolist() == statistics.signals(row).tolist()
    assert not statistics.signals_among([0.001, np.nan], np.array([False, False]))[1]
