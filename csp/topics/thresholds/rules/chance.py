"""How likely chance alone makes such a difference: the test of cells against baselines, all at once.

One test for every kind of baseline: a count against another that covers so many times its exposure
(csp.statistics.change_p, the conditional mid-p test). Written with the incomplete beta function here,
because a whole replay is recomputed while a slider moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from csp.statistics.types import Bools, Floats, Ints

NEVER = np.iinfo(np.int64).max // 2
"""A count that is not reached: the upper line of a cell that cannot be flagged."""


def upper_tail(count: Floats | Ints, base: Floats, windows: Floats) -> Floats:
    """Mid-p probability of a count as high, given base events in windows times its exposure.

    Given their sum, count is binomial with share 1 / (1 + windows). base need not be whole.
    """
    share = 1 / (1 + windows)
    at_least = np.where(count > 0, special.betainc(np.maximum(count, 1), base + 1, share), 1.0)
    above = np.where(base > 0, special.betainc(count + 1.0, np.where(base > 0, base, 1.0), share), 0.0)
    return np.asarray((at_least + above) / 2)


def two_sided(upper: Floats) -> Floats:
    """Twice the smaller tail, at most 1."""
    return np.asarray(np.clip(2 * np.minimum(upper, 1 - upper), 0.0, 1.0))


def cutoffs(p: Floats, alpha: float) -> Floats:
    """The p that each cell has to stay under to be a signal of its row (Benjamini-Hochberg); nan stays nan.

    p is [row, cell]; the cells of a row are read together. The cut-off of a
    cell is alpha x R / cells, R being the signals there would be if that cell
    were the clearest of all: it depends on the other cells only, and
    p < cut-off says exactly what Benjamini-Hochberg says. So it is also the
    line that a chance count of the cell would have to cross.
    """
    order = np.argsort(p, axis=1)  # nan comes last
    ordered = np.take_along_axis(p, order, axis=1)
    cells = np.maximum(np.isfinite(p).sum(axis=1, keepdims=True), 1)
    place = np.arange(1, p.shape[1] + 1)
    signals = np.max(np.where(ordered < alpha * place / cells, place, 0), axis=1, keepdims=True, initial=0)
    # For a cell that is no signal: the most cells before it that would pass with one more among them.
    with_one_more = np.where(ordered < alpha * (place + 1) / cells, place, 0)
    before = np.maximum.accumulate(with_one_more, axis=1)
    before = np.concatenate([np.zeros_like(before[:, :1]), before[:, :-1]], axis=1)
    rejected = np.where(place <= signals, signals, before + 1)
    cut = np.full(p.shape, np.nan)
    np.put_along_axis(cut, order, alpha * rejected / cells, axis=1)
    return np.where(np.isfinite(p), cut, np.nan)


@dataclass(frozen=True)
class SignalSearch:
    """Cells (flat arrays) and what the search for their first signals needs.

    base, windows: the events of the baseline, and how many times a cell's exposure they cover.
    cut: the p to stay under. paired: the sum of count and base is given, not
    base, so that a higher count comes with a lower baseline.
    """

    base: Floats
    windows: Floats
    cut: Floats
    paired: bool = False

    @property
    def mean(self) -> Floats:
        """The count that is no difference; base is the sum of both where they are paired."""
        return np.asarray(self.base / (self.windows + self.paired))

    def near(self, side: int) -> Floats:
        """About where the signals begin above (1) or below (-1), from where the exact search starts."""
        reach = -side * special.ndtri(self.cut / 2)
        if self.paired:
            share = 1 / (1 + self.windows)
            return np.asarray(self.mean + reach * np.sqrt(self.base * share * (1 - share)))
        root = np.sqrt((self.base + 0.375) / self.windows) + reach * np.sqrt(1 + 1 / self.windows) / 2
        return np.asarray(np.maximum(root, 0) ** 2 - 0.375)

    def tail(self, count: Ints, at: Ints) -> Floats:
        base = np.maximum(self.base[at] - count, 0) if self.paired else self.base[at]
        return upper_tail(count, base, self.windows[at])

    def above(self, count: Ints, at: Ints) -> Bools:
        """Whether counts are signals upwards. A count beyond the sum passes, but cannot occur."""
        beyond = self.paired & (count > self.base[at])
        return np.asarray(beyond | (2 * self.tail(count, at) < self.cut[at]))

    def below(self, count: Ints, at: Ints) -> Bools:
        """Whether counts are signals downwards."""
        return np.asarray(2 * (1 - self.tail(count, at)) < self.cut[at])


def lowest_signal(cells: SignalSearch) -> Ints:
    """The smallest count above the baseline that is a signal, per cell."""
    centre = np.floor(cells.mean).astype(np.int64)  # never one: about half of the chance lies above
    count = np.maximum(np.ceil(cells.near(1)), centre + 1).astype(np.int64)
    signal = cells.above(count, np.arange(count.size))
    rising = np.flatnonzero(~signal)
    while rising.size:
        count[rising] += 1
        rising = rising[~cells.above(count[rising], rising)]
    falling = np.flatnonzero(signal & (count > centre + 1))
    while falling.size:
        falling = falling[cells.above(count[falling] - 1, falling)]
        count[falling] -= 1
        falling = falling[count[falling] > centre[falling] + 1]
    return count


def highest_signal(cells: SignalSearch) -> Ints:
    """The largest count below the baseline that is a signal, per cell; -1 where not even 0 is one."""
    centre = np.ceil(cells.mean).astype(np.int64)
    count = np.clip(np.floor(cells.near(-1)), 0, centre).astype(np.int64)
    signal = cells.below(count, np.arange(count.size))
    rising = np.flatnonzero(signal)
    while rising.size:
        rising = rising[cells.below(count[rising] + 1, rising)]
        count[rising] += 1
    falling = np.flatnonzero(~signal)
    while falling.size:
        count[falling] -= 1
        falling = falling[count[falling] >= 0]
        falling = falling[~cells.below(count[falling], falling)]
    return count


def at_least(count: Ints, mean: Floats) -> Floats:
    """P(Poisson with this mean >= count)."""
    return np.where(count > 0, special.gammainc(np.maximum(count, 1), mean), 1.0)


def at_most(count: Ints, mean: Floats) -> Floats:
    """P(Poisson with this mean <= count), count 0 or more."""
    return np.asarray(special.gammaincc(count + 1.0, mean))


def share_at_least(count: Ints, total: Floats, windows: Floats) -> Floats:
    """P(count or more of a total fall in the window), the rest in windows times its exposure (binomial)."""
    inside = (count > 0) & (count <= total)
    beyond = np.maximum(total - count, 0) + 1
    tail = special.betainc(np.maximum(count, 1), beyond, 1 / (1 + windows))
    return np.where(inside, tail, np.where(count > 0, 0.0, 1.0))
