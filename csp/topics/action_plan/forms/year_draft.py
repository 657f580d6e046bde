"""What a session holds of a new year that is being put together, until it is made.

A widget that is not drawn loses its value, so everything is copied from the widgets as soon as it changes.
A table in the browser sends what was changed since it was drawn; that is kept apart from what was there
then, and both are put together whenever another step is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from csp.topics.action_plan.rules.new_year import Edits
from csp.topics.action_plan.store.records import ActionRow, Plan

CARRIED, ADDED = "carried", "added"
_KEY = "new_year"


@dataclass
class YearDraft:
    """A new year after a plan. seen: the unfinished actions of that plan, as they were when it was begun.

    begun: what was typed when the tables were drawn last, edits what was typed since, by table. visit counts
    how often they were drawn, and is part of their keys.
    """

    plan_id: int
    label: str
    priorities: str
    seen: dict[int, ActionRow]
    step: int = 0
    visit: int = 0
    begun: dict[str, Edits] = field(default_factory=dict)
    edits: dict[str, Edits] = field(default_factory=dict)

    def merge(self, table: str) -> Edits:
        """All that was typed in a table."""
        begun, edits = self.begun.get(table, {}), self.edits.get(table, {})
        return {row: {**begun.get(row, {}), **edits.get(row, {})} for row in [*begun, *edits]}

    def begin_visit(self) -> None:
        """Have the tables drawn anew, with all that was typed in them."""
        self.begun = {table: self.merge(table) for table in (CARRIED, ADDED)}
        self.edits = {}
        self.visit += 1

    def key(self, name: str) -> str:
        """The key of a widget, the same until the tables are drawn anew."""
        return f"{_KEY}-{self.plan_id}-{self.visit}-{name}"


def read_draft(plan: Plan, actions: Sequence[ActionRow], priorities: str, label: str) -> YearDraft:
    """The draft of this session after a plan, begun now with a label and priorities where there is none."""
    key = f"{_KEY}-{plan.id}"
    if key not in st.session_state:
        seen = {action.id: action for action in actions}
        st.session_state[key] = YearDraft(plan.id, label, priorities, seen)
    draft: YearDraft = st.session_state[key]
    return draft


def drop_draft(plan: Plan) -> None:
    """In a callback: forget what was put together."""
    st.session_state.pop(f"{_KEY}-{plan.id}", None)
