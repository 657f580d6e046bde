"""The form "Add an update": what is typed, what becomes of it, and the choice when somebody else was first.

Widgets of a form are keyed by the id of the update they would make. After it is stored a new id
starts an empty form; a form that was refused keeps what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

import streamlit as st

from csp.core.markup import bold
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings.history import describe_update_draft
from csp.topics.action_plan.findings.values import cut_text, write_figure, write_moment, write_status
from csp.topics.action_plan.forms.writing import show_conflict
from csp.topics.action_plan.store import status, updates
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionView, Update, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status

_CONFLICT = "update_conflict"
_TOPIC = "update"


@dataclass(frozen=True)
class Form:
    """A form as it was drawn: its author started from this version of the action, whatever there is now.

    key is that of its widgets; corrects the id of the update it would stand in for; measures the keys of
    the measures that it asks a number of.
    """

    key: str
    update_id: str
    action_id: int
    ref: str
    version: int
    author: Person
    corrects: str | None
    measures: tuple[str, ...]


@dataclass(frozen=True)
class TypedUpdate:
    """An update as it was sent from a form."""

    form: Form
    draft: UpdateDraft


@dataclass(frozen=True)
class UnstoredUpdate:
    """An update that was not stored, because somebody else had stored something first."""

    typed: TypedUpdate
    conflict: Conflict


def list_quarters(view: ActionView, this: Quarter) -> dict[str, Quarter]:
    """The quarters that can be reported on, the latest first."""
    every = status.list_quarters(view.plan.start, this.start, this.year_start)
    return {quarter.label: quarter for quarter in reversed(every)}


def start_correction(update_id: str) -> None:
    """In a callback: the form corrects this update from now on."""
    st.session_state[drafts.CORRECTED] = update_id
    st.session_state[drafts.DRAFT] = uuid4().hex


def _stop_correction() -> None:
    st.session_state.pop(drafts.CORRECTED, None)
    st.session_state[drafts.DRAFT] = uuid4().hex


def draw_update_form(view: ActionView, this: Quarter, author: Person) -> None:
    """The form for one action, or the choice that a conflict has left open."""
    unstored: UnstoredUpdate | None = st.session_state.get(_CONFLICT)
    if unstored and unstored.typed.form.action_id == view.action.id:
        _draw_choice(unstored, view)
        return
    corrected = _corrected_update(view)
    draft = st.session_state.setdefault(drafts.DRAFT, uuid4().hex)
    # A form that corrects is another one than a form that adds, and starts from what it corrects.
    key = f"{draft}-{view.action.id}-{corrected.id if corrected else 'new'}"
    if corrected:
        messages.paragraph(
            f"This corrects the update for {corrected.quarter.label} by {corrected.who} "
            f"of {write_moment(corrected.at)}. Both stay in the history."
        )
        st.button("Do not correct", on_click=_stop_correction, type="tertiary")
    messages.show_outcome(_TOPIC)
    version = drafts.version_seen(f"{key}-note", view.action.version)
    with st.form(key, border=True):
        _draw_fields(key, view, list(list_quarters(view, this)), corrected)
        corrects = corrected.id if corrected else None
        measures = tuple(measure.key for measure in view.measures)
        form = Form(key, draft, view.action.id, view.action.ref, version, author, corrects, measures)
        st.form_submit_button(
            "Store the correction" if corrected else "Add the update",
            type="primary",
            on_click=_send,
            args=(form,),
        )


def _draw_fields(key: str, view: ActionView, offered: list[str], corrected: Update | None) -> None:
    """Status, quarter, note, measure value and link, with what is corrected in them."""
    states = {each.rag.word: each for each in Status}
    start = corrected.status if corrected else view.action.status
    quarter = corrected.quarter.label if corrected else offered[0]
    left, right = st.columns(2)
    left.selectbox(
        "Status",
        states,
        index=list(states.values()).index(start),
        key=f"{key}-status",
        format_func=lambda word: write_status(states[word]),
    )
    at = offered.index(quarter) if quarter in offered else 0
    right.selectbox("Quarter", offered, index=at, key=f"{key}-quarter")
    st.text_area("Note", corrected.note if corrected else "", key=f"{key}-note", height=110)
    left, right = st.columns(2)
    with left:
        _draw_values(key, view, corrected)
    link = corrected.evidence_link if corrected else ""
    right.text_input("Link to evidence", link, key=f"{key}-link", placeholder="https://")


def _draw_values(key: str, view: ActionView, corrected: Update | None) -> None:
    """A field for the number of every measure, with what is corrected in it."""
    entry = next((each for each in view.history if corrected and each.update.id == corrected.id), None)
    for measure in view.measures:
        name = measure.content.name
        st.text_input(
            "Measure value" if len(view.measures) == 1 else cut_text(name),
            _editable(entry.values.get(measure.key)) if entry else "",
            key=f"{key}-value-{measure.key}",
            placeholder=_hint(view, measure.key),
            help=name,
        )


def _corrected_update(view: ActionView) -> Update | None:
    """The update that the form corrects, if it is still one of this action's in force."""
    update_id = st.session_state.get(drafts.CORRECTED)
    return next((e.update for e in view.in_force() if e.update.id == update_id), None)


