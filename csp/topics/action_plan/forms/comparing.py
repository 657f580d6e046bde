"""The form for a file that belongs to a plan: what it would change is seen first, then stored in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.shell import messages, screen, widgets
from csp.shell.people import Person
from csp.topics.action_plan import fetch, plan_upload
from csp.topics.action_plan.findings.plan_diff import (
    NOTHING_TO_APPLY,
    count_changes,
    describe_applied,
    describe_diff,
    label_apply,
    name_missing,
    name_step,
    suspect_other_year,
)
from csp.topics.action_plan.forms import plan_mapping
from csp.topics.action_plan.forms.undoing import attempt_step
from csp.topics.action_plan.plan_upload import PlanFile
from csp.topics.action_plan.store.diff_applying import apply_diff
from csp.topics.action_plan.store.errors import DiffConflict
from csp.topics.action_plan.store.plan_diff import PlanDiff
from csp.topics.action_plan.store.plan_file.layout import propose_layout
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.tables.plan_diff import build_diff_table, build_fault_table

_CONFLICT = "compare_conflict"


def draw_comparison(file: PlanFile, plan: Plan, author: Person) -> None:
    """What a file would change in a plan, with the button that stores it."""
    conflict = st.session_state.get(_CONFLICT)
    if conflict and conflict[0] == file.number:
        messages.error(conflict[1])
        st.button(
            "Compare again", type="primary", icon=":material/compare_arrows:", on_click=_forget_conflict
        )
        return
    listing = fetch.fetch_asked_listing(plan, retired=True)
    try:
        if file.is_own_layout or file.refusal:
            diff = file.compare(listing).diff
        elif source := file.own_word:
            diff = file.compare(listing, source, propose_layout(source)).diff
        else:
            plan_mapping.draw_compared_mapping(
                file,
                listing,
                lambda diff: _draw_result(file, diff, plan, author),
                lambda diff: draw_tables(diff, plan),
            )
            return
    except UserError as error:
        messages.error(str(error))
        return
    _draw_result(file, diff, plan, author)
    draw_tables(diff, plan)


def _draw_result(file: PlanFile, diff: PlanDiff, plan: Plan, author: Person) -> None:
    """The finding, with the button beside it, then what there is to know."""
    words, button = st.columns([5, 2], vertical_alignment="center")
    with words:
        messages.paragraph(bold(describe_diff(diff) if diff.faults else f"{count_changes(diff)}."))
    with button:
        diff = leave_out_faults(diff, f"compare_leave-{file.number}")
        if not diff.faults and diff.changes:
            st.button(
                plain(label_apply(diff)), type="primary", on_click=_apply, args=(file, diff, plan, author)
            )
    if not diff.faults and not diff.changes:
        messages.caption(NOTHING_TO_APPLY)
    notes = [suspect_other_year(diff, plan), name_missing(diff), *diff.notes]
    for note in filter(None, notes):
        messages.note(note)


def leave_out_faults(diff: PlanDiff, key: str) -> PlanDiff:
    """The difference without the rows that have a fault, where somebody wants it so."""
    if not diff.faults or not diff.changes:
        return diff
    if st.checkbox("Leave out the rows that have a fault", key=key):
        return replace(diff, faults=())
    return diff


def draw_tables(diff: PlanDiff, plan: Plan, key: str = "") -> None:
    """What is wrong in a file, then what it changes. key: tells the tables of several files apart."""
    if diff.faults:
        widgets.table(build_fault_table(diff.faults), key=f"faults{key}", mode=screen.mode())
    if diff.changes:
        held = (each for details in fetch.fetch_details(plan).values() for each in details.measures)
        measures = {each.key: each.content.name for each in held}
        widgets.table(build_diff_table(diff, plan, measures), key=f"changes{key}", mode=screen.mode())


def _apply(file: PlanFile, diff: PlanDiff, plan: Plan, author: Person) -> None:
    """In a callback: store what was on the screen, or keep what somebody else did meanwhile."""

    def store() -> tuple[str, Sequence[int]] | None:
        what = name_step(file.name, diff)
        try:
            step = apply_diff(
                fetch.fetch_board(), plan.id, diff, who=author.name, role=author.role, what=what
            )
        except DiffConflict as conflict:
            st.session_state[_CONFLICT] = (file.number, str(conflict))
            return None
        plan_upload.drop_file()
        return describe_applied(diff), [step]

    attempt_step(store)


def _forget_conflict() -> None:
    st.session_state.pop(_CONFLICT, None)
