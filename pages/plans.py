"""Add, edit and retire actions; a plan for a new year; import and export."""

from functools import partial

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, navigation, people, screen
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.forms import action, importing, writing
from csp.topics.action_plan.forms.plan import carry_over, edit_plan, start_new_year
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.plan_export import FORMATS

EXPORT, EDIT, ADD, YEAR = "Export", "Edit an action", "Add an action", "New year"
CARRY, IMPORT, PLAN = "Carry over", "Import", "This plan"
NAMES = {"csv": "CSV", "xlsx": "Excel", "docx": "Word"}

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top = st.container()
plan = controls.choose_plan()
plans = reading.list_plans(fetch.fetch_board())
listing = fetch.fetch_listing(plan)

# 2. The picture
with top:
    controls.draw_header(headlines.write_plans_headline(plans, listing), listing)
editor = people.editor()
others = {p.label: p for p in plans if p.id != plan.id and p.retired_at is None}
if editor is None:
    tasks = [EXPORT]
elif plan.retired_at:
    tasks = [EXPORT, YEAR, PLAN, *([CARRY] if others else [])]
else:
    tasks = [EDIT, ADD, YEAR, *([CARRY] if others else []), IMPORT, EXPORT, PLAN]
task = EXPORT
if editor:
    screen.drop_stale_choice("task", tasks)
    task = st.segmented_control(
        "Task", tasks, default=tasks[0], key="task", bind="query-params", required=True, format_func=plain
    )
writing.show_outcome()

if editor and task in (EDIT, ADD) and (reason := action.explain_no_editing()):
    messages.note(reason)
elif editor and task == EDIT:
    everything = fetch.fetch_listing(plan, retired=True)
    by_ref = {each.ref: each for each in everything.actions}
    screen.drop_stale_choice("action", by_ref)
    if by_ref:
        ref = st.selectbox("Action", by_ref, key="action", bind="query-params")
        action.edit_action(plan, by_ref[ref], editor)
    else:
        messages.caption("The plan has no actions yet: add one, or import a file.")
elif editor and task == ADD:
    action.add_action(plan, editor)
elif editor and task == YEAR:
    start_new_year(listing, editor)
elif editor and task == CARRY:
    carry_over(listing, others, editor)
elif editor and task == IMPORT:
    importing.import_file(listing, editor)
elif editor and task == PLAN:
    edit_plan(plan, editor)
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
