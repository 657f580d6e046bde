"""A rule put to the data: which cells it flags now, and how many it would flag at other limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from csp.core.filters import add_months
from csp.statistics.dispersion import smallest_visible_change
from csp.statistics.types import Bools, Floats, Ints, floats
from csp.topics.thresholds.rules.baseline import JUDGED, baseline_of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.chance import find_clear, find_p
from csp.topics.thresholds.rules.conditions import find_beyond, find_enough
from csp.topics.thresholds.rules.rule import Rule

ALPHA = 0.05


@dataclass(frozen=True, eq=False)
class Result:
    """What a rule says of one month; arrays are [measure, area].

    observed and expected are counts of the window, difference_pct their difference in % of expected
    (inf from 0, nan where not judged), z the same in standard deviations. p is two-sided and unadjusted;
    significant: a clear change, judged over the listed crime types of its place, as on every other page;
    smallest: the smallest difference from the expected count that could have been seen, nan where not judged.
    reason: why it is not judged, baseline.JUDGED where it is.
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
    smallest: Floats
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
    watched = slice(0, count_watched(cells, rule))
    observed, expected = baseline.observed[at, watched], baseline.expected[at, watched]
    spread, judged = baseline.spread[at, watched], baseline.judged[at, watched]
    difference, p = observed - expected, find_p(baseline, at)
    significant = find_clear(p, baseline.listed, alpha)[watched]
    beyond = judged & find_beyond(rule, observed, expected, spread)
    enough = judged & find_enough(rule, observed, expected)
    return Result(
        rule=rule,
        month=cells.months[at],
        measures=baseline.measures[watched],
        areas=baseline.areas,
        observed=observed,
        expected=expected,
        difference_pct=_divide(100 * difference, expected),
        z=_divide(difference, spread),
        p=p[watched],
        significant=significant,
        smallest=smallest_visible_change(
            expected, baseline.dispersion[watched, None], windows=baseline.windows[at, watched]
        ),
        beyond=beyond,
        enough=enough,
        flagged=beyond & enough & (significant | (not rule.significant)),
        reason=baseline.reason[at, watched],
    )


def count_watched(cells: Cells, rule: Rule) -> int:
    """How many of the measures of a rule's baseline it watches: the first ones."""
    return len({*(rule.measures or cells.measures)} & {*cells.measures})


def _divide(difference: Floats, unit: Floats) -> Floats:
    """difference / unit; where the unit is 0, infinite in the direction of the difference, or 0 for none."""
    with np.errstate(invalid="ignore"):
        without_unit = np.where(difference == 0, 0.0, np.copysign(np.inf, difference))
    out = np.where(np.isnan(difference), np.nan, without_unit)
    return np.divide(difference, unit, out=out, where=unit > 0)


def curve(cells: Cells, rule: Rule, at: int, grid: Sequence[float] | Floats, alpha: float = ALPHA) -> Ints:
    """How many cells the rule would flag at each limit of a grid, everything else as it is."""
    baseline = baseline_of_rule(cells, rule)
    at = range(len(cells.months))[at]
    watched = slice(0, count_watched(cells, rule))
    observed, expected = baseline.observed[at, watched], baseline.expected[at, watched]
    eligible = baseline.judged[at, watched] & find_enough(rule, observed, expected)
    if rule.significant:
        eligible &= find_clear(find_p(baseline, at), baseline.listed, alpha)[watched]
    limits = floats(grid)[:, None, None]
    beyond = find_beyond(rule, observed, expected, baseline.spread[at, watched], limits)
    return np.asarray((beyond & eligible).sum(axis=(1, 2)), dtype=np.int64)
