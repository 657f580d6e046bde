"""Counts, rates and ranks of areas, and what a comparison of them rests on: values alone. Pure.

They are computed in csp.comparison.rules. They lie below it, so that tables, charts and sentences can
show them without knowing how they are computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from csp.core.change import ChangeRules
from csp.core.dispersion import POISSON, Dispersions, Level
from csp.core.incomplete_cells import IncompleteCells
from csp.core.noise import add_noise
from csp.core.population import Populations

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Basis:
    """What every figure of a comparison shares."""

    home: str
    districts: tuple[str, ...]
    populations: Populations
    years: tuple[int, int]
    """The population years of the period and of the comparison."""
    comparable: bool
    """Whether there is an earlier period to compare with."""
    whole_home: bool
    """Whether home is the whole district: a patch of wards has no rank among districts."""
    small_base: int
    significance: float
    vocabulary: str
    """The words of the active source, which say what each measure adds up."""
    is_public: bool = False
    """Public mode: counts of wards carry the noise that protects people (csp.core.disclosure)."""
    dispersions: Dispersions = POISSON
    """How many times its mean the count of each measure varies."""
    level: Level = "district"
    """Of the areas that are compared."""
    listed: tuple[str, ...] = ()
    """The measures over which it is decided whether one of them has changed in a place; all where none."""
    incomplete: IncompleteCells = field(default_factory=IncompleteCells)
    """The measures that are incomplete in a district, in the months of the period."""
    incomplete_before: IncompleteCells = field(default_factory=IncompleteCells)
    """The same of the months compared with."""

    @property
    def change_rules(self) -> ChangeRules:
        """How the changes of the comparison are judged."""
        return ChangeRules(self.comparable, self.significance, self.small_base)

    def rules_for(self, measures: Sequence[str]) -> ChangeRules:
        """How the changes of a table of these measures are judged: over those that are listed."""
        if not self.listed:
            return self.change_rules
        return replace(self.change_rules, listed=tuple(code in self.listed for code in measures))

    def find_dispersion(self, measures: Sequence[str], level: Level, *counts: Ints | Floats) -> Floats:
        """How many times its mean each count varies, in the shape of the counts.

        counts: of these measures ([measure] or [measure, area]), or several of a shape that are compared
        with each other. In public mode those of wards vary by their adjustment as well.
        """
        shape = (len(measures), *[1] * (counts[0].ndim - 1))
        phi = self.dispersions.of_each(measures, level).reshape(shape)
        if self.is_public and level == "ward":
            return add_noise(phi, *counts)
        return np.broadcast_to(phi, counts[0].shape)

    @property
    def home_level(self) -> Level:
        """Of the place that the figures are for: a patch of wards varies as wards do."""
        return "district" if self.whole_home else "ward"


@dataclass(frozen=True, eq=False)
class Standings:
    """Counts, rates and ranks, each a matrix of measures by districts; apart is by districts once more.

    Rates are per 1,000 over the period; low and high are their 95% limits. Ranks run from
    1 = lowest. tied: another district has the same rate. apart: the two rates differ clearly.
    A district without a population has no rate and rank 0.
    incomplete and incomplete_before mark what rests on incomplete data.
    """

    measures: tuple[str, ...]
    districts: tuple[str, ...]
    population: Floats
    population_before: Floats
    now: Ints
    before: Ints
    rate: Floats
    rate_before: Floats
    low: Floats
    high: Floats
    rank: Ints
    rank_before: Ints
    rank_best: Ints
    rank_worst: Ints
    volume_rank: Ints
    tied: npt.NDArray[np.bool_]
    tied_before: npt.NDArray[np.bool_]
    apart: npt.NDArray[np.bool_]
    incomplete: npt.NDArray[np.bool_]
    incomplete_before: npt.NDArray[np.bool_]

    @property
    def ranked(self) -> int:
        """Among how many districts the ranks are: those with a population."""
        return int((self.population > 0).sum())

    def at(self, measure: str, district: str) -> tuple[int, int]:
        """The position of a figure in each matrix."""
        return self.measures.index(measure), self.districts.index(district)

    def find_rivals(self, measure: str, district: str) -> list[str]:
        """The districts whose rates do not differ clearly from that of a district, the lowest rate first."""
        i, j = self.at(measure, district)
        if not np.isfinite(self.rate[i, j]):
            return []
        similar = np.isfinite(self.rate[i]) & ~self.apart[i, j]
        order = np.argsort(self.rate[i], kind="stable")
        return [self.districts[k] for k in order if similar[k] and k != j]

    def frame(self, measure: str) -> pd.DataFrame:
        """One measure as a frame with a row per district, in the order of districts."""
        i = self.measures.index(measure)
        matrices = (
            "now before rate rate_before low high rank rank_before "
            "rank_best rank_worst volume_rank tied tied_before "
            "incomplete incomplete_before"
        )
        return pd.DataFrame(
            {
                "district_code": list(self.districts),
                "population": self.population,
                "population_before": self.population_before,
                **{name: getattr(self, name)[i] for name in matrices.split()},
            }
        )
