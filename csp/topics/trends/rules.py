"""The rules of the Trends page: months judged on a control chart, beside others, and by year. Pure.

Every series is monthly counts, oldest first, None where a month is not loaded. An
incomplete month is shown but neither shapes a season or a limit nor is it judged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import erfc, factorial, sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

from csp import statistics
from csp.core.events import Event
from csp.core.filters import MAX_MONTHS, Filters, Period, add_months
from csp.core.population import Populations
from csp.core.scope import Scope
from csp.core.settings import Area
from csp.statistics.control import SEASON_YEARS, ControlChart, Rule

Series = tuple[float | None, ...]
Floats = npt.NDArray[np.float64]

WINDOW = 36
"""Months on every chart of the page."""
YEARS = 5
"""Years that seasons are read from and that are drawn over each other, the current one included."""
FEW = 12
"""Limits from fewer months than this are provisional: Wheeler asks for a dozen or more."""
_ORDER: tuple[Rule, ...] = ("outside", "run", "trend", "near")


def history(end: date, year_start: int) -> Period:
    """The months read: YEARS years of the partnership's kind, the last one up to end."""
    first = add_months(_year_of(end, year_start), -12 * (YEARS - 1))
    return Period(first, (end.year - first.year) * 12 + end.month - first.month + 1)


def _year_of(month: date, year_start: int) -> date:
    """The first month of the year that a month is in."""
    return date(month.year - (month.month < year_start), year_start, 1)


def window(end: date) -> Period:
    """The months of every chart."""
    return Period.ending(end, WINDOW)


def window_scope(months: Sequence[date], loaded: Collection[date]) -> Scope:
    """The months of a chart that are loaded, and those that are not; there is no comparison."""
    return Scope(
        months=tuple(m for m in months if m in loaded),
        before=(),
        missing=tuple(m for m in months if m not in loaded),
        missing_before=(),
        incomplete=(),
        left_out=(),
    )


# ------------------------------------------------------------------ the control chart


@dataclass(frozen=True)
class Sign:
    """One finding of a rule: its number on the chart, and the positions of the months it is made of."""

    number: int
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
def control(
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
    factors = seasons(x, numbers, left_out) if seasonal and not censored else None
    values = statistics.deseasonalise(x, numbers, factors) if factors else x
    first = max(0, x.size - WINDOW)
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
        signs=_signs(chart),
    )


@lru_cache(maxsize=16)
def _each(start: date, n: int) -> tuple[date, ...]:
    return Period(start, n).each()


