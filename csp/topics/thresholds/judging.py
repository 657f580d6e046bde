"""A rule put to the data of a source: for one month, for every month, and at other limits.

In public mode cells with a small count take no part in any of the three (see rules.disclosed).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from csp.core.measures import read_catalogue
from csp.data import queries
from csp.topics.thresholds import fetch, rules
from csp.topics.thresholds.rules import (
    Cells,
    Flat,
    Replay,
    Result,
    Rule,
    default_measures,
    disclosed,
    evaluate,
)


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
    area = queries.area()
    return _judge(cells, full_rule, month, area.significance, area.suppress_small_counts)


# The title, the results below the controls and the scenarios each ask for the same few rules.
@lru_cache(maxsize=64)
def _judge(cells: Cells, rule: Rule, month: date, significance: float, hide: bool) -> Result:
    result = evaluate(cells, rule, cells.months.index(month), significance)
    return disclosed.without_small(result) if hide else result


def replay_year(source: str, rule: Rule, month: date) -> Replay:
    """A rule put to each of the twelve months that end with one; in public mode as judge()."""
    cells, full_rule = _prepare(source, rule)
    result = rules.replay(cells, full_rule, cells.months.index(month), alpha=queries.area().significance)
    return disclosed.replay_without_small(cells, result) if queries.area().suppress_small_counts else result


@dataclass(frozen=True)
class Curve:
    """How many warnings a rule gives at each limit, all else as it is, and where that stays the same."""

    limits: tuple[float, ...]
    counts: tuple[int, ...]
    flats: tuple[Flat, ...]


def compute_curve(source: str, rule: Rule, month: date, limits: tuple[float, ...]) -> Curve:
    """The curve of a rule over limits that ascend; in public mode as judge()."""
    cells, full_rule = _prepare(source, rule)
    area = queries.area()
    # The limit that is set has no part in it: a drag is answered by the same curve.
    anywhere = replace(full_rule, limit=0.0)
    return _compute_curve(cells, anywhere, month, limits, area.significance, area.suppress_small_counts)


@lru_cache(maxsize=64)
def _compute_curve(
    cells: Cells, rule: Rule, month: date, limits: tuple[float, ...], significance: float, hide: bool
) -> Curve:
    at = cells.months.index(month)
    count = disclosed.curve_without_small if hide else rules.curve
    counts = [int(n) for n in count(cells, rule, at, limits, significance)]
    flats = rules.find_flats(cells, rule, at, limits, counts, alpha=significance, hide=hide)
    return Curve(limits, tuple(counts), tuple(flats))


def _prepare(source: str, rule: Rule) -> tuple[Cells, Rule]:
    """The cells a rule is put to, and the rule that fits them, with its crime types spelled out."""
    fitted = fit_rule(rule, source)
    watched = fitted.measures or default_measures(read_catalogue(), source)
    return fetch.fetch_cells(source, fitted.watch, fitted.exclude), replace(fitted, measures=watched)
