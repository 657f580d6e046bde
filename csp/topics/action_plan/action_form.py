"""The form "Add an update": what is typed, what becomes of it, and the choice when two people met.

Widgets of a form are keyed by the id of the update they would make. After it is stored a new id
starts an empty form; a form that was refused keeps what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold
from csp.shell import messages
from csp.topics.action_plan import board_view, findings
from csp.topics.action_plan.board_view import Person
from csp.topics.action_plan.store import actions, status
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionView, Update
from csp.topics.action_plan.store.roles import Role
from csp.topics.action_plan.store.status import Quarter, Status

_DRAFT, _MET, _CORRECT = board_view.DRAFT, "board_met", board_view.CORRECT
_FIELDS = ("status", "quarter", "note", "value", "link")


@dataclass(frozen=True)
class Typed:
    """An update as it was sent from the form: who, on which action, as seen in which version."""

    identity: str
    action_id: int
    ref: str
    seen: int
    status: str
    quarter: str
    note: str
    value: str
    link: str
    corrects: str | None
    who: str
    role: Role


@dataclass(frozen=True)
class Met:
    """A conflict: what was typed, and what somebody else stored first."""

    typed: Typed
    conflict: Conflict


def quarters(view: ActionView, this: Quarter) -> dict[str, Quarter]:
    """The quarters that can be reported on, the latest first."""
    found = status.quarters_between(view.plan.start, this.start, this.year_start)
    return {quarter.label: quarter for quarter in reversed(found)}


def start_correction(update_id: str) -> None:
    """In a callback: the form corrects this update from now on."""
    st.session_state[_CORRECT] = update_id
    st.session_state[_DRAFT] = uuid4().hex


def _stop_correction() -> None:
    st.session_state.pop(_CORRECT, None)
    st.session_state[_DRAFT] = uuid4().hex


def draw(view: ActionView, this: Quarter, who: Person) -> None:
    """The form for one action, or the choice that a conflict has left open."""
    met: Met | None = st.session_state.get(_MET)
    if met and met.typed.action_id == view.action.id:
        _draw_choice(met, view)
        return
    offered = quarters(view, this)
    corrected = _corrected(view)
    draft = st.session_state.setdefault(_DRAFT, uuid4().hex)
    # A form that corrects is another one than a form that adds, and starts from what it corrects.
    key = f"{draft}-{view.action.id}-{corrected.id if corrected else 'new'}"
    if corrected:
        messages.paragraph(
            f"This corrects the update for {corrected.quarter.label} by {corrected.who} "
            f"of {findings.moment(corrected.at)}. Both stay in the history."
        )
        st.button("Do not correct", on_click=_stop_correction, type="tertiary")
    board_view.tell("update")
    seen = board_view.seen(f"{key}-note", view.action.version)
    with st.form(key, border=True):
        _draw_fields(key, view, list(offered), corrected)
        sent = (key, draft, view.action.id, view.action.ref, seen, who.name, who.role)
        st.form_submit_button(
            "Store the correction" if corrected else "Add the update",
            type="primary",
            on_click=_send,
            args=(*sent, corrected.id if corrected else None),
        )


def _draw_fields(key: str, view: ActionView, offered: list[str], corrected: Update | None) -> None:
    """Status, quarter, note, measure value and link, with what is corrected in them."""
    states = {state.rag.word: state for state in Status}
    start = corrected.status if corrected else view.action.status
    quarter = corrected.quarter.label if corrected else offered[0]
    left, right = st.columns(2)
    left.selectbox(
        "Status",
        states,
        index=list(states.values()).index(start),
        key=f"{key}-status",
        format_func=lambda word: findings.state(states[word]),
    )
    at = offered.index(quarter) if quarter in offered else 0
    right.selectbox("Quarter", offered, index=at, key=f"{key}-quarter")
    st.text_area("Note", corrected.note if corrected else "", key=f"{key}-note", height=110)
    left, right = st.columns(2)
    left.text_input(
        "Measure value",
        _typed(corrected.measure_value) if corrected else "",
        key=f"{key}-value",
        placeholder=_hint(view.action.latest),
        help="A number, where the action's measure has one.",
    )
    link = corrected.evidence_link if corrected else ""
    right.text_input("Link to evidence", link, key=f"{key}-link", placeholder="https://")


def _corrected(view: ActionView) -> Update | None:
    """The update that the form corrects, if it is still one of this action's in force."""
    wanted = st.session_state.get(_CORRECT)
    return next((e.update for e in view.in_force() if e.update.id == wanted), None)


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _hint(latest: Update | None) -> str:
    known = latest is not None and latest.measure_value is not None
    return f"Last time {findings.figure(latest.measure_value)}" if known and latest else "A number"


def _send(
    key: str,
    identity: str,
    action_id: int,
    ref: str,
    seen: int,
    who: str,
    role: Role,
    corrects: str | None,
) -> None:
    """The form as it was drawn: seen is the version its author started from, not the one there is now."""
    given = {field: st.session_state[f"{key}-{field}"] for field in _FIELDS}
    words = {state.rag.word: state.value for state in Status}
    given["status"] = words[given["status"]]
    _store(Typed(identity, action_id, ref, seen, **given, corrects=corrects, who=who, role=role))


def _store(typed: Typed) -> None:
    try:
        actions.add_update(
            board_view.board(),
            typed.action_id,
            quarter=typed.quarter,
            status=typed.status,
            note=typed.note,
            measure_value=typed.value,
            evidence_link=typed.link,
            corrects=typed.corrects,
            expected_version=typed.seen,
            who=typed.who,
            role=typed.role,
            update_id=typed.identity,
        )
    except Conflict as conflict:
        st.session_state[_MET] = Met(typed, conflict)
    except UserError as error:
        st.session_state.pop(_MET, None)
        board_view.say("update", str(error), good=False)
    else:
        _forget()
        board_view.say(
            "update", f"Stored: {typed.ref} is {typed.status} for {typed.quarter}, recorded by {typed.who}."
        )


def _forget() -> None:
    for key in (_MET, _CORRECT, _DRAFT):
        st.session_state.pop(key, None)


def _draw_choice(met: Met, view: ActionView) -> None:
    """What the other person stored, what this one typed, and the two ways on."""
    typed, conflict = met.typed, met.conflict
    board_view.show_conflict(conflict)
    messages.paragraph(bold("Yours, not stored yet"))
    told = [
        f"{typed.quarter}, {typed.status}",
        typed.note,
        typed.value and f"Measure: {typed.value}",
        typed.link,
    ]
    messages.paragraph(". ".join(part for part in told if part))
    keep, drop = st.columns(2)
    keep.button(
        "Keep mine as a further update",
        type="primary",
        on_click=_keep,
        args=(met, view.action.version),
        width="stretch",
    )
    drop.button("Drop mine", on_click=_drop, args=(typed.ref,), width="stretch")


def _keep(met: Met, seen: int) -> None:
    """seen is the version on the screen when the choice was made: a third change is shown in turn."""
    fields = {**vars(met.typed), "seen": seen}
    st.session_state.pop(_MET, None)
    _store(Typed(**fields))


def _drop(ref: str) -> None:
    _forget()
    board_view.say("update", f"Yours was dropped: {ref} is as the other person left it.")
