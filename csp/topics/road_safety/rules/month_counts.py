"""People hurt by month, line and district, as one block. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from csp.core.collision_codes import Severity
from csp.statistics.types import Floats
from csp.topics.road_safety.rules.severity import ALL, FATAL, KILLED_OR_SERIOUS, SERIOUS, SLIGHT

MONTH_LINES = (ALL, KILLED_OR_SERIOUS, FATAL, SERIOUS, SLIGHT)
"""What is counted by month: everybody, those of most harm, and the severities they are judged with."""


def lay_out_months(casualties: pd.DataFrame, months: Sequence[date], districts: Sequence[str]) -> Floats:
    """[month, line, district]: casualties in some months without a gap; 0 where there are none.

    casualties: sums by month of the store (see csp.topics.road_safety.rules.severity). Adjusted severities
    are sums of probabilities and no whole numbers: only what is shown of them is rounded.
    """
    shape = (len(months), len(districts))
    month = pd.Index(list(months)).get_indexer(pd.Index(pd.to_datetime(casualties["month"]).dt.date))
    district = pd.Index(list(districts)).get_indexer(pd.Index(casualties["district_code"]))
    inside = (month >= 0) & (district >= 0)
    position = np.ravel_multi_index((month[inside], district[inside]), shape)
    people, serious, slight = (
        casualties[name].to_numpy(dtype=np.float64)
        for name in ("casualties", "adjusted_serious", "adjusted_slight")
    )
    # Whoever was killed was neither seriously nor slightly injured, whatever a file says of it.
    killed = (casualties["severity"] == Severity.FATAL).to_numpy(dtype=bool)
    fatal = np.where(killed, people, 0)
    serious, slight = (np.where(killed, 0, each) for each in (serious, slight))
    lines = (people, fatal + serious, fatal, serious, slight)
    sums = [np.bincount(position, each[inside], shape[0] * shape[1]).reshape(shape) for each in lines]
    return np.stack(sums, axis=1)
