"""The parts of the page What if that are about warnings, one function each: the answer, and the tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import messages, screen, theme, widgets
from csp.shell.chart import Words
from csp.topics.thresholds import charts, findings, tables
from csp.topics.thresholds.judging import Curve
from csp.topics.thresholds.rules import KeptScenario, Replay, Result


@dataclass(frozen=True)
class Answer:
    """What the rule comes to, and how it is drawn.

    base: what the baseline gives. past: the past year. names: labels of measures and areas by code.
    on_pick gets the row of a warning that is clicked.
    """

    now: Result
    base: Result
    baseline: KeptScenario
    curve: Curve
    past: Replay
    names: Mapping[str, str]
    credit: str
    mode: theme.Mode
    on_pick: Callable[[str], None]


def draw_answer(answer: Answer, home: str) -> None:
    """The warnings on the left, the map on the right, and the past year in a sentence below."""
    left, right = st.columns([11, 9], gap="medium")
    with left:
        short = tables.build_short_table(answer.now, answer.names, read_catalogue().measures)
        if short.rows:
            widgets.table(short, key="warnings", mode=answer.mode, on_pick=answer.on_pick)
        else:
            messages.paragraph("No warnings at this limit.")
    with right:
        _draw_map(answer, home)
    messages.paragraph(findings.describe_past_year(answer.past))


def _draw_map(answer: Answer, home: str) -> None:
    """How many crime types have a warning in each ward; only where wards are watched."""
    outlines, rule = queries.ward_outlines(home), answer.now.rule
    if rule.watch != "ward_types" or outlines is None:
        messages.caption(findings.explain_no_map(rule, queries.area().is_public))
        if rule.on_roads:
            st.page_link("pages/road_safety.py", label="The roads in full", icon=":material/traffic:")
        return
    per_ward = answer.now.flags_by_area()
    words = Words(*findings.describe_map(answer.now, per_ward, outlines.schematic), answer.credit)
    picture = charts.build_flag_map(outlines, per_ward, answer.names, rule.direction, words, answer.mode)
    screen.chart(picture, key="flag_map")


def draw_list(answer: Answer) -> None:
    """Every warning with its reason in words; of the borough everything that is watched."""
    now, names, measures = answer.now, answer.names, read_catalogue().measures
    borough = now.rule.watch != "ward_types"
    cut = "" if borough else findings.describe_cut(int(now.flagged.sum()), tables.LISTED)
    difference = findings.compare_with_baseline(now, answer.base, names)
    sentences = [difference, findings.explain_not_judged(now), cut]
    if text := " ".join(sentence for sentence in sentences if sentence):
        messages.paragraph(text)
    if borough:
        listed = tables.build_type_table(now, names, measures)
    else:
        listed = tables.build_flag_table(now, names, measures)
    if listed.rows:
        widgets.table(listed, key="flagged", mode=answer.mode, on_pick=answer.on_pick)
        screen.download(tables.build_flag_download(now, names), "warnings")


def draw_matrix(answer: Answer) -> None:
    """Every crime type in every ward."""
    now = answer.now
    if now.rule.watch != "ward_types":
        messages.caption(findings.explain_no_matrix(now.rule))
        return
    messages.caption(findings.describe_matrix(now.rule))
    matrix = tables.build_flag_matrix(now, answer.names, read_catalogue().measures, answer.mode)
    widgets.table(matrix, key="matrix", mode=answer.mode)


def draw_past_year(answer: Answer) -> None:
    """The past year by month, and how many warnings there are now at each limit."""
    left, right = st.columns(2, gap="medium")
    with left:
        words = Words(*findings.describe_past_months(answer.past), answer.credit)
        screen.chart(charts.build_replay_chart(answer.past, words, answer.mode), key="replay")
    rule, curve = answer.now.rule, answer.curve
    window = findings.describe_window(answer.now)
    words = Words(*findings.describe_curve(rule, curve.limits, curve.counts, window), answer.credit)
    picture = charts.build_curve_chart(
        rule,
        answer.baseline.rule,
        curve.limits,
        curve.counts,
        int(answer.now.flagged.sum()),
        words,
        answer.mode,
    )
    with right:
        screen.chart(picture, key="curve")
    if curve.flats:
        messages.bullets(findings.describe_flat(flat, rule) for flat in curve.flats)
