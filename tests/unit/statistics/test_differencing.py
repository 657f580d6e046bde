"""The attacker against every way to fill a few cells, tried one by one."""

from __future__ import annotations

import itertools
import random
from functools import partial

import pytest

from csp.imports.published_check import read_table
from csp.statistics import perturbation
from csp.statistics.differencing import Answer, Published, find_given_away

TABLE = read_table()
POSSIBLE = partial(perturbation.list_possible, TABLE)
NOISE = {n: [each for each, keys in row.items() for _ in range(keys)] for n, row in TABLE.items()}


def show(n, chance):
    return n and n + chance.choice(NOISE[min(n, max(NOISE))])


def publish(places, types, chance):
    """Made counts by place and type: totals of types, and answers of each cell and of each place."""
    counts = [[chance.choice([0, 0, 1, 1, 2, 3]) for _ in range(types)] for _ in range(places)]
    answers = []
    for place, row in enumerate(counts):
        cells = range(place * types, (place + 1) * types)
        shown = [show(n, chance) for n in row]
        filled = [each for each, n in zip(shown, row, strict=True) if n]
        # The same records are shown the same.
        whole = filled[0] if len(filled) == 1 else show(sum(row), chance)
        answers += [Answer(place, frozenset([cell]), n) for cell, n in zip(cells, shown, strict=True)]
        answers.append(Answer(place, frozenset(cells), whole))
    totals = [
        (frozenset(range(kind, places * types, types)), sum(row[kind] for row in counts))
        for kind in range(types)
    ]
    return Published(places * types, totals, answers)


def agrees(filled, published):
    def add_up(cells):
        return sum(filled[cell] for cell in cells)

    return (
        all(add_up(cells) == n for cells, n in published.totals)
        and all(add_up(each.cells) in POSSIBLE(each.shown) for each in published.answers)
        and all(
            add_up(outer.cells - inner.cells) > 0
            for inner, outer in itertools.permutations(published.answers, 2)
            if inner.cells < outer.cells and inner.shown != outer.shown
        )
    )


def try_every_way(published):
    most = [next(n for cells, n in published.totals if cell in cells) for cell in range(published.cells)]
    ways = [
        filled for filled in itertools.product(*(range(n + 1) for n in most)) if agrees(filled, published)
    ]
    targets = {frozenset([cell]) for cell in range(published.cells)} | {a.cells for a in published.answers}
    counts = {target: {sum(way[cell] for cell in target) for way in ways} for target in targets}
    return {target: min(n) for target, n in counts.items() if len(n) == 1 and 1 <= min(n) <= 4}


def test_the_attacker_finds_exactly_what_no_way_can_change():
    chance = random.Random(3)
    given_away = 0
    for _ in range(30):
        published = publish(2, 2, chance)
        expected = try_every_way(published)
        assert find_given_away(published, POSSIBLE) == expected
        given_away += len(expected)
    assert given_away, "nothing was ever given away: the test would pass on an attacker who finds nothing"


def test_a_total_of_1_gives_away_the_one_place_that_is_shown_with_any():
    published = Published(
        3, [(frozenset(range(3)), 1)], [Answer(i, frozenset([i]), 3 * (i == 1)) for i in range(3)]
    )
    assert find_given_away(published, POSSIBLE) == {frozenset([1]): 1}


def test_what_agrees_with_nothing_is_an_error():
    published = Published(1, [(frozenset([0]), 1)], [Answer("A", frozenset([0]), 9)])
    with pytest.raises(ValueError, match="agree"):
        find_given_away(published, POSSIBLE)
