"""How a crime type goes with the months of the year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from csp import statistics
from csp.statistics.season import DESCRIBED_YEARS

Presence = Literal["counted", "incomplete", "missing"]
SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class SeasonRules:
    """Which months are there, and how the usual shape is found.

    exceptional: months of named spans such as a lockdown, which shape no season. dispersion: how many
    times its mean a month's count varies.
    """

    loaded: Collection[date]
    incomplete: Collection[date] = ()
    exceptional: Collection[date] = ()
    dispersion: float = 1.0


@dataclass(frozen=True)
class Season:
    """Counts by calendar month (12 rows) and year, with what each is, the year's totals, and the usual shape.

    usual is how far each calendar month lies from an average month (1.1 is 10 % above), None
    where the months do not differ by more than chance or are too few to tell (p is None then).
    p: how often chance alone would make them differ as much. complete: how many months tell, which are
    the complete ones that belong to no exceptional span; exceptional: how many do.
    """

    years: tuple[int, ...]
    counts: npt.NDArray[np.int64]
    presence: tuple[tuple[Presence, ...], ...]
    usual: tuple[float, ...] | None
    p: float | None = None
    complete: int = 0
    exceptional: int = 0

    @property
    def totals(self) -> tuple[int, ...]:
        """What each year adds up to, incomplete months included."""
        return tuple(int(n) for n in self.counts.sum(axis=0))

    def is_complete(self, year: int) -> bool:
        """Whether every month of a year is loaded and complete."""
        j = self.years.index(year)
        return not any(row[j] in ("missing", "incomplete") for row in self.presence)


def build_season(counts: Mapping[date, int], rules: SeasonRules) -> Season:
    """Counts by month of the calendar and year, over every month loaded.

    counts: by first day of the month; a loaded month that is absent is 0.
    """
    loaded = rules.loaded
    years = tuple(range(min(loaded).year, max(loaded).year + 1))
    months = [[date(year, month, 1) for year in years] for month in range(1, 13)]
    table = np.array(
        [[counts.get(month, 0) if month in loaded else 0 for month in row] for row in months], dtype=np.int64
    )
    presence = tuple(
        tuple(_tell_presence(month, loaded, rules.incomplete) for month in row) for row in months
    )
    shown = [
        (months[i][j], float(table[i, j]))
        for j in range(len(years))
        for i in range(12)
        if presence[i][j] == "counted"
    ]
    telling = [(month, n) for month, n in shown if month not in rules.exceptional]
    usual, p = _find_usual_shape(telling, rules.dispersion)
    return Season(years, table, presence, usual, p, len(telling), len(shown) - len(telling))


def _tell_presence(month: date, loaded: Collection[date], incomplete: Collection[date]) -> Presence:
    if month not in loaded:
        return "missing"
    return "incomplete" if month in incomplete else "counted"


def _find_usual_shape(
    counted: Sequence[tuple[date, float]], dispersion: float
) -> tuple[tuple[float, ...] | None, float | None]:
    """The factor of each calendar month, where they differ by more than chance, and the p of that."""
    months, counts = [month for month, _ in counted], [n for _, n in counted]
    try:
        p = statistics.season_p(counts, months, dispersion=dispersion, years=DESCRIBED_YEARS)
        factors = statistics.seasonal_factors(counts, months, years=DESCRIBED_YEARS)
    except ValueError:
        return None, None
    return (tuple(factors[month] for month in range(1, 13)) if p < SIGNIFICANCE else None), p
