"""The controls of the priorities page: weights, the rule, the candidate looked at, and links from it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import filter_bar, navigation, screen
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.store.records import Plan
from csp.topics.priorities import findings
from csp.topics.priorities.rules import CANDIDATES, Candidate
from csp.topics.thresholds import controls as threshold_controls
from csp.topics.thresholds.judging import fit_rule
from csp.topics.thresholds.rules import Rule
from csp.topics.thresholds.scenarios import list_scenarios

HIGHEST_WEIGHT = 3.0
# The fragments that show what the weights come to.
RESULTS = ("finding", "ranking")
AS_SET = "As set on the page What if"


def _rerun_results() -> None:
    st.rerun(RESULTS)


def draw_weights() -> None:
    """Draw the sliders of the weights. A drag reruns the fragments of RESULTS alone."""
    for place, (code, (label, meaning)) in zip(st.columns(6), findings.WEIGHTS.items(), strict=True):
        place.slider(
            plain(label),
            0.0,
            HIGHEST_WEIGHT,
            1.0,
            0.25,
            key=f"weight_{code}",
            bind="query-params",
            format="× %g",
            help=plain(meaning),
            on_change=_rerun_results,
        )


def read_weights() -> dict[str, float]:
    """What the sliders are set to."""
    return {code: float(st.session_state[f"weight_{code}"]) for code in findings.WEIGHTS}


def choose_rule(source: str) -> tuple[str, Rule]:
    """The rule that wards are flagged under, by name."""
    offered = _rules_on_offer(source)
    screen.drop_stale_choice("rule", offered)
    name = st.selectbox("Ward warnings under", list(offered), key="rule", bind="query-params")
    return name, offered[name]


def _rules_on_offer(source: str) -> dict[str, Rule]:
    """The rules that flags can be counted under, by name: the baseline first."""
    ordered = sorted(list_scenarios(), key=lambda each: not each.is_baseline)
    offered = {each.name: fit_rule(each.rule, source) for each in ordered}
    current = threshold_controls.read_current_rule(source)
    return offered if current in offered.values() else {**offered, AS_SET: current}


def select_candidate(code: str) -> None:
    """In a callback: a candidate clicked anywhere is the one looked at."""
    labels = {candidate.code: candidate.label for candidate in CANDIDATES}
    st.session_state["candidate"] = labels[code]


def read_selected_code() -> str:
    """The code of the candidate looked at, "" where none was chosen."""
    codes = {candidate.label: candidate.code for candidate in CANDIDATES}
    return codes.get(st.session_state.get("candidate", ""), "")


def choose_candidate(first: str) -> Candidate:
    """The candidate looked at; the first of the ranking where none was chosen."""
    by_label = {candidate.label: candidate for candidate in CANDIDATES}
    at = [candidate.code for candidate in by_label.values()].index(first)
    label = st.selectbox("Candidate", list(by_label), index=at, key="candidate", bind="query-params")
    return by_label[label]


def draw_links(candidate: Candidate, measure: str | None, rule: Rule, plan: Plan | None) -> None:
    """Buttons to the profile, the flags and the actions of a candidate. plan: the one adopted."""
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
        if plan:
            for number in candidate.adopted:
                if name := plan.priorities.get(number):
                    _draw_link_to_actions(plan, number, name)


def _draw_link_to_actions(plan: Plan, number: int, name: str) -> None:
    priority = label_priority(number, name)
    st.button(
        plain(f"Actions of priority {number}"),
        icon=":material/view_kanban:",
        help=plain(name),
        on_click=navigation.go,
        args=("board",),
        kwargs={"plan": plan.label, "priority": priority},
    )


def _open_profile(label: str) -> None:
    filter_bar.choose(type=label)
    navigation.go("profile")


def _open_flags(rule: Rule, measure: str) -> None:
    threshold_controls.set_current_rule(replace(rule, watch="ward_types", measures=(measure,)))
    navigation.go("what_if")
