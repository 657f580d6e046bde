"""Proposes the next review of every unfinished action that has no day, and sets them all in one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages, people
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import reviews
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.review_days import set_review_days
from csp.topics.action_plan.store.undoing import undo_step

_TOPIC, _STEP = "review_days", "review_days_step"


def draw_proposal(plan: Plan, days: Mapping[int, date], unfinished: int) -> None:
    """What is proposed, and the button that sets it. days: {action: day}, of those that have none."""
    if plan.retired_at is not None:
        return
    with st.popover("Propose reviews", icon=":material/event_upcoming:"):
        messages.caption(reviews.describe_proposal(list(days.values()), unfinished))
        step: int | None = st.session_state.get(_STEP)
        if (days or step) and (author := people.editor()) is not None:
            _draw_buttons(plan, days, step, author)
    messages.show_outcome(_TOPIC)


def _draw_buttons(plan: Plan, days: Mapping[int, date], step: int | None, author: Person) -> None:
    if days:
        st.button(
            plain(reviews.name_setting(len(days))),
            type="primary",
            key="set_review_days",
            on_click=_set,
            args=(plan, days, author),
        )
    if step is not None:
        st.button("Undo the days just set", key="undo_review_days", on_click=_undo, args=(step, author))


def _set(plan: Plan, days: Mapping[int, date], author: Person) -> None:
    def store() -> str:
        step, count = set_review_days(fetch.fetch_board(), plan.id, days, who=author.name, role=author.role)
        st.session_state[_STEP] = step
        return reviews.write_set(count, len(days) - count)

    messages.attempt(_TOPIC, store)


def _undo(step: int, author: Person) -> None:
    def store() -> str:
        undo_step(fetch.fetch_board(), step, who=author.name, role=author.role)
        return "Undone: the days are taken back."

    messages.attempt(_TOPIC, store)
    # Undone, or not to be undone any more: either way it is not offered again.
    st.session_state.pop(_STEP, None)
