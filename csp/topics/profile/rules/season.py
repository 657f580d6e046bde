"""How a crime type goes with the months of the year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from csp import statistics

Presence = Literal["counted", "incomplete", "missing", "hidden"]


@dataclass(frozen=True)
class Season:
    """Counts by calendar month (12 rows) and year, with what each is, the year's totals, and the usual shape.

    usual is how far each calendar month lies from an average month (1.1 is 10 % above), None
    for fewer than three complete years.
    """

    years: tuple[int, ...]
    counts: npt.NDArray[np.int64]
    presence: tuple[tuple[Presence, ...], ...]
    usual: tuple[float, ...] | None

    @property
    def totals(self) -> tuple[int, ...]:
        """What each year adds up to, incomplete months included."""
        return tuple(int(n) for n in self.counts.sum(axis=0))

    def is_complete(self, year: int) -> bool:
        """Whether every month of a year is loaded and complete."""
        j = self.years.index(year)
        return not any(row[j] in ("missing", "incomplete") for row in self.presence)


def build_season(
    counts: Mapping[date, int], loaded: Collection[date], incomplete: Collection[date], suppress: bool
) -> Season:
    """Counts by month of the calendar and year, over every month loaded.

    counts: by first day of the month; a loaded month that is absent is 0.
    """
    years = tuple(range(min(loaded).year, max(loaded).year + 1))
    months = [[date(year, month, 1) for year in years] for month in range(1, 13)]
    table = np.array(
        [[counts.get(month, 0) if month in loaded else 0 for month in row] for row in months], dtype=np.int64
    )
    # The totals of the years are shown, so each year hides what would give a small month away.
    hidden = np.column_stack([statistics.suppress(column) for column in table.T]) & suppress
    presence = tuple(
        tuple(_tell_presence(month, loaded, incomplete, bool(hidden[i, j])) for j, month in enumerate(row))
        for i, row in enumerate(months)
    )
    return Season(years, table, presence, _find_usual_shape(table, months, presence))


def _tell_presence(
    month: date, loaded: Collection[date], incomplete: Collection[date], hidden: bool
) -> Presence:
    if month not in loaded:
        return "missing"
    if hidden:
        return "hidden"
    return "incomplete" if month in incomplete else "counted"


def _find_usual_shape(
    table: npt.NDArray[np.int64], months: list[list[date]], presence: Sequence[Sequence[Presence]]
) -> tuple[float, ...] | None:
    """The seasonal factor of each calendar month over the complete months; None where these are too few."""
    counted = [
        (months[i][j], float(table[i, j]))
        for j in range(table.shape[1])
        for i in range(table.shape[0])
        if presence[i][j] == "counted"
    ]
    try:
        factors = statistics.seasonal_factors([n for _, n in counted], [month for month, _ in counted])
    except ValueError:
        return None
    return tuple(factors[month] for month in range(1, 13))
