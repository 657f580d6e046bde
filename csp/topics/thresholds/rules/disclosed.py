"""Public mode: cells with a small count take no part in what is shown.

It is not enough to hide their counts. A flag that comes and goes while the limit is moved gives
the ratio of two counts away, and with it the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from csp.core import disclosure
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules.baseline import baseline_of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.evaluate import ALPHA, Result, evaluate
from csp.topics.thresholds.rules.replay import Replay
from csp.topics.thresholds.rules.rule import Rule


def small(observed: Ints, expected: Floats) -> Bools:
    """Whether a count, or the baseline it is compared with, is so small that it points at people."""
    return disclosure.are_small(observed) | disclosure.are_small(expected)


def without_small(result: Result) -> Result:
    """The same without the flags of cells with a small count."""
    return replace(result, flagged=result.flagged & ~small(result.observed, result.expected))


def curve_without_small(
    cells: Cells, rule: Rule, at: int, grid: Sequence[float], alpha: float = ALPHA
) -> Ints:
    """evaluate.curve() without cells with a small count."""
    results = (evaluate(cells, replace(rule, limit=limit), at, alpha) for limit in grid)
    return np.array([without_small(result).flagged.sum() for result in results], dtype=np.int64)


def replay_without_small(cells: Cells, result: Replay) -> Replay:
    """The same without the flags of cells with a small count; what luck would flag stays."""
    baseline = baseline_of_rule(cells, result.rule)
    at = [baseline.months.index(month) for month in result.months]
    watched = slice(0, len(result.measures))
    flagged = result.flagged & ~small(baseline.observed[at, watched], baseline.expected[at, watched])
    return replace(result, flagged=flagged, flags=flagged.sum(axis=(1, 2)))