def seasons(
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


def _signs(chart: ControlChart) -> tuple[Sign, ...]:
    """The findings in the order of their months, each near miss on its own, none said twice."""
    outside = {(i, s.upwards) for s in chart.signals if s.rule == "outside" for i in s.indices}
    found = []
    for signal in chart.signals:
        groups = _clusters(signal.indices) if signal.rule == "near" else [signal.indices]
        for group in groups:
            if signal.rule == "near" and all((i, signal.upwards) in outside for i in group):
                continue
            found.append((group, signal.rule, signal.upwards))
    found.sort(key=lambda sign: (sign[0][0], _ORDER.index(sign[1])))
    return tuple(Sign(n, rule, up, at) for n, (at, rule, up) in enumerate(found, 1))


def _clusters(positions: Sequence[int]) -> list[tuple[int, ...]]:
    """Positions at most two apart belong together: the rule looks at three months in a row."""
    groups: list[list[int]] = []
    for i in positions:
        if groups and i - groups[-1][-1] <= 2:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [tuple(group) for group in groups]


def controls(
    series: Mapping[str, Sequence[float | None]],
    hollow: Collection[int],
    start: date,
    seasonal: bool,
    events: Sequence[Event],
    loaded: Collection[date],
) -> dict[str, Control]:
    """The control chart of every measure; events that are breaks start new limits for those they concern.

    hollow: positions of incomplete months. A complete month that is loaded and has no count is a hidden one.
    """
    left_out = frozenset(hollow)
    length = max((len(values) for values in series.values()), default=0)
    known = [i for i, month in enumerate(_each(start, length)) if month in loaded and i not in left_out]
    breaks = [event for event in events if event.kind == "break"]
    return {
        code: control(
            tuple(values),
            start,
            left_out,
            tuple(sorted({event.month for event in breaks if event.concerns(code)})),
            seasonal,
            any(values[i] is None for i in known),
        )
        for code, values in series.items()
    }


def kept(
    series: Mapping[str, Sequence[float | None]], hollow: Collection[int], whole_months: bool
) -> dict[str, Series]:
    """The series, without their incomplete months where only whole months are asked for."""
    return {
        code: tuple(None if whole_months and i in hollow else v for i, v in enumerate(values))
        for code, values in series.items()
    }


# ------------------------------------------------------------------ every crime type


@dataclass(frozen=True)
class Verdict:
    """The last judged month of a series: its position, the strongest rule it is part of, and its odds.

    p is how often chance alone would do as much in a steady series; where no
    rule holds, how often a month would lie so far from the mean. None: no firm limits yet.
    """

    at: int | None
    sign: Sign | None
    p: float


def verdict(found: Control) -> Verdict:
    """Whether the last judged month is a signal or noise, and how strong the evidence is."""
    if not found.judged or found.provisional():
        return Verdict(None, None, float("nan"))
    last = found.judged[-1]
    signs = [(_odds(found, sign, last), sign) for sign in found.signs if last in sign.at]
    if not signs:
        return Verdict(last, None, _tail(_sigmas(found, last)))
    p, sign = min(signs, key=lambda pair: (pair[0], _ORDER.index(pair[1].rule)))
    return Verdict(last, sign, p)


def _odds(found: Control, sign: Sign, last: int) -> float:
    """How often chance does as much, either way, in independent months about a steady mean."""
    if sign.rule == "outside":
        return _tail(_sigmas(found, last))
    if sign.rule == "run":
        return 2 * 0.5 ** len(sign.at)
    if sign.rule == "trend":
        return 2 / factorial(len(sign.at))
    beyond = _tail(2) / 2
    return 2 * (3 * beyond**2 * (1 - beyond) + beyond**3)


def _sigmas(found: Control, i: int) -> float:
    """Distance from the centre in standard deviations: a third of the way to the limit each."""
    reach = float(found.chart.upper[i] - found.chart.centre[i])
    away = abs(float(found.chart.values[i] - found.chart.centre[i]))
    if reach > 0:
        return 3 * away / reach
    return 0.0 if away <= 1e-9 else float("inf")


def _tail(sigmas: float) -> float:
    """Both tails of the normal curve."""
    return erfc(sigmas / sqrt(2))


def by_evidence(verdicts: Mapping[str, Verdict]) -> list[str]:
    """Codes, signals first, then by how rarely chance does as much; those without limits last."""

    def strength(code: str) -> tuple[bool, bool, float]:
        given = verdicts[code]
        return given.at is None, given.sign is None, given.p if given.at is not None else 1.0

    return sorted(verdicts, key=strength)


# ------------------------------------------------------------------ beside other areas


@dataclass(frozen=True)
class Line:
    """One area over the window: figures per month, None where there is none, and what is incomplete."""

    name: str
    role: str
    values: Series
    hollow: frozenset[int]


@dataclass(frozen=True)
class Comparison:
    """What the figures of a chart of areas are: per 1,000 people or counts, of how many months each."""

    rate: bool
    span: int
    months: tuple[date, ...]
    """The window."""
    loaded: frozenset[date]
    incomplete: frozenset[date]
    suppress: bool = False

    @classmethod
    def of(
        cls,
        filters: Filters,
        loaded: Collection[date],
        incomplete: Collection[date],
        rate: bool,
        rolling: bool,
        suppress: bool = False,
    ) -> Comparison:
        """The figures of the window that ends with the period; incomplete months count as not loaded where
        only whole months are asked for."""
        left_out = frozenset(incomplete) if filters.whole_months else frozenset()
        return cls(
            rate,
            MAX_MONTHS if rolling else 1,
            window(filters.period.end).each(),
            frozenset(loaded) - left_out,
            frozenset(incomplete) - left_out,
            suppress,
        )

    @property
    def decimals(self) -> int:
        """Of a figure as it is said: a month's rate is small."""
        return 0 if not self.rate else 2 if self.span == 1 else 1

    @property
    def years(self) -> tuple[int, ...]:
        """The year whose population a figure is over: that of the middle of its months."""
        return tuple(Period.ending(month, self.span).year for month in self.months)

    @property
    def asked(self) -> Period:
        """Every month that goes into the figures."""
        return Period(add_months(self.months[0], 1 - self.span), len(self.months) + self.span - 1)


def area_counts(frame: pd.DataFrame, districts: Sequence[str], column: str, asked: Comparison) -> Floats:
    """Counts as a matrix of districts by asked.asked months; nan where a month is not loaded.

    frame: queries.trend_by_district(). column: "n", or "n_whole" for whole districts.
    """
    months = asked.asked.each()
    counts = np.zeros((len(districts), len(months)))
    row = {code: i for i, code in enumerate(districts)}
    down = np.array([row.get(code, -1) for code in frame["district_code"].tolist()], dtype=np.int64)
    across = frame["month"].to_numpy().astype("datetime64[M]").astype(int) - _number(months[0])
    kept = (down >= 0) & (across >= 0) & (across < len(months))
    counts[down[kept], across[kept]] = frame[column].to_numpy()[kept]
    counts[:, [month not in asked.loaded for month in months]] = np.nan
    return counts


def _number(month: date) -> int:
    return (month.year - 1970) * 12 + month.month - 1


def figures(counts: Floats, people: Floats, asked: Comparison) -> Floats:
    """The figures of the window from counts of asked.asked months and people per month of the window.

    A total of several months needs every one of them. Small counts are hidden where asked.
    """
    if asked.suppress:
        counts = np.where((counts >= 1) & (counts <= 4), np.nan, counts)
    totals: Floats = np.lib.stride_tricks.sliding_window_view(counts, asked.span, axis=-1).sum(axis=-1)
    if not asked.rate:
        return totals
    known = np.isfinite(people) & (people > 0)
    rates: Floats = np.divide(1000 * totals, people, out=np.full(totals.shape, np.nan), where=known)
    return rates


def people(populations: Populations, areas: Sequence[str], years: Sequence[int]) -> Floats:
    """The population of areas together in each of the years; nan where one of them has none."""
    by_year = {year: sum(populations.of(area, year)[0] for area in areas) for year in set(years)}
    return np.array([by_year[year] for year in years], dtype=np.float64)


def borrowed(populations: Populations, areas: Sequence[str], asked: Comparison) -> list[tuple[int, int]]:
    """The years without a population of their own, each with the year whose figure stands in for it."""
    if not asked.rate:
        return []
    years = {year for year, month in zip(asked.years, asked.months, strict=True) if month in asked.loaded}
    used = {(year, populations.of(area, year)[1]) for area in areas for year in years}
    return sorted((year, other) for year, other in used if other is not None and other != year)


def line(name: str, role: str, values: Floats, asked: Comparison) -> Line:
    """An area's figures as a line; a total is incomplete where one of its months is."""
    hollow = [
        i
        for i, month in enumerate(asked.months)
        if any(m in asked.incomplete for m in Period.ending(month, asked.span).each())
    ]
    told = tuple(float(v) if np.isfinite(v) else None for v in values)
    return Line(name, role, told, frozenset(i for i in hollow if told[i] is not None))


@dataclass(frozen=True)
class Places:
    """The areas of the comparison: home (its codes: wards, or the district), its neighbours and the county.

    county are the districts that make it up; codes and names of districts are in names.
    """

    home: str
    home_name: str
    home_codes: tuple[str, ...]
    neighbours: tuple[str, ...]
    county: tuple[str, ...]
    county_name: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, area: Area, wards: tuple[str, ...], home_name: str) -> Places:
        """The areas of the settings, home narrowed to wards where there are any."""
        neighbours = tuple(code for code in area.neighbours if code in area.peers)
        return cls(
            area.home, home_name, wards or (area.home,), neighbours, area.peers, area.county, area.names
        )


