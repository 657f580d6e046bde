"""A rule put to the data: which cells it flags now, why, and how many it would flag at other limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from csp.core import wording
from csp.core.filters import add_months
from csp.statistics.types import Bools, Floats, Ints, floats
from csp.topics.thresholds.rules import chance
from csp.topics.thresholds.rules.baseline import JUDGED, REASONS, Baseline, of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.rule import Rule

ALPHA = 0.05
# Means of thirds and products of rates: a hair's breadth beyond a limit is on it, not beyond.
HAIR = 1e-9


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
        found = np.flatnonzero(self.flagged.ravel())
        size = np.abs(self.observed - self.expected).ravel()[found]
        return [int(i) for i in found[np.lexsort((found, -size, self.p.ravel()[found]))]]


def evaluate(cells: Cells, rule: Rule, at: int, alpha: float = ALPHA) -> Result:
    """The rule put to the window that ends with the month at a position. Later months have no say."""
    held = of_rule(cells, rule)
    at = range(len(cells.months))[at]
    row = slice(at, at + 1)
    known = held.judged[row]
    observed, expected = held.observed[row], held.expected[row]
    difference = observed - expected
    significant = _significant(held, alpha)[row]
    beyond, enough = _beyond(held, rule, row), _enough(held, rule, row)
    flagged = known & beyond & enough & (significant | (not rule.significant))
    return Result(
        rule=rule,
        month=cells.months[at],
        measures=held.measures,
        areas=held.areas,
        observed=observed[0],
        expected=expected[0],
        difference_pct=_over(100 * difference, expected)[0],
        z=_over(difference, held.spread[row])[0],
        p=held.p[at],
        significant=significant[0],
        beyond=(known & beyond)[0],
        enough=(known & enough)[0],
        flagged=flagged[0],
        reason=held.reason[at],
    )


def _over(difference: Floats, unit: Floats) -> Floats:
    """difference / unit; over a unit of 0 infinite in its direction, 0 where there is no difference."""
    with np.errstate(invalid="ignore"):
        beyond = np.where(difference == 0, 0.0, np.copysign(np.inf, difference))
    out = np.where(np.isnan(difference), np.nan, beyond)
    return np.divide(difference, unit, out=out, where=unit > 0)


@lru_cache(maxsize=16)
def cutoffs(held: Baseline, alpha: float) -> Floats:
    """The p each cell must stay under, over the cells judged together in its month: see chance.cutoffs.

    Limit and least count have no part in it. Were it taken over the cells that
    pass them, a stricter limit could leave fewer to correct for, and flag more.
    """
    return chance.cutoffs(held.p.reshape(len(held.p), -1), alpha).reshape(held.p.shape)


def _significant(held: Baseline, alpha: float) -> Bools:
    return np.asarray(held.p < cutoffs(held, alpha))  # nan is no signal


def limits(held: Baseline, rule: Rule, row: slice = slice(None)) -> tuple[Floats, Floats]:
    """The counts that a cell has to exceed, and to stay under, to be beyond the limit."""
    return _limits(held, rule, row, rule.limit)


def _limits(held: Baseline, rule: Rule, row: slice, limit: float | Floats) -> tuple[Floats, Floats]:
    expected = held.expected[row]
    reach = expected * limit / 100 if rule.unit == "%" else held.spread[row] * limit
    hair = HAIR * np.maximum(1.0, expected)
    return expected + reach + hair, expected - reach - hair


def _beyond(held: Baseline, rule: Rule, row: slice, limit: float | Floats | None = None) -> Bools:
    upper, lower = _limits(held, rule, row, rule.limit if limit is None else limit)
    observed = held.observed[row]
    above, below = observed > upper, observed < lower
    return np.asarray({"up": above, "down": below, "both": above | below}[rule.direction])


def _enough(held: Baseline, rule: Rule, row: slice) -> Bools:
    return np.asarray(np.maximum(held.observed[row], held.expected[row]) >= rule.least)


def curve(cells: Cells, rule: Rule, at: int, grid: Sequence[float] | Floats, alpha: float = ALPHA) -> Ints:
    """How many cells the rule would flag at each limit of a grid, everything else as it is."""
    held = of_rule(cells, rule)
    at = range(len(cells.months))[at]
    row = slice(at, at + 1)
    able = held.judged[row] & _enough(held, rule, row)
    if rule.significant:
        able &= _significant(held, alpha)[row]
    beyond = _beyond(held, rule, row, floats(grid)[:, None, None])
    return np.asarray((beyond & able).sum(axis=(1, 2)), dtype=np.int64)


def explain(result: Result, i: int, names: Mapping[str, str]) -> str:
    """One cell in words: what was counted, against what, how far apart, and what the rule makes of it.

    "Shoplifting in Culverden: 41 in Oct to Dec 2020 against 22 in the same months last
    year, +86.4 %, limit 30 %, more than chance". names: labels of measures and areas by code.
    """
    measure, area = result.cell(i)
    counted = wording.count(int(result.observed.ravel()[i]))
    place = f"{names.get(measure, measure)} in {names.get(area, area)}"
    when = wording.period(*result.window)
    reason = int(result.reason.ravel()[i])
    if reason != JUDGED:
        return f"{place}: not judged for {when}, {REASONS[reason]}"
    verdict = ", ".join([_difference(result, i), *_verdict(result, i)])
    return f"{place}: {counted} in {when} against {_against(result, i)}, {verdict}"


def _against(result: Result, i: int) -> str:
    expected, months = float(result.expected.ravel()[i]), result.rule.months
    figure = wording.count(expected) if expected == round(expected) else wording.rate(expected)
    before = "an average month" if months == 1 else f"{months} average months"
    return {
        "same months last year": f"{figure} in the same {'month' if months == 1 else 'months'} last year",
        "mean of the three previous": f"a mean of {figure} in the "
        f"{'months' if months == 1 else f'periods of {months} months'} just before",
        "the county's rate": f"{figure} at the county's rate",
        "the middle of the peers": f"{figure} at the middle rate of the peers",
        "control limits": f"{figure} in {before} before",
    }[result.rule.against]


def _difference(result: Result, i: int) -> str:
    share = float(result.difference_pct.ravel()[i])
    text = "from 0" if np.isinf(share) else wording.pct(share, sign=True)
    if share == 0:
        return "no difference"
    z = float(result.z.ravel()[i])
    if result.rule.unit == "%" or np.isinf(z):
        return text
    return f"{text}, {wording.rate(abs(z))} standard deviations {'above' if z > 0 else 'below'}"


def limit_words(rule: Rule) -> str:
    """ "30 %" or "3 standard deviations" """
    figure = f"{rule.limit:g}"
    return (
        f"{figure} %" if rule.unit == "%" else f"{figure} standard deviation{'' if rule.limit == 1 else 's'}"
    )


def _verdict(result: Result, i: int) -> Iterator[str]:
    rule = result.rule
    beyond, enough = bool(result.beyond.ravel()[i]), bool(result.enough.ravel()[i])
    yield f"limit {limit_words(rule)}" if beyond else f"not beyond the limit of {limit_words(rule)}"
    if not enough:
        yield f"fewer than {wording.count(rule.least)}"
    yield "more than chance" if result.significant.ravel()[i] else "within chance"


def versus(now: Result, base: Result, names: Mapping[str, str], name: str = "the baseline") -> str:
    """How many are flagged, against another rule's result, and which are new or gone.

    "7 flagged, 3 more than with the baseline: new Robbery in Park, ...; no longer Shoplifting in Capel."
    """
    lists = new_and_gone(now, base, names)
    text = count_against(now, base, name)
    return f"{text}: {lists}." if lists else f"{text}."


def count_against(now: Result, base: Result, name: str) -> str:
    """How many are flagged, against another rule's result: "7 flagged, 3 more than with the baseline"."""
    here, difference = len(now.flags()), len(now.flags()) - len(base.flags())
    if difference:
        count = f"{wording.count(abs(difference))} {'more' if difference > 0 else 'fewer'} than with {name}"
    else:
        count = f"as many as with {name}"
    return f"{wording.count(here)} flagged, {count}"


def new_and_gone(now: Result, base: Result, names: Mapping[str, str]) -> str:
    """Which are new and which gone: "new Robbery in Park, ...; no longer Shoplifting in Capel"."""
    here, there = ([result.cell(i) for i in result.flags()] for result in (now, base))
    new = [cell for cell in here if cell not in there]
    gone = [cell for cell in there if cell not in here]
    lists = [f"{word} {_cells(cells, names)}" for word, cells in (("new", new), ("no longer", gone)) if cells]
    return "; ".join(lists)


def _cells(cells: Sequence[tuple[str, str]], names: Mapping[str, str], most: int = 3) -> str:
    said = [f"{names.get(measure, measure)} in {names.get(area, area)}" for measure, area in cells[:most]]
    left = len(cells) - len(said)
    return wording.list_words([*said, f"{wording.number(left)} more"] if left else said)
