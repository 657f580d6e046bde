"""A rule put to the data: which cells it flags now, and how many it would flag at other limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from csp.core.filters import add_months
from csp.statistics.types import Bools, Floats, Ints, floats
from csp.topics.thresholds.rules import chance
from csp.topics.thresholds.rules.baseline import JUDGED, Baseline, baseline_of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.rule import Rule

ALPHA = 0.05
# Means of thirds and products of rates are not exact in floats: a count that passes a limit by less than
# this is on the limit, and so not beyond it.
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Result:
    """What a rule says of one month; arrays are [measure, area].

    observed and expected are counts of the window, difference_pct their difference in % of expected
    (inf from 0, nan where not judged), z the same in standard deviations. p is two-sided and unadjusted;
    significant: more than chance over all cells judged (Benjamini-Hochberg). reason: baseline.REASONS.
    """

    rule: Rule
    month: date
    measures: tuple[str, ...]
    areas: tuple[str, ...]
    observed: Ints
    expected: Floats
    difference_pct: Floats
    z: Floats
    p: Floats
    significant: Bools
    beyond: Bools
    """Beyond the limit, whether or not the other conditions hold."""
    enough: Bools
    """Whether the least count is reached."""
    flagged: Bools
    reason: Ints

    @property
    def evaluable(self) -> Bools:
        return np.asarray(self.reason == JUDGED)

    @property
    def window(self) -> tuple[date, date]:
        """First and last month of the window."""
        return add_months(self.month, 1 - self.rule.months), self.month

    def cell(self, index: int) -> tuple[str, str]:
        """Measure and area of a position in the flattened arrays."""
        return self.measures[index // len(self.areas)], self.areas[index % len(self.areas)]

    def flags(self) -> list[int]:
        """Flat positions of the flagged cells, the smallest p first, then the larger difference."""
        positions = np.flatnonzero(self.flagged.ravel())
        size = np.abs(self.observed - self.expected).ravel()[positions]
        order = np.lexsort((positions, -size, self.p.ravel()[positions]))
        return [int(i) for i in positions[order]]

    def flags_by_area(self) -> dict[str, int]:
        """How many crime types are flagged in each area."""
        return {code: int(n) for code, n in zip(self.areas, self.flagged.sum(axis=0), strict=True)}


def evaluate(cells: Cells, rule: Rule, at: int, alpha: float = ALPHA) -> Result:
    """The rule put to the window that ends with the month at a position.

    Months after it are not looked at, so what is said of a month stays when others are loaded.
    """
    baseline = baseline_of_rule(cells, rule)
    at = range(len(cells.months))[at]
    row = slice(at, at + 1)
    judged = baseline.judged[row]
    observed, expected = baseline.observed[row], baseline.expected[row]
    difference = observed - expected
    significant = _significant(baseline, alpha)[row]
    beyond, enough = _beyond(baseline, rule, row), _enough(baseline, rule, row)
    flagged = judged & beyond & enough & (significant | (not rule.significant))
    return Result(
        rule=rule,
        month=cells.months[at],
        measures=baseline.measures,
        areas=baseline.areas,
        observed=observed[0],
        expected=expected[0],
        difference_pct=_divide(100 * difference, expected)[0],
        z=_divide(difference, baseline.spread[row])[0],
        p=baseline.p[at],
        significant=significant[0],
        beyond=(judged & beyond)[0],
        enough=(judged & enough)[0],
        flagged=flagged[0],
        reason=baseline.reason[at],
    )


def _divide(difference: Floats, unit: Floats) -> Floats:
    """difference / unit; where the unit is 0, infinite in the direction of the difference, or 0 for none."""
    with np.errstate(invalid="ignore"):
        without_unit = np.where(difference == 0, 0.0, np.copysign(np.inf, difference))
    out = np.where(np.isnan(difference), np.nan, without_unit)
    return np.divide(difference, unit, out=out, where=unit > 0)


@lru_cache(maxsize=16)
def cutoffs(baseline: Baseline, alpha: float) -> Floats:
    """The p each cell must stay under, over the cells judged together in its month: see chance.cutoffs.

    The limit and the least count do not enter. If only the cells that pass them were
    corrected for, a stricter limit could leave fewer of them, and so flag more.
    """
    return chance.cutoffs(baseline.p.reshape(len(baseline.p), -1), alpha).reshape(baseline.p.shape)


def _significant(baseline: Baseline, alpha: float) -> Bools:
    return np.asarray(baseline.p < cutoffs(baseline, alpha))  # nan is no signal


def limits(baseline: Baseline, rule: Rule, row: slice = slice(None)) -> tuple[Floats, Floats]:
    """The counts that a cell has to exceed, and to stay under, to be beyond the limit."""
    return _limits(baseline, rule, row, rule.limit)


def _limits(baseline: Baseline, rule: Rule, row: slice, limit: float | Floats) -> tuple[Floats, Floats]:
    expected = baseline.expected[row]
    reach = expected * limit / 100 if rule.unit == "%" else baseline.spread[row] * limit
    margin = TOLERANCE * np.maximum(1.0, expected)
    return expected + reach + margin, expected - reach - margin


def _beyond(baseline: Baseline, rule: Rule, row: slice, limit: float | Floats | None = None) -> Bools:
    upper, lower = _limits(baseline, rule, row, rule.limit if limit is None else limit)
    observed = baseline.observed[row]
    above, below = observed > upper, observed < lower
    return np.asarray({"up": above, "down": below, "both": above | below}[rule.direction])


def _enough(baseline: Baseline, rule: Rule, row: slice) -> Bools:
    return np.asarray(np.maximum(baseline.observed[row], baseline.expected[row]) >= rule.least)


def curve(cells: Cells, rule: Rule, at: int, grid: Sequence[float] | Floats, alpha: float = ALPHA) -> Ints:
    """How many cells the rule would flag at each limit of a grid, everything else as it is."""
    baseline = baseline_of_rule(cells, rule)
    at = range(len(cells.months))[at]
    row = slice(at, at + 1)
    eligible = baseline.judged[row] & _enough(baseline, rule, row)
    if rule.significant:
        eligible &= _significant(baseline, alpha)[row]
    beyond = _beyond(baseline, rule, row, floats(grid)[:, None, None])
    return np.asarray((beyond & eligible).sum(axis=(1, 2)), dtype=np.int64)
