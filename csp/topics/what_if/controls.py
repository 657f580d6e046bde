"""The what-if on the figures, on the screen: its controls, and the figures under them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from csp.comparison import resolve
from csp.core import disclosure, settings
from csp.core.filters import Filters
from csp.core.markup import plain
from csp.core.measures import Measure, read_catalogue
from csp.data import queries
from csp.shell import screen
from csp.topics.priorities import evidence as evidence_view
from csp.topics.priorities import rules as priorities
from csp.topics.priorities.rules import Ranking
from csp.topics.thresholds import rule_view
from csp.topics.thresholds.rules import Adjustment, WhatIf
from csp.topics.what_if import rules as assumptions

RESULTS = ("finding", "results")
FALL = 10.0


def _again() -> None:
    st.rerun(RESULTS)


def controls(filters: Filters) -> None:
    """Draw the assumptions. A drag reruns the fragments of RESULTS alone."""
    shown = [m.label for m in resolve.list_measures(filters)]
    flags = list(rule_view.excludable(filters.source))
    for key in ("if_type", "as_before"):
        screen.drop_stale_choice(key, shown)
    asb = read_catalogue().measures["asb"].label
    first, second, third, fourth = st.columns([24, 28, 28, 20], gap="medium", vertical_alignment="center")
    first.selectbox(
        "If", shown, index=shown.index(asb) if asb in shown else 0, key="if_type", bind="query-params",
        on_change=_again,
    )  # fmt: skip
    second.slider(
        "fell by", -50.0, 100.0, FALL, 5.0, key="fell_by", bind="query-params", format="%g %%",
        help="Below 0 it rises.", on_change=_again,
    )  # fmt: skip
    third.multiselect(
        "went back to the period before", shown, key="as_before", bind="query-params", on_change=_again,
        placeholder="No crime type",
    )  # fmt: skip
    if flags:
        fourth.pills(
            "Without",
            flags,
            selection_mode="multi",
            key="without",
            bind="query-params",
            on_change=_again,
            format_func=plain,
        )


def assumed(filters: Filters) -> list[Adjustment]:
    """What the controls assume, in the order in which it is applied: left out, as before, fallen."""
    codes = {m.label: m.code for m in resolve.list_measures(filters)}
    flags, state = rule_view.excludable(filters.source), st.session_state
    found = [Adjustment("without", flag=flags[label]) for label in state.get("without", ())]
    found += [Adjustment("as before", measure=codes[label]) for label in state["as_before"]]
    if state["fell_by"]:
        found.append(Adjustment("fell by", measure=codes[state["if_type"]], percent=state["fell_by"]))
    return found


def suppose(
    filters: Filters, assumed: Sequence[Adjustment], measures: Sequence[Measure]
) -> dict[str, WhatIf]:
    """Measures of the home district under the assumptions, by code."""
    whole, scope, area, known = (
        resolve.drop_wards(filters),
        resolve.resolve_scope(filters),
        settings.area(),
        read_catalogue(),
    )
    basis = resolve.build_basis(whole, scope)
    frame = queries.by_offence(whole, scope, area.peers)
    block = assumptions.counted(frame, area.peers, area.home, filters.exclude)
    people = np.array([basis.populations.of(code, basis.years[0])[0] for code in area.peers])
    exposures = tuple(basis.populations.of(area.home, year)[0] for year in basis.years)
    found = assumptions.suppose(
        block,
        assumed,
        measures,
        known.measures,
        known.sources[filters.source].vocabulary,
        people,
        (exposures[0], exposures[1]) if np.isfinite(exposures).all() else (1.0, 1.0),
        area.significance,
    )
    if not area.suppress_small_counts:
        return found
    return {code: row for code, row in found.items() if not _points_at_people(row)}


def _points_at_people(row: WhatIf) -> bool:
    return any(disclosure.is_small(n) for n in (row.now, row.before, row.now_if, row.before_if))


def rankings(filters: Filters, assumed: Sequence[Adjustment]) -> tuple[Ranking, Ranking]:
    """The candidates by evidence as recorded, and under the assumptions; with equal weights."""
    known = read_catalogue()
    measures = [known.measures[code] for _, code in evidence_view.candidates(filters.source) if code]
    rule = rule_view.current(filters.source)
    flags = [each.flag for each in assumed if each.kind == "without"]
    wards, wards_if = (evidence_view.flagged_wards(filters, rule, without) for without in ((), flags))
    figures = suppose(filters, assumed, measures)
    # The signals of both sides are decided over the same measures.
    return (
        priorities.rank(evidence_view.evidence(filters, wards)),
        priorities.rank(evidence_view.evidence(filters, wards_if, figures)),
    )
