"""The table of the cell-key method: what every count may be shown as, and how often."""

from __future__ import annotations

from collections import Counter

import pytest

from csp.imports.published_check import read_table
from csp.statistics import perturbation
from csp.statistics.perturbation import KEYS, LAST, LIMIT, NEVER_SHOWN, SUM_OF_SQUARES

TABLE = read_table()
COUNTS = range(1, LAST + 1)


def test_the_file_is_what_is_derived():
    assert perturbation.build_table() == TABLE


@pytest.mark.parametrize("count", COUNTS)
def test_noise_is_nought_on_average_bounded_and_of_one_variance(count):
    noise = TABLE[count]
    assert sum(noise.values()) == KEYS
    assert sum(each * keys for each, keys in noise.items()) == 0
    assert sum(each**2 * keys for each, keys in noise.items()) == SUM_OF_SQUARES
    assert max(map(abs, noise)) <= LIMIT


@pytest.mark.parametrize("count", COUNTS)
def test_no_1_and_no_2_is_shown_and_nothing_below_0(count):
    shown = {count + each for each in TABLE[count]}
    assert not shown & NEVER_SHOWN
    assert min(shown) >= 0


def test_from_the_last_count_on_noise_goes_both_ways_alike():
    noise = TABLE[LAST]
    assert noise == {-each: keys for each, keys in noise.items()}
    assert set(noise) == set(range(-LIMIT, LIMIT + 1))


def test_no_smaller_sum_of_squares_suits_every_count():
    def suits(sum_of_squares):
        return all(any(perturbation.list_distributions(count, sum_of_squares)) for count in COUNTS)

    assert next(filter(suits, range(KEYS * LIMIT**2))) == SUM_OF_SQUARES


def test_a_0_may_stand_for_none_or_a_few_and_a_3_for_1_to_6():
    assert perturbation.list_possible(TABLE, 0) == (0, 1, 2, 3)
    assert perturbation.list_possible(TABLE, 3) == (1, 2, 3, 4, 5, 6)
    # A 2 is shown as 0, 3 or 5.
    assert perturbation.list_possible(TABLE, 4) == (1, 3, 4, 5, 6, 7)


def test_each_secret_has_the_noise_of_the_table_in_an_order_of_its_own():
    first, other = (perturbation.arrange(TABLE, secret) for secret in ("a", "b"))
    assert first == perturbation.arrange(TABLE, "a")
    for rows in (first, other):
        assert Counter((count, noise) for count, _, noise in rows) == {
            (count, noise): keys for count, numerators in TABLE.items() for noise, keys in numerators.items()
        }
        assert {(count, key) for count, key, _ in rows} == {(n, key) for n in COUNTS for key in range(KEYS)}
    moved = sum(one != two for one, two in zip(sorted(first), sorted(other), strict=True))
    assert moved > len(first) / 4
