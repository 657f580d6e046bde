"""The forms for one action: add it to a plan, edit it, retire it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.measures import read_catalogue
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings.history import describe_draft
from csp.topics.action_plan.findings.retiring import describe_retiring
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.forms.asking import Question, draw_question
from csp.topics.action_plan.forms.writing import drop_write, form_key, show_conflict, write
from csp.topics.action_plan.store import actions, reading
from csp.topics.action_plan.store.check import OTHER_MEASURES
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Plan

_CONFLICT = "edit_conflict"
NO_MEASURE = "None"


@dataclass(frozen=True)
class UnstoredEdit:
    """An edit that was not stored, because somebody else had changed the action first."""

    action: ActionRow
    draft: ActionDraft
    conflict: Conflict


def explain_no_editing() -> str:
    """Why actions cannot be edited now, the crime types they act on being unreadable; "" where they can."""
    try:
        list_linkable_measures()
    except UserError as error:
        return str(error)
    return ""


def list_linkable_measures() -> dict[str, str]:
    """The crime measures that an action can be linked to: {label: code}."""
    loaded = {measure.label: code for code, measure in read_catalogue().measures.items()}
    others = {code.replace("_", " ").capitalize(): code for code in OTHER_MEASURES}
    return {NO_MEASURE: "", **loaded, **others}


def _draw_fields(plan: Plan, action: ActionRow | None, key: str) -> Callable[[], ActionDraft]:
    """The fields of an action; what they hold when the form is sent, as a draft."""
    priorities = {label_priority(number, name): number for number, name in plan.priorities.items()}
    measures = list_linkable_measures()
    _draw_wording(action, priorities, key)
    _draw_measure(plan, action, measures, key)

    def read() -> ActionDraft:
        values: Mapping[str, Any] = {
            field: st.session_state[f"{key}-{field}"]
            for field in ("ref", "text", "measure", "reporting", "due", "started", "baseline", "target")
        }
        return ActionDraft(
            **values,
            priority=priorities[st.session_state[f"{key}-priority"]],
            agencies=tuple(st.session_state[f"{key}-agencies"]),
            linked_measure=measures[st.session_state[f"{key}-linked"]],
        )

    return read


def _draw_wording(action: ActionRow | None, priorities: Mapping[str, int], key: str) -> None:
    """Reference, priority, wording and agencies."""
    left, right = st.columns([1, 3])
    left.text_input("Reference", action.ref if action else "", key=f"{key}-ref", placeholder="DA-15")
    right.selectbox(
        "Priority",
        priorities,
        index=_position(action.priority if action else None, priorities),
        key=f"{key}-priority",
    )
    st.text_area("Action", action.text if action else "", key=f"{key}-text", height=90)
    st.multiselect(
        "Agencies, lead first",
        [*reading.list_agencies(fetch.fetch_board())],
        [*action.agencies] if action else [],
        key=f"{key}-agencies",
        accept_new_options=True,
        placeholder="Choose, or type a new one",
    )


def _draw_measure(plan: Plan, action: ActionRow | None, measures: Mapping[str, str], key: str) -> None:
    """The measure and its levels, its days, and the crime type that the action acts on."""

    def draw_line(place: Any, label: str, field: str, value: object, placeholder: str | None = None) -> None:
        text = f"{value:.12g}" if isinstance(value, float) else "" if value is None else str(value)
        place.text_input(plain(label), text, key=f"{key}-{field}", placeholder=placeholder)

    draw_line(st, "Measure", "measure", action.measure if action else "")
    one, two, three = st.columns(3)
    draw_line(one, "Reported", "reporting", action.reporting if action else "", "quarterly")
    draw_line(two, "Due", "due", action.due if action else "", "2021-09-30, or words")
    draw_line(three, "Start", "started", action.started if action else plan.start, "2021-04-01")
    one.selectbox(
        "Crime type it acts on",
        measures,
        index=_position(action.linked_measure if action else "", measures),
        key=f"{key}-linked",
    )
    draw_line(two, "Baseline", "baseline", action.baseline if action else None, "A number")
    draw_line(three, "Target", "target", action.target if action else None, "A number")


def _position(value: object, options: Mapping[str, object]) -> int:
    """The position of a value among the values of options; the first where it is none of them."""
    values = list(options.values())
    return values.index(value) if value in values else 0


def add_action(plan: Plan, author: Person) -> None:
    """The form for a new action of a plan."""

    def store() -> str:
        draft = read()
        actions.add_action(fetch.fetch_board(), plan.id, draft, who=author.name, role=author.role)
        return f"Stored: {draft.ref.strip()} is in the plan {plan.label}."

    key = form_key("add")
    with st.form(key, border=True):
        read = _draw_fields(plan, None, key)
        st.form_submit_button("Add the action", type="primary", on_click=write, args=(store,))


def edit_action(plan: Plan, action: ActionRow, author: Person) -> None:
    """The form for an action's wording and so on; where it met a change, the choice instead."""
    unstored: UnstoredEdit | None = st.session_state.get(_CONFLICT)
    if unstored and unstored.action.id == action.id:
        _draw_choice(unstored, action, author)
        return
    key = form_key(f"edit-{action.id}")
    version = drafts.version_seen(f"{key}-text", action.version)
    with st.form(key, border=True):
        read = _draw_fields(plan, action, key)
        st.form_submit_button(
            "Save the action",
            type="primary",
            on_click=write,
            args=(lambda: _save(action, read(), version, author),),
        )
    _draw_retire(action, author)


