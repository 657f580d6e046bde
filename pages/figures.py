"""What if the figures were others: a fall, a tag left out, a type as it was; nothing stored is touched."""

import streamlit as st

from csp import widgets
from csp.comparison import resolve
from csp.core import settings
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, screen
from csp.shell.chart import Words
from csp.topics.action_plan import board_view
from csp.topics.thresholds import findings as rule_findings
from csp.topics.thresholds import rule_view
from csp.topics.what_if import charts, findings, tables
from csp.topics.what_if import controls as figures_view

# 1. What is asked for: the period and its comparison; crime types and wards are all there
filters = frame.filters()
scope, area, known, mode = resolve.resolve_scope(filters), settings.area(), read_catalogue(), screen.mode()
labels, periods = findings.measure_labels(known.measures), resolve.describe_periods(filters, scope)
credit = known.sources[filters.source].credit
shown = resolve.list_measures(filters)
codes = {measure.label: measure.code for measure in shown}
top = st.container()
figures_view.controls(filters)


# 2. to 4. above and below the controls, again for every drag
@st.fragment(key="finding")
def finding() -> None:
    assumed = figures_view.assumed(filters)
    rows = figures_view.suppose(filters, assumed, shown)
    said = findings.assumed_words(assumed, labels, rule_view.flag_labels())
    screen.header(
        findings.headline(rows, codes[st.session_state["if_type"]], labels),
        f"{area.home_name}, {resolve.describe_span(filters, scope)}. {said}",
        filters,
        scope,
    )


@st.fragment(key="results")
def results() -> None:
    assumed = figures_view.assumed(filters)
    rows = figures_view.suppose(filters, assumed, shown)
    words = Words(*findings.chart_words(periods), credit)
    picture = charts.changes(rows, labels, words, mode) if scope.comparable else None
    if picture:
        screen.chart(picture, key="changes")
    table = tables.figures(rows, labels, periods[0], scope.comparable)
    widgets.table(table, key="figures", mode=mode)
    screen.download(table, f"what if {periods[0]}")
    messages.subheader("Whose evidence would change")
    told = findings.evidence_sentences(*figures_view.rankings(filters, assumed))
    if told:
        messages.bullets(told)
    else:
        messages.paragraph("No candidate's evidence changes.")


with top:
    finding()
    messages.note(findings.UNTOUCHED)
    if unused := rule_findings.not_used(bool(filters.wards), False, filters.measure != shown[0].code):
        messages.note(unused)
results()
board_view.note_away()
messages.caption(findings.WARDS_STAY)
st.page_link("pages/priorities.py", label="The priorities as recorded", icon=":material/low_priority:")
