"""A rule put to the data of a source: for one month, for every month, and at other limits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from csp.core.measures import read_catalogue
from csp.data import queries
from csp.topics.thresholds import fetch, rules
from csp.topics.thresholds.fetch_roads import list_watched_lines
from csp.topics.thresholds.rules import (
    Cells,
    Flat,
    KeptScenario,
    Replay,
    Result,
    Rule,
    default_measures,
    evaluate,
)


def fit_rule(rule: Rule, source: str) -> Rule:
    """A rule without what the source does not have: its wards, roads, flags and crime types."""
    if rule.on_roads and fetch.has_roads(source):
        return replace(rule, exclude=(), measures=())
    labels = fetch.fetch_labels(source)
    return replace(
        rule,
        watch="ward_types" if rule.watch == "ward_types" and fetch.has_wards(source) else "types",
        exclude=tuple(code for code in rule.exclude if code in labels.flags),
        measures=tuple(code for code in rule.measures if code in labels.measures),
    )


def list_fitting(kept: Sequence[KeptScenario], source: str) -> tuple[KeptScenario, ...]:
    """The saved rules that a source can answer, and the baseline: those on roads where these are loaded."""
    has_roads = fetch.has_roads(source)
    return tuple(each for each in kept if has_roads or each.is_baseline or not each.rule.on_roads)


def judge(source: str, rule: Rule, month: date) -> Result:
    """A rule put to a month."""
    cells, full_rule = _prepare(source, rule)
    return _judge(cells, full_rule, find_month(cells, month), queries.area().significance)


# The title, the results below the controls and the scenarios each ask for the same few rules.
@lru_cache(maxsize=64)
def _judge(cells: Cells, rule: Rule, at: int, significance: float) -> Result:
    return evaluate(cells, rule, at, significance)


def replay_year(source: str, rule: Rule, month: date) -> Replay:
    """A rule put to each of the twelve months that end with one."""
    cells, full_rule = _prepare(source, rule)
    return rules.replay(cells, full_rule, find_month(cells, month), alpha=queries.area().significance)


@dataclass(frozen=True)
class Curve:
    """How many warnings a rule gives at each limit, all else as it is, and where that stays the same."""

    limits: tuple[float, ...]
    counts: tuple[int, ...]
    flats: tuple[Flat, ...]


def compute_curve(source: str, rule: Rule, month: date, limits: tuple[float, ...]) -> Curve:
    """The curve of a rule over limits that ascend."""
    cells, full_rule = _prepare(source, rule)
    # The limit that is set has no part in it: a drag is answered by the same curve.
    anywhere = replace(full_rule, limit=0.0)
    return _compute_curve(cells, anywhere, find_month(cells, month), limits, queries.area().significance)


@lru_cache(maxsize=64)
def _compute_curve(
    cells: Cells, rule: Rule, at: int, limits: tuple[float, ...], significance: float
) -> Curve:
    counts = [int(n) for n in rules.curve(cells, rule, at, limits, significance)]
    flats = rules.find_flats(cells, rule, at, limits, counts, alpha=significance)
    return Curve(limits, tuple(counts), tuple(flats))


def find_month(cells: Cells, month: date) -> int:
    """The position of a month, or of the last before it: roads may end earlier than crime, or begin later."""
    return max(bisect_right(cells.months, month) - 1, 0)


def _prepare(source: str, rule: Rule) -> tuple[Cells, Rule]:
    """The cells a rule is put to, and the rule that fits them, with its crime types spelled out."""
    fitted = fit_rule(rule, source)
    watched = fitted.measures or _list_default(fitted, source)
    return fetch.fetch_cells(source, fitted.watch, fitted.exclude), replace(fitted, measures=watched)


def _list_default(rule: Rule, source: str) -> tuple[str, ...]:
    """What a rule watches that names nothing itself."""
    if rule.on_roads:
        return list_watched_lines()
    return default_measures(read_catalogue(), source)
