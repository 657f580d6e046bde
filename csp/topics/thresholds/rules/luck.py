"""How many warnings a rule would give by luck: months drawn in which nothing changes, the rule put to them.

Every month of a cell is drawn with the same mean, that of all its months which the rule looks at, so
of the counts and of their baselines together, and with its dispersion (negative binomial). Windows are
sums of these months, so those that overlap share what they share in fact. Draws are seeded: the same
rule has the same luck, and a stricter limit never more. They stay while a limit moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules.baseline import (
    MOST_MONTHS,
    PREVIOUS,
    YEAR,
    Baseline,
    find_baseline,
    find_median,
)
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.chance import estimate_p, find_clear
from csp.topics.thresholds.rules.conditions import find_beyond, find_enough
from csp.topics.thresholds.rules.evaluate import ALPHA, count_watched
from csp.topics.thresholds.rules.rule import Rule

# With so many the luck of the rules that ship is right to about a third of a warning in a year.
DRAWS = 100
SEED = 20
BY_PLACE = ("the county's rate", "the middle of the peers")


@dataclass(frozen=True, eq=False)
class Drawn:
    """The cells of all draws that could give a warning, in one row; month: positions in the block.

    Where only clear changes count, the others are left out at once.
    """

    month: npt.NDArray[np.int32]
    observed: npt.NDArray[np.int32]
    expected: Floats
    spread: Floats


def count_luck(cells: Cells, rule: Rule, at: int, span: int, alpha: float = ALPHA) -> Floats:
    """[month of the block]: how many warnings a month would have if nothing changed; 0 outside the span.

    The span ends with the month at a position. The mean over the draws.
    """
    # What a drag changes has no part in the draws.
    drawn = _draw(cells, replace(rule, limit=0.0, unit="%", direction="both", least=0), at, span, alpha)
    warns = find_beyond(rule, drawn.observed, drawn.expected, drawn.spread)
    warns &= find_enough(rule, drawn.observed, drawn.expected)
    return np.bincount(drawn.month[warns], minlength=len(cells.months)) / DRAWS


@lru_cache(maxsize=8)
def _draw(cells: Cells, rule: Rule, at: int, span: int, alpha: float) -> Drawn:
    watched = count_watched(cells, rule)
    # A verdict needs the crime types that the watched ones are judged with.
    codes = cells.list_judged(rule.measures)[: None if rule.significant else watched]
    positions = np.array([cells.measures.index(code) for code in codes], dtype=np.int64)
    first = _find_first_month(cells, rule, at, span)
    unchanged = _draw_unchanged(cells, rule, positions, slice(first, at + 1))
    every, last = np.arange(len(unchanged.measures)), slice(-min(span, at + 1 - first), None)
    baseline = find_baseline(unchanged, rule.months, rule.against, every, last)
    shape = (len(baseline.months), DRAWS, len(codes), len(cells.areas))
    could: Bools = baseline.judged.reshape(shape)
    if rule.significant:
        p = _estimate_p(baseline).reshape(shape)
        could = could & find_clear(p, baseline.listed[: len(codes)], alpha)
    could[:, :, watched:] = False
    month = (np.nonzero(could)[0] + at + 1 - len(could)).astype(np.int32)
    could = could.reshape(baseline.observed.shape)
    observed = baseline.observed[could].astype(np.int32)
    return Drawn(month, observed, baseline.expected[could], baseline.spread[could])


def _estimate_p(baseline: Baseline) -> Floats:
    p = estimate_p(baseline.observed, baseline.base, baseline.windows, baseline.dispersion[:, None])
    return np.where(baseline.judged, p, np.nan)


def _find_first_month(cells: Cells, rule: Rule, at: int, span: int) -> int:
    """The first month that a window of the span, or its baseline, looks at."""
    start = at - (span - 1) - (rule.months - 1)
    reach = {"same months last year": YEAR, "mean of the three previous": PREVIOUS * rule.months}
    if rule.against == "control limits":
        charted: Bools = np.any(cells.find_charted(np.arange(len(cells.measures))), axis=1)
        earlier = np.flatnonzero(charted[: max(start, 0)])[-MOST_MONTHS:]
        return int(earlier[0]) if len(earlier) else max(start, 0)
    return max(start - reach.get(rule.against, 0), 0)


def _draw_unchanged(cells: Cells, rule: Rule, positions: Ints, months: slice) -> Cells:
    """A block of the months in which each draw is another set of measures, without any change."""
    usable = cells.usable[months]
    rng = np.random.default_rng(SEED)
    dispersion = cells.varies_by([cells.measures[i] for i in positions])
    places, districts = _find_means(cells, rule, positions, months)

    def draw(means: Floats) -> Ints:
        return _draw_counts(
            rng, np.broadcast_to(means, (len(usable), DRAWS, *means.shape)), dispersion[:, None]
        )

    def repeat(marks: Bools | None) -> Bools | None:
        return None if marks is None else np.tile(marks[months][:, positions], DRAWS)

    codes = [cells.measures[i] for i in positions] * DRAWS
    counts = draw(places).reshape(len(usable), len(codes), -1)
    across = draw(districts).reshape(len(usable), len(codes), -1)
    compares = rule.against in BY_PLACE
    if compares and cells.areas == (cells.home,):
        across[..., cells.districts.index(cells.home)] = counts[..., 0]
    return Cells(
        months=cells.months[months],
        measures=tuple(codes),
        areas=cells.areas,
        counts=counts,
        population=cells.population[months],
        usable=usable,
        home=cells.home,
        districts=cells.districts if compares else (),
        district_counts=across,
        district_population=cells.district_population[months][:, : across.shape[2]],
        dispersion=tuple(np.tile(dispersion, DRAWS)),
        listed=cells.listed,
        incomplete=repeat(cells.incomplete),
        exceptional=repeat(cells.exceptional),
    )


def _find_means(cells: Cells, rule: Rule, positions: Ints, months: slice) -> tuple[Floats, Floats]:
    """The mean count of a month without change: [measure, area], and [measure, district] if compared.

    By time it is the mean of the cell's own months. Against other places it is what the place would
    have at their rate.
    """
    usable = cells.usable[months]
    own = _mean(cells.counts[months][:, positions], usable)
    if rule.against not in BY_PLACE:
        return own, np.zeros((len(positions), 0))
    districts = _mean(cells.district_counts[months][:, positions], usable)
    people, of_place = (
        _mean(cells.district_population[months], usable),
        _mean(cells.population[months], usable),
    )
    if rule.against == "the county's rate":
        rate = districts.sum(axis=1, keepdims=True) / max(float(np.nansum(people)), 1.0)
        return np.nan_to_num(rate * of_place), np.nan_to_num(rate * people)
    others = [i for i, code in enumerate(cells.districts) if code != cells.home]
    rates = np.divide(districts, people, out=np.full(districts.shape, np.nan), where=people > 0)[:, others]
    return np.nan_to_num(find_median(rates) * of_place), districts


def _mean(values: Ints | Floats, usable: Bools) -> Floats:
    """The mean of the usable months; 0 where there is none."""
    return np.asarray(values[usable].sum(axis=0) / max(int(usable.sum()), 1))


def _draw_counts(rng: np.random.Generator, means: Floats, dispersion: Floats) -> Ints:
    """Negative binomial counts with the variance dispersion x mean; Poisson where it is 1."""
    excess = np.broadcast_to(dispersion - 1, means.shape)
    varies = excess > 0
    rates = np.where(varies, 0.0, means).astype(np.float32)
    share = (means[varies] / excess[varies]).astype(np.float32)
    rates[varies] = rng.standard_gamma(share, dtype=np.float32) * excess[varies]
    return np.asarray(rng.poisson(rates), dtype=np.int64)
