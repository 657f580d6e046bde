"""Before the meeting that closes a quarter: what changed, which updates are due, what is overdue."""

from datetime import date, datetime, time

import streamlit as st

from csp.shell import frame, messages, navigation, screen, widgets
from csp.shell.tabs import draw_tabs
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.findings.history import describe_added
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules import counts
from csp.topics.action_plan.tables.quarter import (
    build_movement_table,
    build_overdue_table,
    build_priority_table,
    build_reminder_table,
)

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top = st.container()
first, second, third, _ = st.columns([2, 2, 2, 3], vertical_alignment="bottom")
plan = controls.choose_plan(third)
everything = fetch.fetch_listing(plan, retired=True)
of_plan = [quarter for quarter in everything.quarters if quarter.end >= plan.start]
labels = {quarter.label: quarter for quarter in reversed(of_plan)}
screen.follow_renamed("close", {each.former_label: each.label for each in of_plan})
quarter = labels[first.selectbox("Quarter", labels, key="close", bind="query-params", help="The last four.")]
last_meeting: date = second.date_input(
    "Last meeting",
    fetch.find_last_meeting_day(everything.today),
    max_value=everything.today,
    key="since",
    bind="query-params",
    format="DD/MM/YYYY",
    help="What was recorded on that day or later counts as changed since.",
)

# 2. The data
current = fetch.fetch_listing(plan)
since = datetime.combine(last_meeting, time()).astimezone()
changes = fetch.fetch_changes(plan, since)

# 3. The rules
movements, added = changes.movements, changes.added
lacking = counts.list_lacking(current, quarter)
late = counts.list_late(current)
by_priority = counts.tally_by_priority(current)
mode, open_action = screen.mode(), controls.open_action(plan)
lacking_by_priority = {number: sum(a.priority == number for a in lacking) for number in by_priority}

# 4. The picture
with top:
    controls.draw_header(
        headlines.write_quarter_headline(
            quarter, len(lacking), len(current.actions), len(late), len(movements), last_meeting
        ),
        current,
    )
summary = build_priority_table(current, by_priority, lacking_by_priority)
widgets.table(
    summary,
    key="by_priority",
    mode=mode,
    on_pick=lambda number: navigation.go(
        "board",
        plan=plan.label,
        priority=label_priority(int(number), plan.priorities[int(number)]),
    ),
)


def draw_lacking() -> None:
    if not lacking:
        messages.caption("Every unfinished action has an update.")
        return
    reminders = build_reminder_table(lacking, f"Update due for {quarter.label}")
    controls.draw_long_table(
        reminders, f"update due {quarter.label}", key="lacking", mode=mode, on_pick=open_action
    )


def draw_overdue() -> None:
    if not late:
        messages.caption("No unfinished action is past its day.")
        return
    overdue = build_overdue_table(late, current)
    controls.draw_long_table(
        overdue, f"overdue {current.today}", key="overdue", mode=mode, on_pick=open_action
    )


def draw_changed() -> None:
    if added:
        messages.caption(describe_added(added))
    if not movements:
        messages.caption("Nothing was reported or changed. Updates are added on the page of each action.")
        return
    changed = build_movement_table(movements)
    controls.draw_long_table(
        changed, f"changed since {last_meeting}", key="changed", mode=mode, on_pick=open_action
    )


draw_tabs("quarter_tab", {"Update due": draw_lacking, "Overdue": draw_overdue, "Changed": draw_changed})
