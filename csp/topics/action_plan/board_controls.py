"""What the board is asked for: a line of filters, and two choices made by a click and kept in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from csp.core import settings
from csp.core.errors import UserError
from csp.core.filters import Filters
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import messages, screen
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules import selection
from csp.topics.action_plan.rules.linked_actions import list_acted_on
from csp.topics.action_plan.rules.selection import Knowledge, Selection
from csp.topics.action_plan.status_change import OPEN
from csp.topics.action_plan.store.agency_records import Directory
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.board import GROUPS

BOARD, GRID = "Board", "Grid"


@dataclass(frozen=True)
class Choices:
    """What the reader has chosen: how actions are shown, and which. open: as status_change.OPEN."""

    look: str
    group: str
    find: str
    selection: Selection
    open: str


def draw_filters(place: Any, listing: Listing, knowledge: Knowledge, filters: Filters | None) -> Choices:
    """The filters of the board in one line. filters: those of recorded crime, whose types actions act on."""
    look = place.segmented_control(
        "View",
        [BOARD, "Table", GRID],
        default=BOARD,
        key="look",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    group = place.selectbox(
        "Grouped", GROUPS, key="group", bind="query-params", label_visibility="collapsed", width=134
    )
    find = place.text_input(
        "Search actions",
        key="find",
        bind="query-params",
        placeholder="Search actions",
        label_visibility="collapsed",
        width=150,
    )
    priorities = {label_priority(number, name): number for number, name in listing.plan.priorities.items()}
    priority = _choose_one(place, "Priority", "priority", priorities, 124)
    agency = _choose_agency(place, listing, knowledge.directory)
    words = {state.rag.word: state for state in Status}
    states = place.multiselect(
        "Status",
        words,
        key="status",
        bind="query-params",
        placeholder="Status",
        label_visibility="collapsed",
        width=126,
    )
    types = _list_crime_types(listing, knowledge)
    crime_type = _choose_one(place, "Crime type", "acts_on", types, 140)
    wards = _list_wards(knowledge)
    ward = _choose_one(place, "Ward", "acts_in", wards, 108, headlines.NO_WARDS if not wards else "")
    only, open_ref = _draw_unseen()
    wanted = Selection(
        priorities[priority] if priority else None,
        agency or "",
        frozenset(words[state] for state in states),
        only or "",
        _list_codes(types[crime_type], filters) if crime_type else frozenset(),
        wards[ward] if ward else "",
    )
    return Choices(look, group, find, wanted, open_ref if _is_in_plan(open_ref, listing) else "")


def _choose_one(
    place: Any, label: str, key: str, options: Collection[str], width: int, missing: str = ""
) -> str | None:
    """One of the options, or none. A choice says what it is, so that its label needs no room.

    missing: why there is nothing to choose from, where that is so.
    """
    screen.drop_stale_choice(key, options)
    choice: str | None = place.selectbox(
        plain(label),
        options,
        index=None,
        key=key,
        bind="query-params",
        placeholder=label,
        label_visibility="collapsed",
        width=width,
        disabled=bool(missing),
        help=plain(missing) if missing else None,
    )
    return choice


def _choose_agency(place: Any, listing: Listing, directory: Directory) -> str | None:
    """An agency of the directory that some action names: names that mean one team are one choice."""
    written = {name for action in listing.actions for name in action.agencies}
    screen.follow_renamed("agency", {name: directory.name(name) for name in written})
    names = sorted({directory.name(name) for name in written}, key=str.casefold)
    return _choose_one(place, "Agency", "agency", names, 124)


def _list_crime_types(listing: Listing, knowledge: Knowledge) -> dict[str, str]:
    """The crime types that some action acts on: {label: code}."""
    measures = fetch.fetch_crime_types()
    codes = {action.linked_measure for action in listing.actions} - {""}
    codes |= {code for each in knowledge.details.values() for code in each.coverage.crime_types}
    labels = {code: measures[code].label for code in measures if code in codes}
    others = {code: code.replace("_", " ").capitalize() for code in codes if code not in measures}
    return {label: code for code, label in (labels | others).items()}


def _list_codes(code: str, filters: Filters | None) -> frozenset[str]:
    """The codes of the types by which an action may act on one: its own, its parts', its whole's."""
    if filters is None:
        return frozenset((code,))
    catalogue = read_catalogue()
    offered, measure = catalogue.offered(filters.source), catalogue.measures.get(code)
    if measure not in offered:
        return frozenset((code,))
    return list_acted_on(measure, offered, catalogue.sources[filters.source].vocabulary)


def _list_wards(knowledge: Knowledge) -> Mapping[str, str]:
    """The wards that some action names: {name: code}."""
    codes = {ward for each in knowledge.details.values() for ward in each.coverage.wards}
    if not codes:
        return {}
    try:
        names = queries.wards(settings.area().home)
    except UserError:
        names = {}
    return {names.get(code, code): code for code in sorted(codes, key=lambda code: names.get(code, code))}


def _draw_unseen() -> tuple[str | None, str]:
    """The condition and the open action, bound to the address; they are set by clicks on what shows them."""
    with st.container(key="unseen_board"):
        screen.follow_renamed("only", selection.RENAMED)
        only = st.selectbox("Show", selection.CONDITIONS, index=None, key="only", bind="query-params")
        return only, st.text_input("Open action", key=OPEN, bind="query-params") or ""


def _is_in_plan(ref: str, listing: Listing) -> bool:
    is_known = any(action.ref == ref for action in listing.actions)
    if ref and not is_known:
        messages.note(headlines.explain_unknown(ref))
    return is_known


def toggle_open(ref: str) -> None:
    """In a callback: open an action in the side panel; the one that is open is closed."""
    st.session_state[OPEN] = "" if st.session_state.get(OPEN) == ref else ref


def toggle_condition(only: str) -> None:
    """In a callback: show the actions of a condition alone; a second time all of them again."""
    st.session_state["only"] = None if st.session_state.get("only") == only else only
