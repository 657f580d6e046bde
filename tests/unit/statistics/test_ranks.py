"""Ranks, how sure they are, and what would change them; the gaps against a plain search."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp import statistics
from csp.statistics import Gap

areas = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), min_size=1, max_size=6)


def plain_rank(counts, populations, index):
    own = Fraction(counts[index], populations[index])
    return 1 + sum(Fraction(c, p) < own for c, p in zip(counts, populations, strict=True))


def rank_with(counts, populations, index, count):
    return plain_rank([*counts[:index], count, *counts[index + 1 :]], populations, index)


def test_ties_share_the_better_rank():
    assert statistics.ranks([3.0, 1.0, 2.0, 2.0]).tolist() == [4, 1, 2, 2]


def test_ranks_are_of_unrounded_rates():
    assert statistics.ranks([65.83, 65.79]).tolist() == [2, 1]


def test_an_area_without_a_rate_has_rank_zero_and_takes_no_place():
    assert statistics.ranks([np.nan, 5.0, 1.0]).tolist() == [0, 2, 1]


@settings(deadline=None)
@given(areas)
def test_ranks_of_computed_rates_match_exact_fractions(rows):
    counts, populations = (list(column) for column in zip(*rows, strict=True))
    rates = statistics.rate(np.array(counts), np.array(populations) * 10_000)
    assert statistics.ranks(rates).tolist() == [plain_rank(counts, populations, i) for i in range(len(rows))]


def test_areas_far_apart_have_one_rank_and_those_of_one_rate_share_theirs():
    best, worst = statistics.rank_ranges([100, 1000, 1010, 5000], [1000] * 4)
    assert (best.tolist(), worst.tolist()) == ([1, 2, 2, 4], [1, 3, 3, 4])


def test_counts_that_vary_more_have_wider_ranges():
    counts = [900, 960, 1020, 1080]
    _, tight = statistics.rank_ranges(counts, [1000] * 4)
    _, wide = statistics.rank_ranges(counts, [1000] * 4, dispersion=6.0)
    assert wide[0] > tight[0]


def test_an_area_without_a_population_neither_has_a_range_nor_widens_one():
    best, worst = statistics.rank_ranges([10, 50, 5000], [1000, np.nan, 1000])
    assert (best.tolist(), worst.tolist()) == ([1, 0, 2], [1, 0, 2])


def test_the_same_counts_have_the_same_range_every_time():
    counts = np.array([[90, 100, 110], [900, 1000, 1100]])
    first, second = (statistics.rank_ranges(counts, [1000] * 3, [[1.0], [2.5]]) for _ in range(2))
    assert np.array_equal(first, second)


def test_what_else_stands_in_a_table_decides_nothing_about_a_range():
    row, phi = [90, 100, 110], [[1.5], [1.5], [1.5]]
    alone = statistics.rank_ranges(row, [1000] * 3, 1.5)
    for others in ([[5, 9, 2000], [0, 0, 0]], [[300, 310, 320], [1, 1, 1]]):
        best, worst = statistics.rank_ranges([*others, row], [1000] * 3, phi)
        assert (best[2].tolist(), worst[2].tolist()) == (alone[0].tolist(), alone[1].tolist())
    assert statistics.rank_ranges(np.empty((0, 3)), [1000] * 3)[0].shape == (0, 3)


@settings(deadline=None, max_examples=30)
@given(areas)
def test_every_rank_lies_in_its_range(rows):
    counts, populations = (np.array(column) for column in zip(*rows, strict=True))
    best, worst = statistics.rank_ranges(counts, populations)
    rank = statistics.ranks(statistics.rate(counts, populations))
    assert (best <= rank).all()
    assert (rank <= worst).all()


def test_ranges_hold_the_rank_of_another_draw_nineteen_times_in_twenty():
    """The true rates differ; each draw is a table of counts, judged against the ranks of another one."""
    rng = np.random.default_rng(5)
    means, phi = np.linspace(800, 1200, 12), 2.0
    draws = rng.poisson(rng.gamma(means / (phi - 1), phi - 1, (200, 12)))
    best, worst = statistics.rank_ranges(draws, np.full(12, 1000.0), phi)
    true = statistics.ranks(means)
    inside = ((best <= true) & (true <= worst)).mean()
    assert inside > 0.9


def test_gap_by_hand():
    # Per head: 1/10, 3/10, 5/10. From 3 to level with 1 takes 2; past 5 takes 3.
    assert statistics.gap_to_rank([1, 3, 5], [10, 10, 10], 1) == Gap(1, 2, 3, 3)


def test_there_is_no_gap_beyond_first_and_last():
    first = statistics.gap_to_rank([1, 3], [10, 10], 0)
    last = statistics.gap_to_rank([1, 3], [10, 10], 1)
    assert (first.better_rank, first.fewer) == (None, None)
    assert (last.worse_rank, last.more) == (None, None)
    assert statistics.gap_to_rank([4], [10], 0) == Gap(None, None, None, None)


def test_areas_level_with_home_are_not_better_and_one_more_crime_loses_to_them():
    assert statistics.gap_to_rank([2, 2, 2], [10, 10, 10], 0) == Gap(None, None, 3, 1)


@settings(deadline=None)
@given(areas, st.data())
def test_gaps_are_the_fewest_crimes_a_search_finds(rows, data):
    counts, populations = (list(column) for column in zip(*rows, strict=True))
    index = data.draw(st.integers(0, len(rows) - 1))
    now, own = plain_rank(counts, populations, index), counts[index]
    fewer = next((d for d in range(1, own + 1) if rank_with(counts, populations, index, own - d) < now), None)
    more = next((d for d in range(1, 2000) if rank_with(counts, populations, index, own + d) > now), None)
    gap = statistics.gap_to_rank(counts, populations, index)
    assert (gap.fewer, gap.more) == (fewer, more)
    if fewer is not None:
        assert gap.better_rank == rank_with(counts, populations, index, own - fewer)
    if more is not None:
        assert gap.worse_rank == rank_with(counts, populations, index, own + more)


@settings(deadline=None)
@given(areas, st.data())
def test_gap_to_any_rank_is_the_fewest_crimes_a_search_finds(rows, data):
    counts, populations = (list(column) for column in zip(*rows, strict=True))
    index = data.draw(st.integers(0, len(rows) - 1))
    target = data.draw(st.integers(1, len(rows)))
    now, own = plain_rank(counts, populations, index), counts[index]
    if target < now:
        change = next(d for d in range(own + 1) if rank_with(counts, populations, index, own - d) <= target)
    elif target > now:
        change = -next(d for d in range(2000) if rank_with(counts, populations, index, own + d) >= target)
    else:
        change = 0
    assert statistics.gap_to(counts, populations, index, target) == change


def test_gaps_leave_out_areas_without_a_population():
    gap = statistics.gap_to_rank(np.array([5, 3, 0]), np.array([10.0, 10.0, np.nan]), 0)
    assert gap == Gap(1, 2, None, None)


def test_a_gap_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="no rank 3 among 2"):
        statistics.gap_to([1, 2], [10, 10], 0, 3)
    with pytest.raises(ValueError, match="without a count or a population"):
        statistics.gap_to_rank([1, 2], [10, 0], 1)
