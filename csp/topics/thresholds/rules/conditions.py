"""The conditions of a rule on counts beside their baselines: beyond the limit, and enough of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from csp.statistics.types import Bools, Floats
from csp.topics.thresholds.rules.rule import Rule

# Means of thirds and products of rates are not exact in floats: a count that passes a limit by less than
# this is on the limit, and so not beyond it.
TOLERANCE = 1e-9

Counts = npt.NDArray[np.integer]


def find_beyond(
    rule: Rule, observed: Counts, expected: Floats, spread: Floats, limit: float | Floats | None = None
) -> Bools:
    """Which counts lie beyond the limit of a rule, or another one; on it is not beyond it."""
    at = rule.limit if limit is None else limit
    reach = expected * at / 100 if rule.unit == "%" else spread * at
    margin = TOLERANCE * np.maximum(1.0, expected)
    above, below = observed > expected + reach + margin, observed < expected - reach - margin
    return np.asarray({"up": above, "down": below, "both": above | below}[rule.direction])


def find_enough(rule: Rule, observed: Counts, expected: Floats) -> Bools:
    """Where the count or its baseline reaches the least count of a rule."""
    return np.asarray(np.maximum(observed, expected) >= rule.least)
