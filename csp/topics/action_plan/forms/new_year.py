"""The wizard that makes the plan of a new year: four steps, of which only the last stores anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, step_bar, widgets
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import new_year as findings
from csp.topics.action_plan.findings.importing import suggest_label
from csp.topics.action_plan.forms.plan import list_priority_lines, read_period, read_priorities
from csp.topics.action_plan.forms.writing import write
from csp.topics.action_plan.forms.year_draft import ADDED, CARRIED, YearDraft, drop_draft, read_draft
from csp.topics.action_plan.rules import new_year as rules
from csp.topics.action_plan.rules.new_year import NewRow, YearRow
from csp.topics.action_plan.store import plans, reading
from csp.topics.action_plan.store.new_year import begin_year
from csp.topics.action_plan.store.records import ActionRow, Listing, Plan, PlanDraft
from csp.topics.action_plan.tables.new_year import (
    build_carried_rows,
    build_new_rows,
    list_carried_columns,
    list_new_columns,
)

_MADE = "new_year_made"
_LAST = len(findings.STEPS) - 1


@dataclass(frozen=True)
class Year:
    """What the draft comes to: the plan, what becomes of the actions of the plan before, and what is new."""

    plan: PlanDraft
    rows: Sequence[YearRow]
    new: Sequence[NewRow]


def draw_wizard(plan: Plan, author: Person) -> None:
    """The steps of a new year after a plan."""
    listing = fetch.fetch_recorded_listing(plan, retired=True)
    unfinished = _list_unfinished(listing)
    draft = read_draft(plan, unfinished, list_priority_lines(plan), _suggest_free_label(plan))
    # The tables forget what was typed while they are not on the page.
    if draft.edits and draft.key("table") not in st.session_state:
        draft.begin_visit()
    _draw_steps(draft, plan)
    if moved := rules.list_moved(draft.seen, unfinished):
        messages.warning(findings.describe_moved(moved), icon="group")
        st.button("Take the changes in", on_click=_take_in, args=(draft, unfinished))
    if draft.step == 0:
        _draw_beginning(draft, plan)
    else:
        try:
            year = _read_year(draft, listing)
        except UserError as error:
            messages.error(f"{error} Mend it in step 1.")
            return
        if draft.step == _LAST:
            _draw_summary(year, listing, author)
        else:
            _draw_table(draft, year, listing)


def _suggest_free_label(plan: Plan) -> str:
    """The first year after a plan that has none yet; "" where its label is no year."""
    taken = {each.label for each in reading.list_plans(fetch.fetch_board())}
    label = suggest_label(plan.label)
    while label in taken:
        label = suggest_label(label)
    return label


def _list_unfinished(listing: Listing) -> list[ActionRow]:
    """The actions that can go on: not those that are in a later plan already."""
    board = fetch.fetch_board()
    others = [each for each in reading.list_plans(board) if each.id != listing.plan.id]
    continued = {
        action.carried_from
        for other in others
        for action in fetch.fetch_recorded_listing(other, retired=True).actions
    }
    return [action for action in listing.unfinished() if action.id not in continued]


def _draw_steps(draft: YearDraft, plan: Plan) -> None:
    """The steps to choose from, the button that leads to the next, and a way to begin anew."""

    def go(step: int) -> None:
        # The tables show all that was typed.
        draft.begin_visit()
        draft.step = step

    with st.container(horizontal=True, vertical_alignment="center"):
        step_bar.draw_steps(findings.STEPS, draft.step, f"new_year_step-{plan.id}", "new_year_next", go)
        with st.popover("Begin anew", type="tertiary"):
            messages.caption("All that was typed for this new year is dropped.")
            st.button("Drop it", on_click=drop_draft, args=(plan,))
    if draft.step in (0, _LAST):
        aside = f" {findings.SIMULATED_ASIDE}" if fetch.is_simulated(plan) else ""
        messages.caption(f"{findings.NOTHING_STORED}{aside}")


def _take_in(draft: YearDraft, unfinished: Sequence[ActionRow]) -> None:
    """In a callback: go on from the actions as they are now. What was typed stays."""
    draft.seen = {action.id: action for action in unfinished}
    draft.begin_visit()


def _keep(draft: YearDraft, name: str) -> None:
    """In a callback: copy a field into the draft."""
    setattr(draft, name, st.session_state[draft.key(name)])


def _draw_beginning(draft: YearDraft, plan: Plan) -> None:
    """Step 1: the year, and the priorities one to a line."""
    for name, text in (("label", draft.label), ("priorities", draft.priorities)):
        st.session_state.setdefault(draft.key(name), text)
    st.text_input(
        "Year",
        key=draft.key("label"),
        help="Like 2022-23, or 2022.",
        on_change=_keep,
        args=(draft, "label"),
        width=200,
    )
    st.text_area(
        "Priorities, one to a line: rename, add or delete lines",
        key=draft.key("priorities"),
        height=130,
        help="Each its number and its name, like: 1 Domestic abuse.",
        on_change=_keep,
        args=(draft, "priorities"),
    )
    try:
        draft_plan = _read_plan(draft, plan)
    except UserError as error:
        messages.error(str(error))
        return
    in_use = {action.priority for action in draft.seen.values()}
    sentences = findings.describe_priorities(plan.priorities, draft_plan.priorities, in_use)
    messages.caption(" ".join([findings.describe_period(draft_plan), *sentences]))


def _read_plan(draft: YearDraft, plan: Plan) -> PlanDraft:
    """The plan as typed. Raises UserError for what cannot be stored."""
    label = draft.label.strip()
    start, end = read_period(label)
    if label in {each.label for each in reading.list_plans(fetch.fetch_board())}:
        raise UserError(f"There is a plan {label} already: give the new one another year.")
    priorities = read_priorities(draft.priorities)
    if not priorities:
        raise UserError("The plan needs at least one priority.")
    return PlanDraft(label, start, end, priorities, f"After {plan.label}")


def _read_year(draft: YearDraft, listing: Listing) -> Year:
    plan = _read_plan(draft, listing.plan)
    rows = rules.list_rows(draft.seen.values(), draft.merge(CARRIED), plan.priorities)
    refs = {action.ref: action.priority for action in listing.actions}
    return Year(plan, rows, rules.list_new(draft.merge(ADDED), refs))


def _draw_table(draft: YearDraft, year: Year, listing: Listing) -> None:
    """Steps 2 and 3: what becomes of every unfinished action, and the actions that are new."""
    is_carried = draft.step == 1
    table = CARRIED if is_carried else ADDED
    priorities = year.plan.priorities
    left = [each for each in listing.actions if each.finished and each.retired_at is None]
    messages.caption(findings.HOW_TO_CHOOSE if is_carried else findings.HOW_TO_ADD)
    if is_carried:
        messages.note(findings.describe_left(left, listing.plan))
        columns = list_carried_columns(priorities)
        begun = rules.list_rows(draft.seen.values(), draft.begun.get(CARRIED, {}), priorities)
        rows = build_carried_rows(begun, year.plan.start)
    else:
        columns, rows = list_new_columns(priorities), build_new_rows(draft.begun.get(ADDED, {}))
        draft.begun[ADDED] = {row["id"]: row["values"] for row in rows}
    widgets.edit_table(
        columns,
        rows,
        key=draft.key("table"),
        caption=findings.STEPS[draft.step].partition(" ")[2],
        can_add=not is_carried,
        on_edit=lambda edits: draft.edits.update({table: edits}),
    )
    messages.caption(findings.write_summary(rules.count_year(year.rows, year.new), left, listing.plan))


def _draw_summary(year: Year, listing: Listing, author: Person) -> None:
    """Step 4: what will be stored, what is to be mended first, and the button that does it."""
    counts = rules.count_year(year.rows, year.new)
    left = [each for each in listing.actions if each.finished and each.retired_at is None]
    messages.subheader(findings.write_summary(counts, left, listing.plan))
    messages.caption(findings.describe_period(year.plan))
    faults = findings.list_year_faults(year.rows, year.new, year.plan.priorities)
    if faults:
        messages.error(findings.count_faults(faults))
        messages.bullets(faults[: findings.MOST_FAULTS])
    early = rules.list_early(year.rows, year.plan.start)
    for sentence in (findings.describe_early(early, year.plan.start), findings.describe_unchanged(year.rows)):
        if sentence:
            messages.note(sentence)
    messages.bullets(findings.list_changes(year.rows, year.new))

    def store() -> str:
        made = begin_year(
            fetch.fetch_board(),
            rules.make_year(year.plan, year.rows, year.new),
            who=author.name,
            role=author.role,
        )
        drop_draft(listing.plan)
        st.session_state[_MADE] = listing.plan.id
        # The tab "New year" of the plan that is made would begin the year after it.
        st.session_state.update(plan=made.label, task="Edit an action")
        return findings.write_made(made.label, counts)

    st.button(
        plain(f"Make the plan {year.plan.label}"),
        type="primary",
        key="new_year_make",
        disabled=bool(faults),
        on_click=write,
        args=(store,),
    )


def offer_closing(author: Person | None) -> None:
    """After a new year was made: that the plan before is open, and a button to close it."""
    plan_id = st.session_state.get(_MADE)
    plan = next((each for each in reading.list_plans(fetch.fetch_board()) if each.id == plan_id), None)
    if author is None or plan is None or plan.retired_at is not None:
        return

    def close() -> str:
        st.session_state.pop(_MADE, None)
        plans.retire_plan(
            fetch.fetch_board(), plan.id, expected_version=plan.version, who=author.name, role=author.role
        )
        return f"The plan {plan.label} is closed: it can be read but not changed."

    messages.note(findings.offer_closing(plan))
    with st.container(horizontal=True):
        st.button(plain(f"Close the plan {plan.label}"), key="close_last", on_click=write, args=(close,))
        st.button("Leave it open", on_click=st.session_state.pop, args=(_MADE, None))
