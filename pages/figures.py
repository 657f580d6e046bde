"""What if the figures were others: a fall, a tag left out, a type as it was; nothing stored is touched."""

import streamlit as st

from csp.comparison import resolve
from csp.core import settings
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, screen, widgets
from csp.shell.chart import Words
from csp.topics.action_plan.fetch import note_away
from csp.topics.thresholds import controls as threshold_controls
from csp.topics.thresholds import fetch as threshold_data
from csp.topics.what_if import charts, controls, fetch, findings, tables

# 1. What is asked for: the period and its comparison; crime types and wards are all there
filters = frame.filters()
scope, area, mode = resolve.resolve_scope(filters), settings.area(), screen.mode()
labels = findings.list_labels(read_catalogue().measures)
periods, credit = resolve.describe_periods(filters, scope), read_catalogue().sources[filters.source].credit
measures = resolve.list_measures(filters)
codes = {measure.label: measure.code for measure in measures}
top = st.container()
controls.draw_controls(filters)


# 2. to 4. above and below the controls, again for every drag
@st.fragment(key="finding")
def finding() -> None:
    adjustments = controls.read_assumptions(filters)
    rows = fetch.suppose(filters, adjustments, measures)
    assumptions = findings.describe_assumptions(adjustments, labels, threshold_data.list_flag_labels())
    screen.header(
        findings.write_headline(rows, codes[st.session_state["if_type"]], labels, len(area.peers)),
        f"{area.home_name}, {resolve.describe_span(filters, scope)}. {assumptions}",
        filters,
        scope,
    )


@st.fragment(key="results")
def results() -> None:
    adjustments = controls.read_assumptions(filters)
    rows = fetch.suppose(filters, adjustments, measures)
    words = Words(*findings.describe_chart(periods), credit)
    picture = charts.build_change_chart(rows, labels, words, mode) if scope.comparable else None
    if picture:
        screen.chart(picture, key="changes")
    table = tables.build_figure_table(rows, labels, periods[0], scope.comparable, len(area.peers))
    widgets.table(table, key="figures", mode=mode)
    screen.download(table, f"what if {periods[0]}")
    messages.subheader("Whose evidence would change")
    rule = threshold_controls.read_current_rule(filters.source)
    rankings = fetch.rank_with_and_without(filters, rule, adjustments)
    if sentences := findings.describe_evidence(*rankings):
        messages.bullets(sentences)
    else:
        messages.paragraph("No candidate's evidence changes.")


with top:
    finding()
    messages.note(findings.UNTOUCHED)
results()
note_away()
messages.caption(findings.WARDS_STAY)
st.page_link("pages/priorities.py", label="The priorities as recorded", icon=":material/low_priority:")
