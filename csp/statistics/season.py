"""How the months of the year differ, whether they do, and the seasons taken out of a series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from csp.statistics.types import Floats, Ints, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

# Fewer years than this cannot tell a season from one odd year where months are to be judged by it.
SEASON_YEARS = 3
# Enough to say how the months differ, where a test says that they do.
DESCRIBED_YEARS = 2
# Fewer a month than this make no season, and no control chart: most months are a count or two.
LEAST_MEAN = 5


def seasonal_factors(
    values: Vector,
    months: Sequence[Any] | Any,
    excluded: Vector | None = None,
    years: int = SEASON_YEARS,
) -> dict[int, float]:
    """How far each calendar month (1 to 12) lies from an average month: 1.1 is 10 % above.

    values are monthly counts, months their dates. The factor of a month is the
    mean, over years, of its value over the level of that year (the mean month);
    factors average 1. Years are runs of 12 months from the first, so any
    reporting year will do. Where months are left out (excluded, or nan) the
    level of a year is its total over the factors of the months that it has,
    which is settled by repetition; a year without any count says nothing.
    Raises ValueError for fewer usable months than 12 times years, or a calendar month that
    none of them is in.
    """
    table = _table_of_years(values, months, excluded, years)
    return {month + 1: float(f) for month, f in enumerate(_factors(table))}


def _table_of_years(
    values: Vector, months: Sequence[Any] | Any, excluded: Vector | None, years: int
) -> Floats:
    """Counts by year and calendar month, nan where there is none. Raises as seasonal_factors() does."""
    x, when = floats(values), _months(months)
    usable = np.isfinite(x)
    if excluded is not None:
        usable &= ~np.asarray(excluded, dtype=bool)
    number, x = when[usable], x[usable]
    if x.size < 12 * years or len(set(number % 12)) < 12:
        raise ValueError(f"Seasons need {12 * years} complete months, every calendar month in them.")
    year = (number - number.min()) // 12
    table = np.full((int(year.max()) + 1, 12), np.nan)
    table[year, number % 12] = x
    return table


def season_p(
    values: Vector,
    months: Sequence[Any] | Any,
    excluded: Vector | None = None,
    dispersion: float = 1.0,
    years: int = SEASON_YEARS,
) -> float:
    """How often chance alone would make the calendar months differ as much: a chi-square of their totals.

    A month's total is expected to be that of an average month over the years it is in; the
    chi-square is divided by the dispersion. 1 for fewer than LEAST_MEAN a month.
    Raises ValueError as seasonal_factors() does.
    """
    table = _table_of_years(values, months, excluded, years)
    present = np.isfinite(table)
    if np.nanmean(table) < LEAST_MEAN:
        return 1.0
    filled = np.where(present, table, 0.0)
    level = filled.sum(axis=1) / np.maximum((present * _factors(table)).sum(axis=1), 1e-12)
    expected = present.T.astype(np.float64) @ level
    expected *= filled.sum() / expected.sum()
    square = ((filled.sum(axis=0) - expected) ** 2 / expected).sum() / max(dispersion, 1.0)
    return float(special.chdtrc(11, square))


def _months(months: Any) -> Ints:
    """Dates of any kind as months since January 1970, a January."""
    return np.asarray(np.asarray(months).astype("datetime64[M]").astype(np.int64), dtype=np.int64)


def _factors(table: Floats) -> Floats:
    """Factors of a years x 12 table with gaps (nan)."""
    present = np.isfinite(table)
    filled = np.where(present, table, 0.0)
    factors = np.ones(12)
    for _ in range(200):  # complete tables settle at once, gaps within a few dozen rounds
        level = filled.sum(axis=1) / np.maximum((present * factors).sum(axis=1), 1e-12)
        usable = present & (level > 0)[:, None]
        shares = np.divide(filled, level[:, None], out=np.zeros_like(filled), where=usable)
        years = usable.sum(axis=0)
        fresh = np.divide(shares.sum(axis=0), years, out=np.ones(12), where=years > 0)
        fresh = fresh / fresh.mean()
        settled = np.allclose(fresh, factors, rtol=0, atol=1e-12)
        factors = fresh
        if settled:
            break
    return factors


def deseasonalise(values: Vector, months: Sequence[Any] | Any, factors: dict[int, float]) -> Floats:
    """Monthly values over the factor of their calendar month; nan where the factor is 0."""
    x = floats(values)
    by_month = np.array([factors[m] for m in range(1, 13)])[_months(months) % 12]
    return np.asarray(np.divide(x, by_month, out=np.full(x.shape, np.nan), where=by_month > 0))
