"""The same rule put to every month: how often it would have flagged, and how often by chance alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from csp.core.filters import add_months
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules import chance
from csp.topics.thresholds.rules.baseline import Baseline, baseline_of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.evaluate import ALPHA, TOLERANCE, cutoffs, limits
from csp.topics.thresholds.rules.rule import Direction, Rule

# Baselines that rest on so many people that their own variation by chance can be neglected.
CERTAIN = ("the county's rate", "the middle of the peers")


@dataclass(frozen=True, eq=False)
class Replay:
    """One entry per month in which any cell can be judged.

    flags: cells flagged. judged: cells that could be. chance: flags to be
    expected if every cell were Poisson at its own baseline (see lines).
    chance_both: the same if the baseline were a count of the same rate too, and
    not known for certain. flagged: [month, measure, area].
    """

    rule: Rule
    months: tuple[date, ...]
    measures: tuple[str, ...]
    areas: tuple[str, ...]
    flags: Ints
    judged: Ints
    chance: Floats
    chance_both: Floats
    flagged: Bools


def replay(cells: Cells, rule: Rule, alpha: float = ALPHA) -> Replay:
    """Every month with the data it had then. Cutting months off the end changes no month before."""
    baseline = baseline_of_rule(cells, rule)
    low, high = lines(baseline, rule, alpha)
    flagged = baseline.judged & ((baseline.observed >= high) | (baseline.observed <= low))
    by_chance = _chance_if_certain(baseline, low, high)
    both = by_chance if rule.against in CERTAIN else _chance_if_both_vary(baseline, rule, alpha)
    months = np.flatnonzero(baseline.judged.any(axis=(1, 2)))
    arrays = (flagged, baseline.judged, by_chance, both)
    flags, judged, chance_certain, chance_both = (array[months].sum(axis=(1, 2)) for array in arrays)
    return Replay(
        rule=rule,
        months=tuple(baseline.months[i] for i in months),
        measures=baseline.measures,
        areas=baseline.areas,
        flags=flags,
        judged=judged,
        chance=chance_certain,
        chance_both=chance_both,
        flagged=flagged[months],
    )


def keep_year(result: Replay, month: date) -> Replay:
    """The same for the twelve months that end with one: fewer where not all of them can be judged."""
    first = add_months(month, -11)
    kept = np.array([first <= each <= month for each in result.months], dtype=bool)
    return replace(
        result,
        months=tuple(each for each, keep in zip(result.months, kept, strict=True) if keep),
        flags=result.flags[kept],
        judged=result.judged[kept],
        chance=result.chance[kept],
        chance_both=result.chance_both[kept],
        flagged=result.flagged[kept],
    )


def lines(baseline: Baseline, rule: Rule, alpha: float = ALPHA) -> tuple[Ints, Ints]:
    """The largest count below and the smallest above at which each cell is flagged; -1 and NEVER for none.

    The further a count lies from its baseline, the easier every condition of a
    rule is to meet. So two counts per cell are enough, and chance is the sum of
    two exact tails. Where the difference must be more than chance, the line of a
    cell depends on the other cells of its month as they were (chance.cutoffs),
    and the chance of the cell is that of a Poisson count crossing that line. In
    a month without any change the lines would have been stricter, so the sum is
    a little higher than it would be there.
    """
    upper, lower = limits(baseline, rule)
    judged = baseline.judged
    shape = baseline.observed.shape
    high, low = np.full(shape, chance.NEVER), np.full(shape, -1)
    if rule.direction != "down":
        floor = np.where(baseline.expected[judged] < rule.least, rule.least, 0)
        high[judged] = np.maximum(np.floor(upper[judged]).astype(np.int64) + 1, floor)
    if rule.direction != "up":
        below = np.ceil(lower[judged]).astype(np.int64) - 1
        low[judged] = np.where(baseline.expected[judged] < rule.least, -1, np.maximum(below, -1))
    if rule.significant:
        most, least = _signal_lines(baseline, alpha, rule.direction, paired=False)
        low, high = np.minimum(low, most), np.maximum(high, least)
    return low, high


@lru_cache(maxsize=16)
def _signal_lines(baseline: Baseline, alpha: float, direction: Direction, paired: bool) -> tuple[Ints, Ints]:
    """The largest count below and the smallest above that are signals; remembered while a slider moves."""
    judged = baseline.judged
    high, low = np.full(judged.shape, chance.NEVER), np.full(judged.shape, -1)
    base = baseline.base + baseline.observed if paired else baseline.base
    cells = chance.SignalSearch(
        base[judged], baseline.windows[judged], cutoffs(baseline, alpha)[judged], paired
    )
    if direction != "down":
        high[judged] = chance.lowest_signal(cells)
    if direction != "up":
        low[judged] = chance.highest_signal(cells)
    return low, high


def _chance_if_certain(baseline: Baseline, low: Ints, high: Ints) -> Floats:
    """The probability that each cell crosses its lines, Poisson at its own baseline."""
    out = np.zeros(baseline.observed.shape)
    upper, lower = high < chance.NEVER, low >= 0
    out[upper] = chance.at_least(high[upper], baseline.expected[upper])
    out[lower] += chance.at_most(low[lower], baseline.expected[lower])
    return out


def _chance_if_both_vary(baseline: Baseline, rule: Rule, alpha: float) -> Floats:
    """The probability that each cell is flagged if window and baseline were counts of one and the same rate.

    Given their sum the window's count is binomial, and the baseline is the
    rest of the sum: whatever the rate is, this is right on average.
    """
    low, high = _paired_limits(baseline, rule)
    if rule.significant:
        most, least = _signal_lines(baseline, alpha, rule.direction, paired=True)
        low, high = np.minimum(low, most), np.maximum(high, least)
    total, out = baseline.base + baseline.observed, np.zeros(baseline.observed.shape)
    upper, lower = baseline.judged & (high < chance.NEVER), baseline.judged & (low >= 0)
    out[upper] = chance.share_at_least(high[upper], total[upper], baseline.windows[upper])
    out[lower] += 1 - chance.share_at_least(low[lower] + 1, total[lower], baseline.windows[lower])
    return out


def _paired_limits(baseline: Baseline, rule: Rule) -> tuple[Ints, Ints]:
    """lines() for a given sum of both counts: limit and least count solved for the window's count."""
    m, total, limit = baseline.windows, baseline.base + baseline.observed, rule.limit
    if rule.against == "control limits" and rule.unit == "sd":
        reach = np.where(baseline.judged, baseline.spread, 0.0) * limit * m
        upper, lower = (total + reach) / (m + 1), (total - reach) / (m + 1)
    elif rule.unit == "sd":  # a quadratic in the root of the expected count
        root = np.sqrt(limit**2 + 4 * (m + 1) * total)
        upper, lower = (total - m * ((root + side * limit) / (2 * (m + 1))) ** 2 for side in (-1, 1))
    else:
        up, down = 1 + limit / 100, max(0.0, 1 - limit / 100)
        upper, lower = total * up / (m + up), total * down / (m + down)
    margin = TOLERANCE * np.maximum(1.0, total)
    high = np.maximum(np.floor(upper + margin).astype(np.int64) + 1, rule.least)
    low = np.minimum(np.ceil(lower - margin) - 1, np.floor(total - m * rule.least + margin)).astype(np.int64)
    never = np.full(total.shape, chance.NEVER), np.full(total.shape, -1)
    return (
        never[1] if rule.direction == "up" else np.maximum(low, -1),
        never[0] if rule.direction == "down" else high,
    )
