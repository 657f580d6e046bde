"""The side panel of the board: an action opened beside the cards, and the form that reports on it.

Whoever gives the updates of a quarter stays in it: what is stored opens the next action that lacks its
update, with the keyboard on the first field.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from csp.core.markup import bold, join, plain
from csp.shell import messages, people, widgets
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.findings import panel as words
from csp.topics.action_plan.findings.history import write_values
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.forms import update, update_fields
from csp.topics.action_plan.forms.update_fields import Form
from csp.topics.action_plan.rules.simulated import NOTHING
from csp.topics.action_plan.rules.turns import Turn, awaits_update, find_turn
from csp.topics.action_plan.store.records import ActionView, Listing

OPEN = "open"
"""The reference of the action in the panel, in the session; "" where it is closed."""
_BOX, _BODY, _SAID, _FOOT = "panel", "panel_body", "panel_said", "panel_foot"
_BUTTONS = {"save": "panel_save_next", "same": "panel_same", "close": "panel_close"}


def draw(listing: Listing, ref: str, order: Sequence[str]) -> None:
    """The action of a reference, and the form to report on it. order: the references on the board."""
    action = next((each for each in listing.actions if each.ref == ref), None)
    with st.container(key=_BOX, gap="xsmall"):
        if action is None:
            messages.note(words.explain_unknown(ref))
            st.button("Close", key=_BUTTONS["close"], on_click=open_action, args=("",))
            return
        update_fields.leave_untouched(action.id)
        turn = find_turn(listing, ref, order)
        view = fetch.fetch_action(listing, action.id)
        _draw_head(listing, view, turn)
        body = st.container(key=_BODY, gap="xsmall")
        with st.container(key=_SAID, gap="xsmall"):
            _draw_outcome(listing, view, turn, len(order) == len(listing.actions))
        first = _draw_form(body, listing, view, turn)
    widgets.form_keys(
        _BOX, _BUTTONS, key="panel_keys", first=first, turn=f"{ref} {first}", back=("cards", ref)
    )


def open_action(ref: str) -> None:
    """In a callback: open an action in the panel, or close it with ""."""
    st.session_state[OPEN] = ref


def _draw_head(listing: Listing, view: ActionView, turn: Turn) -> None:
    """Which action it is, and the ways to others."""
    ref = view.action.ref
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="panel_head"):
        messages.subheader(ref)
        messages.caption(words.describe_turn(turn))
        open_page = controls.open_action(listing.plan)
        for label, icon, do, value in (
            ("Previous", "chevron_left", open_action, turn.previous),
            ("Next", "chevron_right", open_action, turn.following),
            ("Full page", "open_in_full", open_page, ref),
            ("Close", "close", open_action, ""),
        ):
            st.button(
                plain(label),
                key=f"panel_{label.lower().replace(' ', '_')}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=not value and label != "Close",
                on_click=do,
                args=(value,),
            )


def _draw_form(body: Any, listing: Listing, view: ActionView, turn: Turn) -> str:
    """What the record says, and the form; the key of what gets the keyboard focus first, "" for nothing."""
    closed = headlines.explain_closed(view)
    unstored = update.find_unstored(view)
    with body:
        _draw_record(listing, view)
        if closed:
            messages.note(closed)
            return ""
        form_place = st.container(gap="xsmall")
        author = people.editor()
        if author is None:
            return ""
        with form_place:
            if unstored:
                update.draw_unstored(unstored)
            else:
                form = update_fields.open_form(view, listing.quarter, author)
                hint = words.describe_keys(update.label_same(form, view))
                update_fields.draw_fields(form, view, hint)
                update_fields.draw_more(form, view, listing.quarter)
    with st.container(key=_FOOT):
        if unstored:
            update.draw_choice(unstored, view)
            return update.KEEP
        _draw_buttons(form, view, turn)
    return form.key_of("status")


def _draw_outcome(listing: Listing, view: ActionView, turn: Turn, is_whole: bool) -> None:
    """What became of the last update, and whether any is still to come."""
    if stored := update.find_stored():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="panel_stored"):
            messages.caption(words.write_stored_briefly(stored.typed.form.ref, stored.update), "check_circle")
            update.draw_undo(stored, open_action)
    update.show_outcome()
    if not turn.lacking and not awaits_update(view.action):
        messages.success(words.write_all_reported(turn.total, is_whole, listing.quarter))


def _draw_record(listing: Listing, view: ActionView) -> None:
    """The action's wording, who does it by when, where it stands, and what comes next."""
    action = view.action
    messages.paragraph(bold(cut_text(action.text, words.MOST_WORDING)))
    messages.paragraph(words.describe_duty(action))
    latest = next((e for e in view.history if action.latest and e.update.id == action.latest.id), None)
    # A simulated note names its numbers already.
    has_values = latest is not None and latest.values and not latest.update.is_simulated
    values = write_values(latest, view.measures) if latest and has_values else ""
    messages.paragraph(join([bold("Latest:"), words.describe_latest(action.latest, values)]))
    if action.latest and action.latest.is_simulated:
        messages.note(words.SIMULATED)
    details = fetch.fetch_details(listing.plan).get(action.id, NOTHING)
    if milestones := words.describe_milestones(details.milestones):
        messages.paragraph(milestones)


def _draw_buttons(form: Form, view: ActionView, turn: Turn) -> None:
    go_on = partial(open_action, turn.to_report) if turn.to_report else None
    same = update.label_same(form, view)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Save and next",
            key=_BUTTONS["save"],
            type="primary",
            on_click=update.send,
            args=(form, go_on, same),
        )
        if same:
            st.button(
                plain(same),
                key=_BUTTONS["same"],
                on_click=update.send_same,
                args=(form, go_on),
            )
        st.button("Save", key="panel_save", on_click=update.send, args=(form, None, same))
