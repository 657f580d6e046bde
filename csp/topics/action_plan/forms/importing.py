"""The form for a file of actions: looked at first, row by row, then stored whole or not at all."""

from __future__ import annotations

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, screen, widgets
from csp.shell.people import Person
from csp.topics.action_plan import fetch, plan_upload
from csp.topics.action_plan.findings.importing import HOW_FILES_ARE_READ, describe_preview, suggest_label
from csp.topics.action_plan.forms import plan_mapping
from csp.topics.action_plan.forms.plan import read_period, suggest_first_label
from csp.topics.action_plan.forms.writing import write
from csp.topics.action_plan.plan_upload import PlanFile
from csp.topics.action_plan.store import actions, plans
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import Listing, Plan, PlanDraft
from csp.topics.action_plan.tables.plan import build_preview_table

NEW_PLAN, THIS_PLAN = "A new plan", "This plan"
YEAR = "import_year"


def import_file(listing: Listing | None, author: Person) -> None:
    """Choose a file and where it is to go, look at it, and import it. listing: of the plan, if any."""
    # Side by side, so that on a shared screen the file's faults are in sight.
    left, right, beside = st.columns([2, 2, 3], vertical_alignment="bottom")
    target = NEW_PLAN
    if listing is not None:
        target = left.segmented_control(
            "Into", [NEW_PLAN, THIS_PLAN], default=NEW_PLAN, key="import_into", required=True
        )
    if listing is None or target == NEW_PLAN:
        suggested = suggest_label(listing.plan.label) if listing else suggest_first_label()
        (right if listing else left).text_input("Year", suggested, key=YEAR)
    file = _choose_file(beside)
    if file is None:
        messages.caption(HOW_FILES_ARE_READ)
        return
    _draw_file(file, None if target == NEW_PLAN else listing, author)


def _choose_file(beside: st.delta_generator.DeltaGenerator) -> PlanFile | None:
    """The uploader; once there is a file it makes room for what was read, and stands behind a button."""
    file = plan_upload.get_file()
    if file is None:
        return plan_upload.choose_file()
    with beside, st.container(horizontal=True, vertical_alignment="center"):
        messages.caption(file.name)
        with st.popover("Another file"):
            plan_upload.choose_file()
        st.button("Drop the file", on_click=plan_upload.drop_file, type="tertiary")
    return file


def _draw_file(file: PlanFile, listing: Listing | None, author: Person) -> None:
    """What was read of a file. listing: of the plan that it goes into, None for a new one."""
    priorities = listing.plan.priorities if listing else None
    refs = [action.ref for action in listing.actions] if listing else []
    plan = listing.plan if listing else None
    if file.is_own_layout or file.refusal:
        try:
            preview = file.preview(priorities, refs)
        except UserError as error:
            messages.error(str(error))
            return
        _draw_preview(preview, plan, author)
        return
    plan_mapping.draw_mapping(file, priorities, refs, lambda preview: _offer_import(preview, plan, author))


def _draw_preview(preview: Preview, plan: Plan | None, author: Person) -> None:
    """What would be stored, with the button that does. plan: that it goes into, None for a new one."""
    messages.paragraph(describe_preview(preview))
    for note in preview.notes:
        messages.note(note)
    if not preview.error_count and preview.rows:
        _offer_import(preview, plan, author)
    widgets.table(build_preview_table(preview), key="preview", mode=screen.mode())


def _offer_import(preview: Preview, plan: Plan | None, author: Person) -> None:
    st.button(
        plain(f"Import {wording.plural(len(preview.rows), 'action')}"),
        type="primary",
        on_click=write,
        args=(lambda: _import(preview, plan, author),),
    )


def _import(preview: Preview, plan: Plan | None, author: Person) -> str:
    """In a callback: store it. The year is what stands in its field now, typed a moment ago or not."""
    board = fetch.fetch_board()
    count = wording.plural(len(preview.drafts), "action")
    if plan is not None:
        actions.add_actions(board, plan.id, preview.drafts, who=author.name, role=author.role)
        plan_upload.drop_file()
        verb = "is" if len(preview.drafts) == 1 else "are"
        return f"{count} {verb} added to the plan {plan.label}."
    label = str(st.session_state[YEAR])
    start, end = read_period(label)
    draft = PlanDraft(label, start, end, preview.priorities, "Imported")
    new_plan = plans.import_plan(board, preview, draft, who=author.name, role=author.role)
    plan_upload.drop_file()
    st.session_state["plan"] = new_plan.label
    return f"The plan {new_plan.label} is there, with {count}."
