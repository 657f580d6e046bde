"""How many times its mean the count of each crime type varies (φ), in a district and in a ward. Pure.

It is estimated from the months that are loaded (csp.statistics.dispersion). Where those say too
little, the figure of data/reference/dispersion.csv takes its place: that of the type, else the
one for all other types ("*").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, cast

import numpy as np
import pandas as pd

from csp.core import reference_tables, settings
from csp.statistics.dispersion import Dispersion, estimate_dispersion
from csp.statistics.types import Floats

Level: TypeAlias = Literal["district", "ward"]
FILE = "dispersion.csv"
ANY = "*"


@dataclass(frozen=True)
class Dispersions:
    """The dispersion of each crime type by level: estimated where possible, else the default."""

    estimates: Mapping[tuple[Level, str], Dispersion]
    defaults: Mapping[tuple[Level, str], float]

    def of(self, measure: str, level: Level = "district") -> float:
        """The dispersion in use of a crime type."""
        if self.is_estimated(measure, level):
            return self.estimates[level, measure].phi
        return self.defaults.get((level, measure), self.defaults[level, ANY])

    def is_estimated(self, measure: str, level: Level = "district") -> bool:
        """Whether the months loaded say enough about a crime type; else its default is in use."""
        estimate = self.estimates.get((level, measure))
        return estimate is not None and estimate.is_known

    def of_each(self, measures: Sequence[str], level: Level = "district") -> Floats:
        """The dispersions in use of several crime types, in their order."""
        return np.array([self.of(measure, level) for measure in measures], dtype=np.float64)


POISSON = Dispersions({}, {("district", ANY): 1.0, ("ward", ANY): 1.0})
"""Counts that vary as independent events do: no more than chance."""


def read_defaults() -> dict[tuple[Level, str], float]:
    """The table of data/reference. Raises UserError where it cannot be used."""
    rows = reference_tables.read(settings.REFERENCE / FILE)
    return {(cast(Level, row["level"]), row["measure"]): float(row["phi"]) for row in rows}


def estimate_dispersions(
    counts: pd.DataFrame,
    level: Level,
    left_out: Collection[date] = (),
    incomplete: Collection[tuple[str, date, str]] = (),
) -> dict[tuple[Level, str], Dispersion]:
    """The dispersion of every crime type in monthly counts: measure, month, area_code, n, any number a cell.

    left_out: months that are incomplete; no pair of months has them. incomplete: single cells that are,
    as (measure, month, area_code); the area takes no part in the pairs of that month.
    """
    if counts.empty:
        return {}
    cells = counts.groupby(["measure", "month", "area_code"])["n"].sum().unstack(fill_value=0)
    areas = list(cells.columns)
    months = pd.date_range(counts["month"].min(), counts["month"].max(), freq="MS")
    loaded = months.isin(counts["month"]) & ~months.isin([pd.Timestamp(month) for month in left_out])
    usable = {
        measure: np.repeat(np.asarray(loaded)[:, None], len(areas), axis=1)
        for measure in cells.index.unique("measure")
    }
    for measure, month, area in incomplete:
        if measure in usable and area in areas:
            usable[measure][months.get_loc(pd.Timestamp(month)), areas.index(area)] = False
    return {
        (level, str(measure)): estimate_dispersion(
            cells.loc[measure].reindex(months, fill_value=0).to_numpy(), marks
        )
        for measure, marks in usable.items()
    }
