"""The forms for whole plans: make one for a new year, carry actions over, edit it, close it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import drafts
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings.importing import name_year
from csp.topics.action_plan.findings.retiring import describe_closing
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.forms.asking import Question, draw_question
from csp.topics.action_plan.forms.writing import form_key, write
from csp.topics.action_plan.store import plans, status
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.plan_areas import find_home
from csp.topics.action_plan.store.records import ActionRow, Listing, Plan, PlanDraft

PRIORITIES_HELP = "Each its number and its name, like: 1 Domestic abuse."


def list_priority_lines(plan: Plan) -> str:
    """The priorities of a plan as they are typed, one to a line."""
    return "\n".join(f"{number} {name}" for number, name in plan.priorities.items())


def read_priorities(lines: str) -> dict[int, str]:
    """Priorities typed one to a line, each its number and its name. Raises UserError for other lines."""
    priorities: dict[int, str] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        number, _, name = line.partition(" ")
        if not (re.fullmatch("[0-9]{1,4}", number) and name.strip()):
            raise UserError(f'The priority "{line[:60]}" is not written like: 1 Domestic abuse.')
        if int(number) in priorities:
            raise UserError(f"Priority {number} is named twice.")
        priorities[int(number)] = name.strip()
    return priorities


def read_period(label: str) -> tuple[date, date]:
    """The first and the last day of a plan's year, from its label. Raises UserError where it is no year."""
    try:
        return status.parse_plan_period(label, fetch.fetch_board().year_start)
    except ValueError as error:
        raise UserError(f'The year "{label}" is not written like 2022 or 2022-23.') from error


def _unfinished(listing: Listing) -> dict[str, ActionRow]:
    """The actions that can be carried over, by their reference and the beginning of their text."""
    return {f"{a.ref} {cut_text(a.text, 60)}": a for a in listing.unfinished()}


def suggest_first_label() -> str:
    """The label of a plan for the partnership's year that is running."""
    board = fetch.fetch_board()
    today, month = board.today(), board.year_start
    start = date(today.year - (today.month < month), month, 1)
    return name_year(start, start if month == 1 else date(start.year + 1, month, 1))


def begin_plan(author: Person) -> None:
    """The first plan, with its priorities and no actions yet."""
    key = form_key("begin")

    def store() -> str:
        label, lines = (st.session_state[f"{key}-{name}"] for name in ("label", "priorities"))
        start, end = read_period(label)
        draft = PlanDraft(label, start, end, read_priorities(lines), "Typed in")
        plan = plans.add_plan(fetch.fetch_board(), draft, who=author.name, role=author.role)
        return f"The plan {plan.label} is there. Add its actions one by one, or import them."

    with st.form(key, border=True):
        st.text_input("Year", suggest_first_label(), key=f"{key}-label", help="Like 2022-23, or 2022.")
        st.text_area("Priorities, one to a line", key=f"{key}-priorities", height=140, help=PRIORITIES_HELP)
        st.form_submit_button("Begin the plan", type="primary", on_click=write, args=(store,))


def carry_over(listing: Listing, others: Mapping[str, Plan], author: Person) -> None:
    """Unfinished actions into a plan that is there already."""
    key, unfinished = form_key("carry"), _unfinished(listing)

    def store() -> str:
        target = others[st.session_state[f"{key}-to"]]
        carried = [unfinished[name] for name in st.session_state[f"{key}-carried"]]
        versions = {action.id: action.version for action in carried}
        carry_over_actions(fetch.fetch_board(), target.id, versions, who=author.name, role=author.role)
        return f"{len(carried)} actions are carried over to the plan {target.label}."

    with st.form(key, border=True):
        st.selectbox("To the plan", others, key=f"{key}-to")
        st.multiselect("Unfinished actions, with their history", unfinished, key=f"{key}-carried")
        st.form_submit_button("Carry over", type="primary", on_click=write, args=(store,))


def edit_plan(plan: Plan, author: Person) -> None:
    """A plan's year, days and priorities; closing it, or opening it again."""
    key = form_key(f"plan-{plan.id}")
    version = drafts.version_seen(f"{key}-label", plan.version)

    def store() -> str:
        fields = ("label", "start", "end", "priorities")
        label, start, end, lines = (st.session_state[f"{key}-{field}"] for field in fields)
        draft = PlanDraft(label, start, end, read_priorities(lines), plan.source)
        edited = plans.edit_plan(
            fetch.fetch_board(),
            plan.id,
            draft,
            expected_version=version,
            who=author.name,
            role=author.role,
        )
        st.session_state["plan"] = edited.label
        return f"Stored: the plan {edited.label} is changed."

    if plan.retired_at is None:
        with st.form(key, border=True):
            one, two, three = st.columns(3)
            one.text_input("Year", plan.label, key=f"{key}-label")
            two.date_input("First day", plan.start, key=f"{key}-start", format="DD/MM/YYYY")
            three.date_input("Last day", plan.end, key=f"{key}-end", format="DD/MM/YYYY")
            st.text_area(
                "Priorities, one to a line", list_priority_lines(plan), key=f"{key}-priorities", height=140
            )
            st.form_submit_button("Save the plan", type="primary", on_click=write, args=(store,))
    _draw_close(plan, author)
    home = find_home()
    if home is not None and plan.area_code not in ("", home.area_code):
        _draw_adopt(plan, home.area, author)


def _draw_adopt(plan: Plan, home: str, author: Person) -> None:
    """Make the plan of another area that of home."""

    def store() -> str:
        plans.adopt_plan(
            fetch.fetch_board(), plan.id, expected_version=plan.version, who=author.name, role=author.role
        )
        return f"The plan {plan.label} is now that of {home}."

    st.button(
        plain(f"Take it over for {home}"),
        key=form_key("adopt"),
        icon=":material/move_to_inbox:",
        on_click=write,
        args=(store,),
    )


def _draw_close(plan: Plan, author: Person) -> None:
    """Close a plan, which asks first, or open it again."""
    is_open = plan.retired_at is None

    def store(_reason: str = "") -> str:
        plans.retire_plan(
            fetch.fetch_board(),
            plan.id,
            expected_version=plan.version,
            retired=is_open,
            who=author.name,
            role=author.role,
        )
        state = "closed: it can be read but not changed" if is_open else "open again"
        return f"The plan {plan.label} is {state}."

    if not is_open:
        st.button("Open the plan again", key=form_key(f"close-{plan.id}"), on_click=write, args=(store,))
        return
    listing = fetch.fetch_recorded_listing(plan)
    meaning = describe_closing(plan, len(listing.actions), len(listing.unfinished()))
    draw_question(Question(f"close-{plan.id}", meaning, "Close the plan", "Leave it open", store))
