"""What a page about crime shows of the action plan: its priorities, and where a click leads."""

from __future__ import annotations

import streamlit as st

from csp.shell import messages, navigation, theme, widgets
from csp.topics.action_plan.fetch import AWAY, is_away
from csp.topics.action_plan.findings.headlines import describe_source
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules import counts
from csp.topics.action_plan.rules.selection import OVERDUE
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.tables import quarter as tables


def open_overdue(listing: Listing) -> None:
    """In a callback: lead to the overdue actions of a plan on its board."""
    navigation.go("board", plan=listing.plan.label, only=OVERDUE)


def draw_adopted_priorities(listing: Listing | None, mode: theme.Mode) -> None:
    """The priorities adopted in a plan with their actions, each leading to its part of the board."""
    if listing is None:
        messages.note(AWAY if is_away() else "There is no action plan yet, so no priority is adopted.")
        return
    plan = listing.plan

    def open_priority(number: str) -> None:
        label = label_priority(int(number), plan.priorities[int(number)])
        navigation.go("board", plan=plan.label, priority=label)

    messages.caption(describe_source(listing))
    by_priority = counts.tally_by_priority(listing)
    lacking = {number: tally.no_update for number, tally in by_priority.items()}
    table = tables.build_priority_table(listing, by_priority, lacking)
    widgets.table(table, key="priorities", mode=mode, on_pick=open_priority)
    st.page_link(
        "pages/priorities.py", label="Compare them with the evidence", icon=":material/low_priority:"
    )