def _save(action: ActionRow, draft: ActionDraft, version: int, author: Person) -> str:
    """Store an edit; the sentence about it, or about the choice that a conflict leaves to be made."""
    try:
        new_version = actions.edit_action(
            fetch.fetch_board(),
            action.id,
            draft,
            expected_version=version,
            who=author.name,
            role=author.role,
        )
    except Conflict as conflict:
        st.session_state[_CONFLICT] = UnstoredEdit(action, draft, conflict)
        return "Nothing of yours is stored yet: choose below."
    st.session_state.pop(_CONFLICT, None)
    ref = draft.ref.strip()
    return f"{ref} is as it was." if new_version == version else f"Stored: {ref} is changed."


def _draw_choice(unstored: UnstoredEdit, action: ActionRow, author: Person) -> None:
    """What the other person stored, what this one typed, and the two ways on."""
    show_conflict(unstored.conflict)
    messages.paragraph(bold("Yours, not stored yet"))
    messages.paragraph(describe_draft(unstored.draft))
    keep, drop = st.columns(2)
    keep.button(
        "Save mine all the same",
        type="primary",
        width="stretch",
        on_click=write,
        args=(lambda: _save(action, unstored.draft, action.version, author),),
    )
    drop.button("Drop mine", width="stretch", on_click=_drop)


def _drop() -> None:
    st.session_state.pop(_CONFLICT, None)
    drop_write("Yours was dropped: the action is as the other person left it.")


def _draw_retire(action: ActionRow, author: Person) -> None:
    """Retire an action, which asks first, or reinstate it; the record stays either way."""
    if action.retired_at is not None:
        _draw_reinstate(action, author)
        return
    updates = len(reading.read_action(fetch.fetch_board(), action.id).history)

    def retire(reason: str) -> str:
        actions.retire_action(
            fetch.fetch_board(),
            action.id,
            reason=reason,
            expected_version=action.version,
            who=author.name,
            role=author.role,
        )
        return f"{action.ref} is retired; its record is kept."

    draw_question(
        Question(
            f"retire-{action.id}",
            describe_retiring([action.ref], updates),
            f"Retire {action.ref}",
            "Keep it",
            retire,
            needs_reason=True,
        )
    )


def _draw_reinstate(action: ActionRow, author: Person) -> None:
    key = form_key(f"retire-{action.id}")

    def reinstate() -> str:
        actions.reinstate_action(
            fetch.fetch_board(),
            action.id,
            reason=st.session_state[f"{key}-reason"],
            expected_version=action.version,
            who=author.name,
            role=author.role,
        )
        return f"{action.ref} is in the plan again."

    with st.form(key, border=True):
        st.text_input("Reason", key=f"{key}-reason", placeholder="Kept in the history")
        st.form_submit_button(plain(f"Reinstate {action.ref}"), on_click=write, args=(reinstate,))
