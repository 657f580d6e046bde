"""What the forms of a meeting share: their keys, what became of a write, and changes of others meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from csp.shell import messages, navigation
from csp.shell.people import Person
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.store import meetings
from csp.topics.action_plan.store.meeting_records import Meeting
from csp.topics.meeting.findings import label_meetings

TOPIC = "meeting_arranged"
CHOICE = "held"
"""The key of the meeting that the page is about, also in its address."""


def form_key(form: str, field: str = "") -> str:
    """The key of a control of a form: one that was stored starts afresh under another, the others stay."""
    return f"{form}_{field}-{st.session_state.get(_round_key(form), 0)}"


def _round_key(form: str) -> str:
    return f"meeting_round_{form}"


def write(work: Callable[[], str], form: str = "") -> None:
    """In a callback: do a write and say what became of it. form: what it was sent from, emptied when done."""
    if messages.attempt(TOPIC, work) and form:
        st.session_state[_round_key(form)] = st.session_state.get(_round_key(form), 0) + 1


def choose_meeting(number: int) -> None:
    """In a callback: the page Meeting is about this one from now on, whatever it is called by now."""
    labels = label_meetings(meetings.list_meetings(plan_data.fetch_board()))
    st.session_state[CHOICE] = next(label for label, each in labels.items() if each.id == number)


def open_meeting(number: int) -> None:
    """In a callback: lead to the page Meeting, which is about this one from now on."""
    choose_meeting(number)
    navigation.go("meeting", **{CHOICE: st.session_state[CHOICE]})


def save_part(
    seen: Meeting, values: dict[str, Any], what: str, author: Person, version: int | None = None
) -> str:
    """Stores some fields of a meeting's draft, and says so.

    seen: the meeting as the author saw it. What somebody else has stored since in other fields stays; in
    the same ones it is a Conflict. version: the only one that may be changed, where it is not known what the
    author saw. Raises UserError and Denied as well.
    """
    board = plan_data.fetch_board()
    current = meetings.read_record(board, seen.id).meeting
    is_same = all(getattr(current.draft, name) == getattr(seen.draft, name) for name in values)
    meetings.edit_meeting(
        board,
        seen.id,
        replace(current.draft, **values),
        expected_version=version or (current.version if is_same else seen.version),
        who=author.name,
        role=author.role,
    )
    choose_meeting(seen.id)
    return f"Stored: {what}."
