"""An update that is sent from a form: stored with a way to take it back, refused, or in somebody's way.

Used by the page of an action and by the side panel of the board, which lay its pieces out differently. A
form that was refused keeps what was typed; after an update is stored a new one starts empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from csp.core.markup import bold, plain
from csp.shell import drafts, messages, widgets
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import panel as words
from csp.topics.action_plan.findings.history import describe_update_draft
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.forms import update_fields
from csp.topics.action_plan.forms.update_fields import Form
from csp.topics.action_plan.forms.writing import show_conflict
from csp.topics.action_plan.rules.turns import awaits_update
from csp.topics.action_plan.store import undoing
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionRow, ActionView, Update, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.update_steps import add_update

KEEP = "update_keep"
_TOPIC = "update"
_STORED = "update_stored"

GoOn = Callable[[], None]
"""What is done once an update is stored: the next action is opened."""


@dataclass(frozen=True)
class TypedUpdate:
    """An update as it was sent from a form, with what its fields held."""

    form: Form
    draft: UpdateDraft
    fields: Mapping[str, str]
    go_on: GoOn | None


@dataclass(frozen=True)
class UnstoredUpdate:
    """An update that was not stored, because somebody else had stored something first."""

    typed: TypedUpdate
    conflict: Conflict


@dataclass(frozen=True)
class StoredUpdate:
    """The update that was stored last in this session, and the step that undoes it."""

    typed: TypedUpdate
    update: Update
    step: int


def _name_conflict(action_id: int) -> str:
    """Where the session keeps the choice that is open about an action."""
    return f"update_conflict-{action_id}"


def leave_choice(action: ActionRow, draft: UpdateDraft, author: Person, conflict: Conflict) -> None:
    """In a callback: leave an update that was sent without this form to be chosen about where it is drawn."""
    form = update_fields.make_detached(action, author, conflict.version)
    unstored = UnstoredUpdate(TypedUpdate(form, draft, {}, None), conflict)
    st.session_state[_name_conflict(action.id)] = unstored


def start_correction(update_id: str) -> None:
    """In a callback: the form corrects this update from now on."""
    st.session_state[drafts.CORRECTED] = update_id


def _stop_correction() -> None:
    st.session_state.pop(drafts.CORRECTED, None)


def draw_update_form(view: ActionView, this: Quarter, author: Person) -> None:
    """The form on the page of an action, or the choice that a conflict has left open."""
    unstored = find_unstored(view)
    if unstored:
        draw_unstored(unstored)
        draw_choice(unstored, view)
        return
    corrected = _corrected_update(view)
    if corrected:
        messages.paragraph(
            f"This corrects the update for {corrected.quarter.label} by {corrected.who} "
            f"of {write_moment(corrected.at)}. Both stay in the history."
        )
        st.button("Do not correct", on_click=_stop_correction, type="tertiary")
    show_outcome()
    stored = find_stored()
    if stored and stored.typed.form.action_id == view.action.id:
        del st.session_state[_STORED]
        messages.success(words.write_stored(stored.typed.form.ref, stored.update))
        draw_undo(stored)
    form = update_fields.open_form(view, this, author, corrected)
    same = label_same(form, view)
    with st.container(border=True, key="update_form"):
        update_fields.draw_fields(form, view)
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Store the correction" if corrected else "Add the update",
                key="update_send",
                type="primary",
                on_click=send,
                args=(form, None, same),
            )
            if same:
                st.button(plain(same), key="update_same", on_click=send_same, args=(form,))
        update_fields.draw_more(form, view, this)
    widgets.form_keys("update_form", {"save": "update_send", "same": "update_same"}, key="update_keys")


def label_same(form: Form, view: ActionView) -> str:
    """The button that reports an action as it stood before; "" where it has its update already."""
    return words.label_same(form.status) if awaits_update(view.action) and not form.corrects else ""


def show_outcome() -> None:
    """Why the last update was not stored, once, if it was not."""
    messages.show_outcome(_TOPIC)


def find_stored() -> StoredUpdate | None:
    """The update that was stored last in this session, if it was not undone."""
    stored: StoredUpdate | None = st.session_state.get(_STORED)
    return stored


def draw_undo(stored: StoredUpdate, open_action: Callable[[str], None] | None = None) -> None:
    """The button that takes back the update that was stored last, and opens its action again."""
    st.button(
        "Undo",
        key="update_undo",
        icon=":material/undo:",
        type="tertiary",
        on_click=_undo,
        args=(stored, open_action),
    )


def _corrected_update(view: ActionView) -> Update | None:
    """The update that the form corrects, if it is still one of this action's in force."""
    update_id = st.session_state.get(drafts.CORRECTED)
    return next((e.update for e in view.in_force() if e.update.id == update_id), None)


