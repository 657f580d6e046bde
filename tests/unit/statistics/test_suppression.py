"""Small counts in public: what is hidden can really not be worked out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp import statistics

cells = st.one_of(st.integers(0, 6), st.integers(0, 60))


def possible_tables(table, hidden):
    """Every way to fill the hidden cells with counts of 0 and more that keeps each row and column total."""
    places = list(zip(*np.nonzero(hidden), strict=True))
    shown = np.where(hidden, 0, table)
    rows, columns = (table - shown).sum(axis=1), (table - shown).sum(axis=0)
    last_of_row, last_of_column = ({place[axis]: i for i, place in enumerate(places)} for axis in (0, 1))

    def fill(i, rows_left, columns_left, values):
        if i == len(places):
            yield values
            return
        r, c = places[i]
        # The last cell of a row or column takes what is left of its total.
        rest = [rows_left[r]] if last_of_row[r] == i else []
        rest += [columns_left[c]] if last_of_column[c] == i else []
        for value in range(min(rows_left[r], columns_left[c]) + 1):
            if any(value != left for left in rest):
                continue
            left_r, left_c = list(rows_left), list(columns_left)
            left_r[r] -= value
            left_c[c] -= value
            yield from fill(i + 1, left_r, left_c, (*values, value))

    return fill(0, rows.tolist(), columns.tolist(), ())


def follow_from_totals(hidden):
    """The hidden cells that the row and column totals fix, by linear algebra."""
    places = list(zip(*np.nonzero(hidden), strict=True))
    totals = np.zeros((sum(hidden.shape), len(places)))
    for i, (r, c) in enumerate(places):
        totals[r, i] = totals[hidden.shape[0] + c, i] = 1
    rank = np.linalg.matrix_rank(totals) if places else 0
    unit = np.eye(len(places))
    return [p for i, p in enumerate(places) if np.linalg.matrix_rank(np.vstack([totals, unit[i]])) == rank]


def test_small_counts_are_hidden_and_zero_is_not():
    assert statistics.suppress([0, 1, 4, 5, 40]).tolist() == [False, True, True, False, False]


def test_one_alone_takes_the_next_smallest_with_it():
    assert statistics.suppress([3, 50, 9, 20]).tolist() == [True, False, True, False]


def test_two_that_hide_each_other_need_no_third():
    assert statistics.suppress([3, 2, 9, 20]).tolist() == [True, True, False, False]


def test_nothing_small_nothing_hidden():
    assert not statistics.suppress([0, 5, 900]).any()


def test_a_zero_is_hidden_only_where_nothing_else_can_be():
    assert statistics.suppress([3, 0, 9]).tolist() == [True, False, True]
    assert statistics.suppress([3, 0, 0]).tolist() == [True, True, False]


@pytest.mark.parametrize("same", [1, 4])
def test_hidden_counts_that_must_all_be_the_same_take_another_with_them(same):
    # 1 + 1 = 2 can only be two ones, since a 0 would have been shown.
    assert statistics.suppress([same, same, 9, 20]).tolist() == [True, True, True, False]


def test_each_total_is_covered_on_its_own():
    counts = [3, 10, 20, 2, 30, 40]
    groups = ["a", "a", "a", "b", "b", "b"]
    assert statistics.suppress(counts, groups).tolist() == [True, True, False, True, True, False]


def test_missing_counts_are_not_hidden_and_hide_nothing():
    assert statistics.suppress([2, np.nan, 8, 30]).tolist() == [True, False, True, False]


def test_another_range_can_be_hidden():
    assert statistics.suppress([3, 9, 20, 30], low=1, high=9).tolist() == [True, True, False, False]


def test_a_table_covers_rows_and_columns():
    hidden = statistics.suppress(np.array([[3, 9, 8], [20, 30, 40], [7, 6, 50]]))
    assert hidden[0, 0]
    for lines in (hidden.sum(axis=0), hidden.sum(axis=1)):
        assert all(n != 1 for n in lines.tolist())


def test_a_table_hides_more_where_totals_of_several_rows_and_columns_give_one_away():
    # Two blocks of four, joined by the 3 at row 0, column 2: every row and column
    # hides two or more, yet the first two rows less the first two columns leave 3.
    table = np.full((4, 4), 50)
    table[:2, :2] = [[2, 3], [4, 1]]
    table[2:, 2:] = [[3, 2], [1, 4]]
    table[0, 2] = 3
    naive = table <= 4
    assert {values[2] for values in possible_tables(table, naive)} == {3}
    assert follow_from_totals(naive) == [(0, 2)]
    hidden = statistics.suppress(table)
    assert hidden.sum() == naive.sum() + 1
    assert follow_from_totals(hidden) == []


def test_what_cannot_be_covered_is_refused():
    with pytest.raises(ValueError, match="a list of counts"):
        statistics.suppress(np.zeros((2, 2, 2)))
    with pytest.raises(ValueError, match="a list of counts"):
        statistics.suppress(np.zeros((2, 2)), ["a", "b"])


@settings(deadline=None)
@given(st.lists(cells, min_size=2, max_size=7))
def test_no_hidden_count_of_a_list_can_be_worked_out(counts):
    values = np.array(counts)
    hidden = statistics.suppress(values)
    assert hidden[(values >= 1) & (values <= 4)].all()
    secret = values[hidden]
    assert len(secret) != 1
    # Knowing that a shown 0 is a 0: two fillings of 1 and more exist, unless everything there is is hidden.
    if len(secret) and (values[~hidden] > 0).any():
        assert secret.sum() > len(secret)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.integers(2, 3), st.integers(2, 3), st.data())
def test_every_hidden_cell_of_a_small_table_could_be_another_number(rows, columns, data):
    drawn = data.draw(st.lists(st.integers(1, 8), min_size=rows * columns, max_size=rows * columns))
    table = np.array(drawn).reshape(rows, columns)
    hidden = statistics.suppress(table)
    assert hidden[table <= 4].all()
    seen = [set() for _ in range(int(hidden.sum()))]
    for values in itertools.islice(possible_tables(table, hidden), 20_000):
        for place, value in zip(seen, values, strict=True):
            place.add(value)
        if all(len(place) > 1 for place in seen):
            break
    assert all(len(place) > 1 for place in seen)


@settings(deadline=None)
@given(st.integers(2, 6), st.integers(2, 6), st.data())
def test_no_hidden_cell_of_a_table_follows_from_its_totals(rows, columns, data):
    drawn = data.draw(st.lists(cells, min_size=rows * columns, max_size=rows * columns))
    table = np.array(drawn).reshape(rows, columns)
    hidden = statistics.suppress(table)
    assert hidden[(table >= 1) & (table <= 4)].all()
    assert 1 not in hidden.sum(axis=0).tolist()
    assert 1 not in hidden.sum(axis=1).tolist()
    assert follow_from_totals(hidden) == []
