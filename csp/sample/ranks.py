"""The smallest move of the other districts' rates that gives the borough its published ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping

from csp.sample.chance import stream

MARGIN = 0.02  # least distance from the borough's rate that settles a rank, as a share of it
TREND_WEIGHT = 6.0  # how much dearer it is to bend a trend than to move a whole series


Logs = list[float]  # natural logarithms of a rate, by year


def _move(start: Logs, low: Logs, high: Logs) -> Logs:
    """The series nearest to start within the bounds, preferring a shift of all years to a bent trend.

    Minimises the squared shifts plus TREND_WEIGHT times the squared changes of shift between years,
    one year at a time; the problem is convex with separate bounds, so this converges.
    """
    shift = [0.0, 0.0, 0.0]
    for _ in range(200):
        for y in range(3):
            beside = [shift[z] for z in (y - 1, y + 1) if 0 <= z <= 2]
            target = TREND_WEIGHT * sum(beside) / (1 + TREND_WEIGHT * len(beside))
            shift[y] = min(max(target, low[y] - start[y]), high[y] - start[y])
    return [start[y] + shift[y] for y in range(3)]


def settle(name: str, start: Mapping[str, Logs], home: Logs, ranks: list[int | None]) -> dict[str, Logs]:
    """Log rates of the other districts that give the borough its rank (1 = lowest) in each year.

    ranks: by year, None where nothing is published. The districts that start lowest stay lowest.
    """
    order = sorted(start, key=lambda d: (start[d][1] + start[d][2], d))
    settled = {}
    for place, district in enumerate(order):
        gap = MARGIN + stream("margin", name, district).random() * 0.05
        low, high = [-math.inf] * 3, [math.inf] * 3
        for y, rank in enumerate(ranks):
            if rank is not None and place < rank - 1:
                high[y] = home[y] - gap
            elif rank is not None:
                low[y] = home[y] + gap
        settled[district] = _move(start[district], low, high)
    return settled
