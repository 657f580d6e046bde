"""What was done in one step: taken back at once, or later from the list of steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from csp.core.caching import keep_while
from csp.core.markup import bold, plain
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings.plan_diff import (
    NOTHING_DONE,
    UNDONE,
    describe_obstacle,
    describe_step,
    describe_undone,
    name_done,
)
from csp.topics.action_plan.rules.undoing import DoneStep, list_done
from csp.topics.action_plan.store import steps
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.undoing import undo_step

# Bodies of steps name thousands of actions, and are read again only after a further step.
_list_steps = keep_while(steps.read_stamp, maxsize=2)(steps.list_steps)
_TOPIC = "steps"
_DONE = "step_done"
# Of a long list a page shows these steps first.
_FIRST = 5


def attempt_step(work: Callable[[], tuple[str, Sequence[int]] | None]) -> None:
    """In a callback: do something in one step or several, and keep its sentence with a way to take it back.

    work gives the sentence and the steps, None where it has said itself what became of it.
    """

    def store() -> str:
        done = work()
        if done is None:
            return ""
        sentence, st.session_state[_DONE] = done
        return sentence

    messages.attempt(_TOPIC, store)


def show_outcome(author: Person) -> None:
    """What became of the last step, with "Undo" beside it."""
    done = st.session_state.pop(_DONE, None)
    if not done:
        messages.show_outcome(_TOPIC)
        return
    words, button = st.columns([6, 1], vertical_alignment="center")
    with words:
        messages.show_outcome(_TOPIC)
    button.button("Undo", icon=":material/undo:", on_click=_undo, args=(done, author), key="undo_now")


def draw_steps(listing: Listing, author: Person, kind: str = "") -> None:
    """The steps that changed actions of a plan, the latest first. listing: with retired actions.

    kind: what the names of the steps begin with, all of them for "".
    """
    done = list_done(_list_steps(fetch.fetch_board(), singles=False), listing.plan, listing.actions, kind)
    messages.paragraph(bold("Done in one step"))
    if not done:
        messages.caption(NOTHING_DONE)
        return
    is_whole = st.session_state.get("every_step", False) or len(done) <= _FIRST
    is_closed = listing.plan.retired_at is not None
    for each in done if is_whole else done[:_FIRST]:
        _draw_step(each, is_closed, author)
    if not is_whole:
        st.button(
            plain(f"Show all {len(done)}"),
            type="tertiary",
            on_click=st.session_state.update,
            kwargs={"every_step": True},
        )


def _draw_step(done: DoneStep, is_closed: bool, author: Person) -> None:
    when, what, button = st.columns([3, 5, 4], vertical_alignment="center")
    messages.paragraph(describe_step(done.step), when)
    messages.paragraph(name_done(done.step), what)
    if done.undoing is not None:
        messages.caption(describe_undone(done.undoing), place=button)
    elif sentence := describe_obstacle(done.changed, is_closed):
        messages.caption(sentence, place=button)
    else:
        key = f"undo_step-{done.step.id}"
        button.button("Undo", icon=":material/undo:", key=key, on_click=_undo, args=([done.step.id], author))


def _undo(done: Sequence[int], author: Person) -> None:
    """In a callback: take steps back, the last one first."""

    def take_back() -> str:
        for step in reversed(done):
            undo_step(fetch.fetch_board(), step, who=author.name, role=author.role)
        return UNDONE

    messages.attempt(_TOPIC, take_back)