def send(form: Form, go_on: GoOn | None = None, same: str = "") -> None:
    """In a callback: store what was typed; a form into which nobody typed is refused.

    same: the button that reports an action as it stood before, where the form has one.
    """
    if not form.is_touched:
        refuse(words.refuse_untouched(form.ref, same))
        return
    _store(_read(form, go_on))


def send_same(form: Form, go_on: GoOn | None = None) -> None:
    """In a callback: store that the action stands as it stood before, with whatever else was typed."""
    if form.read()["status"] != form.initial["status"]:
        typed = _read(form, None)
        refuse(words.refuse_same(Status(typed.draft.status), words.label_same(form.status)))
        return
    _store(_read(form, go_on))


def refuse(sentence: str) -> None:
    """In a callback: say why nothing was stored."""
    messages.keep_outcome(_TOPIC, sentence, done=False)


def _read(form: Form, go_on: GoOn | None) -> TypedUpdate:
    return TypedUpdate(form, form.read_draft(), form.read(), go_on)


def _store(typed: TypedUpdate) -> None:
    st.session_state.pop(_name_conflict(typed.form.action_id), None)
    messages.attempt(_TOPIC, lambda: _store_typed(typed))


def _store_typed(typed: TypedUpdate) -> str:
    """Store an update, or leave a choice to be made; "" because what is said stands beside its undoing."""
    form = typed.form
    try:
        update, step = add_update(
            fetch.fetch_board(),
            form.action_id,
            typed.draft,
            expected_version=form.version,
            who=form.author.name,
            role=form.author.role,
            update_id=form.update_id,
        )
    except Conflict as conflict:
        st.session_state[_name_conflict(form.action_id)] = UnstoredUpdate(typed, conflict)
        return ""
    _forget(form)
    st.session_state[_STORED] = StoredUpdate(typed, update, step)
    if typed.go_on:
        typed.go_on()
    return ""


def _forget(form: Form) -> None:
    update_fields.forget(form)
    st.session_state.pop(_name_conflict(form.action_id), None)
    if form.corrects:
        st.session_state.pop(drafts.CORRECTED, None)


def _undo(stored: StoredUpdate, open_action: Callable[[str], None] | None) -> None:
    form = stored.typed.form

    def undo() -> str:
        undoing.undo_step(fetch.fetch_board(), stored.step, who=form.author.name, role=form.author.role)
        # Taking it back is the next version of the action.
        version = stored.update.version
        update_fields.follow_own_change(form.action_id, version, version + 1)
        update_fields.put_back(form, stored.typed.fields)
        return words.write_undone(form.ref)

    if messages.attempt(_TOPIC, undo) and open_action:
        open_action(form.ref)
    st.session_state.pop(_STORED, None)


def find_unstored(view: ActionView) -> UnstoredUpdate | None:
    """The update of an action about which somebody still has to choose."""
    unstored: UnstoredUpdate | None = st.session_state.get(_name_conflict(view.action.id))
    return unstored


def draw_unstored(unstored: UnstoredUpdate) -> None:
    """What the other person stored, and what this one typed."""
    show_conflict(unstored.conflict)
    messages.paragraph(bold("Yours, not stored yet"))
    messages.paragraph(describe_update_draft(unstored.typed.draft))


def draw_choice(unstored: UnstoredUpdate, view: ActionView) -> None:
    """The two ways on."""
    keep, drop = st.columns([5, 3])
    keep.button(
        "Keep mine as a further update",
        key=KEEP,
        type="primary",
        on_click=_keep,
        args=(unstored.typed, view.action.version),
        width="stretch",
    )
    drop.button("Drop mine", on_click=_drop, args=(unstored.typed.form,), width="stretch")


def _keep(typed: TypedUpdate, version: int) -> None:
    """version is the one on the screen when the choice was made: a third change is shown in turn."""
    _store(replace(typed, form=replace(typed.form, version=version)))


def _drop(form: Form) -> None:
    _forget(form)
    messages.keep_outcome(_TOPIC, f"Yours was dropped: {form.ref} is as the other person left it.")
