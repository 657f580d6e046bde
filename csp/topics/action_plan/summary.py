"""What a page about crime shows of the action plan: its priorities, and where a click leads."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from csp.core import settings, wording
from csp.core.measures import Measure, read_catalogue
from csp.data import queries
from csp.shell import messages, navigation, theme, widgets
from csp.topics.action_plan.controls import open_action
from csp.topics.action_plan.fetch import AWAY, fetch_details, fetch_listing_in_force, is_away
from csp.topics.action_plan.findings.headlines import describe_simulated, describe_source
from csp.topics.action_plan.findings.linked_crime import describe_linked_actions
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules import counts
from csp.topics.action_plan.rules.coverage import pick_here
from csp.topics.action_plan.rules.linked_actions import list_acted_on
from csp.topics.action_plan.rules.selection import OVERDUE
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.tables import quarter as tables
from csp.topics.action_plan.tables.linked import build_linked_table


def open_overdue(listing: Listing) -> None:
    """In a callback: lead to the overdue actions of a plan on its board."""
    navigation.go("board", plan=listing.plan.label, only=OVERDUE)


def draw_linked_actions(
    measure: Measure, offered: Sequence[Measure], vocabulary: str, mode: theme.Mode, wards: Sequence[str] = ()
) -> None:
    """The actions of the plan in force that act on a crime type, or in the wards chosen; a click opens one.

    offered: the crime types of the source, whose offences are named in a vocabulary. wards: their codes.
    """
    listing = fetch_listing_in_force()
    if listing is None:
        messages.note(AWAY if is_away() else "There is no action plan yet, so no action acts on this type.")
        return
    codes = list_acted_on(measure, offered, vocabulary)
    details, names = fetch_details(listing.plan), queries.wards(settings.area().home)
    actions = pick_here(listing.actions, details, codes, wards)
    overdue = sum(action.overdue for action in actions)
    label = wording.lower_first(measure.long_label)
    places = [names[ward] for ward in wards]
    messages.caption(describe_linked_actions(label, listing.plan.label, len(actions), overdue, places))
    if simulated := describe_simulated(listing):
        messages.note(simulated)
    if actions:
        labels = {code: each.label for code, each in read_catalogue().measures.items()}
        table = build_linked_table(actions, details, labels, names)
        widgets.table(table, key="linked_actions", mode=mode, on_pick=open_action(listing.plan))


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
