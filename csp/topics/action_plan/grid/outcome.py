"""What became of the last step of the grid or of a change to several actions, and the way to undo it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import grid as words
from csp.topics.action_plan.store.undoing import undo_step

TOPIC = "grid"
_STEP = "grid_step"


@dataclass(frozen=True)
class StoredStep:
    """A step that can be undone: its id, the plan it is of, and what it did."""

    id: int
    plan_id: int
    sentence: str


def keep_step(step: StoredStep) -> None:
    """In a callback: the step that Undo takes back from now on."""
    st.session_state[_STEP] = step


def draw_outcome(plan_id: int, author: Person | None) -> None:
    """The last step with Undo, or what was refused."""
    messages.show_outcome(TOPIC)
    step: StoredStep | None = st.session_state.get(_STEP)
    if step is None or step.plan_id != plan_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="grid_outcome"):
        messages.caption(step.sentence, "check_circle")
        if author is not None:
            st.button(
                "Undo",
                key="grid_undo",
                icon=":material/undo:",
                type="tertiary",
                on_click=_undo,
                args=(step, author),
            )


def _undo(step: StoredStep, author: Person) -> None:
    def undo() -> str:
        undo_step(fetch.fetch_board(), step.id, who=author.name, role=author.role)
        return words.UNDONE

    if messages.attempt(TOPIC, undo):
        st.session_state.pop(_STEP, None)
