"""What the pages of the action plan have in common: the plan looked at, the title, where a click leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import settings
from csp.core.errors import NothingYetError, PageLink
from csp.core.markup import plain
from csp.core.table import Table
from csp.shell import frame, messages, navigation, outputs, screen, theme, widgets
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.rules.selection import find_plan_in_force
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.plan_areas import find_home
from csp.topics.action_plan.store.records import ActionRow, Listing, Plan

# Of a longer table a page shows these rows first, so that it stays within two screens.
FIRST_ROWS = 20


def choose_plan(place: Any = st) -> Plan:
    """The plan the reader has chosen, else that of home in force. Drawn where there are several."""
    plans = {plan.label: plan for plan in reading.list_plans(fetch.fetch_board())}
    own = fetch.list_own_plans(fetch.fetch_board())
    # Plans of other areas stay at hand where there is none of one's own.
    in_force = find_plan_in_force(own or tuple(plans.values()), fetch.fetch_board().today())
    if in_force is None:
        raise NothingYetError(
            headlines.NO_PLAN,
            headlines.HOW_TO_BEGIN,
            PageLink("plans", headlines.BRING_IT, {"task": "Import"}),
            PageLink("plans", headlines.BEGIN_ONE, {"task": "Begin a plan"}),
        )
    if len(plans) == 1:
        return in_force
    default = list(plans).index(in_force.label)
    screen.drop_stale_choice("plan", plans)
    label = place.selectbox("Plan", plans, index=default, key="plan", bind="query-params")
    return plans[label]


def choose_action(refs: Sequence[str], place: DeltaGenerator, beside: Sequence[DeltaGenerator]) -> str:
    """The reference of the action looked at. beside: where the ways to the one before and after it stand."""
    screen.drop_stale_choice("action", refs)
    ref: str = place.selectbox(
        "Action", refs, key="action", bind="query-params", label_visibility="collapsed"
    )
    at = refs.index(ref)
    for other, arrow, to in zip(beside, ("arrow_back", "arrow_forward"), (at - 1, at + 1), strict=True):
        if 0 <= to < len(refs):
            other.button(
                plain(refs[to]),
                icon=f":material/{arrow}:",
                on_click=st.session_state.update,
                kwargs={"action": refs[to]},
            )
    return ref


def draw_way_to_editing(plan: Plan, ref: str) -> None:
    """A button that leads to the form in which an action's own words are changed."""

    def lead() -> None:
        # Not in the address, which the choice of the action on this page writes itself.
        st.session_state["action"] = ref
        navigation.go("plans", plan=plan.label, task="Edit an action")

    st.button("Edit wording, agencies or due date", icon=":material/edit:", type="tertiary", on_click=lead)


def draw_header(
    finding: str,
    listing: Listing,
    of: ActionRow | None = None,
    beside: Callable[[], None] | None = None,
) -> None:
    """The finding as the title line, then the plan and its source, with what stands beside that.

    of: the action looked at, where it is one. Files of the page say of simulated updates what the page says.
    """
    messages.title(finding)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="content"):
            messages.caption(headlines.describe_source(listing, of))
        if beside:
            beside()
    if simulated := headlines.describe_simulated(listing, of):
        outputs.add_note(simulated, headlines.SIMULATED_UPDATES)
    if sentence := describe_owner(listing.plan):
        messages.note(sentence)


def end_if_empty(listing: Listing) -> None:
    """On a page that shows actions: where the plan has none, say how to begin, and draw nothing else."""
    if listing.actions or fetch.fetch_listing(listing.plan, retired=True).actions:
        return
    draw_header(headlines.write_empty_headline(listing.plan), listing)
    draw_beginning(listing.plan)
    frame.end_page()


def draw_beginning(plan: Plan, on_plans: bool = False) -> None:
    """What to do with a plan that has no actions: a sentence, and a button for each way.

    on_plans: they stand on the page to which they lead, so that they open its tab alone.
    """
    if plan.retired_at is not None:
        messages.info(headlines.EMPTY_AND_CLOSED)
        return
    messages.info(headlines.HOW_TO_FILL)
    ways = [(label, plan.label, task) for label, task in headlines.WAYS_TO_FILL.items()]
    earlier = (each for each in fetch.list_own_plans(fetch.fetch_board()) if each.start < plan.start)
    if before := next(earlier, None):
        ways.append((f"Carry over from {before.label}", before.label, headlines.CARRY_OVER))
    with st.container(horizontal=True):
        for i, (label, of_plan, task) in enumerate(ways):
            st.button(
                plain(label),
                type="secondary" if i else "primary",
                key=f"begin_{i}",
                on_click=st.session_state.update if on_plans else partial(navigation.go, "plans"),
                kwargs={"plan": of_plan, "task": task},
            )


def describe_owner(plan: Plan) -> str:
    """Whose plan it is, where it is not that of home; "" also while the settings cannot be used."""
    home = find_home()
    if home is None or plan.area_code in ("", home.area_code):
        return ""
    districts = settings.read_districts()
    return headlines.describe_owner(plan, districts[home.area_code], districts.get(plan.area_code))


def open_action(plan: Plan) -> Callable[[str], None]:
    """What a click on an action of a plan does: it opens the action's page."""
    return lambda ref: navigation.go("action", plan=plan.label, action=ref)


def draw_long_table(
    table: Table,
    name: str,
    *,
    key: str,
    mode: theme.Mode,
    on_pick: Callable[[str], None],
    first: int = FIRST_ROWS,
) -> None:
    """A table that leads to actions, with a download of that name; of a long one the first rows at first."""
    is_whole = st.session_state.get(f"whole_{key}") or len(table.rows) <= first
    shown = table if is_whole else replace(table, rows=table.rows[:first])
    widgets.table(shown, key=key, mode=mode, on_pick=on_pick)
    with st.container(horizontal=True):
        if not is_whole:
            st.button(
                plain(f"Show all {len(table.rows)}"),
                icon=":material/expand_more:",
                on_click=st.session_state.update,
                kwargs={f"whole_{key}": True},
            )
        screen.download(table, name)
