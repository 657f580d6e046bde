"""Where a place stands among the others by a rate, and which of them it cannot be told from. Pure.

The same ranges as everywhere: a bootstrap of counts with their dispersion, kept to the verdicts on pairs of
places (csp.comparison.rules.find_rank_ranges()).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csp import statistics
from csp.comparison.rules import find_rank_ranges
from csp.core.change import Counts
from csp.statistics.types import Floats


@dataclass(frozen=True)
class Standing:
    """The rank of a place by a rate, 1 = lowest, and the range it could be in.

    of: how many places are ranked. tied: another has the same rate. rivals: the names of those whose rates do
    not differ clearly, lowest first.
    """

    rank: int
    best: int
    worst: int
    of: int
    tied: bool
    rivals: tuple[str, ...]


def rank_places(
    names: Sequence[str],
    counts: Counts,
    rates: Floats,
    people: Floats,
    dispersion: float,
    significance: float = 0.05,
) -> tuple[Standing | None, ...]:
    """The standing of each place; None without a population, or where it is the only one that has one.

    rates: by which they are ranked, unrounded. counts: whole, for the test of each pair and for the range.
    """
    ranked = int(np.isfinite(rates).sum())
    if ranked < 2:
        return (None,) * len(names)
    number = np.asarray(counts, dtype=np.int64)
    p = statistics.change_p(
        number[:, None], number[None], people[:, None], people[None], dispersion=dispersion
    )
    apart = np.asarray(p < significance)  # nan is not apart
    best, worst = find_rank_ranges(number[None], rates[None], people, np.array([[dispersion]]), apart[None])
    ranks = statistics.ranks(rates)
    order = np.argsort(rates, kind="stable")
    standings: list[Standing | None] = []
    for i, rate in enumerate(rates):
        if not np.isfinite(rate):
            standings.append(None)
            continue
        rivals = [names[j] for j in order if j != i and np.isfinite(rates[j]) and not apart[i, j]]
        tied = bool((rates == rate).sum() > 1)
        standings.append(
            Standing(int(ranks[i]), int(best[0, i]), int(worst[0, i]), ranked, tied, tuple(rivals))
        )
    return tuple(standings)
