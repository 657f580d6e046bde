"""The same rule put to every month of a year: how often it would have warned, and how often by luck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules.baseline import YEAR, baseline_of_rule
from csp.topics.thresholds.rules.cells import Cells
from csp.topics.thresholds.rules.evaluate import ALPHA, evaluate
from csp.topics.thresholds.rules.luck import count_luck
from csp.topics.thresholds.rules.rule import Rule


@dataclass(frozen=True, eq=False)
class Replay:
    """One entry per month in which any cell can be judged.

    flags: cells flagged. judged: cells that could be. luck: how many would be flagged if nothing
    changed (csp.topics.thresholds.rules.luck). flagged: [month, measure, area].
    """

    rule: Rule
    months: tuple[date, ...]
    measures: tuple[str, ...]
    areas: tuple[str, ...]
    flags: Ints
    judged: Ints
    luck: Floats
    flagged: Bools


def replay(cells: Cells, rule: Rule, at: int = -1, span: int = YEAR, alpha: float = ALPHA) -> Replay:
    """The months of a span that ends with the month at a position, each with the data it had then.

    Months that are loaded later change none of them; luck is drawn from the months that the rule
    looks at in all of the span.
    """
    at = range(len(cells.months))[at]
    judged = np.asarray(baseline_of_rule(cells, rule).judged.any(axis=(1, 2)))
    months = [i for i in range(max(at + 1 - span, 0), at + 1) if judged[i]]
    results = [evaluate(cells, rule, i, alpha) for i in months]
    watched = tuple(code for code in rule.measures or cells.measures if code in cells.measures)
    shape = (len(months), len(watched), len(cells.areas))
    flagged = np.array([result.flagged for result in results], dtype=bool).reshape(shape)
    return Replay(
        rule=rule,
        months=tuple(cells.months[i] for i in months),
        measures=watched,
        areas=cells.areas,
        flags=np.asarray(flagged.sum(axis=(1, 2)), dtype=np.int64),
        judged=np.array([result.evaluable.sum() for result in results], dtype=np.int64),
        luck=count_luck(cells, rule, at, span, alpha)[months] if months else np.zeros(0),
        flagged=flagged,
    )
