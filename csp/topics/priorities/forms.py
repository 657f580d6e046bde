"""What editors enter about a candidate: public concern, and what the partnership decided."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, people
from csp.topics.action_plan.fetch import fetch_board, is_away
from csp.topics.action_plan.store import scenarios
from csp.topics.action_plan.store.schema import DECISIONS
from csp.topics.priorities.findings import Comparison
from csp.topics.priorities.rules import Candidate

# What became of a write is kept under this name.
_TOPIC = "priority"


def draw_forms(candidate: Candidate, comparison: Comparison) -> None:
    """The forms for public concern and for the decision, for editors."""
    person = None if is_away() else people.editor()
    if person is None:
        return
    left, right = st.columns([2, 5], gap="medium")
    with left, st.form("concern", border=True):
        _draw_concern(candidate, person.name)
    with right, st.form("decision", border=True):
        _draw_decision(candidate, comparison, person.name)
    messages.show_outcome(_TOPIC)


def _draw_concern(candidate: Candidate, who: str) -> None:
    entry = scenarios.read_concerns(fetch_board()).get(candidate.code)
    st.segmented_control(
        "Public concern",
        [1, 2, 3, 4, 5],
        default=entry.level if entry else None,
        key=f"concern_{candidate.code}",
        help="1 is little, 5 is much: from surveys, meetings and letters.",
    )
    st.form_submit_button("Enter", on_click=_record_concern, args=(candidate, who))
    if entry:
        messages.caption(f"{entry.level} of 5 entered by {entry.who}, {_day(entry.at)}.")


def _draw_decision(candidate: Candidate, comparison: Comparison, who: str) -> None:
    supported = comparison.verdict if comparison.verdict in DECISIONS else None
    st.segmented_control(
        plain(f"The partnership's decision on {candidate.label}"),
        list(DECISIONS),
        key=f"decision_{candidate.code}",
        help=plain(f"The evidence: {supported}.") if supported else None,
        format_func=plain,
    )
    st.text_area("Reason", key=f"reason_{candidate.code}", height=80)
    st.form_submit_button("Record the decision", on_click=_record_decision, args=(candidate, who))


def _day(at: datetime) -> str:
    return f"{at.day} {wording.month(at.date())}"


def _record_concern(candidate: Candidate, who: str) -> None:
    def record() -> str:
        level = st.session_state[f"concern_{candidate.code}"]
        if level is None:
            raise UserError("Choose a number from 1 to 5 first.")
        scenarios.record_concern(fetch_board(), candidate.code, level, who=who)
        return f"Public concern about {candidate.label}: {level} of 5."

    if messages.attempt(_TOPIC, record):
        st.rerun()  # it is part of the evidence, which the page gathers


def _record_decision(candidate: Candidate, who: str) -> None:
    def record() -> str:
        decision = st.session_state[f"decision_{candidate.code}"]
        if decision is None:
            raise UserError("Choose the decision first.")
        reason = str(st.session_state[f"reason_{candidate.code}"])
        scenarios.record_decision(fetch_board(), candidate.code, decision, reason, who=who)
        st.session_state[f"reason_{candidate.code}"] = ""
        return f"{candidate.label} {decision}: recorded with its reason."

    if messages.attempt(_TOPIC, record):
        st.rerun()  # the list of decisions is below the fragment
