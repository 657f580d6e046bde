"""What the forms of the page Plans share: their keys, their writes, and what somebody else stored first.

A form's widgets are keyed by a number that grows with every write of the session, so that a
form that was stored starts afresh and one that was refused keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from csp.core.markup import bold
from csp.shell import messages
from csp.topics.action_plan.findings.history import describe_edit, describe_update, list_edited_fields
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.store.errors import Conflict

_ROUND = "plan_round"
_TOPIC = "plans"


def form_key(name: str) -> str:
    """The key of a form in this round."""
    return f"{name}-{st.session_state.get(_ROUND, 0)}"


def next_round() -> None:
    """In a callback: every form starts afresh."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def write(work: Callable[[], str]) -> None:
    """In a callback: do a write; its sentence, or what was refused, is shown above the form."""
    if messages.attempt(_TOPIC, work):
        next_round()


def drop_write(sentence: str) -> None:
    """In a callback: say that something typed was dropped, and start every form afresh."""
    next_round()
    messages.keep_outcome(_TOPIC, sentence)


def show_outcome() -> None:
    """What became of the last write of these forms."""
    messages.show_outcome(_TOPIC)


def show_conflict(conflict: Conflict) -> None:
    """What somebody else stored while a form was being filled in."""
    messages.warning(str(conflict), icon="group")
    messages.paragraph(bold("Stored while you were writing"))
    for update in conflict.updates:
        messages.paragraph(describe_update(update))
    for edit in conflict.edits:
        sentence = "; ".join([describe_edit(edit), *list_edited_fields(edit)])
        messages.paragraph(f"{sentence} ({edit.who}, {write_moment(edit.at)})")
