"""The forms in which a decision, an action or a note is taken down, and an entry is corrected.

Each is keyed by the id of the entry that it would make: one that was stored starts afresh, one that was
refused keeps what was typed. The text stays while the pages of the agenda are turned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.store import meeting_entries, reading
from csp.topics.action_plan.store.meeting_records import EntryDraft, EntryKind, Meeting, MeetingEntry
from csp.topics.action_plan.store.records import ActionDraft, Plan
from csp.topics.meeting import findings
from csp.topics.meeting.fetch import fetch_action_labels, fetch_plan_in_force

NO_PLAN = "No plan is in force, so an action cannot be added: begin one on the page Plans."


@dataclass(frozen=True)
class Place:
    """Where something is taken down: the meeting, the key and the title of the item, and by whom."""

    meeting: Meeting
    item: str
    title: str
    author: Person


def _form(kind: str) -> str:
    """The id of the entry that a form would make."""
    form: str = st.session_state.setdefault(_form_key(kind), uuid4().hex)
    return form


def _form_key(kind: str) -> str:
    return f"meeting_form_{kind}"


def popover_key(kind: str) -> str:
    """The key of the popover of a form on the strip, by which it is closed when its entry is stored."""
    return f"meeting_{kind}"


def _send(kind: str, store: Callable[[str], str]) -> None:
    """In a callback: store an entry; where that is done the form starts afresh, and its popover closes."""
    if messages.attempt(_topic(kind), lambda: store(_form(kind))):
        st.session_state.pop(_form_key(kind), None)
        st.session_state[popover_key(kind)] = False


def _topic(kind: str) -> str:
    return f"meeting_{kind}"


def draw_text_form(kind: EntryKind, place: Place) -> None:
    """The form for a decision or a note."""
    key = f"{_form(kind)}-text"
    # Of the actions as they stand now, by what they are called: only a decision is about one.
    actions = {label: action_id for action_id, label in fetch_action_labels()} if kind == "decision" else {}

    def store(form: str) -> str:
        about = actions.get(str(st.session_state.get(f"{form}-about")))
        draft = EntryDraft(place.item, form, str(st.session_state[key]), kind, about)
        meeting_entries.record_entry(
            plan_data.fetch_board(), place.meeting.id, draft, who=place.author.name, role=place.author.role
        )
        return findings.write_stored(kind, place.title)

    messages.show_outcome(_topic(kind))
    with st.form(f"{kind}-{_form(kind)}", border=False):
        st.text_area(plain(findings.KINDS[kind]), key=key, height=110)
        if actions:
            st.selectbox(
                "About the action",
                actions,
                index=None,
                key=f"{_form(kind)}-about",
                format_func=plain,
                placeholder="None in particular",
            )
        st.form_submit_button(plain(f"Record the {kind}"), type="primary", on_click=_send, args=(kind, store))


def draw_action_form(place: Place) -> None:
    """The form for an action: it is added to the plan in force, with the next reference of its priority."""
    plan = fetch_plan_in_force()
    messages.show_outcome(_topic("action"))
    if plan is None:
        messages.note(NO_PLAN)
        return
    key = _form("action")
    priorities = {label_priority(number, name): number for number, name in plan.priorities.items()}
    agencies = reading.list_agencies(plan_data.fetch_board())
    with st.form(f"action-{key}", border=False):
        st.text_area("Action", key=f"{key}-action", height=90)
        st.selectbox("Priority", priorities, key=f"{key}-priority")
        st.selectbox(
            "Lead", agencies, index=None, key=f"{key}-lead", accept_new_options=True, placeholder="Agency"
        )
        st.text_input("Due", key=f"{key}-due", placeholder="2021-09-30, or words")
        st.form_submit_button(
            plain(f"Add it to the plan {plan.label}"),
            type="primary",
            on_click=_send,
            args=("action", lambda form: _raise_action(place, plan, priorities, form)),
        )


def _raise_action(place: Place, plan: Plan, priorities: dict[str, int], form: str) -> str:
    text, choice, lead, due = (
        st.session_state[f"{form}-{field}"] for field in ("action", "priority", "lead", "due")
    )
    draft = ActionDraft(
        ref="",
        priority=priorities[choice],
        text=str(text),
        agencies=(str(lead),) if lead else (),
        due=str(due),
        started=place.meeting.draft.day,
    )
    entry = meeting_entries.raise_action(
        plan_data.fetch_board(),
        place.meeting.id,
        plan.id,
        draft,
        place=EntryDraft(place.item, form),
        who=place.author.name,
        role=place.author.role,
    )
    return findings.write_stored(f"action {entry.ref}", place.title)


def draw_correction_form(entry: MeetingEntry, author: Person) -> None:
    """The form for how an entry should read; both stay in the record."""
    kind = f"correct-{entry.id}"
    key = f"{_form(kind)}-text"

    def store(form: str) -> str:
        meeting_entries.correct_entry(
            plan_data.fetch_board(),
            entry.id,
            str(st.session_state[key]),
            form=form,
            who=author.name,
            role=author.role,
        )
        return "Stored: the entry is corrected, and both stay in the record."

    with st.form(f"{kind}-{_form(kind)}", border=True):
        st.text_area("How it should read", entry.text, key=key, height=90)
        st.form_submit_button("Correct it", on_click=_send, args=(kind, store))
    messages.show_outcome(_topic(kind))
