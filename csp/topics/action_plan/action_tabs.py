"""The tabs of an action's page that need no recorded crime: its history and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import streamlit as st

from csp.core.markup import bold, plain
from csp.shell import messages, theme, widgets
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.findings.milestones import SIMULATED_NOTE
from csp.topics.action_plan.forms import comments, held, measures, milestones, update
from csp.topics.action_plan.forms.held import Holder
from csp.topics.action_plan.rules.held_changes import list_held_changes
from csp.topics.action_plan.store import entries, meetings
from csp.topics.action_plan.store.entry_records import ActionDetails, Evidence, Held, Milestone
from csp.topics.action_plan.store.records import ActionView
from csp.topics.action_plan.tables.decisions import build_decided_table, read_meeting
from csp.topics.action_plan.tables.timeline import FIRST_ENTRIES, build_timeline


@dataclass(frozen=True)
class ShownAction:
    """An action as its page shows it on a day, with what it holds.

    names: of wards and crime types by their codes. holder: of who may change it; None for everybody else.
    """

    view: ActionView
    details: ActionDetails
    today: date
    names: Mapping[str, str]
    holder: Holder | None
    mode: theme.Mode

    @property
    def ref(self) -> str:
        return self.view.action.ref

    @cached_property
    def versions(self) -> tuple[Held[Any], ...]:
        """Every version of what it holds, the oldest first."""
        return entries.list_action_versions(fetch_board(), self.view.action.id)


def draw_history(shown: ShownAction, open_meeting: Callable[[int], None]) -> None:
    """What meetings have decided about the action, then its updates and changes, the latest first."""
    view = shown.view
    decided = meetings.list_decided_about(fetch_board(), view.action.id)
    if decided:
        messages.paragraph(bold("Decided at meetings"))
        widgets.table(
            build_decided_table(decided, shown.ref),
            key="decided",
            mode=shown.mode,
            on_pick=lambda row: open_meeting(read_meeting(row)),
        )
    if any(entry.update.is_simulated for entry in view.history):
        messages.note(SIMULATED_NOTE)
    changes = list_held_changes(shown.versions, view.edits)
    history = build_timeline(view, shown.holder is not None, changes, shown.names)
    every, key = history["items"], f"whole_history-{view.action.id}"
    if len(every) > FIRST_ENTRIES and not st.session_state.get(key):
        history["items"] = every[:FIRST_ENTRIES]
    widgets.timeline(history, key="history", mode=shown.mode, on_pick=update.start_correction)
    if len(history["items"]) < len(every):
        st.button(
            plain(f"Show all {len(every)}"),
            icon=":material/expand_more:",
            on_click=st.session_state.update,
            kwargs={key: True},
        )


def draw_measures(shown: ShownAction) -> None:
    """Its measures by quarter."""
    measures.draw_measures(shown.view, shown.holder, shown.mode)


def draw_milestones(shown: ShownAction) -> None:
    """Its milestones, and beside them the links to evidence."""
    holder = shown.holder
    if holder is not None and held.draw_outcome(holder, Milestone, Evidence):
        return
    left, right = st.columns(2, gap="large")
    with left:
        milestones.draw_milestones(shown.details, shown.versions, shown.today, holder)
    with right:
        milestones.draw_evidence(shown.details, shown.view, holder)


def draw_comments(shown: ShownAction) -> None:
    """The comments on it."""
    comments.draw_comments(shown.details, shown.versions, shown.ref, shown.holder, shown.mode)
