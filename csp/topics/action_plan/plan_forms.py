"""The forms of the page Plans: actions and plans, written by people one at a time or from a file.

A form's widgets are keyed by a number that grows with every write of the session, so that a
form that was stored starts afresh and one that was refused keeps what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from csp import widgets
from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.measures import read_catalogue
from csp.shell import messages, screen
from csp.topics.action_plan import board_view, findings, plan_upload, tables
from csp.topics.action_plan.board_view import Person
from csp.topics.action_plan.store import actions, plans, reading, status
from csp.topics.action_plan.store.check import OTHER_MEASURES
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Listing, Plan, PlanDraft

_ROUND, _MET = "plan_round", "plan_met"
_TOPIC = "plans"
NO_MEASURE = "None"


def _key(name: str) -> str:
    return f"{name}-{st.session_state.get(_ROUND, 0)}"


def _next_round() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _write(work: Callable[[], str]) -> None:
    """In a callback: do a write; its sentence, or what was refused, is told above the form."""
    try:
        said = work()
    except UserError as error:
        board_view.say(_TOPIC, str(error), good=False)
    else:
        _next_round()
        board_view.say(_TOPIC, said)


def told() -> None:
    board_view.tell(_TOPIC)


# ------------------------------------------------------------------ one action


@dataclass(frozen=True)
class _Met:
    """An edit that met somebody else's change."""

    action: ActionRow
    draft: ActionDraft
    conflict: Conflict


def _measures() -> dict[str, str]:
    """The crime measures that an action can be linked to: {label: code}."""
    known = {measure.label: code for code, measure in read_catalogue().measures.items()}
    others = {code.replace("_", " ").capitalize(): code for code in OTHER_MEASURES}
    return {NO_MEASURE: "", **known, **others}


def trouble() -> str:
    """Why actions cannot be edited now, the crime types they act on being unreadable; "" where they can."""
    try:
        _measures()
    except UserError as error:
        return str(error)
    return ""


def _fields(plan: Plan, action: ActionRow | None, key: str) -> Callable[[], ActionDraft]:
    """The fields of an action; what they hold when the form is sent, as a draft."""
    priorities = {tables.priority_label(number, name): number for number, name in plan.priorities.items()}
    linked, known = _measures(), [*reading.agencies(board_view.board())]
    numbers, codes = list(priorities.values()), list(linked.values())

    def given(field: str) -> Any:
        return st.session_state[f"{key}-{field}"]

    def line(place: Any, label: str, field: str, value: str, **more: Any) -> None:
        place.text_input(plain(label), value, key=f"{key}-{field}", **more)

    def text_of(value: object) -> str:
        return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)

    left, right = st.columns([1, 3])
    line(left, "Reference", "ref", action.ref if action else "", placeholder="DA-15")
    at = numbers.index(action.priority) if action and action.priority in numbers else 0
    right.selectbox("Priority", priorities, index=at, key=f"{key}-priority")
    st.text_area("Action", action.text if action else "", key=f"{key}-text", height=90)
    st.multiselect(
        "Agencies, lead first",
        known,
        [*action.agencies] if action else [],
        key=f"{key}-agencies",
        accept_new_options=True,
        placeholder="Choose, or type a new one",
    )
    line(st, "Measure", "measure", action.measure if action else "")
    one, two, three = st.columns(3)
    line(one, "Reported", "reporting", action.reporting if action else "", placeholder="quarterly")
    line(two, "Due", "due", action.due if action else "", placeholder="2021-09-30, or words")
    line(
        three, "Start", "started", text_of(action.started if action else plan.start), placeholder="2021-04-01"
    )
    code = action.linked_measure if action else ""
    one.selectbox(
        "Crime type it acts on", linked, index=codes.index(code) if code in codes else 0, key=f"{key}-linked"
    )
    line(two, "Baseline", "baseline", text_of(action.baseline if action else None), placeholder="A number")
    line(three, "Target", "target", text_of(action.target if action else None), placeholder="A number")
    return lambda: ActionDraft(
        ref=given("ref"),
        priority=priorities[given("priority")],
        text=given("text"),
        agencies=tuple(given("agencies")),
        measure=given("measure"),
        reporting=given("reporting"),
        due=given("due"),
        linked_measure=linked[given("linked")],
        started=given("started"),
        baseline=given("baseline"),
        target=given("target"),
    )


def add_action(plan: Plan, who: Person) -> None:
    def store(draft: Callable[[], ActionDraft]) -> str:
        typed = draft()
        actions.add_action(board_view.board(), plan.id, typed, who=who.name, role=who.role)
        return f"Stored: {typed.ref.strip()} is in the plan {plan.label}."

    key = _key("add")
    with st.form(key, border=True):
        draft = _fields(plan, None, key)
        st.form_submit_button("Add the action", type="primary", on_click=_write, args=(lambda: store(draft),))


