"""Public mode of the what-if: no flag, no curve and no replay gives a small count away."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from csp.core.filters import add_months
from csp.topics.thresholds.rules import Cells, Rule, curve, disclosed, evaluate, replay

MONTHS = 26
RULE = Rule(months=1, limit=10.0, least=0, significant=False, direction="both")


def block(last, year_before):
    """One type in as many wards as there are counts; 20 a month but the last and a year before."""
    counts = np.full((MONTHS, 1, len(last)), 20, dtype=np.int64)
    counts[-1, 0], counts[-13, 0] = last, year_before
    return Cells(
        months=tuple(add_months(date(2019, 1, 1), i) for i in range(MONTHS)),
        measures=("robbery",),
        areas=tuple(f"w{i}" for i in range(len(last))),
        counts=counts,
        population=np.full((MONTHS, len(last)), 5000.0),
        usable=np.ones(MONTHS, dtype=bool),
        home="h",
        districts=("h",),
        district_counts=counts.sum(axis=2, keepdims=True),
        district_population=np.full((MONTHS, 1), 50_000.0),
    )


# last month, the same month last year, whether the pair holds a count of 1 to 4
PAIRS = [
    (30, 20, False),
    (3, 20, True),
    (20, 4, True),
    (9, 5, False),
    (0, 20, False),
    (20, 0, False),
    (1, 1, True),
]


def test_a_pair_with_a_count_of_1_to_4_is_small_and_0_is_not():
    observed, expected = (np.array([pair[i] for pair in PAIRS]) for i in (0, 1))
    assert disclosed.small(observed, expected.astype(float)).tolist() == [pair[2] for pair in PAIRS]


@pytest.mark.parametrize(("average", "is_small"), [(4.5, True), (0.2, True), (5.0, False), (0.0, False)])
def test_an_average_below_5_is_small(average, is_small):
    assert bool(disclosed.small(np.array([20]), np.array([average]))[0]) is is_small


def test_a_cell_with_a_small_count_is_not_flagged_and_the_others_stay():
    cells = block(*zip(*[pair[:2] for pair in PAIRS], strict=True))
    result = evaluate(cells, RULE, MONTHS - 1)
    assert result.flagged[0].tolist() == [True, True, True, True, True, True, False]
    shown = disclosed.without_small(result)
    assert shown.flagged[0].tolist() == [True, False, False, True, True, True, False]


def test_the_curve_does_not_move_with_a_small_cell():
    grid = [0.0, 25.0, 50.0, 90.0]
    plain = [curve(block((30, n), (20, 20)), RULE, MONTHS - 1, grid).tolist() for n in (2, 3)]
    shown = [
        disclosed.curve_without_small(block((30, n), (20, 20)), RULE, MONTHS - 1, grid).tolist()
        for n in (2, 3)
    ]
    assert plain[0] != plain[1] or plain[0] != shown[0]
    assert shown[0] == shown[1] == [1, 1, 0, 0]


def test_the_replay_counts_the_same_flags_as_the_month_itself():
    cells = block(*zip(*[pair[:2] for pair in PAIRS], strict=True))
    past = disclosed.replay_without_small(cells, replay(cells, RULE))
    result = disclosed.without_small(evaluate(cells, RULE, MONTHS - 1))
    assert past.months[-1] == cells.months[-1]
    assert past.flags[-1] == result.flagged.sum() == 4
