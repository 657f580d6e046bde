"""A series of months on a control chart: its seasons, its limits, and the months out of line.

What is usual comes from the months before the period, and from no month of a named span such as a
lockdown: a month is not judged by limits that it has itself widened. An incomplete month is shown,
but it neither shapes a season or a limit nor is it judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from csp import statistics
from csp.core.dispersion import POISSON, Dispersions, Level
from csp.core.events import Event, list_exceptional_months
from csp.core.filters import TREND_MONTHS, Period
from csp.statistics.control import ControlChart
from csp.statistics.season import LEAST_MEAN, SEASON_YEARS
from csp.statistics.types import Bools
from csp.topics.trends.rules.months import Floats, Series
from csp.topics.trends.rules.signs import ORDER, Sign, find_signs
from csp.topics.trends.rules.slopes import Slope, find_slopes, find_steady_slope

FEW = 12
"""Limits from fewer months than this are provisional: Wheeler asks for a dozen or more."""
NOTES = 3
"""How many findings a chart can bear before its reader stops reading them."""
SEASON_SIGNIFICANCE = 0.05

Season = Literal["adjusted", "unwanted", "short", "gap", "alike"]
"""What became of the seasons: taken out, not asked for, too few months, a calendar month without any
record, months that do not differ."""


@dataclass(frozen=True)
class Judging:
    """How the series of a page are judged.

    start: the first month of every series. judged_from: the first month of the period, None where
    every month shapes the limits and is judged by them. incomplete: positions of incomplete months by
    measure; none where a measure is not in it.
    """

    start: date
    judged_from: date | None = None
    incomplete: Mapping[str, Collection[int]] = field(default_factory=dict)
    seasonal: bool = True
    events: tuple[Event, ...] = ()
    dispersions: Dispersions = POISSON
    level: Level = "district"


@dataclass(frozen=True)
class SeriesRules:
    """How one series is judged: as Judging has it, for its crime type.

    breaks are the months at which what is counted changed: each starts new limits. exceptional: the
    months of named spans.
    """

    start: date
    judged_from: date | None = None
    incomplete: frozenset[int] = frozenset()
    breaks: tuple[date, ...] = ()
    exceptional: frozenset[date] = frozenset()
    seasonal: bool = True
    dispersion: float = 1.0


@dataclass(frozen=True, eq=False)
class Control:
    """The control chart of one series over the window.

    recorded are counts as they stand, values what is charted: the same, or over the
    factor of their calendar month where seasons are taken out (factors, 1 to 12).
    complete: how many complete months seasons could be read from. is_rare: too few a month for
    limits. exceptional: positions of the months of named spans. steady: the slope a month that
    was there before the period already, 0 where there is none.
    """

    months: tuple[date, ...]
    recorded: Floats
    values: Floats
    incomplete: frozenset[int]
    exceptional: frozenset[int]
    factors: dict[int, float] | None
    season: Season
    season_p: float
    complete: int
    breaks: tuple[int, ...]
    chart: ControlChart
    signs: tuple[Sign, ...]
    slopes: tuple[Slope, ...]
    steady: float
    is_rare: bool
    is_plain: bool

    @property
    def judged(self) -> tuple[int, ...]:
        """Positions of the months that are judged by the limits."""
        return tuple(int(i) for i in np.flatnonzero(self.chart.judged & np.isfinite(self.chart.centre)))

    @property
    def baseline(self) -> tuple[int, ...]:
        """Positions of the months that the latest limits come from."""
        first = self.breaks[-1] if self.breaks else 0
        return tuple(int(i) for i in np.flatnonzero(self.chart.baseline) if i >= first)

    def usual(self, i: int) -> tuple[float, float]:
        """The limits of a month as counts: with its season put back in."""
        factor = self.factors[self.months[i].month] if self.factors else 1.0
        return float(self.chart.lower[i]) * factor, float(self.chart.upper[i]) * factor

    def segments(self) -> list[tuple[int, int]]:
        """Start and stop of each stretch with limits of its own."""
        edges = [0, *self.breaks, len(self.months)]
        return [(a, b) for a, b in pairwise(edges) if np.isfinite(self.chart.centre[a:b]).any()]

    def provisional(self) -> bool:
        """Whether the latest limits come from few months, or there are none for want of them."""
        return bool(self.chart.used.any()) and len(self.baseline) < FEW


@lru_cache(maxsize=1024)
def judge_series(series: Series, rules: SeriesRules) -> Control:
    """The control chart of the last 36 months of a series."""
    x = np.array(series, dtype=np.float64)
    months = _each(rules.start, len(series))
    used = np.isfinite(x)
    used[list(rules.incomplete)] = False
    is_plain = rules.judged_from is None
    exceptional = np.array([month in rules.exceptional for month in months], dtype=bool)
    before = np.array([is_plain or month < (rules.judged_from or month) for month in months], dtype=bool)
    baseline = used & before & (is_plain | ~exceptional)
    first = max(0, x.size - TREND_MONTHS)
    is_rare = _is_rare(x, used, baseline, first)
    factors, season, p = (
        (None, "unwanted", 1.0) if is_rare or not rules.seasonal else find_season(x, rules, baseline)
    )
    values = statistics.deseasonalise(x, _number(rules.start, x.size), factors) if factors else x
    at = sorted({months.index(b) - first for b in rules.breaks if b in months})
    inside = tuple(b for b in at if b > 0)
    chart = statistics.xmr(
        values[first:],
        ~used[first:] | is_rare,
        inside,
        None if is_plain else baseline[first:],
        float(baseline.sum()) / 12 if factors and not is_plain else None,
    )
    slopes = find_slopes(x, values, used)
    steady = 0.0 if is_plain or is_rare else find_steady_slope(slopes, values, baseline)
    return Control(
        months=months[first:],
        recorded=x[first:],
        values=values[first:],
        incomplete=frozenset(i - first for i in rules.incomplete if i >= first and np.isfinite(x[i])),
        exceptional=frozenset(int(i) for i in np.flatnonzero((used & exceptional)[first:])),
        factors=factors,
        season=season,
        season_p=p,
        complete=int(baseline.sum()),
        breaks=inside,
        chart=chart,
        signs=find_signs(chart, x[first:], steady),
        slopes=slopes,
        steady=steady,
        is_rare=is_rare,
        is_plain=is_plain,
    )


def _is_rare(x: Floats, used: Bools, baseline: Bools, first: int) -> bool:
    """Whether fewer than 5 a month are usual, by the baseline of the window, or all of it for want of one."""
    for cells in (baseline[first:], used[first:]):
        if cells.sum() >= FEW:
            return float(x[first:][cells].mean()) < LEAST_MEAN
    return False


@lru_cache(maxsize=16)
def _each(start: date, n: int) -> tuple[date, ...]:
    return Period(start, n).each()


def _number(start: date, n: int) -> npt.NDArray[np.datetime64]:
    return np.asarray(np.datetime64(start, "M") + np.arange(n))


def find_season(
    x: Floats, rules: SeriesRules, usable: Bools
) -> tuple[dict[int, float] | None, Season, float]:
    """The factor of each calendar month, or why there are none, and how likely chance makes as much of one.

    usable: the months that seasons are read from.
    """
    months = _number(rules.start, x.size)
    if int(usable.sum()) < 12 * SEASON_YEARS:
        return None, "short", 1.0
    try:
        factors = statistics.seasonal_factors(x, months, ~usable)
        p = statistics.season_p(x, months, ~usable, rules.dispersion)
    except ValueError:
        return None, "gap", 1.0
    if min(factors.values()) <= 0:
        return None, "gap", p
    if p >= SEASON_SIGNIFICANCE:
        return None, "alike", p
    return factors, "adjusted", p


def keep_clearest(control: Control, period: Collection[date], most: int = NOTES) -> Control:
    """The chart with its clearest findings alone, at most so many, in the order of their months.

    Those of the period come before others, then the strongest rule, then the latest month.
    """

    def clearness(sign: Sign) -> tuple[bool, int, int]:
        outside_period = not any(control.months[i] in period for i in sign.at)
        return outside_period, ORDER.index(sign.rule), -sign.at[-1]

    clearest = sorted(control.signs, key=clearness)[:most]
    return replace(control, signs=tuple(sign for sign in control.signs if sign in clearest))


def judge_every_series(series: Mapping[str, Sequence[float | None]], judging: Judging) -> dict[str, Control]:
    """The control chart of every measure; events concern those they name.

    A break starts new limits, and the months of a span take no part in them.
    """
    controls = {}
    for code, values in series.items():
        incomplete = frozenset(judging.incomplete.get(code, ()))
        breaks = {e.month for e in judging.events if e.kind == "break" and e.concerns(code)}
        rules = SeriesRules(
            start=judging.start,
            judged_from=judging.judged_from,
            incomplete=incomplete,
            breaks=tuple(sorted(breaks)),
            exceptional=list_exceptional_months(judging.events, code),
            seasonal=judging.seasonal,
            dispersion=judging.dispersions.of(code, judging.level),
        )
        controls[code] = judge_series(tuple(values), rules)
    return controls


def drop_incomplete(
    series: Mapping[str, Sequence[float | None]],
    incomplete: Mapping[str, Collection[int]],
    whole_months: bool,
) -> dict[str, Series]:
    """The series, without their incomplete months where only whole months are asked for."""
    dropped = incomplete if whole_months else {}
    return {
        code: tuple(None if i in dropped.get(code, ()) else v for i, v in enumerate(values))
        for code, values in series.items()
    }
