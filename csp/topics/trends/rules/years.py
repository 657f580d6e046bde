"""One series cut into years that are drawn over each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from csp.core.filters import MAX_MONTHS, Period, add_months
from csp.topics.trends.rules.months import Series


@dataclass(frozen=True)
class Year:
    """Twelve months of one year, from the partnership's first month; None where there is no figure."""

    label: str
    current: bool
    values: Series
    incomplete: frozenset[int]


def cut_years(series: Series, period: Period, incomplete: Collection[int]) -> tuple[Year, ...]:
    """The series of history_period() as years, oldest first; a year without any month is left out."""
    years = []
    for first in range(0, len(series), MAX_MONTHS):
        values = series[first : first + MAX_MONTHS]
        if all(v is None for v in values):
            continue
        start = add_months(period.start, first)
        unfinished = frozenset(i for i, v in enumerate(values) if first + i in incomplete and v is not None)
        padded = values + (None,) * (MAX_MONTHS - len(values))
        years.append(Year(year_label(start), first + MAX_MONTHS >= len(series), padded, unfinished))
    return tuple(years)


def year_label(start: date) -> str:
    """ "2020" for a year from January, "2019/20" for one that spans two."""
    return str(start.year) if start.month == 1 else f"{start.year}/{(start.year + 1) % 100:02d}"


def blank_incomplete(values: Sequence[float | None], incomplete: Collection[int]) -> list[float | None]:
    """The figures without those of incomplete months: these are no fall."""
    return [None if i in incomplete else v for i, v in enumerate(values)]


def count_below_and_above(now: Sequence[float | None], other: Sequence[float | None]) -> tuple[int, int, int]:
    """Positions known on both sides at which now is lower, is higher, and how many there are."""
    pairs = [(a, b) for a, b in zip(now, other, strict=True) if a is not None and b is not None]
    return sum(a < b for a, b in pairs), sum(a > b for a, b in pairs), len(pairs)
