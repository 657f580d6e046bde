"""Which counts published figures give away: an attacker who puts all of them together. Pure.

The attacker knows that cells are whole numbers of 0 and more, some totals exactly, and of other sums what
is shown of them, with it the few numbers that each can be. Equal counts of the same records are shown
equally, so that of two sums, one within the other, that are shown differently, the rest is at least 1.

A count is given away where every way to fill the cells that agrees with all of this has it the same.
Integer programming (HiGHS in SciPy) looks for another way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from csp.statistics.types import Floats, Ints

Cells = frozenset[int]
Row = tuple[dict[int, int], float, float]
"""A condition: the factor of each unknown, and the least and the most that they add up to."""

ROUNDS = 8
"""Ways to fill the cells that are looked for with chance, before each count that is left has its own."""


@dataclass(frozen=True)
class Answer:
    """A sum of cells and what is shown of it. place: where they lie; sums within others are sought there."""

    place: Hashable
    cells: Cells
    shown: int


@dataclass(frozen=True)
class Published:
    """What everybody knows: how many cells there are, exact totals, and answers. No cell is in no total."""

    cells: int
    totals: Sequence[tuple[Cells, int]]
    answers: Sequence[Answer]


def find_given_away(
    published: Published, possible: Callable[[int], Sequence[int]], low: int = 1, high: int = 4
) -> dict[Cells, int]:
    """The cells and sums whose count from low to high everybody can tell, with the count.

    possible: the counts that may be shown as a count, in order. Cells of no place are no target: nobody is
    looked for there. Raises ValueError where nothing agrees with what is published.
    """
    problem = _Problem(published, possible)
    first = problem.solve()
    if first is None:
        raise ValueError("no counts agree with what is published")
    placed = {cell for answer in published.answers for cell in answer.cells}
    targets = {frozenset([cell]) for cell in placed} | {answer.cells for answer in published.answers}
    values = {target: _add_up(first, target) for target in targets}
    left = {target: n for target, n in values.items() if low <= n <= high}
    chance = np.random.default_rng(1)
    for number in range(ROUNDS):
        if not left:
            return {}
        # First more everywhere, then less, then as chance has it.
        signs = (1 - 2 * number for _ in left) if number < 2 else chance.choice((-1, 1), len(left))
        other = problem.solve(_aim(problem.unknowns, zip(left, signs, strict=True), chance))
        if other is not None:
            left = {target: n for target, n in left.items() if _add_up(other, target) == n}
    return {target: n for target, n in left.items() if not problem.can_differ(target, n)}


def _aim(unknowns: int, targets: Iterable[tuple[Cells, int]], chance: np.random.Generator) -> Floats:
    """What is to be as small as can be: a sum of the targets, each with its sign and a weight of chance."""
    costs = np.zeros(unknowns)
    for target, sign in targets:
        costs[list(target)] -= sign * (0.5 + chance.random())
    return costs


def _add_up(counts: Ints, cells: Cells) -> int:
    return int(counts[list(cells)].sum())


class _Problem:
    """The conditions as a matrix. After the cells stands a switch for each gap in what a sum can be."""

    def __init__(self, published: Published, possible: Callable[[int], Sequence[int]]) -> None:
        self.cells = self.unknowns = published.cells
        rows = [(dict.fromkeys(cells, 1), float(n), float(n)) for cells, n in published.totals]
        for answer in published.answers:
            rows += self._bound(answer, possible(answer.shown))
        rows += _list_nested(published.answers)
        self._matrix = _build_matrix(rows, self.unknowns)
        self._least = np.array([least for _, least, _ in rows])
        self._most = np.array([most for _, _, most in rows])
        most = np.ones(self.unknowns)
        for cells, n in published.totals:
            most[list(cells)] = n
        self._bounds = Bounds(np.zeros(self.unknowns), most)

    def _bound(self, answer: Answer, numbers: Sequence[int]) -> Iterator[Row]:
        """The least and the most that a sum can be, and the numbers between that it cannot."""
        sums = dict.fromkeys(answer.cells, 1)
        yield sums, numbers[0], numbers[-1]
        for below, above in pairwise(numbers):
            if above > below + 1:
                # The switch is 1 where the sum is below the gap.
                switch, self.unknowns = self.unknowns, self.unknowns + 1
                yield sums | {switch: above - numbers[0]}, above, np.inf
                yield sums | {switch: numbers[-1] - below}, -np.inf, numbers[-1]

    def solve(self, costs: Floats | None = None, *more: Row) -> Ints | None:
        """A way to fill the cells, near the least of the costs; None where there is none."""
        conditions = [LinearConstraint(self._matrix, self._least, self._most)]
        if more:
            matrix = _build_matrix(more, self.unknowns)
            least, most = zip(*((least, most) for _, least, most in more), strict=True)
            conditions.append(LinearConstraint(matrix, least, most))
        result = milp(
            np.zeros(self.unknowns) if costs is None else costs,
            constraints=conditions,
            bounds=self._bounds,
            integrality=np.ones(self.unknowns),
            options={"mip_rel_gap": 0.5},
        )
        return None if result.x is None else np.rint(result.x[: self.cells]).astype(np.int64)

    def can_differ(self, target: Cells, n: int) -> bool:
        """Whether there is a way in which a sum is less than n, or more."""
        sums = dict.fromkeys(target, 1)
        bounds = ((n + 1, np.inf), (-np.inf, n - 1))
        return any(self.solve(None, (sums, least, most)) is not None for least, most in bounds)


def _list_nested(answers: Iterable[Answer]) -> Iterator[Row]:
    """Of two sums of a place, one within the other, that are shown differently: the rest is 1 or more."""
    of_places: dict[Hashable, dict[Cells, int]] = defaultdict(dict)
    for answer in answers:
        of_places[answer.place][answer.cells] = answer.shown
    for sums in of_places.values():
        ordered = sorted(sums.items(), key=lambda each: len(each[0]))
        for i, (inner, shown) in enumerate(ordered):
            for outer, shown_outer in ordered[i + 1 :]:
                if shown != shown_outer and inner < outer:
                    yield dict.fromkeys(outer - inner, 1), 1, np.inf


def _build_matrix(rows: Sequence[Row], unknowns: int) -> coo_array:
    entries = [(i, j, factor) for i, (factors, _, _) in enumerate(rows) for j, factor in factors.items()]
    at, of, factors = zip(*entries, strict=True)
    return coo_array((np.array(factors, dtype=float), (at, of)), shape=(len(rows), unknowns)).tocsr()
