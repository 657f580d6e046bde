"""Add, edit and retire actions; a plan for a new year; import and export."""

from functools import partial

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, screen
from csp.topics.action_plan import board_view, findings, plan_forms
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.plan_export import FORMATS

EXPORT, EDIT, ADD, YEAR = "Export", "Edit an action", "Add an action", "New year"
CARRY, IMPORT, PLAN = "Carry over", "Import", "This plan"
NAMES = {"csv": "CSV", "xlsx": "Excel", "docx": "Word"}

# 1. What is asked for
asked = frame.filters_if_any()
board_view.follow()
top = st.container()
plan = board_view.choose_plan()
plans = reading.plans(board_view.board())
listing = board_view.listing(plan)

# 2. The picture
with top:
    board_view.header(findings.plans_headline(plans, listing), listing, asked)
who = board_view.editor()
others = {p.label: p for p in plans if p.id != plan.id and p.retired_at is None}
if who is None:
    tasks = [EXPORT]
elif plan.retired_at:
    tasks = [EXPORT, YEAR, PLAN, *([CARRY] if others else [])]
else:
    tasks = [EDIT, ADD, YEAR, *([CARRY] if others else []), IMPORT, EXPORT, PLAN]
task = EXPORT
if who:
    screen.drop_stale_choice("task", tasks)
    task = st.segmented_control(
        "Task", tasks, default=tasks[0], key="task", bind="query-params", required=True, format_func=plain
    )
plan_forms.told()

if who and task in (EDIT, ADD) and (trouble := plan_forms.trouble()):
    messages.note(trouble)
elif who and task == EDIT:
    everything = board_view.listing(plan, retired=True)
    by_ref = {action.ref: action for action in everything.actions}
    screen.drop_stale_choice("action", by_ref)
    if by_ref:
        ref = st.selectbox("Action", by_ref, key="action", bind="query-params")
        plan_forms.edit_action(plan, by_ref[ref], who)
    else:
        messages.caption("The plan has no actions yet: add one, or import a file.")
elif who and task == ADD:
    plan_forms.add_action(plan, who)
elif who and task == YEAR:
    plan_forms.new_year(listing, who)
elif who and task == CARRY:
    plan_forms.carry_over(listing, others, who)
elif who and task == IMPORT:
    plan_forms.import_file(listing, who)
elif who and task == PLAN:
    plan_forms.edit_plan(plan, who)
else:
    messages.caption(
        "CSV and Excel can be imported again. Word has a table for each priority, its Outcome filled."
    )
    for place, (kind, write) in zip(st.columns([2, 2, 2, 4]), FORMATS.items(), strict=False):
        place.download_button(
            plain(f"Download {NAMES[kind]}"),
            data=partial(write, listing),
            file_name=f"action-plan-{plan.label}.{kind}",
            icon=":material/download:",
            on_click="ignore",
        )
    messages.note("Retired actions are left out of an export; their record stays on the board.")
