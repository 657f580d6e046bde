"""What-if thresholds: drag the line, see what it flags now, and how often it would have spoken."""

import streamlit as st

from csp import widgets
from csp.core import settings, wording
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import frame, messages, screen, sidebar
from csp.shell.chart import Words
from csp.topics.action_plan import board_view
from csp.topics.thresholds import charts, findings, rule_view, rules, tables

# 1. What is asked for: the source and the month it ends with; the rule has its own controls
filters = frame.filters()
board_view.follow()
area, known, mode = settings.area(), read_catalogue(), screen.mode()
source, measures, names = filters.source, known.measures, rule_view.names()
at, hide = filters.period.end, area.suppress_small_counts
credit = known.sources[source].credit
incomplete = queries.loaded(area.force_slug)[source].incomplete
scenarios = rule_view.kept_scenarios()
baseline = rule_view.baseline(scenarios)


def judge(rule: rules.Rule) -> rules.Result:
    """A rule put to the data as of the period's end."""
    return rule_view.judge(source, rule, at)


def open_profile(row: str) -> None:
    """A flagged row clicked opens the profile of its crime type, narrowed to its ward."""
    measure, place = tables.cell_of(row)
    ward = [] if place == area.home else [names[place]]
    sidebar.choose(type=measures[measure].label, ward=ward)
    board_view.go("profile")


# 2. to 4. once for each drag: two fragments, above and below the controls, which stay as they are
@st.fragment(key="finding")
def finding() -> None:
    rule = rule_view.chosen(source)
    now, base = judge(rule), judge(baseline.rule)
    messages.title(wording.unbroken(findings.headline(now, base, baseline.name)))
    told = f"{area.home_name}, {findings.window_words(now)}. Source: {credit}."
    messages.caption(told)


@st.fragment(key="results")
def results() -> None:
    board_view.follow()
    rule = rule_view.chosen(source)
    now, past = judge(rule), rule_view.replay(source, rule)
    limits = charts.grid(rule.unit)
    *counts, half, twice = rule_view.curve(source, rule, at, [*limits, rule.limit / 2, rule.limit * 2])
    window, flagged = findings.window_words(now), int(now.flagged.sum())
    said = findings.against_baseline(now, judge(baseline.rule), names)
    ruled = f"{findings.rule_words(rule, rule_view.flag_labels(), names)} {findings.not_judged(now)}"
    messages.paragraph(f"{said} {ruled}".strip())
    left, right = st.columns(2, gap="medium")
    with left:
        words = Words(*findings.curve_words(rule, flagged, half, twice, window), credit)
        screen.chart(charts.curve(rule, baseline.rule, limits, counts, flagged, words, mode), key="curve")
    with right:
        draw_map(now)
    if rule.watch == "types":
        listed = tables.types(now, names, measures, hide)
    else:
        listed = tables.flagged(now, names, measures)
    if listed.rows:
        widgets.table(listed, key="flagged", mode=mode, on_pick=open_profile)
    else:
        messages.paragraph("Nothing is flagged at this limit.")
    screen.chart(charts.replay(past, Words(*findings.replay_words(past), credit), mode), key="replay")
    if rule.watch == "ward_types":
        messages.caption(findings.matrix_caption(rule, flagged, tables.LISTED))
        widgets.table(tables.matrix(now, names, measures, hide, mode), key="matrix", mode=mode)
    with st.container(width=240):
        widgets.copy_link(rule_view.address(rule, source), key="copy_rule", label="Copy link to this rule")


def draw_map(now: rules.Result) -> None:
    """How many crime types are flagged in each ward; only where wards are watched."""
    outlines = queries.ward_outlines(area.home)
    if now.rule.watch == "types" or outlines is None:
        messages.caption(findings.no_map(now.rule))
        return
    per_ward = findings.per_ward(now)
    words = Words(*findings.map_words(now, per_ward, outlines.schematic), credit)
    picture = charts.flag_map(outlines, per_ward, names, now.rule.direction, words, mode)
    screen.chart(picture, key="flag_map")


top = st.container()
rule_view.controls(source)
with top:
    finding()
results()
board_view.note_away()
for caveat in (
    "" if rule_view.has_wards(source) else findings.NO_WARDS,
    findings.not_used(
        bool(filters.wards), bool(filters.exclude), filters.measure != known.offered(source)[0].code
    ),
    findings.incomplete(sorted(incomplete)),
):
    if caveat:
        messages.note(caveat)
st.download_button(
    "Download what is flagged",
    data=lambda: tables.flagged_data(judge(rule_view.chosen(source)), names).csv(),
    file_name="flagged.csv",
    mime="text/csv",
    icon=":material/download:",
    on_click="ignore",
)

messages.subheader("Scenarios")
tried = [tables.Tried(each, judge(each.rule), rule_view.replay(source, each.rule)) for each in scenarios]
rule_view.draw_scenarios(tried, source, mode)
