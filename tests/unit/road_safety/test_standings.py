"""Ranks of places and the ranges they could be in, kept to the verdicts on pairs."""

from __future__ import annotations

import numpy as np

from csp import statistics
from csp.topics.road_safety.rules.standings import rank_places

NAMES = ("A", "B", "C", "D")
PEOPLE = np.array([1000.0, 1000.0, 1000.0, np.nan])


def test_places_that_differ_clearly_keep_their_order():
    counts = [20, 22, 60, 5]
    rates = np.asarray(statistics.rate(counts, PEOPLE))
    first, second, third, none = rank_places(NAMES, counts, rates, PEOPLE, 1.0)
    assert (first.rank, first.best, first.worst, first.of, first.rivals) == (1, 1, 2, 3, ("B",))
    assert (second.best, second.worst, second.rivals) == (1, 2, ("A",))
    assert (third.rank, third.best, third.worst, third.rivals) == (3, 3, 3, ())
    assert none is None
    # Counts that vary a lot say less.
    assert rank_places(NAMES, counts, rates, PEOPLE, 30.0)[2].best < 3


def test_ties_share_a_rank_and_one_place_alone_has_none():
    rates = np.asarray(statistics.rate([9, 9, 30], PEOPLE[:3]))
    first, second, _ = rank_places(NAMES[:3], [9, 9, 30], rates, PEOPLE[:3], 1.0)
    assert (first.rank, second.rank, first.tied) == (1, 1, True)
    assert rank_places(NAMES[:1], [9], rates[:1], PEOPLE[:1], 1.0) == (None,)
