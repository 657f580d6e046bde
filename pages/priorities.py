"""Priorities: what the evidence supports, beside what was adopted; the partnership decides."""

import streamlit as st

from csp.comparison import harm, resolve
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import frame, messages, navigation, screen, widgets
from csp.shell.chart import Words
from csp.shell.tabs import draw_tabs, open_for_old_link
from csp.topics.action_plan.fetch import is_away, note_away
from csp.topics.priorities import charts, controls, fetch, findings, forms, rules, tables
from csp.topics.priorities.assessment import assess_priorities
from csp.topics.thresholds import fetch as threshold_data
from csp.topics.thresholds import findings as threshold_findings

# 1. What is asked for
filters = frame.filters()
navigation.follow()
scope, area, mode = resolve.resolve_scope(filters), queries.area(filters.source), screen.mode()
source = read_catalogue().sources[filters.source]
top = st.container()
left, right = st.columns(2, gap="medium")
rule = controls.draw_weights(source.code)
weights, selected = controls.read_weights(), controls.read_selected_code()
of_harm = harm.read_choice(source.code)

# 2. and 3. The data and the rules
assessment = assess_priorities(filters, rule, weights, of_harm)
wards, adoption, inputs, decisions = (
    assessment.wards,
    assessment.adoption,
    assessment.inputs,
    assessment.decisions,
)
ranking, stability, comparisons = assessment.ranking, assessment.stability, assessment.compared
obstacle, period = assessment.obstacle, assessment.period

# 4. The picture
with top:
    candidates = filter(None, fetch.list_candidate_measures(filters.source).values())
    notes = [findings.NOTHING_DECIDED, *screen.describe_incomplete(filters, scope, candidates)]
    if not any(weights.values()):
        notes.append(f"{findings.NO_WEIGHT} Shown with equal weights.")
    elif changed := findings.describe_weights(weights, controls.DEFAULT_WEIGHT):
        notes.append(changed)
    if not adoption.priorities and not is_away():
        notes.append(findings.NO_PLAN)
    detail = f"{area.home_name}, {resolve.describe_span(filters, scope)}."
    screen.header(findings.write_headline(ranking, comparisons, obstacle), detail, filters, scope, notes)
    note_away()
with left:
    words = Words(*findings.describe_ranking(ranking, stability, period), source.credit)
    screen.chart(charts.build_ranking_chart(ranking, stability, words, mode), key="ranking")
with right:
    adopted = tables.build_adopted_table(
        ranking, comparisons, adoption, fetch.latest_decisions(decisions), selected
    )
    widgets.table(adopted, key="adopted", mode=mode, on_pick=controls.select_candidate)


def draw_candidates() -> None:
    table = tables.build_evidence_table(ranking, stability, comparisons, adoption.label, selected, mode)
    widgets.table(table, key="evidence", mode=mode, on_pick=controls.select_candidate)
    rule_words = threshold_findings.describe_rule(
        rule, threshold_data.list_flag_labels(), threshold_data.fetch_names()
    )
    method = findings.describe_method(ranking, stability)
    flags = findings.describe_flags(rule_words, bool(wards), area.is_public)
    messages.caption(f"{method} Harm: {of_harm.name}. Wards: {flags}")
    with st.container(horizontal=True, vertical_alignment="center"):
        screen.download(table, f"priorities {period}")
        harm.draw_choice(source.code)


def draw_candidate() -> None:
    candidate = controls.choose_candidate(ranking.evidence[0].code)
    i = ranking.codes.index(candidate.code)
    messages.paragraph(comparisons[i].sentence)
    messages.bullets(findings.describe_support(ranking, i))
    controls.draw_links(candidate, inputs.measures[candidate.code], rule, adoption)
    forms.draw_forms(candidate, comparisons[i])


def draw_decisions() -> None:
    if not decisions:
        messages.caption(findings.NO_DECISION)
    labels = {candidate.code: candidate.label for candidate in rules.CANDIDATES}
    messages.bullets(findings.describe_decision(each, labels) for each in decisions)


open_for_old_link(controls.TABS, controls.CANDIDATE_TAB, {"candidate"})
draw_tabs(
    controls.TABS,
    {
        "All candidates": draw_candidates,
        controls.CANDIDATE_TAB: draw_candidate,
        "Decisions": draw_decisions,
    },
)
