"""How many times their mean collisions and casualties vary (φ), from what is loaded. Pure.

Collisions are estimated as crimes are: chi-square over degrees of freedom of districts × adjacent months,
given the totals of both months, so that what moves the whole county does not count
(csp.statistics.dispersion). Casualties vary more even where collisions are independent, since one collision
hurts several people. Where each hurts n, the variance of all the people over their mean is

    E[n²] / E[n] + (φ - 1) E[n],

from the variance of a sum of a varying number of parts. It is steadier than an estimate from monthly counts,
of which the killed or seriously injured are a handful.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from csp.statistics.dispersion import Dispersion, estimate_dispersion
from csp.statistics.types import Floats


@dataclass(frozen=True)
class RoadDispersion:
    """φ of collisions, and how many times that the counts of people in them vary.

    collisions: where it rests on too few degrees of freedom (is_known), 1 stands in. groups: E[n] and E[n²]
    of the people in a collision, by what is counted: "fatal", "serious", "slight", "casualties",
    "killed_or_serious".
    """

    collisions: Dispersion
    groups: dict[str, tuple[float, float]]

    def of(self, line: str) -> float:
        """The φ of a count, 1 at least: of collisions, or of the people of a severity in them."""
        phi = self.collisions.phi if self.collisions.is_known else 1.0
        mean, square = self.groups.get(line, (1.0, 1.0))
        return max(1.0, square / mean + (phi - 1) * mean) if mean else 1.0


def estimate_road_dispersion(months: pd.DataFrame, collisions: pd.DataFrame) -> RoadDispersion:
    """φ from the collisions of every district by month, and from the people hurt in single ones.

    months: district_code, month, collisions, any number a cell. collisions: fatal, serious and slight of each
    collision of a place and a time that may stand for all; nan where none are listed.
    """
    people = collisions[["fatal", "serious", "slight"]].astype(np.float64).dropna().to_numpy()
    counted = {
        "fatal": people[:, 0],
        "serious": people[:, 1],
        "slight": people[:, 2],
        "casualties": people.sum(axis=1),
        "killed_or_serious": people[:, 0] + people[:, 1],
    }
    groups = {
        line: (float(each.mean()), float((each**2).mean())) if len(each) else (0.0, 0.0)
        for line, each in counted.items()
    }
    return RoadDispersion(estimate_dispersion(_count_months(months)), groups)


def _count_months(months: pd.DataFrame) -> Floats:
    """Collisions by month and district, [month, district]; a month without any between others is 0."""
    if months.empty:
        return np.zeros((0, 0))
    month = pd.to_datetime(months["month"]).dt.to_period("M")
    cells = months.groupby([month.rename("month"), "district_code"])["collisions"].sum()
    every = pd.period_range(month.min(), month.max(), freq="M")
    return cells.unstack(fill_value=0).reindex(every, fill_value=0).to_numpy(dtype=np.float64)
