"""What editors enter about a candidate: what they judge of it, and what the partnership decided."""

from __future__ import annotations

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, people
from csp.topics.action_plan.fetch import fetch_board, is_away
from csp.topics.action_plan.store import scenarios
from csp.topics.action_plan.store.records import Concern, Judgement
from csp.topics.action_plan.store.schema import DECISIONS
from csp.topics.priorities.findings import JUDGED, Comparison
from csp.topics.priorities.rules import Candidate

# What became of a write is kept under this name.
_TOPIC = "priority"
_HELP = {
    "impact": "On victims and places, beyond the harm that is published: 1 is little, 5 is much.",
    "concern": "1 is little, 5 is much: from surveys, meetings and letters.",
    "capacity": "People and time: 1 is none lacking, 5 is far too few.",
    "capability": "Skills, powers and tools: 1 is none lacking, 5 is far too few.",
}
assert tuple(_HELP) == tuple(JUDGED)


def draw_forms(candidate: Candidate, comparison: Comparison) -> None:
    """The forms for what is judged and for the decision, for editors."""
    person = None if is_away() else people.editor()
    if person is None:
        return
    left, right = st.columns(2, gap="medium")
    with left, st.form("judged", border=True):
        _draw_judged(candidate, person.name)
    with right, st.form("decision", border=True):
        _draw_decision(candidate, comparison, person.name)
    messages.show_outcome(_TOPIC)


def _read_entries(candidate: Candidate) -> dict[str, Concern | Judgement]:
    """The latest entry of each thing that is judged; one that is missing is blank."""
    board = fetch_board()
    entries: dict[str, Concern | Judgement] = {
        what: entry
        for (code, what), entry in scenarios.read_judgements(board).items()
        if code == candidate.code
    }
    concern = scenarios.read_concerns(board).get(candidate.code)
    return {**entries, "concern": concern} if concern else entries


def _draw_judged(candidate: Candidate, who: str) -> None:
    entries = _read_entries(candidate)
    for place, (what, name) in zip([*st.columns(2), *st.columns(2)], JUDGED.items(), strict=True):
        entry = entries.get(what)
        place.segmented_control(
            plain(wording.capitalise(name)),
            [1, 2, 3, 4, 5],
            default=entry.level if entry else None,
            key=f"{what}_{candidate.code}",
            help=plain(_HELP[what]),
        )
    st.form_submit_button("Enter", on_click=_record_judged, args=(candidate, who))
    for text in (_describe_entry(JUDGED[what], entry) for what, entry in entries.items()):
        messages.caption(text)


def _describe_entry(name: str, entry: Concern | Judgement) -> str:
    day = f"{entry.at.day} {wording.month(entry.at.date())}"
    return f"{wording.capitalise(name)}: {entry.level} of 5 entered by {entry.who}, {day}."


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


def _record_judged(candidate: Candidate, who: str) -> None:
    def record() -> str:
        entries = _read_entries(candidate)
        levels = {what: st.session_state[f"{what}_{candidate.code}"] for what in JUDGED}
        changed = {
            what: level
            for what, level in levels.items()
            if level is not None and (what not in entries or entries[what].level != level)
        }
        if not changed:
            raise UserError("Choose a number from 1 to 5 first.")
        for what, level in changed.items():
            if what == "concern":
                scenarios.record_concern(fetch_board(), candidate.code, level, who=who)
            else:
                scenarios.record_judgement(fetch_board(), candidate.code, what, level, who=who)
        entered = [f"{JUDGED[what]} {level} of 5" for what, level in changed.items()]
        return f"{candidate.label}: {wording.list_words(entered)}."

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
