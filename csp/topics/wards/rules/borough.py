"""Every measure in every ward and in the borough.

A ward is compared with its borough as a district is with its county, so the matrices of
csp.comparison.rules serve here, with wards in the place of districts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from csp import statistics
from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis, Floats, Ints, Standings
from csp.core.change import find_p


@dataclass(frozen=True, eq=False)
class Wards:
    """Every measure in every ward (table, wards in the place of districts) and in the borough.

    now and before are the borough's counts by measure, in the order of the table. unplaced is
    the part of now that lies in no known ward: it is in the total and on no map. judged: the
    measures over which it is decided whether one of them has changed in the borough; judged_by_ward: those
    of them that are published by ward, which is all outside public mode.
    Compared by identity rather than by its arrays, so that it can be a cache key at no cost.
    """

    table: Standings
    basis: Basis
    names: Mapping[str, str]
    borough: str
    now: Ints
    before: Ints
    population: float
    population_before: float
    unplaced: Ints
    judged: tuple[str, ...]
    judged_by_ward: tuple[str, ...]

    def row(self, measure: str) -> int:
        """The row of a measure in the matrices. Raises ValueError where it has none."""
        return self.table.measures.index(measure)

    def columns(self, codes: Sequence[str]) -> list[int]:
        """The columns of some wards in the matrices. Raises ValueError where one has none."""
        return [self.table.districts.index(code) for code in codes]

    @property
    def rate(self) -> Floats:
        """The borough's rate of each measure per 1,000; nan without a population."""
        return np.asarray(statistics.rate(self.now, self.population))


def count_by_ward(
    counts: pd.DataFrame,
    measures: Sequence[str],
    names: Mapping[str, str],
    basis: Basis,
    borough: str,
    judged: Sequence[str] | None = None,
) -> Wards:
    """Every measure in every ward, and in the borough: its wards and what lies in none of them.

    counts: measure, ward_code, now, before of the whole district; a ward that is not among
    names (by code) is no known ward. basis: that of the district; borough: its name. judged: the
    measures that are judged together, all of them where None.
    """
    table = rank_districts(
        counts.rename(columns={"ward_code": "district_code"}),
        measures,
        replace(basis, districts=tuple(names), level="ward"),
    )
    rows = {code: i for i, code in enumerate(measures)}
    totals = np.zeros((2, len(measures)), dtype=np.int64)
    unplaced = np.zeros(len(measures), dtype=np.int64)
    figures = counts["measure"], counts["ward_code"], counts["now"], counts["before"]
    for measure, ward, *n in zip(*figures, strict=True):
        if measure in rows:
            totals[:, rows[measure]] += n
            unplaced[rows[measure]] += 0 if ward in names else n[0]
    people, people_before = (basis.populations.of(basis.home, year)[0] for year in basis.years)
    return Wards(
        table=table,
        basis=basis,
        names=names,
        borough=borough,
        now=totals[0],
        before=totals[1],
        population=people,
        population_before=people_before,
        unplaced=unplaced,
        judged=tuple(measures if judged is None else judged),
        judged_by_ward=tuple(measures if judged is None else judged),
    )


def find_other_p(wards: Wards, measure: str, columns: Sequence[int] | None) -> Floats:
    """The p of the changes that a measure is judged with in a place: the other measures of that place.

    columns: the wards of the place, summed, by their positions; None for the borough.
    """
    judged = wards.judged if columns is None else wards.judged_by_ward
    others = [wards.row(code) for code in judged if code != measure]
    table, basis = wards.table, wards.basis
    measures = [table.measures[row] for row in others]
    if columns is None:
        now, before = wards.now[others], wards.before[others]
        people, level = (wards.population, wards.population_before), basis.home_level
    else:
        now, before = (counts[np.ix_(others, columns)].sum(axis=1) for counts in (table.now, table.before))
        people = float(table.population[columns].sum()), float(table.population_before[columns].sum())
        level = "ward"
    if not basis.comparable:
        return np.full(len(others), np.nan)
    return find_p(now, before, people, basis.find_dispersion(measures, level, now, before))


def list_wards_without_population(wards: Wards) -> tuple[str, ...]:
    """The names of the wards that have no population on file, and so no rate and no rank."""
    populations = zip(wards.table.districts, wards.table.population, strict=True)
    return tuple(wards.names[code] for code, people in populations if not people > 0)


def list_borrowed_years(wards: Wards) -> tuple[int, ...]:
    """The years, other than that of the period, whose population stands in for it in some ward."""
    year = wards.basis.years[0]
    years = {wards.basis.populations.of(code, year)[1] for code in wards.table.districts}
    return tuple(sorted(other for other in years if other is not None and other != year))
