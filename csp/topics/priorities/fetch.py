"""What the evidence on candidate priorities rests on, from the data and the action plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from csp.comparison import harm, resolve
from csp.comparison.rules import build_measure_rows
from csp.core.filters import Filters, add_months
from csp.core.harm import HarmWeights
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.statistics.types import Floats
from csp.topics.action_plan.fetch import fetch_listing_in_force, read_if_there
from csp.topics.action_plan.rules.linked_actions import list_acted_on
from csp.topics.action_plan.store import scenarios
from csp.topics.action_plan.store.records import Decision, Listing
from csp.topics.priorities.rules import (
    CANDIDATES,
    Adoption,
    Apart,
    Evidence,
    Figures,
    Inputs,
    Judged,
    MeasureHarm,
    Windows,
    choose_measures,
    count_flagged_wards,
    match_priorities,
)
from csp.topics.road_safety.findings.feeds import write_place, write_priority
from csp.topics.road_safety.own_year import fetch_road_year
from csp.topics.road_safety.rules.severity import ALL
from csp.topics.thresholds import judging
from csp.topics.thresholds.fetch import has_wards
from csp.topics.thresholds.rules import Rule, default_measures

ROAD_SAFETY = "road_safety"
_PERIODS = 12
"""How many periods a ranking is tried on: the one asked for, and those that end up to 11 months earlier."""


def list_candidate_measures(source: str) -> dict[str, str | None]:
    """By candidate: the measure of the source that stands for it, None where there is none."""
    return choose_measures([m.code for m in read_catalogue().offered(source)])


def fetch_inputs(
    filters: Filters, wards: Mapping[str, tuple[int, int]], weights: HarmWeights, adoption: Adoption
) -> Inputs:
    """All that the evidence rests on. wards: as fetch_flagged_wards() gives them. weights: of harm."""
    scope = resolve.resolve_scope(filters)
    measures = list_candidate_measures(filters.source)
    both = (*scope.before, *scope.months)
    return Inputs(
        measures=measures,
        figures=_fetch_figures(filters),
        wards=wards,
        harm=_fetch_harm(filters, scope, weights),
        judged=_read_judged(),
        districts=resolve.describe_peers(queries.area(filters.source))[1],
        months=len(scope.months),
        complete=1.0 - len(scope.incomplete) / len(both) if both else 0.0,
        labels={code: measure.label for code, measure in read_catalogue().measures.items()},
        adoption=adoption,
        apart=_fetch_apart(filters, measures),
    )


def _fetch_apart(filters: Filters, measures: Mapping[str, str | None]) -> dict[str, Apart]:
    """The road casualties of their own year, where no measure of the source stands for road safety."""
    year = None if measures.get(ROAD_SAFETY) else fetch_road_year(filters)
    if year is None:
        return {}
    text, place = write_priority(year.home, year.road.now), write_place(year.home)
    standing = year.home.standing
    rank = (standing.rank, standing.of) if standing else (None, 0)
    return {ROAD_SAFETY: Apart(text, place, year.home.changes[ALL], *rank)}


def _read_judged() -> dict[str, Judged]:
    """What people have judged of each candidate; blank where nobody has or the plan cannot be read."""
    concerns = read_if_there(scenarios.read_concerns) or {}
    entries = read_if_there(scenarios.read_judgements) or {}
    judged = {code: {"concern": entry.level} for code, entry in concerns.items()}
    for (code, what), entry in entries.items():
        judged.setdefault(code, {})[what] = entry.level
    return {code: Judged(**levels) for code, levels in judged.items()}


def _fetch_figures(filters: Filters) -> dict[str, Figures]:
    """The figures of each candidate's measure for the whole district, by measure."""
    whole, scope = resolve.drop_wards(filters), resolve.resolve_scope(filters)
    codes = {code for code in list_candidate_measures(filters.source).values() if code}
    # Verdicts are decided over the listed crime types, whichever of them stand for a candidate.
    listed = {measure.code for measure in resolve.list_judged(filters.source)}
    offered = read_catalogue().offered(filters.source)
    measures = [measure for measure in offered if measure.code in codes | listed]
    standings, basis = resolve.fetch_standings(whole, scope, measures), resolve.build_basis(whole, scope)
    by_flag = queries.by_flag(whole, scope, queries.area().home)
    rows = build_measure_rows(standings, measures, basis, by_flag)
    return {
        row.code: Figures(
            change=row.change,
            neutral=row.polarity == "neutral",
            rank=row.rank_now,
            rank_before=row.rank_before,
            phi=basis.dispersions.of(row.code),
        )
        for row in rows
        if row.code in codes
    }


