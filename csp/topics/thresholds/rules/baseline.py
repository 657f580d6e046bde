"""What each cell is compared with: its baseline for every month, from that month and earlier ones only.

A cell is a crime type in a place. Baselines by time are counts, so that the reader can redo the
arithmetic; populations enter where rates are compared, and in the test of a year against another, which
is the same as on every other page. The window of a month ends with that month in every definition, so
what is said of a month never changes when later months are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np

from csp.statistics.control import LIMIT, find_mean_range
from csp.statistics.types import Bools, Floats, Ints, floats
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.rule import Against, Rule

# Why a cell cannot be judged; JUDGED (0) where it can.
JUDGED, NO_HISTORY, NO_MONTH, NO_POPULATION = range(4)

YEAR = 12
# A mean of three windows is what the rule asks for; fewer than two give no mean.
LEAST_PREVIOUS, PREVIOUS = 2, 3
# Control limits from fewer months than this move with every new one; older than two years they are stale.
LEAST_MONTHS, MOST_MONTHS = 12, 24


@dataclass(frozen=True, eq=False)
class Baseline:
    """Every cell of every month against its baseline; arrays are [month, measure, area].

    observed: count of the window. expected: what the baseline leads one to expect, nan where not judged.
    spread: one standard deviation: of a count with that mean and dispersion, or of the months
    themselves (mean moving range) for control limits.
    base, windows: the events behind the baseline and how many times the window's exposure they cover.
    reason: JUDGED or why not. dispersion: [measure]. listed: [measure], which of them are judged with
    each other.
    """

    months: tuple[date, ...]
    measures: tuple[str, ...]
    areas: tuple[str, ...]
    observed: Ints
    expected: Floats
    spread: Floats
    base: Floats
    windows: Floats
    reason: Ints
    dispersion: Floats
    listed: Bools

    @property
    def judged(self) -> Bools:
        return np.asarray(self.reason == JUDGED)


@lru_cache(maxsize=16)
def compute_baseline(cells: Cells, months: int, against: Against, measures: tuple[str, ...] = ()) -> Baseline:
    """The baselines of one kind for one window. Cached: they stay while a slider moves the limit.

    measures narrows the cells to those codes (unknown ones are skipped) and, after them, the listed
    ones that they are judged with; none means all.
    """
    at = np.array([cells.measures.index(code) for code in cells.list_judged(measures)], dtype=np.int64)
    return find_baseline(cells, months, against, at)


def find_baseline(
    cells: Cells, months: int, against: Against, at: Ints, rows: slice = slice(None)
) -> Baseline:
    """The same for the measures at some positions of the block and some of its months, not kept."""
    window = _Window(cells, months, at)
    find = {
        "same months last year": _last_year,
        "mean of the three previous": _previous,
        "the county's rate": _county,
        "the middle of the peers": _peers,
        "control limits": _control,
    }[against]
    shape = window.observed.shape
    parts = (np.broadcast_to(part, shape)[rows] for part in find(window))
    expected, spread, base, windows, reason = parts
    reason = np.where(~window.whole[rows, :, None], window.reason[rows, None, None], reason)
    judged, codes = reason == JUDGED, [cells.measures[i] for i in at]
    listed = set(cells.listed or cells.measures)
    return Baseline(
        cells.months[rows],
        tuple(codes),
        cells.areas,
        window.observed[rows],
        np.where(judged, expected, np.nan),
        np.where(judged, spread, np.nan),
        np.where(judged, base, 0.0),
        np.where(judged, windows, 1.0),
        np.asarray(reason, dtype=np.int64),
        window.dispersion,
        np.array([code in listed for code in codes], dtype=bool),
    )


def baseline_of_rule(cells: Cells, rule: Rule) -> Baseline:
    """The baseline a rule compares with: the measures it watches, and those that they are judged with."""
    return compute_baseline(cells, rule.months, rule.against, rule.measures)


_Sum = TypeVar("_Sum", Ints, Floats)
_Row = TypeVar("_Row", Ints, Floats, Bools)

Parts = tuple[Floats, Floats, Floats, Floats, Ints]
"""expected, spread, base, windows, reason: each can be broadcast to [month, measure, area]."""


class _Window:
    """Sums over the window that ends with each month; the first months have none (0, not whole)."""

    def __init__(self, cells: Cells, months: int, at: Ints) -> None:
        self.cells, self.months = cells, months
        self.dispersion = cells.varies_by([cells.measures[i] for i in at])
        self.counts = floats(cells.counts[:, at, :])
        self.observed = _round(_rolling(self.counts, months))
        self.districts = _rolling(floats(cells.district_counts[:, at, :]), months)
        self.charted = cells.find_charted(at)
        self.whole = _rolling(cells.find_usable(at).astype(np.int64), months) == months
        early = np.arange(len(cells.months)) < months - 1
        self.reason = np.where(early, NO_HISTORY, NO_MONTH)

    def person_months(self) -> tuple[Floats, Floats]:
        """[month, 1, area] of the places watched and [month, 1, district] of home and its peers."""
        places, districts = self.cells.population, self.cells.district_population
        return _rolling(places, self.months)[:, None, :], _rolling(districts, self.months)[:, None, :]

    def exposure_a_year_before(self) -> Floats:
        """[month, 1, area], the population of the window a year before over its own; 1 where not known.

        Of a window it is that of the year in which its middle lies (csp.core.filters.Period.year).
        """
        middle = _shifted(self.cells.population, self.months - 1 - (self.months - 1) // 2)
        before = _shifted(middle, YEAR)
        on_file = (middle > 0) & (before > 0)
        return np.divide(before, middle, out=np.ones_like(middle), where=on_file)[:, None, :]

    def spread_of(self, expected: Floats) -> Floats:
        """One standard deviation of counts with these means, [month, measure, area]."""
        return np.asarray(np.sqrt(self.dispersion[:, None] * np.maximum(expected, 0)))


def _round(sums: Floats) -> Ints:
    """Whole numbers, a half upwards. Sums of probabilities are not exact."""
    return np.floor(np.round(sums, 6) + 0.5).astype(np.int64)


def _rolling(values: _Sum, months: int) -> _Sum:
    """Sum over each month and the months - 1 before it along the first axis; 0 where there are too few.

    Summed term by term: in a running total a nan would spread to every later month, and large months
    would round small ones.
    """
    sums = np.zeros_like(values)
    n = len(values) - months + 1
    for offset in range(months if n > 0 else 0):
        sums[months - 1 :] += values[offset : offset + n]
    return sums


def _shifted(values: _Row, months: int) -> _Row:
    """What stood so many months earlier along the first axis; 0 or False before the start."""
    out = np.zeros_like(values)
    if months < len(values):
        out[months:] = values[: len(values) - months]
    return out


def _last_year(window: _Window) -> Parts:
    """The count of the same calendar months a year earlier."""
    base = _shifted(window.observed, YEAR).astype(np.float64)
    early = np.arange(len(base))[:, None] < window.months - 1 + YEAR
    reason = np.where(early, NO_HISTORY, np.where(_shifted(window.whole, YEAR), JUDGED, NO_MONTH))
    return base, window.spread_of(base), base, window.exposure_a_year_before(), reason[:, :, None]


def _previous(window: _Window) -> Parts:
    """The mean of the three windows of the same length just before; of two where one of them is not whole.

    The three windows are those just before, not the same months of three earlier
    years, which would need four years of data. So a season shows up as a
    difference here, while the same months of last year avoid that.
    """
    shifts = [window.months * i for i in range(1, PREVIOUS + 1)]
    whole = [_shifted(window.whole, by) for by in shifts]
    sums = [_shifted(window.observed, by) * w[:, :, None] for by, w in zip(shifts, whole, strict=True)]
    n = np.sum(whole, axis=0)
    base = np.sum(sums, axis=0).astype(np.float64)
    windows = np.maximum(n, 1).astype(np.float64)[:, :, None]
    early = np.arange(len(base))[:, None] < window.months * (LEAST_PREVIOUS + 1) - 1
    reason = np.where(early, NO_HISTORY, np.where(n >= LEAST_PREVIOUS, JUDGED, NO_MONTH))
    expected = base / windows
    return expected, window.spread_of(expected), base, windows, reason[:, :, None]


def _control(window: _Window) -> Parts:
    """The centre of an XmR chart of the single months before the window, at most 24, at least 12.

    Exceptional months are not among them: a lockdown is nothing that others are judged by.

    A window of several months is never charted as a rolling total: its sum is
    compared with so many times the centre, and its spread is that of one month
    (mean moving range x 2.66 / 3) times the root of the number of months. The
    mean moving range is that of the chart: ranges beyond their own limit have no part in it.
    """
    base, mean_range = np.zeros(window.counts.shape), np.zeros(window.counts.shape)
    n = np.zeros(window.charted.shape, dtype=np.int64)
    # Measures whose charted months are the same are charted together: nearly always all of them.
    patterns, which = np.unique(window.charted, axis=1, return_inverse=True)
    for pattern, charted in enumerate(patterns.T):
        alike = np.flatnonzero(which.ravel() == pattern)
        parts = _chart_months(window.counts[:, alike], np.flatnonzero(charted), window.months)
        base[:, alike], mean_range[:, alike], n[:, alike] = parts[0], parts[1], parts[2][:, None]
    enough = (n >= LEAST_MONTHS)[:, :, None]
    windows = np.where(enough, n[:, :, None], 2) / window.months
    spread = mean_range * (LIMIT / 3) * np.sqrt(window.months)
    return base / windows, spread, base, windows, np.where(enough, JUDGED, NO_HISTORY)


def _chart_months(counts: Floats, charted: Ints, months: int) -> tuple[Floats, Floats, Ints]:
    """The sum and the mean moving range of the months charted before each window, and how many they are.

    counts: [month, measure, area]. charted: the positions of the months that may be charted. The sums and
    the ranges are 0 where there are fewer than LEAST_MONTHS.
    """
    x = counts[charted]
    moving = np.abs(np.diff(x, axis=0))
    # Sums of whole numbers are exact in floats, so these running totals lose nothing.
    totals = np.concatenate([np.zeros((1, *x.shape[1:])), x.cumsum(axis=0)])
    stop = np.searchsorted(charted, np.arange(len(counts)) - months + 1)
    first = np.maximum(stop - MOST_MONTHS, 0)
    base, mean_range = np.zeros(counts.shape), np.zeros(counts.shape)
    for row in np.flatnonzero(stop - first >= LEAST_MONTHS):
        base[row] = totals[stop[row]] - totals[first[row]]
        mean_range[row] = find_mean_range(moving[first[row] : stop[row] - 1])
    return base, mean_range, stop - first


def _county(window: _Window) -> Parts:
    """What the place would have at the rate of home and all its peers together, over the same months.

    Tested against the rest of the county, so that the place is not compared with itself.
    """
    own, all_ = window.person_months()
    people = all_.sum(axis=2, keepdims=True)
    usable = (own > 0) & (people > own)
    total = window.districts.sum(axis=2, keepdims=True).astype(np.float64)
    expected = np.divide(total * own, people, out=np.zeros(window.observed.shape), where=usable)
    rest = np.divide(people - own, own, out=np.ones_like(own), where=usable)
    base = np.maximum(total - window.observed, 0.0)
    return expected, window.spread_of(expected), base, rest, np.where(usable, JUDGED, NO_POPULATION)


def _peers(window: _Window) -> Parts:
    """What the place would have at the median rate of the other districts, over the same months.

    The median is taken to be as exact as 2 / pi of all their people together
    would make a mean: that is its efficiency among areas that differ by chance.
    """
    own, people = window.person_months()
    others = [i for i, code in enumerate(window.cells.districts) if code != window.cells.home]
    people, counts = people[..., others], window.districts[..., others]
    populated = people > 0
    rates = np.divide(counts, people, out=np.full(counts.shape, np.nan), where=populated)
    total = np.where(populated, people, 0.0).sum(axis=2, keepdims=True)
    usable = (own > 0) & (total > 0)
    expected = np.where(usable, find_median(rates) * own, 0.0)
    windows = np.divide(total * 2 / np.pi, own, out=np.ones_like(own), where=usable)
    reason = np.where(usable, JUDGED, NO_POPULATION)
    return expected, window.spread_of(expected), expected * windows, windows, reason


def find_median(values: Floats) -> Floats:
    """Median along the last axis, which is kept; nan is left out, and the median of nothing but nan is 0.

    Written by hand because numpy's nanmedian loops over short rows one by one, which is slow.
    """
    if not values.shape[-1]:
        return np.zeros((*values.shape[:-1], 1))
    ordered = np.sort(values, axis=-1)  # nan comes last
    n = np.maximum(np.isfinite(values).sum(axis=-1, keepdims=True), 1)
    middle = [np.take_along_axis(ordered, i, axis=-1) for i in ((n - 1) // 2, n // 2)]
    return np.nan_to_num((middle[0] + middle[1]) / 2, nan=0.0)
