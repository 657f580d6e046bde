"""Months on a control chart (XmR), and funnel limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from scipy import special

from csp.statistics.types import Bools, Floats, Ints, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

# Wheeler's constants: three standard deviations, estimated from moving ranges of two.
LIMIT = 2.66
RANGE_LIMIT = 3.27
RUN = 8
SIGMAS = 3
# The mean of moving ranges of two, in standard deviations.
RANGES_PER_SIGMA = 1.128
# Moving ranges overlap, so n points tell less of the spread than n - 1 independent differences would.
FREEDOM = 0.62

# A point outside the limits; RUN or more in a row on one side of the centre; 2 of 3 in a row near the
# same limit. Six in a row rising or falling is none: a steady slope is a trend (csp.statistics.trend).
Rule = Literal["outside", "run", "near"]


@dataclass(frozen=True)
class Signal:
    """One finding of a rule: the positions it is made of, and which way they lie (or move)."""

    rule: Rule
    indices: tuple[int, ...]
    upwards: bool


@dataclass(frozen=True)
class ControlChart:
    """Limits per point (they are level within a segment), nan where a segment has fewer than two to draw
    them from.

    used are the points charted, baseline those that the limits come from, judged those that the rules
    look at. lower is floored at 0, lower_unfloored is not; moving_range is nan where a point has none
    before it in its segment or is left out.
    """

    values: Floats
    used: Bools
    baseline: Bools
    judged: Bools
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


@dataclass(frozen=True)
class Limits:
    """How far from the centre the limits of a segment lie, below and above, and what counts as near them."""

    centre: float
    mean_range: float
    below: float
    above: float
    near_below: float
    near_above: float


def xmr(
    values: Vector,
    excluded: Vector | None = None,
    breaks: Iterable[int] = (),
    baseline: Vector | None = None,
    season_years: float | None = None,
) -> ControlChart:
    """XmR chart of a series, oldest first: centre, limits and the three rules.

    excluded marks points that are neither used nor judged (incomplete months);
    the rest are charted as if those were not there. nan is left out in the same
    way. breaks are positions at which a new segment starts, with limits of its
    own; no run crosses one. Not for rolling totals, whose neighbours share months.

    baseline marks the points that the limits come from; the others are judged by them. Without it
    every point shapes the limits and is judged by them as well (Wheeler), which hides a stretch of
    unusual points in the limits it widens. season_years: where seasons were taken out of the values,
    from how many years of the baseline (more than one), for those factors are estimates too.
    """
    x = floats(values)
    used = np.isfinite(x)
    if excluded is not None:
        used &= ~np.asarray(excluded, dtype=bool)
    shapes = used if baseline is None else used & np.asarray(baseline, dtype=bool)
    judged = used if baseline is None else used & ~shapes
    columns = np.full((5, x.size), np.nan)
    signals: list[Signal] = []
    for segment in np.split(np.arange(x.size), sorted({b for b in breaks if 0 < b < x.size})):
        at = segment[used[segment]]
        if shapes[at].sum() < 2:
            continue
        points = x[at[shapes[at]]]
        limits = _find_limits(points) if baseline is None else _find_prediction_limits(points, season_years)
        columns[:4, segment] = np.array(
            [
                [limits.centre],
                [limits.centre - limits.below],
                [limits.centre + limits.above],
                [RANGE_LIMIT * limits.mean_range],
            ]
        )
        columns[4, at[1:]] = np.abs(np.diff(x[at]))
        signals.extend(_signals(x[at], at, limits, judged[at]))
    centres, low, high, range_limit, moving_range = columns
    return ControlChart(
        x,
        used,
        shapes,
        judged,
        centres,
        np.maximum(low, 0),
        low,
        high,
        moving_range,
        range_limit,
        tuple(signals),
    )


def _find_limits(x: Floats) -> Limits:
    """Limits for the points they come from."""
    mean_range = float(find_mean_range(np.abs(np.diff(x))))
    reach = LIMIT * mean_range
    return Limits(float(x.mean()), mean_range, reach, reach, 2 / 3 * reach, 2 / 3 * reach)


def _find_prediction_limits(x: Floats, season_years: float | None) -> Limits:
    """Limits for other points than those they come from.

    A new point differs from the mean of n by its own chance and by that of the mean, and the spread
    is itself an estimate: so three standard deviations become a quantile of Student's t times
    √(1 + 1/n). Where seasons come from so many years, the points they come from lie nearer to their
    months than new ones will, and √(1 + 1/years) takes the place of √(1 + 1/n).

    Counts have a longer tail upwards the fewer they are. A count whose variance is φ times its mean (a
    negative binomial) has a skewness of (2φ - 1)/√(φ mean), which moves the quantile at z standard
    deviations up by (z² - 1)/6 of it (Cornish and Fisher): by (2φ - 1)(z² - 1)/6 counts. Without this
    a steady series of 5 to 20 a month would have a signal in 12 to 17 % of years.
    """
    centre, mean_range = float(x.mean()), float(find_mean_range(np.abs(np.diff(x))))
    sigma, freedom, spread = mean_range / RANGES_PER_SIGMA, FREEDOM * (x.size - 1), 1 + 1 / x.size
    if season_years is not None:
        left = 1 - 1 / season_years  # of the variance, once each month's factor has been fitted to it
        sigma, freedom, spread = sigma / left**0.5, freedom * left, 1 + 1 / season_years
    reach = float(special.stdtrit(freedom, special.ndtr(SIGMAS))) * spread**0.5 * sigma
    if not sigma or centre <= 0:
        return Limits(centre, mean_range, reach, reach, 2 / 3 * reach, 2 / 3 * reach)
    skew = 2 * max(sigma**2 / centre, 1.0) - 1
    far, near = skew * (SIGMAS**2 - 1) / 6, skew * ((SIGMAS - 1) ** 2 - 1) / 6
    return Limits(centre, mean_range, reach - far, reach + far, 2 / 3 * reach - near, 2 / 3 * reach + near)


def find_mean_range(moving: Floats) -> Floats:
    """The mean of moving ranges along the first axis; those beyond their own limit are left out once."""
    mean = moving.mean(axis=0)
    usual = moving < RANGE_LIMIT * mean
    kept = usual.sum(axis=0)
    # None is below its limit where all are 0.
    return np.asarray(np.where(kept, np.where(usual, moving, 0).sum(axis=0) / np.maximum(kept, 1), mean))


def _signals(x: Floats, at: Ints, limits: Limits, judged: Bools) -> Iterator[Signal]:
    """The signals of the rules among the used points x of a segment, which stand at positions at."""
    # The mean of equal floats can differ from them in the last digit, which must not count as a signal.
    centre = limits.centre
    tolerance = 1e-9 * max(1.0, abs(centre))
    for up in (True, False):
        away = np.where(judged, (x - centre if up else centre - x) - tolerance, -np.inf)
        reach, near_reach = (limits.above, limits.near_above) if up else (limits.below, limits.near_below)
        for i in np.flatnonzero(away > reach):
            yield Signal("outside", (int(at[i]),), up)
        for start, stop in _runs(away > 0, RUN):
            yield Signal("run", _positions(at[start:stop]), up)
        near = away > near_reach  # as far out as two standard deviations; outside counts as near
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