def _fetch_harm(filters: Filters, scope: Scope, weights: HarmWeights) -> dict[str, MeasureHarm]:
    """The harm of one case of each candidate's measure."""
    catalogue = read_catalogue()
    measures = [catalogue.measures[code] for code in list_candidate_measures(filters.source).values() if code]
    rows = harm.fetch_measures(resolve.drop_wards(filters), scope, measures, weights)
    return {
        code: MeasureHarm(row.days / row.count)
        if row.days is not None and row.count
        else MeasureHarm(None, row.missing)
        for code, row in rows.items()
    }


def fetch_windows(filters: Filters, evidence: Sequence[Evidence]) -> Windows:
    """The counts of every candidate in the period, and in those of its length that end earlier.

    In the order of the evidence. A period counts where all its months and those of the year before
    are loaded and complete.
    """
    area, scope = queries.area(filters.source), resolve.resolve_scope(filters)
    measures = list_candidate_measures(filters.source)
    codes = tuple(measures[e.code] if e.volume is not None else None for e in evidence)
    standings = resolve.fetch_standings(
        resolve.drop_wards(filters), scope, [read_catalogue().measures[code] for code in codes if code]
    )
    shape = (len(codes), len(area.peers))
    now, before = np.full(shape, np.nan), np.full(len(codes), np.nan)
    home = area.peers.index(area.home)
    for i, code in enumerate(codes):
        if code:
            row = standings.measures.index(code)
            now[i], before[i] = standings.now[row], standings.before[row, home]
    earlier = _count_earlier_periods(replace(filters, measure="", wards=()), scope, codes, home)
    return Windows(
        now=np.stack([now, *(each[0] for each in earlier)]),
        before=np.stack([before, *(each[1] for each in earlier)]),
        home=home,
        population=standings.population,
    )


@keep_while_data_stands(maxsize=8)
def _count_earlier_periods(
    filters: Filters, scope: Scope, codes: tuple[str | None, ...], home: int
) -> list[tuple[Floats, Floats]]:
    """For each earlier period that is whole: counts by candidate and district, and home's a year before."""
    area = queries.area(filters.source)
    loaded = queries.loaded(area.force_slug)[filters.source]
    usable = loaded.months - loaded.incomplete
    frame = queries.flagged_by_district(filters.source, area.peers)
    frame = frame[~frame["flag"].isin(filters.exclude) & frame["measure"].isin([c for c in codes if c])]
    tally = frame.groupby(["measure", "month", "area_code"])["n"].sum().unstack(fill_value=0)
    tally = tally.reindex(columns=list(area.peers), fill_value=0)
    counts = {
        (str(measure), month.date()): row
        for (measure, month), row in zip(tally.index, tally.to_numpy(np.float64), strict=True)
    }
    nothing = np.zeros(len(area.peers))

    def add_up(code: str | None, months: Collection[date]) -> Floats:
        if code is None:
            return np.full(len(area.peers), np.nan)
        return np.asarray(sum((counts.get((code, month), nothing) for month in months), nothing))

    periods = []
    for back in range(1, _PERIODS):
        months = [add_months(month, -back) for month in scope.months]
        year_before = [add_months(month, -12) for month in months]
        if usable.issuperset((*months, *year_before)):
            now = np.array([add_up(code, months) for code in codes])
            before = np.array([add_up(code, year_before)[home] for code in codes])
            periods.append((now, before))
    return periods


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


def fetch_adoption(source: str) -> Adoption:
    """The priorities of the plan in force and the candidates they are about; none without a plan."""
    listing = fetch_listing_in_force()
    return match_plan(listing, source) if listing else Adoption()


def match_plan(listing: Listing, source: str) -> Adoption:
    """The priorities of a plan and the candidates they are about, by name and by actions."""
    catalogue = read_catalogue()
    vocabulary, offered = catalogue.sources[source].vocabulary, catalogue.offered(source)
    acted_on = {
        code: list_acted_on(catalogue.measures[measure], offered, vocabulary)
        for code, measure in list_candidate_measures(source).items()
        if measure
    }
    others = {each.measures[0]: each.code for each in CANDIDATES}
    linked = [
        (
            action.priority,
            [code for code, codes in acted_on.items() if action.linked_measure in codes]
            or [others[code] for code in (action.linked_measure,) if code in others],
        )
        for action in listing.actions
    ]
    return match_priorities(listing.plan.label, listing.plan.priorities, linked)


def fetch_decisions() -> tuple[Decision, ...]:
    """Every decision on a candidate, the latest first; none where the action plan cannot be read."""
    return read_if_there(scenarios.list_decisions) or ()


def latest_decisions(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The latest decision on each candidate. decisions: the latest first."""
    return {each.candidate: each for each in reversed(decisions)}
