"""A change: its figures, its verdict among others, what public mode leaves of it, its words and cells."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp import statistics
from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.change_cells import build_change_cells, shorten_verdict
from csp.core.change_words import (
    describe_change,
    describe_movement,
    describe_size,
    describe_smallest,
    describe_verdict,
)
from csp.core.table import UNKNOWN

RULES = ChangeRules(comparable=True, significance=0.05, small_base=50)
COUNTS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=20)


def judge(*pairs, rules=RULES, **options):
    return judge_changes(*zip(*pairs, strict=True), rules, **options)


# The check values of the method.


@pytest.mark.parametrize(
    ("now", "before", "p"), [(25, 16, 0.1641), (39, 67, 0.0065), (153, 126, 0.1065), (281, 361, 0.0016)]
)
def test_p_has_the_check_values_of_the_method(now, before, p):
    (change,) = judge((now, before))
    assert change.p == pytest.approx(p, abs=5e-5)
    assert change.is_real == (p < 0.05)


def test_all_crime_fell_as_published():
    (change,) = judge((7830, 8608))
    assert (change.now, change.before, change.difference) == (7830, 8608, -778)
    assert change.pct == pytest.approx(-9.0381, abs=1e-4)
    assert (change.is_real, change.small_base) == (True, False)


def test_from_0_there_is_a_difference_and_no_percentage():
    (change,) = judge((5, 0))
    assert (change.difference, change.pct, change.small_base) == (5, None, True)
    nothing, other = judge((0, 0), (6, 4))
    assert (nothing.difference, nothing.pct) == (0, None)
    assert (other.difference, other.pct) == (2, 50.0)


@pytest.mark.parametrize("count", [math.nan, 1.5])
def test_a_count_that_is_missing_or_not_whole_is_refused(count):
    with pytest.raises(ValueError, match="whole numbers"):
        judge((1.0, 1), (count, 1))


@pytest.mark.parametrize(("before", "small"), [(49, True), (50, False)])
def test_a_base_is_small_below_the_limit(before, small):
    assert judge((60, before))[0].small_base is small


# Judged together.


def test_a_change_that_is_real_by_itself_may_not_be_among_others():
    (alone,) = judge((41, 61))
    first, *others = judge((41, 61), (50, 50), (50, 50), (50, 50))
    assert alone.is_real
    assert not first.is_real
    assert first.p == alone.p
    assert not any(change.is_real for change in others)


@given(COUNTS)
def test_a_column_has_the_figures_and_verdicts_of_the_statistics(pairs):
    changes = judge(*pairs)
    p = statistics.change_p(*np.array(pairs).T)
    assert [(change.now, change.before) for change in changes] == pairs
    assert [change.difference for change in changes] == [now - before for now, before in pairs]
    assert [change.p for change in changes] == pytest.approx(p)
    assert [change.is_real for change in changes] == statistics.signals(p).tolist()


def test_no_counts_have_no_changes():
    assert judge_changes([], [], RULES) == []


# Per head.


def test_changes_are_judged_per_head_of_the_two_populations():
    (change,) = judge((100, 50), people=(2000.0, 1000.0))
    assert change.p == pytest.approx(statistics.change_p(100, 50, 2000, 1000))
    assert not change.is_real


@pytest.mark.parametrize("people", [math.nan, 0.0])
def test_without_a_population_bare_counts_are_compared(people):
    rated, unknown = judge((39, 67), (39, 67), people=(np.array([1000.0, people]), np.array([1000.0, 900.0])))
    assert unknown == judge((39, 67), (39, 67))[1]
    assert rated.p == statistics.change_p(39, 67)


# No change to show.


def test_without_an_earlier_period_there_is_a_count_and_no_change():
    (change,) = judge((39, 0), rules=ChangeRules(comparable=False, significance=0.05, small_base=50))
    assert change == Change(39)
    assert (change.before, change.difference, change.pct, change.p) == (None,) * 4
    assert (change.is_real, change.small_base) == (False, False)


# Words.


def test_a_movement_has_its_size_its_share_the_count_and_the_verdict():
    assert describe_movement(judge((7830, 8608))[0]) == "fell by 778 (−9.0%) to 7,830, a clear change"
    assert describe_movement(judge((25, 16))[0]) == "rose by 9 (+56.3%, small base) to 25, no clear change"
    assert describe_movement(judge((2, 0))[0]) == "rose by 2 (from 0) to 2, no clear change"


def test_a_change_in_short_has_its_direction_as_a_shape():
    assert describe_change(judge((7830, 8608))[0]) == "▼ 778 (−9.0%), a clear change"
    assert describe_change(judge((7, 7))[0]) == "no change"
    assert describe_change(Change(7)) == "nothing to compare with"
    assert describe_change(Change(290, 281, 0.7)) == (
        "▲ 9 (+3.2%), no clear change; the smallest we could have seen: ±47 (16.5%)"
    )


@pytest.mark.parametrize(
    ("before", "dispersion", "words"),
    [
        (39, 1.0, "±18 (44.4%)"),
        (39, 1.7, "±23 (57.9%)"),
        (281, 1.7, "±61 (21.6%)"),
        (8608, 1.0, "±258 (3.0%)"),
        (8608, 2.66, "±420 (4.9%)"),
    ],
)
def test_the_smallest_change_that_could_have_been_seen_reproduces_the_check_values(before, dispersion, words):
    assert describe_smallest(Change(before, before, 1.0, dispersion=dispersion)) == words


def test_no_smallest_change_is_said_beside_a_clear_one_or_one_as_large():
    assert describe_smallest(Change(8608, 7830, 0.001, is_real=True)) == ""
    assert describe_smallest(Change(7, 0, 0.1)) == describe_smallest(Change(7)) == ""
    # It would be clear by itself, and is not among the rows judged with it.
    assert describe_smallest(Change(60, 40, 0.04)) == ""
    assert judge((39, 40), dispersion=np.array([1.7]))[0].dispersion == 1.7


def test_a_size_and_a_verdict_can_stand_alone():
    assert describe_size(Change(153, 126)) == "rose by 27"
    assert describe_verdict(Change(153, 126, is_real=True)) == "a clear change"


@pytest.mark.parametrize("describe", [describe_movement, describe_size])
def test_a_movement_without_an_earlier_count_is_refused(describe):
    with pytest.raises(ValueError, match="no earlier count"):
        describe(Change(7))


# Cells.


def test_the_cells_of_a_change_read_and_sort_as_its_figures():
    change = judge((39, 67))[0]
    cells = build_change_cells(change, "lower")
    assert [cell.text for cell in cells] == ["39", "67", "−28", "−41.8%", "▼ clear change"]
    assert [cell.value for cell in cells] == [39, 67, -28, change.pct, change.p]
    assert {cell.tone for cell in cells[2:]} == {"better"}


@pytest.mark.parametrize(("polarity", "tone"), [("lower", "worse"), ("neutral", "")])
def test_a_rise_is_worse_only_where_less_is_better(polarity, tone):
    cells = build_change_cells(judge((67, 39))[0], polarity)
    assert (cells.verdict.text, cells.verdict.tone) == ("▲ clear change", tone)


def test_cells_without_an_earlier_period_are_dashes():
    assert build_change_cells(Change(39), "lower")[1:] == (UNKNOWN,) * 4


def test_a_verdict_is_one_word_in_a_narrow_column():
    for change, text in ((judge((39, 67))[0], "● yes"), (judge((25, 16))[0], "○ no"), (Change(1), "–")):
        assert shorten_verdict(build_change_cells(change, "lower").verdict, change).text == text
