"""The action plan by status: every action as a card to be moved, or the plan's own table."""

from dataclasses import replace
from functools import partial

import streamlit as st

from csp.shell import frame, messages, navigation, screen, widgets
from csp.shell.widgets.board import Moves
from csp.topics.action_plan import (
    board_controls,
    controls,
    fetch,
    fetch_selection,
    grid,
    panel,
    status_change,
)
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.forms import simulation
from csp.topics.action_plan.rules import counts, selection
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.board import build_bars, build_cards
from csp.topics.action_plan.tables.count_strip import build_count_strip
from csp.topics.action_plan.tables.plan import MOST_ROWS, build_plan_table

# 1. What is asked for
filters = frame.filters_if_any()
navigation.follow()
# The panel stands beside all of it, so that its form is within the first screen.
page = st.container(horizontal=True, gap="medium", key="board_page")
side = page.container(key="board_side")
top = side.container(horizontal=True, gap="medium", key="board_top")
strip = side.container(horizontal=True, vertical_alignment="center", key="board_strip")
line_of_filters = side.container(horizontal=True, gap="xsmall", key="board_filters")
line, picture = side.container(key="board_line"), side.container()
counted = strip.container()
plan = controls.choose_plan(strip)
listing = fetch.fetch_listing(plan)
with top:
    controls.end_if_empty(listing)
if status_change.resume(listing):
    listing = fetch.fetch_listing(plan)

# 2. The data
last_meeting = fetch_selection.fetch_last_meeting(listing)
knowledge = fetch_selection.fetch_knowledge(listing, last_meeting)
with line:
    choices = board_controls.draw_filters(line_of_filters, listing, knowledge, filters)
selected = choices.selection
knowledge = replace(knowledge, found=fetch_selection.fetch_found(listing, choices.find))

# 3. The rules
in_filters = selection.pick_selected(listing.actions, selected, knowledge)
conditions = selection.count_conditions(in_filters, knowledge)
actions = selection.pick_in_condition(in_filters, selected.only, knowledge)
mode = screen.mode()


def filter_by(number: str, status: str) -> None:
    """A part of a bar clicked filters by priority and status; clicked again, by neither."""
    state = [Status(status)] if status else []
    again = selected.priority == int(number) and selected.statuses == frozenset(state)
    label = label_priority(int(number), plan.priorities[int(number)])
    st.session_state["priority"] = None if again else label
    st.session_state["status"] = [] if again else [each.rag.word for each in state]


# 4. The picture
with top.container():
    headline = headlines.write_board_headline(counts.tally(listing.actions))
    controls.draw_header(headline, listing, beside=lambda: simulation.draw_switch(plan))
    messages.show_outcome(simulation.TOPIC)
if not choices.open:
    with top.container(width=492):
        bars = build_bars(listing, counts.tally_by_priority(listing), selected)
        widgets.status_bars(bars, key="status_bars", mode=mode, on_pick=filter_by)
with counted:
    entries = build_count_strip(listing, conditions, selected.only, last_meeting)
    widgets.count_strip(entries, key="counts", mode=mode, on_pick=board_controls.toggle_condition)
with line:
    status_change.draw_line(headlines.describe_selection(len(actions), len(listing.actions)))
with picture:
    if choices.look == board_controls.BOARD:
        outcome = status_change.find_outcome()
        moves = Moves(
            lambda sent: status_change.take_moves(listing, sent),
            st.session_state.get(status_change.HEARD, 0),
            outcome.sentence if outcome else "",
        )
        widgets.board(
            build_cards(listing, actions, choices.group, knowledge, choices.open),
            key="cards",
            mode=mode,
            on_pick=board_controls.toggle_open,
            moves=moves if status_change.offers_changes(plan) else None,
        )
    elif choices.look == board_controls.GRID:
        grid.draw(listing, actions)
    else:
        grid.draw_bulk(listing, actions)
        table = build_plan_table(listing, actions[:MOST_ROWS])
        widgets.table(table, key="plan_table", mode=mode, on_pick=board_controls.toggle_open)
        if len(actions) > MOST_ROWS:
            messages.note(f"The first {MOST_ROWS} of {len(actions)} actions: the download has them all.")
        whole = partial(build_plan_table, listing, actions)
        screen.download(table, f"action plan {plan.label}", whole)
if choices.open:
    with page.container(width=452, key="action_panel"):
        panel.draw(listing, choices.open, [action.ref for action in actions])
