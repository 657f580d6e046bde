"""What collisions cost in pounds, by published values of prevention. Pure.

A value per collision holds the values of its casualties and, with them, police, insurance and damage. So
there are two figures, by casualty and by collision, and never their sum; the one by collision is the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csp.core.collision_codes import Severity
from csp.core.road_records.cost_values import CostValues
from csp.topics.road_safety.rules.severity import FATAL, SERIOUS, SLIGHT, sum_severities


@dataclass(frozen=True)
class RoadCost:
    """Pounds in the prices of the values, by severity and in all. values: those in use."""

    values: CostValues
    by_casualty: Mapping[str, float]
    by_collision: Mapping[str, float]

    @property
    def casualties(self) -> float:
        """What the casualties cost."""
        return sum(self.by_casualty.values())

    @property
    def collisions(self) -> float:
        """What the collisions cost, casualties within."""
        return sum(self.by_collision.values())


def compute_cost(collisions: pd.DataFrame, values: CostValues) -> RoadCost:
    """The cost of some collisions (the frame of severity, and severity with adjusted_serious of the
    collision).

    Both by adjusted severity, so that a force that changed its system of recording has not become dearer.
    """
    people = sum_severities(collisions)
    casualties = {FATAL: people.fatal, SERIOUS: people.adjusted_serious, SLIGHT: people.adjusted_slight}
    return RoadCost(
        values,
        {severity: n * values.casualty[severity] for severity, n in casualties.items()},
        {severity: n * values.collision[severity] for severity, n in _sum_collisions(collisions).items()},
    )


def _sum_collisions(collisions: pd.DataFrame) -> dict[str, float]:
    """Collisions by adjusted severity; as recorded where none is adjusted."""
    severity = collisions["severity"].to_numpy(dtype=np.int64)
    adjusted = collisions["adjusted_serious"].to_numpy(dtype=np.float64, na_value=np.nan)
    serious = np.where(np.isfinite(adjusted), adjusted, severity == Severity.SERIOUS)
    serious = np.where(severity == Severity.FATAL, 0.0, serious)
    fatal = int((severity == Severity.FATAL).sum())
    return {FATAL: fatal, SERIOUS: float(serious.sum()), SLIGHT: len(severity) - fatal - float(serious.sum())}
