"""The priorities page on the screen: weights, the candidate chosen, and what people enter about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import messages, screen, sidebar
from csp.topics.action_plan import board_view
from csp.topics.action_plan import tables as board_tables
from csp.topics.action_plan.store import scenarios as store
from csp.topics.action_plan.store.schema import DECISIONS
from csp.topics.priorities import evidence as evidence_view
from csp.topics.priorities import findings
from csp.topics.priorities.rules import CANDIDATES, Candidate, Comparison
from csp.topics.thresholds import rule_view
from csp.topics.thresholds.rules import Rule

MOST_WEIGHT = 3.0
# The fragments that show what the weights come to.
RESULTS = ("finding", "ranking")


def _again() -> None:
    st.rerun(RESULTS)


def weights() -> None:
    """Draw the sliders of the weights. A drag reruns the fragments of RESULTS alone."""
    for place, (code, (label, meaning)) in zip(st.columns(6), findings.WEIGHTS.items(), strict=True):
        place.slider(
            plain(label), 0.0, MOST_WEIGHT, 1.0, 0.25, key=f"weight_{code}", bind="query-params",
            format="× %g", help=plain(meaning), on_change=_again,
        )  # fmt: skip


def chosen_weights() -> dict[str, float]:
    """What the sliders are set to."""
    return {code: float(st.session_state[f"weight_{code}"]) for code in findings.WEIGHTS}


def choose_rule(source: str) -> tuple[str, Rule]:
    """The rule that wards are flagged under, by name."""
    offered = evidence_view.rules_on_offer(source)
    screen.drop_stale_choice("rule", offered)
    name = st.selectbox("Wards flagged under", list(offered), key="rule", bind="query-params")
    return name, offered[name]


def choose(code: str) -> None:
    """In a callback: a candidate clicked anywhere is the one looked at."""
    labels = {candidate.code: candidate.label for candidate in CANDIDATES}
    st.session_state["candidate"] = labels[code]


def chosen_candidate(first: str) -> Candidate:
    """The candidate looked at; the first of the ranking where none was chosen."""
    by_label = {candidate.label: candidate for candidate in CANDIDATES}
    at = [candidate.code for candidate in by_label.values()].index(first)
    label = st.selectbox("Candidate", list(by_label), index=at, key="candidate", bind="query-params")
    return by_label[label]


def links(candidate: Candidate, measure: str | None, rule: Rule) -> None:
    """Buttons to the profile, the flags and the actions of a candidate."""
    with st.container(horizontal=True):
        if measure:
            label = read_catalogue().measures[measure].label
            st.button(
                "Profile", icon=":material/frame_inspect:", on_click=_open_profile, args=(label,),
                help=plain(f"{label} in full"),
            )  # fmt: skip
            st.button(
                "Flags", icon=":material/tune:", on_click=_open_flags, args=(rule, measure),
                help=plain(f"{label} on the thresholds page"),
            )  # fmt: skip
        plan = evidence_view.adopted_plan()
        for number in candidate.adopted if plan else ():
            name = plan.priorities.get(number) if plan else None
            if plan and name:
                said = board_tables.priority_label(number, name)
                st.button(
                    plain(f"Actions of priority {number}"), icon=":material/view_kanban:", help=plain(name),
                    on_click=board_view.go, args=("board",), kwargs={"plan": plan.label, "priority": said},
                )  # fmt: skip


def _open_profile(label: str) -> None:
    sidebar.choose(type=label)
    board_view.go("profile")


def _open_flags(rule: Rule, measure: str) -> None:
    rule_view.put(replace(rule, watch="ward_types", measures=(measure,)))
    board_view.go("thresholds")


def enter(candidate: Candidate, compared: Comparison) -> None:
    """The forms for public concern and for the decision, for editors."""
    person = None if board_view.is_away() else board_view.editor()
    if person is None:
        return
    left, right = st.columns([2, 5], gap="medium")
    with left, st.form("concern", border=True):
        entry = store.concerns(board_view.board()).get(candidate.code)
        st.segmented_control(
            "Public concern",
            [1, 2, 3, 4, 5],
            default=entry.level if entry else None,
            key=f"concern_{candidate.code}",
            help="1 is little, 5 is much: from surveys, meetings and letters.",
        )
        st.form_submit_button("Enter", on_click=_enter_concern, args=(candidate, person.name))
        if entry:
            messages.caption(f"{entry.level} of 5 entered by {entry.who}, {_day(entry.at)}.")
    with right, st.form("decision", border=True):
        supported = compared.verdict if compared.verdict in DECISIONS else None
        st.segmented_control(
            plain(f"The partnership's decision on {candidate.label}"),
            list(DECISIONS),
            key=f"decision_{candidate.code}",
            help=plain(f"The evidence: {supported}.") if supported else None,
            format_func=plain,
        )
        st.text_area("Reason", key=f"reason_{candidate.code}", height=80)
        st.form_submit_button("Record the decision", on_click=_decide, args=(candidate, person.name))
    board_view.tell("priority")


def _day(at: Any) -> str:
    return f"{at.day} {wording.month(at.date())}"


def _enter_concern(candidate: Candidate, who: str) -> None:
    try:
        level = st.session_state[f"concern_{candidate.code}"]
        if level is None:
            raise UserError("Choose a number from 1 to 5 first.")
        store.record_concern(board_view.board(), candidate.code, level, who=who)
    except UserError as error:
        board_view.say("priority", str(error), good=False)
    else:
        board_view.say("priority", f"Public concern about {candidate.label}: {level} of 5.")
        st.rerun()  # it is part of the evidence, which the page gathers


def _decide(candidate: Candidate, who: str) -> None:
    try:
        decision = st.session_state[f"decision_{candidate.code}"]
        if decision is None:
            raise UserError("Choose the decision first.")
        reason = str(st.session_state[f"reason_{candidate.code}"])
        store.record_decision(board_view.board(), candidate.code, decision, reason, who=who)
    except UserError as error:
        board_view.say("priority", str(error), good=False)
    else:
        st.session_state[f"reason_{candidate.code}"] = ""
        board_view.say("priority", f"{candidate.label} {decision}: recorded with its reason.")
        st.rerun()  # the list of decisions is below the fragment


def latest(decisions: Any) -> Mapping[str, Any]:
    """The latest decision on each candidate."""
    return {each.candidate: each for each in reversed(decisions)}
