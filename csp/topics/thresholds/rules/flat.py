"""Where the number of warnings stays the same whatever the limit is, and what decides there instead.

A limit that is dragged without any effect looks broken. It is not: the differences that it passes are
of counts that are ignored, or no clear changes, so other parts of the rule decide. Or no difference
lies there at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.evaluate import ALPHA, evaluate
from csp.topics.thresholds.rules.rule import Rule

# Fewer steps of the slider than this are no flat stretch: the next limit may well change the number.
FEWEST_STEPS = 3


@dataclass(frozen=True)
class Flat:
    """A stretch of limits, both ends included, with the same number of warnings at each.

    ignored, unclear: whether any difference that lies in the stretch is left out because its counts
    are under the least one, or because it is no clear change. Neither: no difference lies there.
    """

    first: float
    last: float
    warnings: int
    ignored: bool
    unclear: bool


def find_stretch(limits: Sequence[float], counts: Sequence[int], limit: float) -> tuple[int, int]:
    """The positions of the first and the last limit around one that have its number of warnings.

    limits ascend; a limit between two of them takes the position before it.
    """
    at = max(int(np.searchsorted(limits, limit, side="right")) - 1, 0)
    first = last = at
    while first and counts[first - 1] == counts[at]:
        first -= 1
    while last + 1 < len(counts) and counts[last + 1] == counts[at]:
        last += 1
    return first, last


def find_flats(
    cells: Cells,
    rule: Rule,
    at: int,
    limits: Sequence[float],
    counts: Sequence[int],
    *,
    alpha: float = ALPHA,
) -> list[Flat]:
    """Every flat stretch among the limits, in their order.

    at: the position of the month. limits ascend; counts are the warnings at each.
    """
    flats, position = [], 0
    while position < len(limits):
        first, last = find_stretch(limits, counts, limits[position])
        if last - first >= FEWEST_STEPS:
            flats.append(_explain(cells, rule, at, (limits[first], limits[last]), counts[first], alpha))
        position = last + 1
    return flats


def _explain(
    cells: Cells, rule: Rule, at: int, ends: tuple[float, float], warnings: int, alpha: float
) -> Flat:
    low, high = (evaluate(cells, replace(rule, limit=limit), at, alpha) for limit in ends)
    between = low.beyond & ~high.beyond
    ignored = between & ~low.enough
    unclear = between & low.enough & ~low.significant
    return Flat(*ends, warnings, bool(ignored.any()), rule.significant and bool(unclear.any()))
