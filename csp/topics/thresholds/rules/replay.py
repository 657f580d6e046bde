"""The same rule put to every month: how often it would have spoken, and how often by chance alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from csp.core import wording
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules import chance
from csp.topics.thresholds.rules.baseline import Baseline, of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.evaluate import ALPHA, HAIR, cutoffs, limits
from csp.topics.thresholds.rules.rule import Direction, Rule

# Baselines that rest on so many people that their own chance is nothing.
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
    held = of_rule(cells, rule)
    low, high = lines(held, rule, alpha)
    known = held.judged
    flagged = known & ((held.observed >= high) | (held.observed <= low))
    by_chance = _certain(held, low, high)
    both = by_chance if rule.against in CERTAIN else _both(held, rule, alpha)
    months = np.flatnonzero(known.any(axis=(1, 2)))
    flags, judged, expected, wide = (a[months].sum(axis=(1, 2)) for a in (flagged, known, by_chance, both))
    return Replay(
        rule=rule,
        months=tuple(held.months[i] for i in months),
        measures=held.measures,
        areas=held.areas,
        flags=flags,
        judged=judged,
        chance=expected,
        chance_both=wide,
        flagged=flagged[months],
    )


def lines(held: Baseline, rule: Rule, alpha: float = ALPHA) -> tuple[Ints, Ints]:
    """The largest count below and the smallest above at which each cell is flagged; -1 and NEVER for none.

    Every condition of a rule only gets easier the further a count lies from
    its baseline, so two counts per cell say all, and chance is two exact tail
    sums. Where the difference must be more than chance, the line drawn is that
    which the other cells of the month, as they were, leave for this one
    (chance.cutoffs): the chance of a cell is that of a Poisson count in its
    place crossing it. In a month where nothing at all happened the lines would
    have been stricter, so the sum is a little on the high side of that.
    """
    upper, lower = limits(held, rule)
    known = held.judged
    shape = held.observed.shape
    high, low = np.full(shape, chance.NEVER), np.full(shape, -1)
    if rule.direction != "down":
        floor = np.where(held.expected[known] < rule.least, rule.least, 0)
        high[known] = np.maximum(np.floor(upper[known]).astype(np.int64) + 1, floor)
    if rule.direction != "up":
        below = np.ceil(lower[known]).astype(np.int64) - 1
        low[known] = np.where(held.expected[known] < rule.least, -1, np.maximum(below, -1))
    if rule.significant:
        most, least = _signal_lines(held, alpha, rule.direction, paired=False)
        low, high = np.minimum(low, most), np.maximum(high, least)
    return low, high


@lru_cache(maxsize=16)
def _signal_lines(held: Baseline, alpha: float, direction: Direction, paired: bool) -> tuple[Ints, Ints]:
    """The largest count below and the smallest above that are signals; remembered while a slider moves."""
    known = held.judged
    high, low = np.full(known.shape, chance.NEVER), np.full(known.shape, -1)
    base = held.base + held.observed if paired else held.base
    cells = chance.Held(base[known], held.windows[known], cutoffs(held, alpha)[known], paired)
    if direction != "down":
        high[known] = chance.lowest_signal(cells)
    if direction != "up":
        low[known] = chance.highest_signal(cells)
    return low, high


def _certain(held: Baseline, low: Ints, high: Ints) -> Floats:
    """The probability that each cell crosses its lines, Poisson at its own baseline."""
    out = np.zeros(held.observed.shape)
    upper, lower = high < chance.NEVER, low >= 0
    out[upper] = chance.at_least(high[upper], held.expected[upper])
    out[lower] += chance.at_most(low[lower], held.expected[lower])
    return out


def _both(held: Baseline, rule: Rule, alpha: float) -> Floats:
    """The probability that each cell is flagged if window and baseline were counts of one and the same rate.

    Given their sum the window's count is binomial, and the baseline is the
    rest of the sum: whatever the rate is, this is right on average. Rates of
    the county and of the peers rest on so many people that their own chance is nothing.
    """
    low, high = _paired_limits(held, rule)
    if rule.significant:
        most, least = _signal_lines(held, alpha, rule.direction, paired=True)
        low, high = np.minimum(low, most), np.maximum(high, least)
    total, out = held.base + held.observed, np.zeros(held.observed.shape)
    upper, lower = held.judged & (high < chance.NEVER), held.judged & (low >= 0)
    out[upper] = chance.share_at_least(high[upper], total[upper], held.windows[upper])
    out[lower] += 1 - chance.share_at_least(low[lower] + 1, total[lower], held.windows[lower])
    return out


def _paired_limits(held: Baseline, rule: Rule) -> tuple[Ints, Ints]:
    """lines() for a given sum of both counts: limit and least count solved for the window's count."""
    m, total, limit = held.windows, held.base + held.observed, rule.limit
    if rule.against == "control limits" and rule.unit == "sd":
        reach = np.where(held.judged, held.spread, 0.0) * limit * m
        upper, lower = (total + reach) / (m + 1), (total - reach) / (m + 1)
    elif rule.unit == "sd":  # a quadratic in the root of the expected count
        root = np.sqrt(limit**2 + 4 * (m + 1) * total)
        upper, lower = (total - m * ((root + side * limit) / (2 * (m + 1))) ** 2 for side in (-1, 1))
    else:
        up, down = 1 + limit / 100, max(0.0, 1 - limit / 100)
        upper, lower = total * up / (m + up), total * down / (m + down)
    hair = HAIR * np.maximum(1.0, total)
    high = np.maximum(np.floor(upper + hair).astype(np.int64) + 1, rule.least)
    low = np.minimum(np.ceil(lower - hair) - 1, np.floor(total - m * rule.least + hair)).astype(np.int64)
    never = np.full(total.shape, chance.NEVER), np.full(total.shape, -1)
    return (
        never[1] if rule.direction == "up" else np.maximum(low, -1),
        never[0] if rule.direction == "down" else high,
    )


def replay_sentence(result: Replay) -> str:
    """How often the limit would have spoken, and how often by chance alone.

    "This limit would have flagged 41 ward-months in the 22 months from Mar 2019 to Dec 2020;
    about 12 by chance, about 20 if chance in the baselines is counted too."
    """
    if not result.months:
        return "No month can be replayed: there are not enough whole months before any of them."
    wards = result.rule.watch == "ward_types"
    unit = "ward-month" if wards else "type-month"
    each = " (each crime type counted)" if wards and len(result.measures) > 1 else ""
    span = wording.period(result.months[0], result.months[-1])
    n = len(result.months)
    when = f"in {span}" if n == 1 else f"in the {n} months from {span}"
    flags = wording.plural(int(result.flags.sum()), unit)
    return f"This limit would have flagged {flags}{each} {when}; {by_chance(result)}."


def by_chance(result: Replay) -> str:
    """ "about 12 by chance, about 20 if chance in the baselines is counted too"; the second where it differs.

    A baseline that is one count varies as much as what is held against it. To
    take it as certain says too little of chance, by a factor of ten for a
    high limit, so both are said.
    """
    certain, both = _about(float(result.chance.sum())), _about(float(result.chance_both.sum()))
    if certain == both:
        return f"{certain} by chance"
    return f"{certain} by chance, {both} if chance in the baselines is counted too"


def _about(expected: float) -> str:
    if expected < 0.05:
        return "next to none"
    return "fewer than 1" if expected < 1 else f"about {wording.count(expected)}"
