"""Where an area stands among its peers: ranks, how sure they are, and what would change them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from csp.statistics.types import Floats, Ints, floats

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


def rank_ranges(
    counts: Vector | Any, populations: Vector | Any, dispersion: Any = 1.0, confidence: float = 0.95
) -> tuple[Ints, Ints]:
    """Best and worst rank of each area (last axis) in most of what the counts might have been.

    Every count is drawn anew DRAWS times with its own mean and the variance φ x mean (dispersion:
    one, or one per row, [row, 1]), from a fixed seed, and the areas are ranked by their rates in
    each draw; the range leaves out (1 - confidence) / 2 of the draws on either side. An area without
    a count or a population has 0 and 0.
    """
    n, people = np.broadcast_arrays(floats(counts), floats(populations))
    phi = np.broadcast_to(floats(dispersion), n.shape)
    known = np.isfinite(n) & (people > 0)
    # Where nothing was recorded, something might have been.
    draws = _draw_counts(np.where(known, np.maximum(n, LEAST_MEAN), 0.0), phi)
    rates = np.divide(draws, people, out=np.full(draws.shape, np.nan), where=known)
    drawn = np.sort(ranks(rates), axis=0)
    least = round((1 - confidence) / 2 * DRAWS)
    best, worst = drawn[least], drawn[DRAWS - 1 - least]
    # The rank that the counts have is part of its range, however the draws fell.
    own = ranks(np.divide(n, people, out=np.full(n.shape, np.nan), where=known))
    return np.where(known, np.minimum(best, own), UNRANKED), np.where(known, np.maximum(worst, own), UNRANKED)


# How often counts are drawn: the ends of a range of 95 % then rest on 25 draws each.
DRAWS = 1000
SEED = 20_210_401
LEAST_MEAN = 0.5


def _draw_counts(means: Floats, phi: Floats) -> Ints:
    """Counts with these means and the variance φ x mean, [draw, ...]: negative binomial, Poisson at φ = 1.

    Every row begins at the same seed: what else stands in a table decides nothing about a range.
    """
    draws = np.empty((DRAWS, *means.shape), dtype=np.int64)
    for row in np.ndindex(means.shape[:-1]):
        draws[:, *row] = _draw_row(means[row], phi[row])
    return draws


def _draw_row(means: Floats, phi: Floats) -> Ints:
    generator = np.random.default_rng(SEED)
    spread = np.maximum(phi - 1, 1e-9)
    mean = generator.gamma(np.broadcast_to(means / spread, (DRAWS, *means.shape))) * spread
    return generator.poisson(np.where(phi > 1, mean, means))


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