def edit_action(plan: Plan, action: ActionRow, who: Person) -> None:
    """The form for an action's wording and so on; where it met a change, the choice instead."""
    met: _Met | None = st.session_state.get(_MET)
    if met and met.action.id == action.id:
        _draw_choice(met, action, who)
        return
    key = _key(f"edit-{action.id}")
    seen = board_view.seen(f"{key}-text", action.version)
    with st.form(key, border=True):
        draft = _fields(plan, action, key)
        st.form_submit_button(
            "Save the action",
            type="primary",
            on_click=_write,
            args=(lambda: _save(action, draft(), seen, who),),
        )
    _draw_retire(action, who)


def _save(action: ActionRow, draft: ActionDraft, seen: int, who: Person) -> str:
    try:
        version = actions.edit_action(
            board_view.board(), action.id, draft, expected_version=seen, who=who.name, role=who.role
        )
    except Conflict as conflict:
        st.session_state[_MET] = _Met(action, draft, conflict)
        return "Nothing of yours is stored yet: choose below."
    st.session_state.pop(_MET, None)
    return (
        f"{draft.ref.strip()} is as it was."
        if version == seen
        else f"Stored: {draft.ref.strip()} is changed."
    )


def _draw_choice(met: _Met, action: ActionRow, who: Person) -> None:
    board_view.show_conflict(met.conflict)
    messages.paragraph(bold("Yours, not stored yet"))
    messages.paragraph(findings.draft_words(met.draft))
    keep, drop = st.columns(2)
    keep.button(
        "Save mine all the same",
        type="primary",
        width="stretch",
        on_click=_write,
        args=(lambda: _save(action, met.draft, action.version, who),),
    )
    drop.button("Drop mine", width="stretch", on_click=_drop)


def _drop() -> None:
    st.session_state.pop(_MET, None)
    _next_round()
    board_view.say(_TOPIC, "Yours was dropped: the action is as the other person left it.")


def _draw_retire(action: ActionRow, who: Person) -> None:
    """Take an action out of the plan, or put it back; the record stays either way."""
    key = _key(f"retire-{action.id}")
    out = action.retired_at is None

    def store() -> str:
        work = actions.retire_action if out else actions.reinstate_action
        work(
            board_view.board(),
            action.id,
            reason=st.session_state[f"{key}-reason"],
            expected_version=action.version,
            who=who.name,
            role=who.role,
        )
        return f"{action.ref} is {'out of the plan; its record is kept' if out else 'in the plan again'}."

    with st.form(key, border=True):
        st.text_input("Reason", key=f"{key}-reason", placeholder="Kept in the history")
        said = f"Take {action.ref} out of the plan" if out else f"Put {action.ref} back into the plan"
        st.form_submit_button(plain(said), on_click=_write, args=(store,))


# ------------------------------------------------------------------ plans


def _priority_lines(plan: Plan) -> str:
    return "\n".join(f"{number} {name}" for number, name in plan.priorities.items())


def _priorities(lines: str) -> dict[int, str]:
    """Priorities typed one to a line, each its number and its name. Raises UserError for other lines."""
    found: dict[int, str] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        number, _, name = line.partition(" ")
        if not (re.fullmatch("[0-9]{1,4}", number) and name.strip()):
            raise UserError(f'The priority "{line[:60]}" is not written like: 1 Domestic abuse.')
        if int(number) in found:
            raise UserError(f"Priority {number} is named twice.")
        found[int(number)] = name.strip()
    return found


def _period(label: str) -> tuple[date, date]:
    try:
        return status.plan_period(label, board_view.board().year_start)
    except ValueError as error:
        raise UserError(f'The year "{label}" is not written like 2022 or 2022-23.') from error


def new_year(listing: Listing, who: Person) -> None:
    """A plan for another year, with the unfinished actions of this one."""
    plan, key = listing.plan, _key("year")
    unfinished = {f"{a.ref} {findings.cut(a.text, 60)}": a for a in listing.unfinished()}

    def store() -> str:
        given: Mapping[str, Any] = {
            name: st.session_state[f"{key}-{name}"] for name in ("label", "priorities", "carried")
        }
        start, end = _period(given["label"])
        board = board_view.board()
        by: dict[str, Any] = {"who": who.name, "role": who.role}
        draft = PlanDraft(given["label"], start, end, _priorities(given["priorities"]), f"After {plan.label}")
        made = plans.new_plan(board, draft, **by)
        versions = {unfinished[name].id: unfinished[name].version for name in given["carried"]}
        try:
            actions.carry_over(board, made.id, versions, **by)
        except UserError as error:
            raise UserError(f"The plan {made.label} is there, but without actions: {error}") from error
        st.session_state["plan"] = made.label
        return f"The plan {made.label} is there, with {len(versions)} actions carried over."

    with st.form(key, border=True):
        st.text_input(
            "Year", findings.next_label(plan.label), key=f"{key}-label", help="Like 2022-23, or 2022."
        )
        st.text_area("Priorities, one to a line", _priority_lines(plan), key=f"{key}-priorities", height=140)
        st.multiselect(
            "Unfinished actions to carry over, with their history",
            unfinished,
            [*unfinished],
            key=f"{key}-carried",
        )
        st.form_submit_button("Make the plan", type="primary", on_click=_write, args=(store,))


