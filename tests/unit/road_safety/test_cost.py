"""Costs in pounds, by casualty and by collision, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from csp.core.road_records.cost_values import CostValues
from csp.topics.road_safety.rules.cost import compute_cost

VALUES = CostValues(
    2020,
    "made up for this test",
    {"fatal": 1000.0, "serious": 100.0, "slight": 10.0},
    {"fatal": 2000.0, "serious": 300.0, "slight": 40.0},
)


def test_both_figures_by_adjusted_severity():
    collisions = pd.DataFrame(
        {
            "severity": [1, 2, 3, 3],
            "adjusted_serious": [np.nan, 1.0, 0.25, np.nan],
            "fatal": [1, 0, 0, 0],
            "serious": [1, 1, 0, 0],
            "slight": [0, 1, 1, 2],
            "casualties_adjusted_serious": [1.0, 1.5, 0.25, np.nan],
            "casualties_adjusted_slight": [0.0, 0.5, 0.75, np.nan],
        }
    )
    cost = compute_cost(collisions, VALUES)
    assert cost.by_casualty == pytest.approx({"fatal": 1000, "serious": 275, "slight": 32.5})
    # One fatal; 1.25 serious; the other 1.75 slight.
    assert cost.by_collision == pytest.approx({"fatal": 2000, "serious": 375, "slight": 70})
    assert (cost.casualties, cost.collisions) == pytest.approx((1307.5, 2445))
    assert compute_cost(collisions.iloc[:0], VALUES).collisions == 0
