"""The form for a file of actions: looked at first, row by row, then stored whole or not at all."""

from __future__ import annotations

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, screen, widgets
from csp.shell.people import Person
from csp.topics.action_plan import fetch, plan_upload
from csp.topics.action_plan.findings.importing import describe_preview, suggest_label
from csp.topics.action_plan.forms.plan import read_period, suggest_first_label
from csp.topics.action_plan.forms.writing import write
from csp.topics.action_plan.store import actions, plans
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import Listing, Plan, PlanDraft
from csp.topics.action_plan.tables.plan import build_preview_table

NEW_PLAN, THIS_PLAN = "A new plan", "This plan"


def import_file(listing: Listing | None, author: Person) -> None:
    """Choose a file and where it is to go, look at it, and import it. listing: of the plan, if any."""
    # Side by side, so that on a shared screen the file's faults are in sight.
    left, right = st.columns([2, 5])
    target = NEW_PLAN
    if listing is not None:
        target = left.segmented_control(
            "Into", [NEW_PLAN, THIS_PLAN], default=NEW_PLAN, key="import_into", required=True
        )
    label = ""
    if listing is None or target == NEW_PLAN:
        suggested = suggest_label(listing.plan.label) if listing else suggest_first_label()
        label = right.text_input("Year", suggested, key="import_year")
    file = plan_upload.choose_file()
    if file is None:
        messages.caption(
            "Columns: id, priority, action; priority_name, agencies, measure, due and others if present."
        )
        return
    name, drop = st.columns([5, 2], vertical_alignment="center")
    messages.caption(file.name, place=name)
    drop.button("Drop the file", on_click=plan_upload.drop_file, type="tertiary")
    try:
        if listing is None or target == NEW_PLAN:
            preview = file.preview()
        else:
            preview = file.preview(listing.plan.priorities, [action.ref for action in listing.actions])
    except UserError as error:
        messages.error(str(error))
        return
    _draw_preview(preview, listing.plan if listing else None, label, author)


def _draw_preview(preview: Preview, plan: Plan | None, label: str, author: Person) -> None:
    """What would be stored, with the button that does; label is that of a new plan, "" for this one."""
    messages.paragraph(describe_preview(preview))
    for note in preview.notes:
        messages.note(note)
    if not preview.error_count and preview.rows:
        st.button(
            plain(f"Import {len(preview.rows)} actions"),
            type="primary",
            on_click=write,
            args=(lambda: _import(preview, plan, label, author),),
        )
    widgets.table(build_preview_table(preview), key="preview", mode=screen.mode())


def _import(preview: Preview, plan: Plan | None, label: str, author: Person) -> str:
    board = fetch.fetch_board()
    if plan is not None and not label:
        actions.add_actions(board, plan.id, preview.drafts, who=author.name, role=author.role)
        plan_upload.drop_file()
        return f"{len(preview.drafts)} actions are added to the plan {plan.label}."
    start, end = read_period(label)
    draft = PlanDraft(label, start, end, preview.priorities, "Imported")
    new_plan = plans.import_plan(board, preview, draft, who=author.name, role=author.role)
    plan_upload.drop_file()
    st.session_state["plan"] = new_plan.label
    return f"The plan {new_plan.label} is there, with {len(preview.drafts)} actions."
