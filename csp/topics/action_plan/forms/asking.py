"""What takes something off the board asks first: a button, what it means, then the button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages
from csp.topics.action_plan.forms.writing import form_key, write


@dataclass(frozen=True)
class Question:
    """What is done under this key, what it means, and the answers: to do it, or to leave it.

    store does it, and gives the sentence about it. needs_reason: a reason is asked for as well.
    """

    key: str
    meaning: str
    do: str
    leave: str
    store: Callable[[str], str]
    needs_reason: bool = False


def draw_question(question: Question) -> None:
    """The button that asks; once it was pressed the question, in the same place."""
    key = form_key(question.key)
    asked = f"{key}-asked"
    if not st.session_state.get(asked):
        st.button(
            plain(f"{question.do}…"),
            key=f"{key}-ask",
            on_click=st.session_state.update,
            args=({asked: True},),
        )
        return
    with st.container(border=True, gap="small"):
        messages.paragraph(question.meaning)
        reason = f"{key}-reason"
        if question.needs_reason:
            st.text_input("Reason", key=reason, placeholder="Kept in the history")
        with st.container(horizontal=True, gap="small"):
            st.button(
                plain(question.do),
                key=f"{key}-do",
                type="primary",
                on_click=lambda: write(lambda: question.store(str(st.session_state.get(reason, "")))),
            )
            st.button(
                plain(question.leave), key=f"{key}-leave", on_click=st.session_state.pop, args=(asked, None)
            )
