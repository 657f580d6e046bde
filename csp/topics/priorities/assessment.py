"""What the evidence supports under one set of filters and weights, as the page and the report show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.comparison import resolve
from csp.core.filters import Filters
from csp.core.harm import HarmWeights
from csp.topics.action_plan.store.records import Decision
from csp.topics.priorities import fetch, findings, rules
from csp.topics.priorities.findings import Comparison
from csp.topics.priorities.rules import Adoption, Inputs, Obstacle, Ranking, Stability
from csp.topics.thresholds.rules import Rule


@dataclass(frozen=True, eq=False)
class Assessment:
    """The candidates in their order, how steady it is, and what that means for the adopted priorities.

    wards: by crime type, in how many the rule warns, and how many could be judged. compared: in the order
    of the ranking. period: in words. decisions: the latest first.
    """

    inputs: Inputs
    wards: Mapping[str, tuple[int, int]]
    adoption: Adoption
    ranking: Ranking
    stability: Stability
    obstacle: Obstacle
    compared: Sequence[Comparison]
    period: str
    decisions: tuple[Decision, ...]


def assess_priorities(
    filters: Filters, rule: Rule, weights: Mapping[str, float], of_harm: HarmWeights
) -> Assessment:
    """The evidence on every candidate. rule: that wards are flagged under. weights: equal where all are 0."""
    scope = resolve.resolve_scope(filters)
    wards = fetch.fetch_flagged_wards(filters, rule)
    adoption = fetch.fetch_adoption(filters.source)
    inputs = fetch.fetch_inputs(filters, wards, of_harm, adoption)
    evidence = rules.collect_evidence(inputs)
    in_use = weights if any(weights.values()) else dict(rules.DEFAULT_WEIGHTS)
    places = rules.count_places(evidence, adoption)
    ranking = rules.rank_candidates(evidence, in_use, places)
    windows = fetch.fetch_windows(filters, evidence)
    stability = rules.assess_stability(evidence, rules.read_weights(in_use), places, windows)
    obstacle = rules.find_obstacle(scope, filters.period, filters.comparison)
    return Assessment(
        inputs=inputs,
        wards=wards,
        adoption=adoption,
        ranking=ranking,
        stability=stability,
        obstacle=obstacle,
        compared=findings.compare_candidates(ranking, stability, adoption, obstacle),
        period=resolve.describe_periods(filters, scope)[0],
        decisions=fetch.fetch_decisions(),
    )
