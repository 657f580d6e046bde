"""The action plan by status: every action as a card, or the plan's own table."""

from collections.abc import Collection

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, navigation, screen, widgets
from csp.topics.action_plan import controls, fetch, grid
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules import counts, selection
from csp.topics.action_plan.rules.selection import Selection
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.board import GROUPS, build_bars, build_cards
from csp.topics.action_plan.tables.plan import MOST_ROWS, build_plan_table, take_first_rows

# Pixels of a choice: the seven of them fit one row of a small laptop.
WIDTH = 170

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top, picture = st.columns([8, 5], gap="medium")
choices = st.container(horizontal=True, gap="small", key="board_filters")
plan = controls.choose_plan(choices)
listing = fetch.fetch_listing(plan)
priorities = {label_priority(number, name): number for number, name in plan.priorities.items()}
agencies = sorted({name for action in listing.actions for name in action.agencies}, key=str.casefold)
words = {state.rag.word: state for state in Status}
conditions = (selection.OVERDUE, selection.NO_UPDATE, selection.OPEN)
screen.drop_stale_choice("priority", priorities)
screen.drop_stale_choice("agency", agencies)
look = choices.segmented_control(
    "View",
    ["Board", "Table", "Grid"],
    default="Board",
    key="look",
    bind="query-params",
    required=True,
    label_visibility="collapsed",
)
group = choices.selectbox(
    "Grouped", GROUPS, key="group", bind="query-params", label_visibility="collapsed", width=150
)
find = choices.text_input(
    "Search actions",
    key="find",
    bind="query-params",
    placeholder="Search actions",
    label_visibility="collapsed",
    width=160,
)
screen.follow_renamed("only", selection.RENAMED)


def choose_one(label: str, key: str, options: Collection[str]) -> str | None:
    """One of the options, or none. A choice says what it is, so that its label needs no room."""
    choice: str | None = choices.selectbox(
        plain(label),
        options,
        index=None,
        key=key,
        bind="query-params",
        placeholder=label,
        label_visibility="collapsed",
        width=WIDTH,
    )
    return choice


priority = choose_one("Priority", "priority", priorities)
agency = choose_one("Agency", "agency", agencies)
states = choices.multiselect(
    "Status",
    words,
    key="status",
    bind="query-params",
    placeholder="Status",
    label_visibility="collapsed",
    width=WIDTH,
)
only = choose_one("Show", "only", conditions)
selected = Selection(
    priorities[priority] if priority else None,
    agency or "",
    frozenset(words[s] for s in states),
    only or "",
    find,
)

# 2. and 3. The rules
actions = [action for action in listing.actions if selected.matches(action)]
by_priority = counts.tally_by_priority(listing)
mode, open_action = screen.mode(), controls.open_action(plan)


def filter_by(number: str, status: str) -> None:
    """A part of a bar clicked filters by priority and status; clicked again, by neither."""
    state = [Status(status)] if status else []
    again = selected.priority == int(number) and selected.statuses == frozenset(state)
    label = label_priority(int(number), plan.priorities[int(number)])
    st.session_state["priority"] = None if again else label
    st.session_state["status"] = [] if again else [each.rag.word for each in state]


# 4. The picture
with top:
    controls.draw_header(headlines.write_board_headline(counts.tally(listing.actions)), listing)
with picture:
    bars = build_bars(listing, by_priority, selected)
    widgets.status_bars(bars, key="status_bars", mode=mode, on_pick=filter_by)
if look == "Grid":
    grid.draw(listing, actions)
elif not actions:
    messages.caption("No actions match: take a filter away to see more.")
elif look == "Board":
    widgets.board(build_cards(listing, actions, group), key="cards", mode=mode, on_pick=open_action)
else:
    grid.draw_bulk(listing, actions)
    table = build_plan_table(listing, actions)
    widgets.table(take_first_rows(table), key="plan_table", mode=mode, on_pick=open_action)
    if len(table.rows) > MOST_ROWS:
        messages.note(f"The first {MOST_ROWS} of {len(table.rows)} actions: the download has them all.")
    screen.download(table, f"action plan {plan.label}")