def _editable(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _hint(view: ActionView, measure: str) -> str:
    latest = next((entry for entry in reversed(view.in_force()) if measure in entry.values), None)
    if latest is None:
        return "A number"
    simulated = ", simulated" if latest.update.is_simulated else ""
    return f"Last time {write_figure(latest.values[measure])}{simulated}"


def _send(form: Form) -> None:
    quarter, word, note, link = (
        st.session_state[f"{form.key}-{field}"] for field in ("quarter", "status", "note", "link")
    )
    statuses = {each.rag.word: each.value for each in Status}
    values = {measure: st.session_state[f"{form.key}-value-{measure}"] for measure in form.measures}
    draft = UpdateDraft(quarter, statuses[word], note, None, link, form.corrects, values)
    _store(TypedUpdate(form, draft))


def _store(typed: TypedUpdate) -> None:
    if not messages.attempt(_TOPIC, lambda: _add_update(typed)):
        st.session_state.pop(_CONFLICT, None)


def _add_update(typed: TypedUpdate) -> str:
    """Store an update; the sentence about it, or "" where a conflict leaves a choice to be made."""
    form, draft = typed.form, typed.draft
    try:
        updates.add_update(
            fetch.fetch_board(),
            form.action_id,
            draft,
            expected_version=form.version,
            who=form.author.name,
            role=form.author.role,
            update_id=form.update_id,
        )
    except Conflict as conflict:
        st.session_state[_CONFLICT] = UnstoredUpdate(typed, conflict)
        return ""
    _forget()
    return f"Stored: {form.ref} is {draft.status} for {draft.quarter}, recorded by {form.author.name}."


def _forget() -> None:
    for key in (_CONFLICT, drafts.CORRECTED, drafts.DRAFT):
        st.session_state.pop(key, None)


def _draw_choice(unstored: UnstoredUpdate, view: ActionView) -> None:
    """What the other person stored, what this one typed, and the two ways on."""
    typed = unstored.typed
    show_conflict(unstored.conflict)
    messages.paragraph(bold("Yours, not stored yet"))
    messages.paragraph(describe_update_draft(typed.draft))
    keep, drop = st.columns(2)
    keep.button(
        "Keep mine as a further update",
        type="primary",
        on_click=_keep,
        args=(typed, view.action.version),
        width="stretch",
    )
    drop.button("Drop mine", on_click=_drop, args=(typed.form.ref,), width="stretch")


def _keep(typed: TypedUpdate, version: int) -> None:
    """version is the one on the screen when the choice was made: a third change is shown in turn."""
    st.session_state.pop(_CONFLICT, None)
    _store(replace(typed, form=replace(typed.form, version=version)))


def _drop(ref: str) -> None:
    _forget()
    messages.keep_outcome(_TOPIC, f"Yours was dropped: {ref} is as the other person left it.")
