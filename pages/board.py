"""The action plan by status: every action as a card, or the plan's own table."""

import streamlit as st

from csp import widgets
from csp.core.markup import plain
from csp.shell import frame, messages, screen
from csp.topics.action_plan import board_view, findings, tables
from csp.topics.action_plan import rules as action_plan
from csp.topics.action_plan.rules import Wanted
from csp.topics.action_plan.store.status import Status

# 1. What is asked for
asked = frame.filters_if_any()
board_view.follow()
top = st.container()
controls, picture = st.columns([8, 5], gap="medium")
with controls:
    upper, lower = st.container(horizontal=True, gap="small"), st.columns(4, gap="small")
plan = board_view.choose_plan(controls)
listing = board_view.listing(plan)
priorities = {tables.priority_label(number, name): number for number, name in plan.priorities.items()}
agencies = sorted({name for action in listing.actions for name in action.agencies}, key=str.casefold)
words = {state.rag.word: state for state in Status}
conditions = (action_plan.OVERDUE, action_plan.NO_UPDATE, action_plan.OPEN)
screen.drop_stale_choice("priority", priorities)
screen.drop_stale_choice("agency", agencies)
# A choice says what it is, so that the labels need no room above the cards.
look = upper.segmented_control(
    "View", ["Board", "Table"], default="Board", key="look", bind="query-params", required=True,
    label_visibility="collapsed",
)  # fmt: skip
group = upper.selectbox(
    "Grouped", tables.GROUPS, key="group", bind="query-params", label_visibility="collapsed"
)
find = upper.text_input(
    "Text", key="find", bind="query-params", placeholder="Find words", label_visibility="collapsed"
)
chosen, agency, only = (
    place.selectbox(
        plain(label), options, index=None, key=label.lower(), bind="query-params", placeholder=label,
        label_visibility="collapsed",
    )
    for place, label, options in (
        (lower[0], "Priority", priorities), (lower[1], "Agency", agencies), (lower[3], "Only", conditions)
    )
)  # fmt: skip
states = lower[2].multiselect(
    "Status", words, key="status", bind="query-params", placeholder="Status", label_visibility="collapsed"
)
wanted = Wanted(
    priorities[chosen] if chosen else None,
    agency or "",
    frozenset(words[s] for s in states),
    only or "",
    find,
)

# 2. and 3. The rules
actions = [action for action in listing.actions if wanted.meets(action)]
counts = action_plan.by_priority(listing)
mode, open_action = screen.mode(), board_view.open_action(plan)


def filter_by(number: str, status: str) -> None:
    """A part of a bar clicked filters by priority and status; clicked again, by neither."""
    state = [Status(status)] if status else []
    again = wanted.priority == int(number) and wanted.statuses == frozenset(state)
    label = tables.priority_label(int(number), plan.priorities[int(number)])
    st.session_state["priority"] = None if again else label
    st.session_state["status"] = [] if again else [each.rag.word for each in state]


# 4. The picture
with top:
    board_view.header(findings.board_headline(action_plan.tally(listing.actions)), listing, asked)
with picture:
    widgets.status_bars(tables.bars(listing, counts, wanted), key="status_bars", mode=mode, on_pick=filter_by)
if not actions:
    messages.caption("No action is like that: take a filter away to see more.")
elif look == "Board":
    widgets.board(tables.cards(listing, actions, group), key="cards", mode=mode, on_pick=open_action)
else:
    table = tables.plan_table(listing, actions)
    widgets.table(tables.first_rows(table), key="plan_table", mode=mode, on_pick=open_action)
    if len(table.rows) > tables.MOST_ROWS:
        messages.note(
            f"The first {tables.MOST_ROWS} of {len(table.rows)} actions: the download has them all."
        )
    screen.download(table, f"action plan {plan.label}")
