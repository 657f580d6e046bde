"""When an action is looked at next: the day proposed, or another that people set."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core.markup import plain
from csp.topics.action_plan.findings.reviews import write_day_set
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.forms import held
from csp.topics.action_plan.forms.held import Holder, Write
from csp.topics.action_plan.rules.reviews import propose_next_review
from csp.topics.action_plan.store.entry_records import Schedule
from csp.topics.action_plan.store.records import ActionRow, ActionView


def draw_next_review(view: ActionView, today: date, holder: Holder, place: DeltaGenerator) -> None:
    """The next review of one action: as proposed, or another day. Nothing for one that is finished.

    What became of the last change is said where this is drawn; place: where the part opens that sets the day.
    """
    action, plan = view.action, view.plan
    if action.finished or held.draw_outcome(holder, Schedule):
        return
    with place, held.draw_part("Next review", "next_review", "event", action.id) as part:
        if part.open:
            _draw_form(action, propose_next_review(action, plan, today), holder)


def _draw_form(action: ActionRow, proposed: date | None, holder: Holder) -> None:
    key, version, schedule = held.find_single(action, Schedule)
    form = held.begin_form(holder, Schedule, key, version, {"day": held.write_day(schedule.next_review)})

    def make(day: date | None) -> Write:
        content = Schedule(day)
        return Write(holder, Schedule, key, content, form.version, write_day_set(day), form.name)

    held.draw_day(st.container(), form, "day", "Look at it next on")
    st.button(
        "Set this day",
        key=form.key_of("store"),
        type="primary",
        on_click=held.send,
        args=(Schedule, lambda: make(held.read_day(form, "day"))),
    )
    if proposed and schedule.next_review != proposed:
        st.button(
            plain(f"Set the day proposed: {write_day(proposed)}"),
            key=form.key_of("proposed"),
            on_click=held.send,
            args=(Schedule, lambda: make(proposed)),
        )
