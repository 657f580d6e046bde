"""Add, edit and retire actions; a plan for a new year; import and export."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, navigation, people, screen
from csp.shell.people import Person
from csp.shell.tabs import draw_tabs
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
writing.show_outcome()


def draw_edit(author: Person) -> None:
    if reason := action.explain_no_editing():
        messages.note(reason)
        return
    by_ref = {each.ref: each for each in fetch.fetch_listing(plan, retired=True).actions}
    screen.drop_stale_choice("action", by_ref)
    if by_ref:
        ref = st.selectbox("Action", by_ref, key="action", bind="query-params", width=300)
        action.edit_action(plan, by_ref[ref], author)
    else:
        messages.caption("The plan has no actions yet: add one, or import a file.")


def draw_add(author: Person) -> None:
    if reason := action.explain_no_editing():
        messages.note(reason)
    else:
        action.add_action(plan, author)


def draw_export() -> None:
    messages.caption(
        "CSV and Excel can be imported again. Word has a table for each priority, its Outcome filled."
    )
    with st.container(horizontal=True):
        for kind, write in FORMATS.items():
            st.download_button(
                plain(f"Download {NAMES[kind]}"),
                data=partial(write, listing),
                file_name=f"action-plan-{plan.label}.{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
    messages.note("Retired actions are left out of an export; their record stays on the board.")


if editor is None:
    draw_export()
else:
    sections: dict[str, Callable[[], None]] = {
        EDIT: partial(draw_edit, editor),
        ADD: partial(draw_add, editor),
        YEAR: partial(start_new_year, listing, editor),
        CARRY: partial(carry_over, listing, others, editor),
        IMPORT: partial(importing.import_file, listing, editor),
        EXPORT: draw_export,
        PLAN: partial(edit_plan, plan, editor),
    }
    names = [EXPORT, YEAR, PLAN, CARRY] if plan.retired_at else list(sections)
    screen.drop_stale_choice("task", names)
    draw_tabs("task", {name: sections[name] for name in names if name != CARRY or others})
