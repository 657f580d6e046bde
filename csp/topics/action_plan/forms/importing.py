"""The forms for a file of actions: taken away, edited and brought in again, or read as a new plan."""

from __future__ import annotations

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.shell import messages, screen, widgets
from csp.shell.people import Person
from csp.topics.action_plan import fetch, plan_upload
from csp.topics.action_plan.findings.importing import HOW_FILES_ARE_READ, describe_preview, suggest_label
from csp.topics.action_plan.findings.plan_diff import HOW_TO_EDIT
from csp.topics.action_plan.forms import comparing, exporting, plan_mapping, undoing
from csp.topics.action_plan.forms.plan import read_period, suggest_first_label
from csp.topics.action_plan.forms.writing import write
from csp.topics.action_plan.plan_upload import PlanFile
from csp.topics.action_plan.store import plans
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import Plan, PlanDraft
from csp.topics.action_plan.tables.plan import build_preview_table

NEW_PLAN, THIS_PLAN = "A new plan", "This plan"
YEAR = "import_year"


def bring_in_and_out(plan: Plan, author: Person) -> None:
    """A plan as a file to edit, the file in again, and what was brought in before."""
    undoing.show_outcome(author)
    if plan_upload.get_file() is not None and plan.retired_at is None:
        import_file(plan, author)
        return
    # Side by side, so that what was brought in before is on the first screen too.
    left, right = st.columns([3, 4], gap="large")
    with left:
        messages.paragraph(bold("Out"))
        messages.caption(HOW_TO_EDIT)
        exporting.draw_downloads(plan)
    if plan.retired_at is None:
        with right:
            messages.paragraph(bold("In"))
            import_file(plan, author)
    undoing.draw_steps(fetch.fetch_recorded_listing(plan, retired=True), author)


def import_file(plan: Plan | None, author: Person) -> None:
    """Choose a file and where it is to go, look at it, and store it. plan: that it may belong to, if any."""
    # Side by side, so that on a shared screen the file's faults are in sight.
    widths = [2, 2, 3] if plan_upload.get_file() else [3, 2, 1]
    left, right, beside = st.columns(widths, vertical_alignment="bottom")
    target = NEW_PLAN
    if plan is not None:
        target = left.segmented_control(
            "Into", [THIS_PLAN, NEW_PLAN], default=THIS_PLAN, key="import_into", required=True
        )
    if plan is None or target == NEW_PLAN:
        suggested = suggest_label(plan.label) if plan else suggest_first_label()
        (right if plan else left).text_input("Year", suggested, key=YEAR)
    file = _choose_file(beside)
    if file is None:
        if target == NEW_PLAN:
            messages.caption(HOW_FILES_ARE_READ)
    elif plan is None or target == NEW_PLAN:
        _draw_file(file, author)
    else:
        comparing.draw_comparison(file, plan, author)


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


def _draw_file(file: PlanFile, author: Person) -> None:
    """What was read of a file for a new plan."""
    if file.is_own_layout or file.refusal:
        try:
            preview = file.preview()
        except UserError as error:
            messages.error(str(error))
            return
        _draw_preview(preview, author)
        return
    plan_mapping.draw_mapping(file, lambda preview: _offer_import(preview, author))


def _draw_preview(preview: Preview, author: Person) -> None:
    """What would be stored as a new plan, with the button that does."""
    messages.paragraph(describe_preview(preview))
    for note in preview.notes:
        messages.note(note)
    if not preview.error_count and preview.rows:
        _offer_import(preview, author)
    widgets.table(build_preview_table(preview), key="preview", mode=screen.mode())


def _offer_import(preview: Preview, author: Person) -> None:
    st.button(
        plain(f"Import {wording.plural(len(preview.rows), 'action')}"),
        type="primary",
        on_click=write,
        args=(lambda: _import(preview, author),),
    )


def _import(preview: Preview, author: Person) -> str:
    """In a callback: store it. The year is what stands in its field now, typed a moment ago or not."""
    board = fetch.fetch_board()
    count = wording.plural(len(preview.drafts), "action")
    label = str(st.session_state[YEAR])
    start, end = read_period(label)
    draft = PlanDraft(label, start, end, preview.priorities, "Imported")
    new_plan = plans.import_plan(board, preview, draft, who=author.name, role=author.role)
    plan_upload.drop_file()
    st.session_state["plan"] = new_plan.label
    return f"The plan {new_plan.label} is there, with {count}."
