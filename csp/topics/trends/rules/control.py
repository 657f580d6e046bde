"""One series on a control chart: its seasons, its limits, and the months out of line.

An incomplete month is shown, but it neither shapes a season or a limit nor is it judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from csp import statistics
from csp.core.disclosure import is_too_few
from csp.core.events import Event
from csp.core.filters import TREND_MONTHS, Period
from csp.statistics.control import SEASON_YEARS, ControlChart, Rule
from csp.topics.trends.rules.months import Floats, Series

FEW = 12
"""Limits from fewer months than this are provisional: Wheeler asks for a dozen or more."""
NOTES = 3
"""How many findings a chart can bear before its reader stops reading them."""
ORDER: tuple[Rule, ...] = ("outside", "run", "trend", "near")
"""The rules, the strongest first."""


@dataclass(frozen=True)
class Sign:
    """One finding of a rule: the positions of the months it is made of."""

    rule: Rule
    upwards: bool
    at: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Control:
    """The control chart of one series over the window.

    recorded are counts as they stand, values what is charted: the same, or over the
    factor of their calendar month where seasons are taken out (factors, 1 to 12).
    complete: how many complete months seasons could be read from.
    """

    months: tuple[date, ...]
    recorded: Floats
    values: Floats
    incomplete: frozenset[int]
    factors: dict[int, float] | None
    complete: int
    breaks: tuple[int, ...]
    chart: ControlChart
    signs: tuple[Sign, ...]

    @property
    def judged(self) -> tuple[int, ...]:
        """Positions of the months that shape the limits and are judged by them."""
        return tuple(int(i) for i in np.flatnonzero(self.chart.used & np.isfinite(self.chart.centre)))

    def usual(self, i: int) -> tuple[float, float]:
        """The limits of a month as counts: with its season put back in."""
        factor = self.factors[self.months[i].month] if self.factors else 1.0
        return float(self.chart.lower[i]) * factor, float(self.chart.upper[i]) * factor

    def segments(self) -> list[tuple[int, int]]:
        """Start and stop of each stretch with limits of its own."""
        edges = [0, *self.breaks, len(self.months)]
        return [(a, b) for a, b in pairwise(edges) if np.isfinite(self.chart.centre[a:b]).any()]

    def provisional(self) -> bool:
        """Whether the latest limits come from few months."""
        segments = self.segments()
        return bool(segments) and int(self.chart.used[slice(*segments[-1])].sum()) < FEW


@lru_cache(maxsize=1024)
def judge_series(
    series: Series,
    start: date,
    incomplete: frozenset[int] = frozenset(),
    breaks: tuple[date, ...] = (),
    seasonal: bool = True,
    censored: bool = False,
) -> Control:
    """The control chart of the last 36 months of a series.

    start is its first month, incomplete are positions in it. Seasons are taken out
    where three complete years or more allow it (seasonal). breaks are the months
    at which what is counted changed: each starts new limits. censored: small counts
    are hidden from the series, so what is left has no limits worth having.
    """
    x = np.array(series, dtype=np.float64)
    months = _each(start, len(series))
    numbers = np.datetime64(start, "M") + np.arange(x.size)
    left_out = np.zeros(x.size, dtype=bool)
    left_out[list(incomplete)] = True
    factors = seasonal_factors(x, numbers, left_out) if seasonal and not censored else None
    values = statistics.deseasonalise(x, numbers, factors) if factors else x
    first = max(0, x.size - TREND_MONTHS)
    at = sorted({months.index(b) - first for b in breaks if b in months})
    inside = tuple(b for b in at if b > 0)
    chart = statistics.xmr(values[first:], left_out[first:] | censored, inside)
    return Control(
        months=months[first:],
        recorded=x[first:],
        values=values[first:],
        incomplete=frozenset(i - first for i in incomplete if i >= first and np.isfinite(x[i])),
        factors=factors,
        complete=int((np.isfinite(x) & ~left_out).sum()),
        breaks=inside,
        chart=chart,
        signs=_signs(chart, x[first:]),
    )


@lru_cache(maxsize=16)
def _each(start: date, n: int) -> tuple[date, ...]:
    return Period(start, n).each()


def seasonal_factors(
    x: Floats, months: npt.NDArray[np.datetime64], left_out: npt.NDArray[np.bool_]
) -> dict[int, float] | None:
    """The factor of each calendar month; None where there are too few months, or a month with none at all."""
    if int((np.isfinite(x) & ~left_out).sum()) < 12 * SEASON_YEARS:
        return None
    try:
        factors = statistics.seasonal_factors(x, months, left_out)
    except ValueError:
        return None
    return factors if min(factors.values()) > 0 else None


def _signs(chart: ControlChart, recorded: Floats) -> tuple[Sign, ...]:
    """The findings in the order of their months; a near miss that is outside as well is left out.

    So is one of months with fewer than 5 recorded, where fewer are usual too: it would be made of
    single cases.
    """
    outside = {(i, s.upwards) for s in chart.signals if s.rule == "outside" for i in s.indices}
    findings = []
    for signal in chart.signals:
        groups = _clusters(signal.indices) if signal.rule == "near" else [signal.indices]
        for group in groups:
            if signal.rule == "near" and all((i, signal.upwards) in outside for i in group):
                continue
            at = list(group)
            if is_too_few(max(recorded[at].sum(), chart.centre[at].sum())):
                continue
            findings.append((group, signal.rule, signal.upwards))
    findings.sort(key=lambda sign: (sign[0][0], ORDER.index(sign[1])))
    return tuple(Sign(rule, up, at) for at, rule, up in findings)


def keep_clearest(control: Control, period: Collection[date], most: int = NOTES) -> Control:
    """The chart with its clearest findings alone, at most so many, in the order of their months.

    Those of the period come before others, then the strongest rule, then the latest month.
    """

    def clearness(sign: Sign) -> tuple[bool, int, int]:
        outside_period = not any(control.months[i] in period for i in sign.at)
        return outside_period, ORDER.index(sign.rule), -sign.at[-1]

    clearest = sorted(control.signs, key=clearness)[:most]
    return replace(control, signs=tuple(sign for sign in control.signs if sign in clearest))


def _clusters(positions: Sequence[int]) -> list[tuple[int, ...]]:
    """Positions at most two apart belong together: the rule looks at three months in a row."""
    groups: list[list[int]] = []
    for i in positions:
        if groups and i - groups[-1][-1] <= 2:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [tuple(group) for group in groups]


def judge_every_series(
    series: Mapping[str, Sequence[float | None]],
    incomplete: Collection[int],
    start: date,
    seasonal: bool,
    events: Sequence[Event],
    loaded: Collection[date],
) -> dict[str, Control]:
    """The control chart of every measure; events that are breaks start new limits for those they concern.

    incomplete: positions of incomplete months. A complete month that is loaded
    and has no count is a suppressed one.
    """
    left_out = frozenset(incomplete)
    length = max((len(values) for values in series.values()), default=0)
    complete = [i for i, month in enumerate(_each(start, length)) if month in loaded and i not in left_out]
    breaks = [event for event in events if event.kind == "break"]
    return {
        code: judge_series(
            tuple(values),
            start,
            left_out,
            tuple(sorted({event.month for event in breaks if event.concerns(code)})),
            seasonal,
            any(values[i] is None for i in complete),
        )
        for code, values in series.items()
    }


def drop_incomplete(
    series: Mapping[str, Sequence[float | None]], incomplete: Collection[int], whole_months: bool
) -> dict[str, Series]:
    """The series, without their incomplete months where only whole months are asked for."""
    return {
        code: tuple(None if whole_months and i in incomplete else v for i, v in enumerate(values))
        for code, values in series.items()
    }
