"""What the evidence on candidate priorities rests on, from the data and the action plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from csp.comparison import resolve
from csp.comparison.rules import build_measure_rows
from csp.core import settings
from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.topics.action_plan.fetch import read_if_there
from csp.topics.action_plan.store import reading, scenarios
from csp.topics.action_plan.store.records import Decision, Plan
from csp.topics.priorities.harm import read_harm_weights
from csp.topics.priorities.rules import (
    ADOPTED_PLAN,
    Figures,
    Inputs,
    choose_measures,
    count_flagged_wards,
)
from csp.topics.thresholds import judging
from csp.topics.thresholds.fetch import has_wards
from csp.topics.thresholds.rules import Rule, default_measures


def list_candidate_measures(source: str) -> dict[str, str | None]:
    """By candidate: the measure of the source that stands for it, None where there is none."""
    return choose_measures([m.code for m in read_catalogue().offered(source)])


def fetch_inputs(filters: Filters, wards: Mapping[str, tuple[int, int]]) -> Inputs:
    """All that the evidence rests on. wards: as fetch_flagged_wards() gives them."""
    concerns = read_if_there(scenarios.read_concerns) or {}
    return Inputs(
        measures=list_candidate_measures(filters.source),
        figures=_fetch_figures(filters),
        wards=wards,
        harm=read_harm_weights(),
        concern={code: entry.level for code, entry in concerns.items()},
        districts=resolve.describe_peers()[1],
    )


def _fetch_figures(filters: Filters) -> dict[str, Figures]:
    """The figures of each candidate's measure for the whole district, by measure.

    In public mode without those whose count must not be shown.
    """
    whole, scope = resolve.drop_wards(filters), resolve.resolve_scope(filters)
    codes = {code for code in list_candidate_measures(filters.source).values() if code}
    # Verdicts are decided over the listed crime types, whichever of them stand for a candidate.
    listed = {measure.code for measure in resolve.list_judged(filters.source)}
    offered = read_catalogue().offered(filters.source)
    measures = [measure for measure in offered if measure.code in codes | listed]
    standings = resolve.fetch_standings(whole, scope, measures)
    by_flag = queries.by_flag(whole, scope, settings.area().home)
    rows = build_measure_rows(standings, measures, resolve.build_basis(whole, scope), by_flag)
    return {
        row.code: Figures(
            change=row.change,
            neutral=row.polarity == "neutral",
            rank=row.rank_now,
            rank_before=row.rank_before,
        )
        for row in rows
        if row.code in codes and not row.change.suppressed_now
    }


def fetch_flagged_wards(
    filters: Filters, rule: Rule, exclude: Sequence[str] = ()
) -> dict[str, tuple[int, int]]:
    """By measure of a candidate: in how many wards the rule flags it, and how many could be judged.

    The rule is put to wards, to its own crime types and those of the candidates together. exclude:
    flags left out besides those of the rule. Empty where no row of the source has a ward.
    """
    if not has_wards(filters.source):
        return {}
    source = filters.source
    codes = [code for code in list_candidate_measures(source).values() if code]
    own = rule.measures or default_measures(read_catalogue(), source)
    full_rule = replace(
        rule,
        watch="ward_types",
        exclude=tuple(dict.fromkeys((*rule.exclude, *exclude))),
        measures=tuple(dict.fromkeys((*own, *codes))),
    )
    result = judging.judge(source, full_rule, filters.period.end)
    return {code: count_flagged_wards(result, [code]) for code in codes}


def fetch_adopted_plan() -> Plan | None:
    """The plan whose priorities were adopted, where the store has it."""
    plans = read_if_there(reading.list_plans) or ()
    return next((plan for plan in plans if plan.label == ADOPTED_PLAN), None)


def fetch_decisions() -> tuple[Decision, ...]:
    """Every decision on a candidate, the latest first; none where the action plan cannot be read."""
    return read_if_there(scenarios.list_decisions) or ()


def latest_decisions(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The latest decision on each candidate. decisions: the latest first."""
    return {each.candidate: each for each in reversed(decisions)}
