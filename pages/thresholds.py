"""What-if thresholds: drag the line, see its warnings now, and how many it would have given before."""

import streamlit as st

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import filter_bar, frame, messages, navigation, screen, widgets
from csp.shell.chart import Words
from csp.topics.action_plan.fetch import note_away
from csp.topics.thresholds import (
    charts,
    controls,
    fetch,
    findings,
    judging,
    rules,
    scenario_panel,
    scenarios,
    tables,
)

# 1. What is asked for: the source and the month it ends with; the rule has its own controls
filters = frame.filters()
navigation.follow()
area, measures, mode = settings.area(), read_catalogue().measures, screen.mode()
source, month, hide = filters.source, filters.period.end, area.suppress_small_counts
names, credit = fetch.fetch_names(), read_catalogue().sources[source].credit
incomplete = queries.loaded(area.force_slug)[source].incomplete
on_offer = scenarios.list_scenarios()
baseline = rules.find_baseline(on_offer)


def judge(rule: rules.Rule) -> rules.Result:
    """A rule put to the data as of the period's end."""
    return judging.judge(source, rule, month)


def open_profile(row: str) -> None:
    """A flagged row clicked opens the profile of its crime type, narrowed to its ward."""
    measure, place = tables.split_row_id(row)
    ward = [] if place == area.home else [names[place]]
    filter_bar.choose(type=measures[measure].label, ward=ward)
    navigation.go("profile")


# 2. to 4. once for each drag: two fragments, above and below the controls, which stay as they are
@st.fragment(key="finding")
def finding() -> None:
    rule = controls.read_controls(source)
    now, base = judge(rule), judge(baseline.rule)
    messages.title(findings.write_headline(now, base, baseline.name, names))
    messages.caption(f"{area.home_name}, {findings.describe_window(now)}. Source: {credit}.")


@st.fragment(key="results")
def results() -> None:
    navigation.follow()
    rule = controls.read_controls(source)
    now, past = judge(rule), judging.replay(source, rule)
    limits = charts.list_grid(rule.unit)
    *counts, half, twice = judging.count_at_limits(
        source, rule, month, [*limits, rule.limit / 2, rule.limit * 2]
    )
    window, flagged = findings.describe_window(now), int(now.flagged.sum())
    difference = findings.compare_with_baseline(now, judge(baseline.rule), names)
    rule_words = findings.describe_rule(rule, fetch.list_flag_labels(), names)
    messages.paragraph(f"{difference} {rule_words} {findings.explain_not_judged(now)}".strip())
    left, right = st.columns(2, gap="medium")
    with left:
        words = Words(*findings.describe_curve(rule, flagged, half, twice, window), credit)
        screen.chart(
            charts.build_curve_chart(rule, baseline.rule, limits, counts, flagged, words, mode), key="curve"
        )
    with right:
        draw_map(now)
    if rule.watch == "types":
        listed = tables.build_type_table(now, names, measures, hide)
    else:
        listed = tables.build_flag_table(now, names, measures)
    if listed.rows:
        widgets.table(listed, key="flagged", mode=mode, on_pick=open_profile)
    else:
        messages.paragraph("No warnings at this limit.")
    screen.chart(
        charts.build_replay_chart(past, Words(*findings.describe_replay(past), credit), mode), key="replay"
    )
    if rule.watch == "ward_types":
        messages.caption(findings.describe_matrix(rule, flagged, tables.LISTED))
        widgets.table(tables.build_flag_matrix(now, names, measures, hide, mode), key="matrix", mode=mode)
    with st.container(width=240):
        address = controls.write_address(rule, source)
        widgets.copy_link(address, key="copy_rule", label="Copy link to this rule")


def draw_map(now: rules.Result) -> None:
    """How many crime types are flagged in each ward; only where wards are watched."""
    outlines = queries.ward_outlines(area.home)
    if now.rule.watch == "types" or outlines is None:
        messages.caption(findings.explain_no_map(now.rule))
        return
    per_ward = now.flags_by_area()
    words = Words(*findings.describe_map(now, per_ward, outlines.schematic), credit)
    picture = charts.build_flag_map(outlines, per_ward, names, now.rule.direction, words, mode)
    screen.chart(picture, key="flag_map")


top = st.container()
controls.draw_controls(source)
with top:
    finding()
results()
note_away()
for caveat in (
    "" if fetch.has_wards(source) else findings.NO_WARDS,
    findings.describe_incomplete_months(sorted(incomplete)),
):
    if caveat:
        messages.note(caveat)
st.download_button(
    "Download the warnings",
    data=lambda: tables.build_flag_download(judge(controls.read_controls(source)), names).csv(),
    file_name="warnings.csv",
    mime="text/csv",
    icon=":material/download:",
    on_click="ignore",
)

messages.subheader("Scenarios")
outcomes = [
    rules.ScenarioResult(each, judge(each.rule), judging.replay(source, each.rule)) for each in on_offer
]
scenario_panel.draw_scenarios(outcomes, source, mode)
