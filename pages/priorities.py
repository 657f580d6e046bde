"""Priorities: what the evidence supports, beside what was adopted; the partnership decides."""

import streamlit as st

from csp import widgets
from csp.comparison import resolve
from csp.core import settings
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, screen
from csp.shell.chart import Words
from csp.topics.action_plan import board_view
from csp.topics.action_plan.store import scenarios as store
from csp.topics.priorities import charts, findings, tables
from csp.topics.priorities import evidence as evidence_view
from csp.topics.priorities import panel as priorities_view
from csp.topics.priorities import rules as priorities
from csp.topics.priorities.rules import Comparison, Ranking
from csp.topics.thresholds import findings as rule_findings
from csp.topics.thresholds import rule_view

# 1. What is asked for
filters = frame.filters()
board_view.follow()
scope, area, known, mode = resolve.resolve_scope(filters), settings.area(), read_catalogue(), screen.mode()
source = known.sources[filters.source]
top = st.container()
priorities_view.weights()
left, right = st.columns([2, 5], vertical_alignment="bottom")
with left:
    _, rule = priorities_view.choose_rule(source.code)

# 2. The data
wards = evidence_view.flagged_wards(filters, rule)
gathered = evidence_view.evidence(filters, wards)
plan = evidence_view.adopted_plan()
decisions = board_view.read_if_there(store.decisions) or ()
decided = priorities_view.latest(decisions)
said = rule_findings.rule_words(rule, rule_view.flag_labels(), rule_view.names())
messages.caption(findings.flags_caption(said, bool(wards)), place=right)


# 3. The rules
def ranked() -> tuple[Ranking, list[Comparison]]:
    """The ranking under the weights as they are set."""
    weights = priorities_view.chosen_weights()
    ranking = priorities.rank(gathered, weights if any(weights.values()) else priorities.DEFAULT_WEIGHTS)
    return ranking, priorities.compare(ranking)


# 4. The picture, above and below the weights
@st.fragment(key="finding")
def finding() -> None:
    screen.header(
        findings.headline(*ranked()),
        f"{area.home_name}, {resolve.describe_span(filters, scope)}.",
        filters,
        scope,
    )
    if not any(priorities_view.chosen_weights().values()):
        messages.note(f"{findings.NO_WEIGHT} Shown with equal weights.")


@st.fragment(key="ranking")
def ranking() -> None:
    board_view.follow()
    found, compared = ranked()
    words = Words(*findings.ranking_words(found, resolve.describe_periods(filters, scope)[0]), source.credit)
    screen.chart(charts.ranking(found, words, mode), key="ranking")
    chosen = st.session_state.get("candidate", "")
    codes = {candidate.label: candidate.code for candidate in priorities.CANDIDATES}
    evidence = tables.evidence(found, compared, codes.get(chosen, ""), mode)
    widgets.table(evidence, key="evidence", mode=mode, on_pick=priorities_view.choose)
    messages.subheader("Adopted for 2021/22, and what the evidence raises")
    beside = tables.adopted(found, compared, plan.priorities if plan else {}, decided)
    widgets.table(beside, key="adopted", mode=mode, on_pick=priorities_view.choose)
    screen.download(evidence, f"priorities {resolve.describe_periods(filters, scope)[0]}")

    messages.subheader("One candidate")
    candidate = priorities_view.chosen_candidate(found.evidence[0].code)
    at = [e.code for e in found.evidence].index(candidate.code)
    messages.paragraph(compared[at].sentence)
    messages.bullets(compared[at].support)
    priorities_view.links(candidate, dict(measured)[candidate.code], rule)
    priorities_view.enter(candidate, compared[at])


measured = [(candidate.code, measure) for candidate, measure in evidence_view.candidates(source.code)]
with top:
    finding()
    messages.note(findings.NOTHING_DECIDED)
    board_view.note_away()
    other_type = filters.measure != known.offered(source.code)[0].code
    if unused := rule_findings.not_used(bool(filters.wards), False, other_type):
        messages.note(unused)
ranking()
if decisions:
    messages.subheader("Decisions")
    labels = {candidate.code: candidate.label for candidate in priorities.CANDIDATES}
    messages.bullets(findings.decision_words(each, labels) for each in decisions)
