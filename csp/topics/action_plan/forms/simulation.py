"""The switch on the board that removes simulated updates in one click, and shows them again."""

from __future__ import annotations

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages, people
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.simulation import show_simulation

REMOVE, SHOW = "Remove simulated updates", "Show simulated updates again"
TOPIC = "simulation"
"""Of what became of the switch, which the page shows."""
_NAME = "simulation_name"


def draw_switch(plan: Plan) -> None:
    """For an editor, where a plan has simulated updates: remove them, or show them again.

    Who has given no name yet gives it with the same step.
    """
    if not fetch.may_simulate(plan) or not people.may_begin():
        return
    is_shown = fetch.is_simulated(plan)
    words, icon = (REMOVE, ":material/cleaning_services:") if is_shown else (SHOW, ":material/history:")
    editor = people.find_editor()
    if editor is not None:
        st.button(
            plain(words), icon=icon, type="tertiary", on_click=_switch, args=(plan, not is_shown, editor)
        )
        return
    with st.popover(plain(words), icon=icon, type="tertiary"):
        st.text_input("Your name, to record changes", key=_NAME)
        st.button("Remove" if is_shown else "Show", on_click=_switch_by_name, args=(plan, not is_shown))


def _switch(plan: Plan, shown: bool, author: Person) -> None:
    """In a callback: remove the simulated updates of a plan, or show them again."""

    def write() -> str:
        show_simulation(fetch.fetch_board(), plan.id, shown, who=author.name, role=author.role)
        return headlines.SHOWN_AGAIN if shown else headlines.REMOVED

    messages.attempt(TOPIC, write)


def _switch_by_name(plan: Plan, shown: bool) -> None:
    """In a callback: the same under a name that is given with it."""

    def keep() -> str:
        people.keep_name(str(st.session_state[_NAME]))
        return ""

    if messages.attempt(TOPIC, keep):
        _switch(plan, shown, people.person())
