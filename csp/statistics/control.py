"""Months on a control chart (XmR), the seasons taken out of them, and funnel limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from csp.statistics.types import Bools, Floats, Ints, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

# Wheeler's constants: three standard deviations, estimated from moving ranges of two.
LIMIT = 2.66
RANGE_LIMIT = 3.27
RUN = 8
TREND = 6

# A point outside the limits; RUN or more in a row on one side of the centre; TREND or more in a row
# rising or falling; 2 of 3 in a row near the same limit.
Rule = Literal["outside", "run", "trend", "near"]


@dataclass(frozen=True)
class Signal:
    """One finding of a rule: the positions it is made of, and which way they lie (or move)."""

    rule: Rule
    indices: tuple[int, ...]
    upwards: bool


@dataclass(frozen=True)
class ControlChart:
    """Limits per point (they are level within a segment), nan where a segment has fewer than two points.

    lower is floored at 0, lower_unfloored is not; moving_range is nan where a
    point has none before it in its segment or is left out.
    """

    values: Floats
    used: Bools
    centre: Floats
    lower: Floats
    lower_unfloored: Floats
    upper: Floats
    moving_range: Floats
    moving_range_limit: Floats
    signals: tuple[Signal, ...]

    def points(self, rule: Rule | None = None) -> frozenset[int]:
        """Positions that a rule (or any of them) points at."""
        return frozenset(i for s in self.signals if rule in (None, s.rule) for i in s.indices)


def xmr(values: Vector, excluded: Vector | None = None, breaks: Iterable[int] = ()) -> ControlChart:
    """XmR chart of a series, oldest first: centre, limits and the four rules (Wheeler).

    excluded marks points that are neither used nor judged (incomplete months);
    the rest are charted as if those were not there. nan is left out in the same
    way. breaks are positions at which a new segment starts, with limits of its
    own; no run crosses one. Not for rolling totals, whose neighbours share months.
    """
    x = floats(values)
    used = np.isfinite(x)
    if excluded is not None:
        used &= ~np.asarray(excluded, dtype=bool)
    columns = np.full((5, x.size), np.nan)
    signals: list[Signal] = []
    for segment in np.split(np.arange(x.size), sorted({b for b in breaks if 0 < b < x.size})):
        at = segment[used[segment]]
        if at.size < 2:
            continue
        centre, spread, moving = _limits(x[at])
        columns[:4, segment] = np.array(
            [[centre], [centre - LIMIT * spread], [centre + LIMIT * spread], [RANGE_LIMIT * spread]]
        )
        columns[4, at[1:]] = moving
        signals.extend(_signals(x[at], at, centre, LIMIT * spread))
    centres, low, high, range_limit, moving_range = columns
    return ControlChart(
        x, used, centres, np.maximum(low, 0), low, high, moving_range, range_limit, tuple(signals)
    )


def _limits(x: Floats) -> tuple[float, float, Floats]:
    moving = np.abs(np.diff(x))
    return float(x.mean()), float(moving.mean()), moving


def _signals(x: Floats, at: Ints, centre: float, reach: float) -> Iterator[Signal]:
    """The signals of the rules among the used points x of a segment, which stand at positions at."""
    # The mean of equal floats can differ from them in the last digit, which must not count as a signal.
    tolerance = 1e-9 * max(1.0, abs(centre))
    for up in (True, False):
        away = (x - centre if up else centre - x) - tolerance
        steps = (np.diff(x) if up else -np.diff(x)) > tolerance
        for i in np.flatnonzero(away > reach):
            yield Signal("outside", (int(at[i]),), up)
        for start, stop in _runs(away > 0, RUN):
            yield Signal("run", _positions(at[start:stop]), up)
        for start, stop in _runs(steps, TREND - 1):
            yield Signal("trend", _positions(at[start : stop + 1]), up)
        near = away > 2 / 3 * reach  # as far out as two standard deviations; outside counts as near
        windows = [i for i in range(len(x) - 2) if near[i : i + 3].sum() >= 2]
        hits = sorted({j for i in windows for j in range(i, i + 3) if near[j]})
        if hits:
            yield Signal("near", _positions(at[hits]), up)


def _positions(indices: Ints) -> tuple[int, ...]:
    return tuple(int(i) for i in indices)


def _runs(flags: Bools, at_least: int) -> Iterator[tuple[int, int]]:
    """Start and stop of each stretch of True that is at least so long."""
    edges = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    for start, stop in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        if stop - start >= at_least:
            yield int(start), int(stop)


# Fewer years than this cannot tell a season from one odd year.
SEASON_YEARS = 3


def seasonal_factors(
    values: Vector, months: Sequence[Any] | Any, excluded: Vector | None = None
) -> dict[int, float]:
    """How far each calendar month (1 to 12) lies from an average month: 1.1 is 10 % above.

    values are monthly counts, months their dates. The factor of a month is the
    mean, over years, of its value over the level of that year (the mean month);
    factors average 1. Years are runs of 12 months from the first, so any
    reporting year will do. Where months are left out (excluded, or nan) the
    level of a year is its total over the factors of the months that it has,
    which is settled by repetition; a year without any count says nothing.
    Raises ValueError for fewer than 36 usable months or a calendar month that
    none of them is in.
    """
    x, when = floats(values), _months(months)
    usable = np.isfinite(x)
    if excluded is not None:
        usable &= ~np.asarray(excluded, dtype=bool)
    number, x = when[usable], x[usable]
    if x.size < 12 * SEASON_YEARS or len(set(number % 12)) < 12:
        raise ValueError(f"Seasons need {12 * SEASON_YEARS} complete months, every calendar month in them.")
    year = (number - number.min()) // 12
    table = np.full((int(year.max()) + 1, 12), np.nan)
    table[year, number % 12] = x
    return {month + 1: float(f) for month, f in enumerate(_factors(table))}


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


@overload
def funnel_limits(mean_rate: float, population: float, sigmas: float) -> tuple[float, float]: ...
@overload
def funnel_limits(mean_rate: Vector | float, population: Vector, sigmas: float) -> tuple[Floats, Floats]: ...
def funnel_limits(mean_rate: Any, population: Any, sigmas: float) -> tuple[Any, Any]:
    """Limits of a funnel at each population: mean rate (per 1,000) less and plus so many sigmas.

    A sigma is sqrt(mean rate / thousands of people); the lower limit is at least 0. No population: nan.
    """
    mean, people = np.broadcast_arrays(floats(mean_rate), floats(population))
    per_thousand = np.divide(1000 * mean, people, out=np.full(mean.shape, np.nan), where=people > 0)
    reach = sigmas * np.sqrt(per_thousand)
    return np.maximum(mean - reach, 0)[()], (mean + reach)[()]


@dataclass(frozen=True)
class Overdispersion:
    """How much more areas differ than chance alone would have it, by Spiegelhalter (2005).

    phi: the mean of the squared, winsorised z. tau_squared: the variance between areas beyond chance,
    of the square root of observed over expected. z: of each area, allowing for both.
    """

    phi: float
    tau_squared: float
    z: Floats


# The share of z at either end that is drawn in before they are squared.
WINSORISED = 0.1


def find_overdispersion(observed: Vector, expected: Vector) -> Overdispersion:
    """The additive over-dispersion of a funnel, on the scale of the square root of observed over expected.

    An area without an expected count has z nan and takes no part.
    """
    o, e = np.broadcast_arrays(floats(observed), floats(expected))
    known = np.isfinite(o) & (e > 0)
    z = np.full(o.shape, np.nan)
    areas = int(known.sum())
    if areas < 2:
        return Overdispersion(1.0, 0.0, z)
    y, weight = np.sqrt(o[known] / e[known]), 4 * e[known]
    plain = (y - 1) * np.sqrt(weight)
    low, high = np.quantile(plain, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(plain, low, high) ** 2))
    spare = areas * phi - (areas - 1)
    tau_squared = max(0.0, spare / float(weight.sum() - (weight**2).sum() / weight.sum()))
    z[known] = (y - 1) / np.sqrt(1 / weight + tau_squared)
    return Overdispersion(phi, tau_squared, z)
