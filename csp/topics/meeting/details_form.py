"""The form for what a meeting is called, its day, who comes and who sends apologies, and the notes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from csp.core.markup import plain
from csp.shell import drafts
from csp.shell.people import Person
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.meeting_records import Meeting
from csp.topics.meeting.saving import form_key, save_part, write

_FIELDS = ("title", "day", "notes")
_PEOPLE = (("Present", "attendees"), ("Apologies", "apologies"))


def draw_details(held: Meeting, author: Person) -> None:
    """Draw it. It saves what it holds alone, so that the agenda may be put in order meanwhile."""
    form, draft = f"meeting-{held.id}", held.draft
    keys = {name: form_key(form, name) for name in (*_FIELDS, "attendees", "apologies")}
    seen, version = _remember_seen(keys["title"], held)
    known = [*reading.list_agencies(plan_data.fetch_board())]

    def store() -> str:
        values: dict[str, Any] = {name: st.session_state[keys[name]] for name in _FIELDS}
        values |= {name: tuple(st.session_state[keys[name]]) for _, name in _PEOPLE}
        return save_part(seen, values, "the meeting", author, version)

    with st.form(form_key(form), border=True):
        title, day = st.columns([4, 2])
        title.text_input("Title", draft.title, key=keys["title"])
        day.date_input("Day", draft.day, key=keys["day"], format="DD/MM/YYYY")
        for label, name in _PEOPLE:
            names: tuple[str, ...] = getattr(draft, name)
            st.multiselect(
                plain(label),
                list(dict.fromkeys([*known, *names])),
                [*names],
                key=keys[name],
                accept_new_options=True,
                placeholder="Choose an agency, or type a name",
            )
        st.text_area("Notes", draft.notes, key=keys["notes"], height=90)
        st.form_submit_button("Save the meeting", on_click=write, args=(store, form))


def _remember_seen(field: str, held: Meeting) -> tuple[Meeting, int | None]:
    """The meeting as it was when the form was first drawn.

    A form that has outlived its session brings the version alone that it began with, which is given then.
    """
    version = drafts.version_seen(field, held.version)
    seen: Meeting = st.session_state.setdefault(f"{field}-began", held)
    return seen, version if version < seen.version else None