def area_lines(
    frame: pd.DataFrame, places: Places, populations: Populations, asked: Comparison
) -> tuple[Line, ...]:
    """Home, each neighbour and the county, in that order.

    The county is whole whatever home is narrowed to. Its count is the mean of its
    districts: beside their sum, no district could be read.
    """
    years = asked.years
    shown = (places.home, *places.neighbours)
    counts = area_counts(frame, shown, "n", asked)
    codes = (places.home_codes, *((code,) for code in places.neighbours))
    names = (places.home_name, *(places.names[code] for code in places.neighbours))
    heads = np.array([people(populations, areas, years) for areas in codes])
    roles = ("home", *("neighbour" for _ in places.neighbours))
    lines = [
        line(name, role, values, asked)
        for name, role, values in zip(names, roles, figures(counts, heads, asked), strict=True)
    ]
    whole = area_counts(frame, places.county, "n_whole", asked).sum(axis=0)
    if not asked.rate:
        whole = whole / len(places.county)
    # The sum of a county is no small count, and its mean is nobody's.
    total = figures(whole, people(populations, places.county, years), replace(asked, suppress=False))
    name = places.county_name if asked.rate else f"{places.county_name} average"
    return (*lines, line(name, "county", total, asked))


# ------------------------------------------------------------------ year over year


@dataclass(frozen=True)
class Year:
    """Twelve months of one year, from the partnership's first month; None where there is no figure."""

    label: str
    current: bool
    values: Series
    hollow: frozenset[int]


def years(series: Series, period: Period, incomplete: Collection[int]) -> tuple[Year, ...]:
    """A history() cut into its years, oldest first; a year without any month is left out."""
    cut = []
    for first in range(0, len(series), MAX_MONTHS):
        values = series[first : first + MAX_MONTHS]
        if all(v is None for v in values):
            continue
        start = add_months(period.start, first)
        hollow = frozenset(i for i, v in enumerate(values) if first + i in incomplete and v is not None)
        padded = values + (None,) * (MAX_MONTHS - len(values))
        cut.append(Year(year_label(start), first + MAX_MONTHS >= len(series), padded, hollow))
    return tuple(cut)


def year_label(start: date) -> str:
    """ "2020" for a year from January, "2019/20" for one that spans two."""
    return str(start.year) if start.month == 1 else f"{start.year}/{(start.year + 1) % 100:02d}"


def whole(values: Sequence[float | None], hollow: Collection[int]) -> list[float | None]:
    """The figures without those of incomplete months: these are no fall."""
    return [None if i in hollow else v for i, v in enumerate(values)]


def below_and_above(now: Sequence[float | None], other: Sequence[float | None]) -> tuple[int, int, int]:
    """Positions known on both sides at which now is lower, is higher, and how many there are."""
    pairs = [(a, b) for a, b in zip(now, other, strict=True) if a is not None and b is not None]
    return sum(a < b for a, b in pairs), sum(a > b for a, b in pairs), len(pairs)
