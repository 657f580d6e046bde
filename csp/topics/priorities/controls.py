"""The controls of the priorities page: weights, the rule, the candidate looked at, and links from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import filter_bar, navigation, screen
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.priorities import findings
from csp.topics.priorities.fetch import ROAD_SAFETY
from csp.topics.priorities.rules import CANDIDATES, HIGHEST_WEIGHT, Adoption, Candidate
from csp.topics.thresholds import controls as threshold_controls
from csp.topics.thresholds.judging import fit_rule
from csp.topics.thresholds.rules import ROADS, Rule
from csp.topics.thresholds.scenarios import list_scenarios

DEFAULT_WEIGHT = 1.0
# The tab about the candidate that is looked at.
CANDIDATE_TAB = "One candidate"
TABS = "priorities_tab"
AS_SET = "As set on the page What if"


def draw_weights(source: str) -> Rule:
    """Draw the weights and the rule behind "Change weights". Gives the rule that wards are flagged under.

    They are drawn while they are looked at, or where one is not as it opens: a control that is not
    drawn is taken out of the address. Without them every weight is 1, and the first rule counts.
    """
    expander = st.expander(
        "Change weights", key="change_weights", icon=":material/tune:", on_change="rerun", expanded=False
    )
    if not expander.open and not _is_anything_set(source):
        return next(iter(_list_rules(source).values()))
    with expander:
        for place, (code, (label, meaning)) in zip(st.columns(6), findings.WEIGHTS.items(), strict=True):
            place.slider(
                plain(label),
                0.0,
                HIGHEST_WEIGHT,
                DEFAULT_WEIGHT,
                0.25,
                key=f"weight_{code}",
                bind="query-params",
                format="× %g",
                help=plain(meaning),
            )
        return choose_rule(source)


def _is_anything_set(source: str) -> bool:
    """Whether a weight or the rule is set, in the session or in the address that has just been opened."""
    opening: dict[str, Any] = {f"weight_{code}": DEFAULT_WEIGHT for code in findings.WEIGHTS}
    opening["rule"] = next(iter(_list_rules(source)))
    state = st.session_state
    return any(state.get(key, st.query_params.get(key, value)) != value for key, value in opening.items())


def read_weights() -> dict[str, float]:
    """What the sliders are set to; as they open where they are not drawn."""
    weights = {code: st.session_state.get(f"weight_{code}", DEFAULT_WEIGHT) for code in findings.WEIGHTS}
    return {code: float(weight) for code, weight in weights.items()}


def choose_rule(source: str) -> Rule:
    """The rule that wards are flagged under."""
    offered = _list_rules(source)
    screen.drop_stale_choice("rule", offered)
    name = st.selectbox("Ward warnings under", list(offered), key="rule", bind="query-params", width=400)
    return offered[name]


def _list_rules(source: str) -> dict[str, Rule]:
    """The rules that flags can be counted under, by name: the baseline first."""
    ordered = sorted(list_scenarios(), key=lambda each: not each.is_baseline)
    about_crime = [each for each in ordered if not each.rule.on_roads]
    offered = {each.name: fit_rule(each.rule, source) for each in about_crime}
    current = threshold_controls.read_current_rule(source)
    is_offered = current in offered.values() or current.on_roads
    return offered if is_offered else {**offered, AS_SET: current}


def select_candidate(code: str) -> None:
    """In a callback: a candidate clicked anywhere is the one looked at."""
    labels = {candidate.code: candidate.label for candidate in CANDIDATES}
    if code not in labels:
        return  # a priority that no crime type stands for
    st.session_state["candidate"] = labels[code]
    if st.session_state.get(TABS) != plain(CANDIDATE_TAB):
        # Of a control that has not been drawn Streamlit puts no value into the address.
        st.query_params["candidate"] = labels[code]
        st.session_state[TABS] = plain(CANDIDATE_TAB)


def read_selected_code() -> str:
    """The code of the candidate looked at, "" where none was chosen."""
    codes = {candidate.label: candidate.code for candidate in CANDIDATES}
    screen.follow_renamed("candidate", {old: each.label for each in CANDIDATES for old in each.former})
    # A link that has just been opened is read before the control is drawn.
    label = st.session_state.get("candidate") or st.query_params.get("candidate", "")
    return codes.get(label, "")


def choose_candidate(first: str) -> Candidate:
    """The candidate looked at; the first of the ranking where none was chosen."""
    by_label = {candidate.label: candidate for candidate in CANDIDATES}
    at = [candidate.code for candidate in by_label.values()].index(first)
    label = st.selectbox("Candidate", list(by_label), index=at, key="candidate", bind="query-params")
    return by_label[label]


def draw_links(candidate: Candidate, measure: str | None, rule: Rule, adoption: Adoption) -> None:
    """Buttons to the profile, the flags and the actions of a candidate. adoption: of the plan in force."""
    with st.container(horizontal=True):
        if measure:
            label = read_catalogue().measures[measure].label
            st.button(
                "Profile",
                icon=":material/frame_inspect:",
                on_click=_open_profile,
                args=(label,),
                help=plain(f"{label} in full"),
            )
            st.button(
                "Warnings",
                icon=":material/tune:",
                on_click=_open_flags,
                args=(rule, measure),
                help=plain(f"{label} on the page What if"),
            )
        if candidate.code == ROAD_SAFETY:
            st.button(
                "Road safety",
                icon=":material/traffic:",
                on_click=navigation.go,
                args=("road_safety",),
                help="Road casualties in full",
            )
            st.button(
                "Warnings",
                icon=":material/tune:",
                on_click=_open_road_warnings,
                help="Road casualties on the page What if",
            )
        both = (*adoption.own.get(candidate.code, ()), *adoption.acted_on.get(candidate.code, ()))
        for number in sorted(both):
            _draw_link_to_actions(adoption.label, number, adoption.priorities[number])


def _draw_link_to_actions(plan: str, number: int, name: str) -> None:
    priority = label_priority(number, name)
    st.button(
        plain(f"Actions of priority {number}"),
        icon=":material/view_kanban:",
        help=plain(name),
        on_click=navigation.go,
        args=("board",),
        kwargs={"plan": plan, "priority": priority},
    )


def _open_profile(label: str) -> None:
    filter_bar.choose(type=label)
    navigation.go("profile")


def _open_road_warnings() -> None:
    threshold_controls.set_current_rule(ROADS.rule)
    navigation.go("what_if")


def _open_flags(rule: Rule, measure: str) -> None:
    threshold_controls.set_current_rule(replace(rule, watch="ward_types", measures=(measure,)))
    navigation.go("what_if")
