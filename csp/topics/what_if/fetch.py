"""The figures under assumptions, and the evidence on candidate priorities that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from csp.comparison import harm, resolve
from csp.core.filters import Filters
from csp.core.measures import Measure, read_catalogue
from csp.data import queries
from csp.topics.priorities import fetch as priority_data
from csp.topics.priorities.rules import Ranking, collect_evidence, rank_candidates
from csp.topics.thresholds.rules import Rule
from csp.topics.what_if import rules
from csp.topics.what_if.rules import Adjustment, WhatIf


def suppose(
    filters: Filters, adjustments: Sequence[Adjustment], measures: Sequence[Measure]
) -> dict[str, WhatIf]:
    """Measures of the home district under the assumptions, by code.

    Verdicts are decided over the listed crime types, whichever measures are asked for.
    """
    listed, codes = resolve.list_judged(filters.source), {measure.code for measure in measures}
    judged = [*measures, *(measure for measure in listed if measure.code not in codes)]
    whole, scope = resolve.drop_wards(filters), resolve.resolve_scope(filters)
    area = queries.area(filters.source)
    populations, year = queries.populations(), filters.period.year
    frame = queries.by_offence(whole, scope, area.peers)
    counts = rules.build_district_counts(frame, area.peers, area.home, filters.exclude)
    people = np.array([populations.of(code, year)[0] for code in area.peers])
    basis = rules.Basis(
        measures=read_catalogue().measures,
        vocabulary=read_catalogue().sources[filters.source].vocabulary,
        exposures=_home_populations(filters),
        alpha=area.significance,
        dispersions=resolve.fetch_dispersions(filters.source),
        listed=frozenset(measure.code for measure in listed),
    )
    supposed = rules.suppose(counts, adjustments, judged, basis, people)
    return {measure.code: supposed[measure.code] for measure in measures}


def _home_populations(filters: Filters) -> tuple[float, float]:
    """Home's populations of the period and of the one it is compared with; nan where not known."""
    populations, home = queries.populations(), queries.area().home
    return (
        populations.of(home, filters.period.year)[0],
        populations.of(home, filters.comparison.year)[0],
    )


def rank_with_and_without(
    filters: Filters, rule: Rule, adjustments: Sequence[Adjustment]
) -> tuple[Ranking, Ranking]:
    """The candidates by evidence as recorded, and under the assumptions; with equal weights."""
    codes = [code for code in priority_data.list_candidate_measures(filters.source).values() if code]
    measures = [read_catalogue().measures[code] for code in codes]
    flags = [each.flag for each in adjustments if each.kind == "without"]
    wards = priority_data.fetch_flagged_wards(filters, rule)
    wards_if = priority_data.fetch_flagged_wards(filters, rule, flags)
    weights, adoption = harm.read_choice(filters.source), priority_data.fetch_adoption(filters.source)
    inputs = priority_data.fetch_inputs(filters, wards, weights, adoption)
    rows = suppose(filters, adjustments, measures)
    figures_if = rules.assume_figures(inputs.figures, rows)
    inputs_if = replace(inputs, wards=wards_if, figures=figures_if)
    return rank_candidates(collect_evidence(inputs)), rank_candidates(collect_evidence(inputs_if))
