"""How each ward's rate compares with the borough's, for many measures at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csp.comparison.standings import Floats
from csp.core.disclosure import are_too_few
from csp.statistics.types import Bools
from csp.topics.wards.rules.borough import Wards


def compute_ratios(wards: Wards, measures: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Each ward's rate over the borough's, with its limits: three matrices of measures by wards.

    nan where a ward has no population or the borough no count. The borough's rate is taken
    as given, because its own chance is small beside a ward's.
    """
    rows = [wards.row(measure) for measure in measures]
    table, borough = wards.table, np.where(wards.rate > 0, wards.rate, np.nan)[rows, None]
    return table.rate[rows] / borough, table.low[rows] / borough, table.high[rows] / borough


def find_ratios_apart(wards: Wards, measures: Sequence[str]) -> Bools:
    """Which ratios of compute_ratios() have limits that leave out 1, on 5 recorded or more."""
    _, low, high = compute_ratios(wards, measures)
    counts = wards.table.now[[wards.row(measure) for measure in measures]]
    return np.asarray(((low > 1) | (high < 1)) & ~are_too_few(counts))


def count_ratios_apart(wards: Wards, measures: Sequence[str]) -> tuple[int, int]:
    """How many ratios stand apart from the borough's rate, and how many ratios there are at all."""
    ratio, _, _ = compute_ratios(wards, measures)
    return int(find_ratios_apart(wards, measures).sum()), int(np.isfinite(ratio).sum())
