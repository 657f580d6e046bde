"""Where an area stands among its peers: ranks, how sure they are, and what would change them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from csp.statistics.types import Ints, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

UNRANKED = 0


def ranks(rates: Vector) -> Ints:
    """Rank of each rate along the last axis, 1 = lowest; ties share the better rank (1-2-2-4).

    A rate that is nan has rank 0 (UNRANKED) and takes no place among the others.
    """
    values = floats(rates)
    # Every rate against every other: areas are dozens, and a matrix of measures is one step.
    lower = (values[..., None, :] < values[..., :, None]).sum(axis=-1)  # nan compares as False
    return np.where(np.isfinite(values), 1 + lower, UNRANKED).astype(np.int64)


def rank_ranges(low: Vector, high: Vector) -> tuple[Ints, Ints]:
    """Best and worst rank of each area (last axis) that the limits of its rate and of the others' allow.

    Best is one more than the areas that lie wholly below it; worst is the number
    of areas less those wholly above it. So worst - best is the number of areas
    whose limits overlap its own. An area without limits has 0 and 0.
    """
    lower, upper = floats(low), floats(high)
    finite = np.isfinite(lower) & np.isfinite(upper)
    below = (upper[..., None, :] < lower[..., :, None]).sum(axis=-1)  # nan compares as False
    above = (lower[..., None, :] > upper[..., :, None]).sum(axis=-1)
    best = np.where(finite, 1 + below, UNRANKED)
    worst = np.where(finite, finite.sum(axis=-1, keepdims=True) - above, UNRANKED)
    return best.astype(np.int64), worst.astype(np.int64)


def rank_range(rates_low: Vector, rates: Vector, rates_high: Vector, index: int) -> tuple[int, int]:
    """Best and worst rank of the area at index (see rank_ranges); (0, 0) where its rate is not known."""
    unknown = ~np.isfinite(floats(rates))
    best, worst = rank_ranges(
        np.where(unknown, np.nan, floats(rates_low)), np.where(unknown, np.nan, floats(rates_high))
    )
    return int(best[index]), int(worst[index])


@dataclass(frozen=True)
class Gap:
    """How far an area is from the ranks on either side; None on a side where there is no other rank.

    fewer: the fewest crimes less that give better_rank; more: the fewest more that lead to worse_rank.
    """

    better_rank: int | None
    fewer: int | None
    worse_rank: int | None
    more: int | None


@dataclass(frozen=True)
class _Standing:
    """One area against the others, in whole counts and exact fractions: no rounding near a tie."""

    count: int
    population: Fraction
    others: tuple[Fraction, ...]  # rates per person, lowest first

    def rank(self, count: int) -> int:
        own = Fraction(count) / self.population
        return 1 + sum(rate < own for rate in self.others)

    def most_for(self, rank: int) -> int:
        """The highest count with this rank or a better one: level with the rank-th of the others."""
        return floor(self.others[rank - 1] * self.population)

    def least_for(self, rank: int) -> int:
        """The lowest count with this rank or a worse one: just above the (rank - 1)-th of the others."""
        return floor(self.others[rank - 2] * self.population) + 1


def _standing(counts: Any, populations: Any, index: int) -> _Standing:
    numbers, people = floats(counts), floats(populations)
    usable = np.isfinite(numbers) & np.isfinite(people) & (people > 0)
    if not usable[index]:
        raise ValueError("An area without a count or a population has no rank.")
    position = index % len(numbers)
    return _Standing(
        count=int(numbers[index]),
        population=Fraction(float(people[index])),
        others=tuple(
            sorted(
                Fraction(int(n)) / Fraction(float(p))
                for i, (n, p) in enumerate(zip(numbers, people, strict=True))
                if usable[i] and i != position and isfinite(p)
            )
        ),
    )


def gap_to_rank(counts: Vector, populations: Vector, index: int) -> Gap:
    """The fewest crimes less, and more, that would change the rank of the area at index.

    Ties share the better rank, so drawing level with the next area is enough to
    take its rank, and one crime past it is needed to lose one's own. Areas
    without a population are left out. Raises ValueError if index is one of them.
    """
    area = _standing(counts, populations, index)
    rank = area.rank(area.count)
    better = worse = fewer = more = None
    if rank > 1:
        most = area.most_for(rank - 1)
        better, fewer = area.rank(most), area.count - most
    if rank <= len(area.others):
        least = area.least_for(rank + 1)
        worse, more = area.rank(least), least - area.count
    return Gap(better, fewer, worse, more)


def gap_to(counts: Vector, populations: Vector, index: int, rank: int) -> int:
    """The fewest crimes less with which the area at index would reach a rank; negative = more.

    A better rank is reached when the area stands there or better; a worse one
    when it stands there or worse; its own takes 0. Raises ValueError for a rank
    that there are not enough areas for.
    """
    area = _standing(counts, populations, index)
    if not 1 <= rank <= len(area.others) + 1:
        raise ValueError(f"There is no rank {rank} among {len(area.others) + 1} areas.")
    current = area.rank(area.count)
    if rank < current:
        return area.count - area.most_for(rank)
    return area.count - area.least_for(rank) if rank > current else 0
