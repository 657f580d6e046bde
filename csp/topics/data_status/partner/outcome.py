"""What has become of a step of a source, with the way to take it back beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from csp.core.markup import plain
from csp.data import partner_history
from csp.imports.partner.undoing import redo_import, undo_import
from csp.shell import messages, people

_TOPIC, _DONE = "partner", "partner_done"


def attempt(work: Callable[[], str]) -> bool:
    """In a callback: do something, and keep what became of it. True where it was done."""
    return messages.attempt(_TOPIC, work)


def do(work: Callable[[], str]) -> None:
    """In a callback of a control: attempt()."""
    attempt(work)


def keep(sentence: str, source: str = "", moment: datetime | None = None, done: bool = True) -> None:
    """Keep what became of a step. source, moment: of what can be taken back."""
    messages.keep_outcome(_TOPIC, sentence, done)
    if moment is not None:
        st.session_state[_DONE] = (source, moment)


def show() -> None:
    """What became of the last step, with "Undo" beside it where it can be taken back."""
    done = st.session_state.pop(_DONE, None)
    if done is None:
        messages.show_outcome(_TOPIC)
        return
    words, button = st.columns([6, 1], vertical_alignment="center")
    with words:
        messages.show_outcome(_TOPIC)
    button.button("Undo", icon=":material/undo:", key="partner_undo", on_click=undo, args=done)


def undo(source: str, moment: datetime) -> None:
    """In a callback: take an import or a removal back."""
    attempt(lambda: undo_import(source, moment, by=people.person().name))


def redo(source: str) -> None:
    """In a callback: take the last undo of a source back."""
    attempt(lambda: redo_import(source, by=people.person().name))


def draw_way_back(step: partner_history.Step) -> None:
    """The button that takes a step back, or does it again, where that is possible."""
    key = f"partner_step-{step.source}-{step.moment:%Y%m%d%H%M%S%f}"
    if step.is_undone:
        st.button(plain("Do it again"), key=key, icon=":material/redo:", on_click=redo, args=(step.source,))
    elif step.can_be_undone:
        args = (step.source, step.moment)
        st.button("Undo", key=key, icon=":material/undo:", on_click=undo, args=args)
