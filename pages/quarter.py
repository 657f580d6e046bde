"""Before the meeting that closes a quarter: what changed, what has no update, what is overdue."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from csp.shell import frame, messages, screen, widgets
from csp.topics.action_plan import board_view, findings, tables
from csp.topics.action_plan import rules as action_plan
from csp.topics.action_plan.store import reading

BETWEEN_MEETINGS = timedelta(days=91)

# 1. What is asked for
asked = frame.filters_if_any()
board_view.follow()
top = st.container()
first, second, third, _ = st.columns([2, 2, 2, 3], vertical_alignment="bottom")
plan = board_view.choose_plan(third)
everything = board_view.listing(plan, retired=True)
of_plan = [quarter for quarter in everything.quarters if quarter.end >= plan.start]
labels = {quarter.label: quarter for quarter in reversed(of_plan)}
quarter = labels[
    first.selectbox("Quarter to close", labels, key="close", bind="query-params", help="The last four.")
]
last_meeting: date = second.date_input(
    "Last meeting",
    everything.today - BETWEEN_MEETINGS,
    max_value=everything.today,
    key="since",
    bind="query-params",
    format="DD/MM/YYYY",
    help="What was recorded on that day or later counts as changed since.",
)

# 2. The data
board, current = board_view.board(), board_view.listing(plan)
since = datetime.combine(last_meeting, time()).astimezone()
changes = reading.changes_since(board, plan.id, since)

# 3. The rules
moved = action_plan.moved(everything.actions, board_view.entries(plan), changes, since)
lacking = action_plan.lacking(current, quarter)
late = action_plan.late(current)
counts = action_plan.by_priority(current)
added = [change for change in changes if change.what == "added"]
mode, open_action = screen.mode(), board_view.open_action(plan)
lacking_by_priority = {number: sum(a.priority == number for a in lacking) for number in counts}

# 4. The picture
with top:
    board_view.header(
        findings.quarter_headline(
            quarter, len(lacking), len(current.actions), len(late), len(moved), last_meeting
        ),
        current,
        asked,
    )
summary = tables.priorities(current, counts, lacking_by_priority)
widgets.table(
    summary,
    key="by_priority",
    mode=mode,
    on_pick=lambda number: board_view.go(
        "board",
        plan=plan.label,
        priority=tables.priority_label(int(number), plan.priorities[int(number)]),
    ),
)

messages.subheader(f"Changed since {findings.day(last_meeting)}: {len(moved)}")
if added:
    messages.caption(findings.added_sentence(added))
if moved:
    changed = tables.changed(moved)
    widgets.table(changed, key="changed", mode=mode, on_pick=open_action)
    screen.download(changed, f"changed since {last_meeting}")
else:
    messages.caption("Nothing was reported or changed. Updates are added on the page of each action.")

messages.subheader(f"No update for {quarter.label}: {len(lacking)}")
if lacking:
    reminders = tables.reminders(lacking, f"No update for {quarter.label}")
    widgets.table(reminders, key="lacking", mode=mode, on_pick=open_action)
    screen.download(reminders, f"no update {quarter.label}")
else:
    messages.caption("Every unfinished action has an update.")

messages.subheader(f"Overdue: {len(late)}")
if late:
    overdue = tables.overdue(late, current)
    widgets.table(overdue, key="overdue", mode=mode, on_pick=open_action)
    screen.download(overdue, f"overdue {current.today}")
else:
    messages.caption("No unfinished action is past its day.")
