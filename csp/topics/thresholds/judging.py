"""A rule put to the data of a source: for one month, for every month, and at other limits.

In public mode cells with a small count take no part in any of the three (see rules.disclosed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.topics.thresholds import fetch, rules
from csp.topics.thresholds.rules import Cells, Replay, Result, Rule, default_measures, disclosed, evaluate


def fit_rule(rule: Rule, source: str) -> Rule:
    """A rule without what the source does not have: its wards, flags and crime types."""
    labels = fetch.fetch_labels(source)
    return replace(
        rule,
        watch=rule.watch if fetch.has_wards(source) else "types",
        exclude=tuple(code for code in rule.exclude if code in labels.flags),
        measures=tuple(code for code in rule.measures if code in labels.measures),
    )


def judge(source: str, rule: Rule, month: date) -> Result:
    """A rule put to a month; in public mode without the flags of cells with a small count."""
    cells, full_rule = _prepare(source, rule)
    area = settings.area()
    return _judge(cells, full_rule, month, area.significance, area.suppress_small_counts)


# The title, the results below the controls and the scenarios each ask for the same few rules.
@lru_cache(maxsize=64)
def _judge(cells: Cells, rule: Rule, month: date, significance: float, hide: bool) -> Result:
    result = evaluate(cells, rule, cells.months.index(month), significance)
    return disclosed.without_small(result) if hide else result


def replay(source: str, rule: Rule) -> Replay:
    """A rule put to every month; in public mode as judge()."""
    cells, full_rule = _prepare(source, rule)
    result = rules.replay(cells, full_rule, settings.area().significance)
    return disclosed.replay_without_small(cells, result) if settings.area().suppress_small_counts else result


def count_at_limits(source: str, rule: Rule, month: date, limits: Sequence[float]) -> list[int]:
    """How many a rule flags at each limit; in public mode as judge()."""
    cells, full_rule = _prepare(source, rule)
    curve = disclosed.curve_without_small if settings.area().suppress_small_counts else rules.curve
    at, significance = cells.months.index(month), settings.area().significance
    counts: list[int] = curve(cells, full_rule, at, limits, significance).tolist()
    return counts


def _prepare(source: str, rule: Rule) -> tuple[Cells, Rule]:
    """The cells a rule is put to, and the rule that fits them, with its crime types spelled out."""
    fitted = fit_rule(rule, source)
    watched = fitted.measures or default_measures(read_catalogue(), source)
    return fetch.fetch_cells(source, fitted.watch, fitted.exclude), replace(fitted, measures=watched)