def carry_over(listing: Listing, others: Mapping[str, Plan], who: Person) -> None:
    """Unfinished actions into a plan that is there already."""
    key = _key("carry")
    unfinished = {f"{a.ref} {findings.cut(a.text, 60)}": a for a in listing.unfinished()}

    def store() -> str:
        target = others[st.session_state[f"{key}-to"]]
        chosen = [unfinished[name] for name in st.session_state[f"{key}-carried"]]
        actions.carry_over(
            board_view.board(), target.id, {a.id: a.version for a in chosen}, who=who.name, role=who.role
        )
        return f"{len(chosen)} actions are carried over to the plan {target.label}."

    with st.form(key, border=True):
        st.selectbox("To the plan", others, key=f"{key}-to")
        st.multiselect("Unfinished actions, with their history", unfinished, key=f"{key}-carried")
        st.form_submit_button("Carry over", type="primary", on_click=_write, args=(store,))


def edit_plan(plan: Plan, who: Person) -> None:
    """A plan's year, days and priorities; closing it, or opening it again."""
    key = _key(f"plan-{plan.id}")
    by: dict[str, Any] = {"who": who.name, "role": who.role}
    seen = board_view.seen(f"{key}-label", plan.version)

    def store() -> str:
        given = {name: st.session_state[f"{key}-{name}"] for name in ("label", "start", "end", "priorities")}
        draft = PlanDraft(
            given["label"], given["start"], given["end"], _priorities(given["priorities"]), plan.source
        )
        made = plans.edit_plan(board_view.board(), plan.id, draft, expected_version=seen, **by)
        st.session_state["plan"] = made.label
        return f"Stored: the plan {made.label} is changed."

    def close() -> str:
        closed = plan.retired_at is None
        plans.retire_plan(board_view.board(), plan.id, expected_version=plan.version, retired=closed, **by)
        state = "closed: it can be read but not changed" if closed else "open again"
        return f"The plan {plan.label} is {state}."

    if plan.retired_at is None:
        with st.form(key, border=True):
            one, two, three = st.columns(3)
            one.text_input("Year", plan.label, key=f"{key}-label")
            two.date_input("First day", plan.start, key=f"{key}-start", format="DD/MM/YYYY")
            three.date_input("Last day", plan.end, key=f"{key}-end", format="DD/MM/YYYY")
            st.text_area(
                "Priorities, one to a line", _priority_lines(plan), key=f"{key}-priorities", height=140
            )
            st.form_submit_button("Save the plan", type="primary", on_click=_write, args=(store,))
    said = "Close the plan" if plan.retired_at is None else "Open the plan again"
    st.button(plain(said), key=_key(f"close-{plan.id}"), on_click=_write, args=(close,))


# ------------------------------------------------------------------ import and export

NEW_PLAN, THIS_PLAN = "A new plan", "This plan"


def import_file(listing: Listing, who: Person) -> None:
    """A plan from a file: looked at first, with the faults of each row, then stored whole or not at all."""
    plan = listing.plan
    # Side by side, so that on a shared screen the file's faults are in sight.
    left, right = st.columns([2, 5])
    into = left.segmented_control(
        "Into", [NEW_PLAN, THIS_PLAN], default=NEW_PLAN, key="import_into", required=True
    )
    label = ""
    if into == NEW_PLAN:
        label = right.text_input("Year", findings.next_label(plan.label), key="import_year")
    file = plan_upload.choose()
    if file is None:
        messages.caption(
            "Columns: id, priority, action; priority_name, agencies, measure, due and others if present."
        )
        return
    name, drop = st.columns([5, 2], vertical_alignment="center")
    messages.caption(file.name, place=name)
    drop.button("Drop the file", on_click=plan_upload.drop, type="tertiary")
    try:
        if into == NEW_PLAN:
            found = file.preview()
        else:
            found = file.preview(plan.priorities, [action.ref for action in listing.actions])
    except UserError as error:
        messages.error(str(error))
        return
    messages.paragraph(findings.preview_sentence(found))
    for note in found.notes:
        messages.note(note)
    if not found.error_count and found.rows:
        st.button(
            plain(f"Import {len(found.rows)} actions"),
            type="primary",
            on_click=_write,
            args=(lambda: _import(found, plan, label, who),),
        )
    widgets.table(tables.import_preview(found), key="preview", mode=screen.mode())


def _import(found: Preview, plan: Plan, label: str, who: Person) -> str:
    board = board_view.board()
    if not label:
        actions.add_actions(board, plan.id, found.drafts, who=who.name, role=who.role)
        plan_upload.drop()
        return f"{len(found.drafts)} actions are added to the plan {plan.label}."
    start, end = _period(label)
    draft = PlanDraft(label, start, end, found.priorities, "Imported")
    made = plans.import_plan(board, found, draft, who=who.name, role=who.role)
    plan_upload.drop()
    st.session_state["plan"] = made.label
    return f"The plan {made.label} is there, with {len(found.drafts)} actions."
