"""What if: one sentence that warns, what it warns of now, and how often it would have in the past year."""

import streamlit as st

from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import filter_bar, frame, messages, navigation, screen, tabs
from csp.topics.action_plan.fetch import note_away
from csp.topics.road_safety.findings.page import explain_sample
from csp.topics.thresholds import (
    controls,
    fetch,
    findings,
    judging,
    rules,
    saved_rules_panel,
    scenarios,
    sections,
    tables,
)
from csp.topics.thresholds.fetch_roads import find_road_source
from csp.topics.what_if import controls as figure_controls
from csp.topics.what_if import sections as figure_sections

# 1. What is asked for: the source and the month it ends with; the sentence has the rest
filters = frame.filters()
navigation.follow()
area, measures, mode = queries.area(filters.source), read_catalogue().measures, screen.mode()
source, month = filters.source, filters.period.end
names, origin = fetch.fetch_names(), read_catalogue().sources[source]
tabs.open_for_old_link("tab", "Saved rules", ("scenarios_open", "compare", "beside"))
tabs.open_for_old_link("tab", "If figures changed", figure_controls.KEYS)


def open_profile(row: str) -> None:
    """A warning clicked opens the profile of its crime type in its ward, or the page about roads."""
    measure, place = tables.split_row_id(row)
    if measure not in measures:
        navigation.go("road_safety")
        return
    ward = [] if place == area.home else [names[place]]
    filter_bar.choose(type=measures[measure].label, ward=ward)
    navigation.go("profile")


def draw_saved_rules(rule: rules.Rule, on_offer: tuple[rules.KeptScenario, ...]) -> None:
    """Every saved rule put to the data, and what can be done with them."""
    outcomes = [
        rules.ScenarioResult(
            each, judging.judge(source, each.rule, month), judging.replay_year(source, each.rule, month)
        )
        for each in on_offer
    ]
    saved_rules_panel.draw_saved_rules(outcomes, rule, source, mode)


# 2. to 4. A control of the sentence or of a tab draws this again, and not what stands around it
@st.fragment(key="what_if")
def draw_page() -> None:
    navigation.follow()
    # The first screen, closer together than what follows.
    first = st.container(gap="xsmall")
    top = first.container()
    with first:
        rule, curve = controls.draw_sentence(source, month, mode)
    on_offer = judging.list_fitting(scenarios.list_scenarios(), source)
    baseline = rules.find_baseline(on_offer)
    road = find_road_source(source) if rule.on_roads else None
    answer = sections.Answer(
        now=judging.judge(source, rule, month),
        base=judging.judge(source, baseline.rule, month),
        baseline=baseline,
        curve=curve,
        past=judging.replay_year(source, rule, month),
        names=names,
        credit=road.credit if road else origin.credit,
        mode=mode,
        on_pick=open_profile,
    )
    with top:
        messages.title(findings.write_headline(answer.now, answer.base, baseline.name, names))
        advanced = findings.describe_advanced(rule, fetch.list_flag_labels(), names)
        window = f"{area.home_name}, {findings.describe_window(answer.now)}."
        # Of the sample of crime the chip in the bar says what it is.
        credit = "" if origin.simulated else f"Source: {origin.credit}."
        if road:
            credit = explain_sample(area) if road.simulated else f"Source: {road.credit}."
        messages.caption(" ".join(filter(None, [window, advanced, credit])))
    with first:
        sections.draw_answer(answer, area.home)
    tabs.draw_tabs(
        "tab",
        {
            "List": lambda: sections.draw_list(answer),
            # Public mode has no warnings by ward, which is said beside the list of those it has.
            **({} if area.is_public else {"Matrix": lambda: sections.draw_matrix(answer)}),
            "Past year": lambda: sections.draw_past_year(answer),
            "Saved rules": lambda: draw_saved_rules(rule, on_offer),
            "If figures changed": lambda: figure_sections.draw_figures(
                figure_sections.follow_rule(filters, rule), rule, mode
            ),
        },
    )


draw_page()
note_away()
incomplete = sorted(queries.loaded(area.force_slug)[source].incomplete)
for caveat in (
    "" if area.is_public or fetch.has_wards(source) else findings.NO_WARDS,
    findings.describe_incomplete_months(incomplete),
):
    if caveat:
        messages.note(caveat)
