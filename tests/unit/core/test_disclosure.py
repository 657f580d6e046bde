"""Public mode: what is hidden cannot be worked out from what is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.core import disclosure

MEASURES = ("drugs", "trafficking", "possession", "robbery")
PARENTS = {"drugs": None, "trafficking": "drugs", "possession": "drugs", "robbery": None}
SUMS = disclosure.list_families(PARENTS)


def test_the_parts_of_a_shown_total_are_a_family():
    assert SUMS == (("trafficking", "possession"),)


def test_a_small_count_is_hidden_and_so_is_the_next_smallest_of_its_row():
    hidden = disclosure.suppress(np.array([[3, 40, 9, 70]]), ["robbery"], ())
    assert hidden.tolist() == [[True, False, True, False]]


def test_nothing_is_hidden_where_nothing_is_small():
    assert not disclosure.suppress(np.array([[5, 40], [0, 70]]), ["robbery", "drugs"], ()).any()


def test_a_part_hidden_alone_takes_the_other_part_of_its_total_with_it():
    counts = np.array([[23, 60, 70, 80], [3, 20, 30, 35], [20, 40, 40, 45], [50, 60, 70, 80]])
    hidden = disclosure.suppress(counts, MEASURES, SUMS)
    assert hidden[1, 0]
    assert hidden[2, 0], "23 - 20 would tell the 3"
    for row in (1, 2):
        assert hidden[row].sum() >= 2, "the row's total would tell the only hidden district"
    for column in np.flatnonzero(hidden[1] | hidden[2]):
        assert hidden[1, column] == hidden[2, column], "23 - the shown part would tell the hidden one"
    assert not hidden[0].any()
    assert not hidden[3].any()


@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=2, max_size=2))
@settings(max_examples=200, deadline=None)
def test_no_row_and_no_family_is_left_with_one_hidden_figure(parts):
    counts = np.array([np.sum(parts, axis=0), *parts, [9, 9, 9, 9]])
    hidden = disclosure.suppress(counts, MEASURES, SUMS)
    small = (counts >= 1) & (counts <= 4)
    assert (hidden | ~small).all(), "every small count is hidden"
    assert (hidden.sum(axis=1) != 1).all()
    assert (hidden[1:3].sum(axis=0) != 1).all()


@pytest.mark.parametrize(("count", "too_few"), [(0, True), (4, True), (5, False), (6, False)])
def test_fewer_than_five_are_too_few_to_compare_none_included(count, too_few):
    assert disclosure.is_too_few(count) is too_few
    assert disclosure.are_too_few(np.array([count])).tolist() == [too_few]
