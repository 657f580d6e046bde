"""Priorities: what the evidence supports, beside what was adopted; the partnership decides."""

import streamlit as st

from csp.comparison import resolve
from csp.core import settings
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, navigation, screen, widgets
from csp.shell.chart import Words
from csp.topics.action_plan.fetch import note_away
from csp.topics.priorities import charts, controls, fetch, findings, forms, rules, tables
from csp.topics.thresholds import fetch as threshold_data
from csp.topics.thresholds import findings as threshold_findings

# 1. What is asked for
filters = frame.filters()
navigation.follow()
scope, area, mode = resolve.resolve_scope(filters), settings.area(), screen.mode()
source = read_catalogue().sources[filters.source]
top = st.container()
controls.draw_weights()
left, right = st.columns([2, 5], vertical_alignment="bottom")
with left:
    _, rule = controls.choose_rule(source.code)

# 2. The data
wards = fetch.fetch_flagged_wards(filters, rule)
inputs = fetch.fetch_inputs(filters, wards)
plan = fetch.fetch_adopted_plan()
decisions = fetch.fetch_decisions()
latest = fetch.latest_decisions(decisions)

# 3. The rules
evidence = rules.collect_evidence(inputs)
rule_words = threshold_findings.describe_rule(
    rule, threshold_data.list_flag_labels(), threshold_data.fetch_names()
)
messages.caption(findings.describe_flags(rule_words, bool(wards)), place=right)


def rank() -> tuple[rules.Ranking, list[findings.Comparison]]:
    """The ranking under the weights as they are set."""
    weights = controls.read_weights()
    ranking = rules.rank_candidates(evidence, weights if any(weights.values()) else rules.DEFAULT_WEIGHTS)
    return ranking, findings.compare_candidates(ranking)


# 4. The picture, above and below the weights
@st.fragment(key="finding")
def finding() -> None:
    detail = f"{area.home_name}, {resolve.describe_span(filters, scope)}."
    screen.header(findings.write_headline(*rank()), detail, filters, scope)
    if not any(controls.read_weights().values()):
        messages.note(f"{findings.NO_WEIGHT} Shown with equal weights.")


@st.fragment(key="ranking")
def results() -> None:
    navigation.follow()
    ranking, comparisons = rank()
    period = resolve.describe_periods(filters, scope)[0]
    words = Words(*findings.describe_ranking(ranking, period), source.credit)
    screen.chart(charts.build_ranking_chart(ranking, words, mode), key="ranking")
    table = tables.build_evidence_table(ranking, comparisons, controls.read_selected_code(), mode)
    widgets.table(table, key="evidence", mode=mode, on_pick=controls.select_candidate)
    messages.subheader("Adopted for 2021/22, and what the evidence raises")
    adopted = tables.build_adopted_table(ranking, comparisons, plan.priorities if plan else {}, latest)
    widgets.table(adopted, key="adopted", mode=mode, on_pick=controls.select_candidate)
    screen.download(table, f"priorities {period}")

    messages.subheader("One candidate")
    candidate = controls.choose_candidate(ranking.evidence[0].code)
    comparison = next(each for each in comparisons if each.code == candidate.code)
    messages.paragraph(comparison.sentence)
    messages.bullets(comparison.support)
    controls.draw_links(candidate, inputs.measures[candidate.code], rule, plan)
    forms.draw_forms(candidate, comparison)


with top:
    finding()
    messages.note(findings.NOTHING_DECIDED)
    note_away()
results()
if decisions:
    messages.subheader("Decisions")
    labels = {candidate.code: candidate.label for candidate in rules.CANDIDATES}
    messages.bullets(findings.describe_decision(each, labels) for each in decisions)
