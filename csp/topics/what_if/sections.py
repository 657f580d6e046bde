"""What the page What if shows of assumed figures: totals, changes, ranks and the evidence that follows."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from csp.comparison import resolve
from csp.core.filters import Filters, Period, find_default_comparison, list_comparisons
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import messages, screen, theme, widgets
from csp.shell.chart import Words
from csp.topics.thresholds import fetch as threshold_data
from csp.topics.thresholds.rules import Rule
from csp.topics.what_if import charts, controls, fetch, findings, tables


def follow_rule(filters: Filters, rule: Rule) -> Filters:
    """The filters with what the sentence of the page says: its length of time, and what it leaves out.

    The figures are compared as everywhere else, with the nearest such months that are loaded.
    """
    loaded = queries.loaded(queries.area().force_slug)[filters.source].months
    period = Period.ending(filters.period.end, rule.months)
    comparison = list_comparisons(period, loaded)[find_default_comparison(period, loaded)]
    return replace(filters, period=period, comparison=comparison, exclude=rule.exclude)


def draw_figures(filters: Filters, rule: Rule, mode: theme.Mode) -> None:
    """The figures if a type fell, went back, or some reports were left out; nothing stored is touched."""
    scope, area = resolve.resolve_scope(filters), queries.area(filters.source)
    _, ranked = resolve.describe_peers(area)
    labels = findings.list_labels(read_catalogue().measures)
    periods = resolve.describe_periods(filters, scope)
    measures = resolve.list_measures(filters)
    codes = {measure.label: measure.code for measure in measures}
    controls.draw_controls(filters)
    adjustments = controls.read_assumptions(filters)
    rows = fetch.suppose(filters, adjustments, measures)
    assumptions = findings.describe_assumptions(adjustments, labels, threshold_data.list_flag_labels())
    messages.subheader(findings.write_headline(rows, codes[st.session_state["if_type"]], labels, ranked))
    span = resolve.describe_span(filters, scope)
    messages.caption(f"{area.home_name}, {span}. {assumptions} {findings.UNTOUCHED}")
    for sentence in screen.caveats(filters, scope):
        messages.note(sentence)
    words = Words(*findings.describe_chart(periods), read_catalogue().sources[filters.source].credit)
    picture = charts.build_change_chart(rows, labels, words, mode) if scope.comparable else None
    if picture:
        screen.chart(picture, key="changes")
    table = tables.build_figure_table(rows, labels, periods[0], scope.comparable, ranked)
    widgets.table(table, key="figures", mode=mode)
    screen.download(table, f"what if {periods[0]}")
    messages.subheader("Whose evidence would change")
    rankings = fetch.rank_with_and_without(filters, rule, adjustments)
    messages.bullets(findings.describe_evidence(*rankings) or ["No candidate's evidence changes."])
    messages.caption(findings.WARDS_STAY)
    st.page_link("pages/priorities.py", label="The priorities as recorded", icon=":material/low_priority:")
