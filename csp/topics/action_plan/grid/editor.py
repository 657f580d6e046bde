"""The grid: a row for each action, its cells typed into as in a spreadsheet, all saved in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from csp.shell import messages, people
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import grid as words
from csp.topics.action_plan.forms.action import explain_no_editing, list_linkable_measures
from csp.topics.action_plan.grid import bulk, saving, sheet
from csp.topics.action_plan.grid.outcome import draw_outcome
from csp.topics.action_plan.grid.session import TICK, Session, find_session, harvest, is_shown
from csp.topics.action_plan.rules.grid import GridRow, read_row
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow, Listing

_NOTHING = ActionDetails()


def draw(listing: Listing, actions: Sequence[ActionRow]) -> None:
    """The actions as a grid. Who may not edit, or whose plan is closed, reads it."""
    session = find_session(listing.plan)
    harvest(session)
    _read_rows(session, listing)
    above, middle, below = (st.container(gap="small") for _ in range(3))
    reason = words.explain_closed_plan(listing.plan) or explain_no_editing()
    if reason:
        messages.note(reason, above)
    messages.caption(words.describe_grid(listing), place=below)
    author = None if reason else _find_author(above, below)
    rows = [session.rows[action.id] for action in actions if action.id in session.rows]
    with middle:
        if author is None:
            _draw_read_only(rows)
            return
        draw_outcome(listing.plan.id, author)
        if session.conflicts:
            saving.draw_conflicts(session, listing, author)
            return
        _draw_line(session, listing, actions, author)
        saving.draw_faults(session, listing)
        bulk.draw_form(session, listing, author)
        if rows:
            _draw_editor(session, rows)
        else:
            messages.caption(words.NO_ROWS)


def _draw_line(session: Session, listing: Listing, shown: Sequence[ActionRow], author: Person) -> None:
    """What is typed and ticked, and what can be done with it, in one line."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="grid_line"):
        sentences = [
            saving.describe_typed(session, shown),
            bulk.describe_ticked(session, listing, shown),
        ]
        # The buttons come first: at the right the editor's own tools would lie over them.
        saving.draw_buttons(session, listing, author)
        bulk.draw_tick_buttons(session, shown)
        messages.caption(" ".join(filter(None, sentences)) or words.NO_CHANGE, "edit")


def _find_author(above: Any, below: Any) -> Person | None:
    """Who may edit. A name is asked for above the grid and said below it, unless the side panel does both."""
    author = people.find_editor()
    if st.session_state.get("open"):
        return author
    with below if author else above:
        return people.editor("grid")


def _read_rows(session: Session, listing: Listing) -> None:
    """The rows of the whole plan, read anew only where the plan has changed."""
    details = fetch.fetch_details(listing.plan)
    if session.source is None or session.source[0] is not listing or session.source[1] is not details:
        session.rows = read_rows(listing, details)
        session.source = (listing, details)


def read_rows(listing: Listing, details: Mapping[int, ActionDetails]) -> dict[int, GridRow]:
    """Every action of a listing as cells, by its id."""
    return {
        action.id: read_row(action, details.get(action.id, _NOTHING).measures, listing.quarter)
        for action in listing.actions
    }


def _list_measures() -> dict[str, str]:
    """Labels of crime types; none while they cannot be read, which explain_no_editing() says."""
    return {} if explain_no_editing() else list_linkable_measures()


def _draw_editor(session: Session, rows: Sequence[GridRow]) -> None:
    ids = tuple(row.action.id for row in rows)
    if ids != session.order or not (session.is_just_saved or is_shown(session)):
        session.restart()
        session.order = ids
    session.is_just_saved = False
    st.data_editor(
        sheet.build_frame(rows, session.given, session.given_ticks, with_ticks=True),
        key=session.key,
        on_change=harvest,
        args=(session,),
        **_lay_out(rows, can_edit=True),
    )


def _draw_read_only(rows: Sequence[GridRow]) -> None:
    st.dataframe(
        sheet.build_frame(rows, {}, (), with_ticks=False),
        key="grid_read_only",
        **_lay_out(rows, can_edit=False),
    )


def _lay_out(rows: Sequence[GridRow], can_edit: bool) -> dict[str, Any]:
    columns = sheet.configure_columns(_list_measures(), can_edit)
    if not can_edit:
        columns.pop(TICK)
    return {
        "column_config": columns,
        "height": sheet.find_height(len(rows)),
        "row_height": sheet.ROW_PX,
        "width": "stretch",
        "placeholder": "",
        "alt": "The actions of the plan, a row for each",
    }
