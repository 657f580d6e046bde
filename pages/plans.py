"""Add, edit and retire actions; a plan for a new year; import and export."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from csp.shell import frame, messages, navigation, people, screen
from csp.shell.people import Person
from csp.shell.tabs import draw_tabs, translate_old_value
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.forms import action, exporting, importing, writing
from csp.topics.action_plan.forms.new_year import draw_wizard, offer_closing
from csp.topics.action_plan.forms.plan import begin_plan, carry_over, edit_plan
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.records import Listing, Plan

IN_OUT, EDIT, ADD, YEAR = "Excel in and out", "Edit an action", "Add an action", "New year"
CARRY, IMPORT, PLAN, BEGIN = "Carry over", "Import", "This plan", "Begin a plan"

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
plans = reading.list_plans(fetch.fetch_board())


def draw_edit(plan: Plan, author: Person) -> None:
    if reason := action.explain_no_editing():
        messages.note(reason)
        return
    by_ref = {each.ref: each for each in fetch.fetch_recorded_listing(plan, retired=True).actions}
    screen.drop_stale_choice("action", by_ref)
    if by_ref:
        ref = st.selectbox("Action", by_ref, key="action", bind="query-params", width=300)
        action.edit_action(plan, by_ref[ref], author)
    else:
        messages.caption("The plan has no actions yet: add one, or import a file.")


def draw_add(plan: Plan, author: Person) -> None:
    if reason := action.explain_no_editing():
        messages.note(reason)
    else:
        action.add_action(plan, author)


def draw_plan(plan: Plan, listing: Listing, editor: Person | None) -> None:
    """Everything that can be done with a plan, a tab each."""
    if editor is None:
        exporting.draw_downloads(plan)
        return
    if not fetch.fetch_listing(plan, retired=True).actions:
        controls.draw_beginning(plan, on_plans=True)
    others = {p.label: p for p in plans if p.id != plan.id and p.retired_at is None}
    sections: dict[str, Callable[[], None]] = {
        EDIT: partial(draw_edit, plan, editor),
        ADD: partial(draw_add, plan, editor),
        YEAR: partial(draw_wizard, plan, editor),
        CARRY: partial(carry_over, listing, others, editor),
        IN_OUT: partial(importing.bring_in_and_out, plan, editor),
        PLAN: partial(edit_plan, plan, editor),
    }
    names = [IN_OUT, YEAR, PLAN, CARRY] if plan.retired_at else list(sections)
    translate_old_value("task", {"Import": IN_OUT, "Export": IN_OUT})
    screen.drop_stale_choice("task", names)
    draw_tabs("task", {name: sections[name] for name in names if name != CARRY or others})


def draw_beginning(editor: Person | None) -> None:
    """The two ways to the first plan: a file, or its year and priorities typed in."""
    if editor is not None:
        ways = {
            IMPORT: partial(importing.import_file, None, editor),
            BEGIN: partial(begin_plan, editor),
        }
        screen.drop_stale_choice("task", ways)
        draw_tabs("task", ways)


# 2. The picture
if plans:
    top = st.container()
    chosen = controls.choose_plan()
    # What is stored, sent out or begun anew from here never holds a simulated update.
    every = fetch.fetch_recorded_listing(chosen)
    with top:
        controls.draw_header(headlines.write_plans_headline(plans, every), every)
        if fetch.is_simulated(chosen):
            messages.note(headlines.REAL_ALONE)
    person = people.editor()
    writing.show_outcome()
    offer_closing(person)
    draw_plan(chosen, every, person)
else:
    messages.title(headlines.NO_PLAN)
    messages.info(headlines.HOW_TO_BEGIN)
    person = people.editor()
    writing.show_outcome()
    draw_beginning(person)
