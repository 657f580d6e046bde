"""One change to every action that is ticked: its fields, what it will do, the choice after a conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, people
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import grid as words
from csp.topics.action_plan.findings.retiring import describe_retiring
from csp.topics.action_plan.forms.writing import form_key, next_round, show_conflict
from csp.topics.action_plan.grid.agencies import make_matcher
from csp.topics.action_plan.grid.outcome import TOPIC, StoredStep, draw_outcome, keep_step
from csp.topics.action_plan.grid.session import Session, find_session
from csp.topics.action_plan.rules.bulk import BulkChange, BulkDraft, build_change
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.bulk import retire_actions, store_changes
from csp.topics.action_plan.store.errors import OvertakenError
from csp.topics.action_plan.store.records import ActionRow, Listing
from csp.topics.action_plan.store.status import Status

_RETIRING = "bulk_retiring"
_STATUSES = {state.rag.word: state for state in Status}


@dataclass(frozen=True)
class Ticked:
    """The actions that are ticked, whose plan they are of, and who changes them."""

    session: Session
    listing: Listing
    actions: tuple[ActionRow, ...]
    author: Person


def draw_bulk(listing: Listing, actions: Sequence[ActionRow]) -> None:
    """Beside a table: what is ticked there, and everything that can be done with it. Viewers get nothing.

    actions are those shown. What is ticked stays so when a filter hides it, and is counted.
    """
    author = people.find_editor()
    if author is None or listing.plan.retired_at is not None:
        return
    session = find_session(listing.plan)
    draw_outcome(listing.plan.id, author)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bulk_ticks"):
        _draw_picker(session, listing)
        draw_tick_buttons(session, actions)
        messages.caption(describe_ticked(session, listing, actions) or words.NOTHING_TICKED, "check_box")
    draw_form(session, listing, author)


def _draw_picker(session: Session, listing: Listing) -> None:
    """Actions ticked by their references, beside a table whose rows have no boxes."""
    ids = {action.ref: action.id for action in listing.actions}
    key = f"bulk_picked-{listing.plan.id}"
    st.session_state[key] = [ref for ref, action_id in ids.items() if action_id in session.ticked]
    st.multiselect(
        "Tick actions",
        [*ids],
        key=key,
        placeholder="Tick actions",
        label_visibility="collapsed",
        width=320,
        on_change=lambda: session.tick(ids[ref] for ref in st.session_state[key]),
    )


def describe_ticked(session: Session, listing: Listing, shown: Sequence[ActionRow]) -> str:
    """How many actions are ticked, and how many of them are not shown; "" for none."""
    ticked = [action for action in listing.actions if action.id in session.ticked]
    hidden = session.ticked.difference(action.id for action in shown)
    return words.describe_ticks(len(ticked), sum(action.id in hidden for action in ticked))


def draw_tick_buttons(session: Session, shown: Sequence[ActionRow]) -> None:
    """Buttons that tick all that are shown, or none."""
    ids = {action.id for action in shown}
    st.button(
        plain(words.label_tick_all(len(ids))),
        key="bulk_all",
        type="tertiary",
        on_click=session.tick,
        args=(session.ticked | ids,),
        disabled=ids <= session.ticked,
    )
    if session.ticked:
        st.button("Untick all", key="bulk_none", type="tertiary", on_click=session.tick, args=((),))


def draw_form(session: Session, listing: Listing, author: Person) -> None:
    """What can be done with everything that is ticked; nothing where nothing is."""
    ticked = tuple(action for action in listing.actions if action.id in session.ticked)
    if ticked:
        _draw_form(Ticked(session, listing, ticked, author))


def _draw_form(ticked: Ticked) -> None:
    """The fields in one line, then what they will do and the buttons that do it."""
    with st.container(border=True, gap="small", key="bulk_form"):
        if st.session_state.get(_RETIRING):
            _draw_retiring(ticked)
            return
        *fields, apply, retire = st.columns([3, 4, 4, 6, 3, 2], vertical_alignment="center", gap="small")
        change = _read_change(ticked, _draw_fields(*fields))
        if ticked.session.overtaken:
            _draw_overtaken(ticked)
        sentences = words.describe_change(change, ticked.listing.quarter.label) if change else []
        messages.paragraph(" ".join(sentences) or words.NOTHING_SET)
        if ticked.session.overtaken:
            with st.container(horizontal=True, gap="small"):
                _draw_ways_on(ticked, words.ALL_THE_SAME, partial(_apply, ticked, change), not change)
            return
        count = len(change.changes) if change else 0
        apply.button(
            plain(words.label_apply(count)),
            key="bulk_apply",
            type="primary" if count else "secondary",
            disabled=not count,
            width="stretch",
            on_click=_apply,
            args=(ticked, change),
        )
        retire.button("Retire…", key="bulk_retire", type="tertiary", on_click=_set_retiring, args=(True,))


def _draw_fields(status: Any, due: Any, lead: Any, note: Any) -> BulkDraft:
    """What is typed into the fields; each says in its place what it is."""
    key = form_key("bulk")
    word = status.selectbox(
        "Status",
        _STATUSES,
        index=None,
        key=f"{key}-status",
        placeholder="Status",
        label_visibility="collapsed",
    )
    named = lead.selectbox(
        "Lead",
        reading.list_agencies(fetch.fetch_board()),
        index=None,
        key=f"{key}-lead",
        accept_new_options=True,
        placeholder="Lead",
        label_visibility="collapsed",
    )

    def draw_text(place: Any, label: str, hint: str) -> str:
        typed: str = place.text_input(
            plain(label),
            key=f"{key}-{label.lower()}",
            placeholder=f"{label}: {hint}",
            label_visibility="collapsed",
        )
        return typed

    return BulkDraft(
        _STATUSES[word] if word else None,
        draw_text(due, "Due", "2021-09-30, or words"),
        named or "",
        draw_text(note, "Note", "why, or what happened"),
    )


def _read_change(ticked: Ticked, draft: BulkDraft) -> BulkChange | None:
    """What the fields do to what is ticked; None where nothing is set, or cannot be, which is said."""
    if draft.is_empty:
        return None
    matcher = make_matcher()
    try:
        change = build_change(ticked.actions, draft, ticked.listing.quarter, matcher)
    except UserError as error:
        messages.error(str(error))
        return None
    if change.draft.lead and not matcher.is_known(change.draft.lead):
        messages.note(words.describe_newcomers([change.draft.lead]))
    return change


def _apply(ticked: Ticked, change: BulkChange | None) -> None:
    plan, author = ticked.listing.plan, ticked.author
    if change is None:
        return

    def store() -> None:
        step = store_changes(fetch.fetch_board(), plan.id, change.changes, who=author.name, role=author.role)
        keep_step(StoredStep(step, plan.id, words.describe_bulk_saved(len(change.changes))))
        ticked.session.follow(change.changes)

    _attempt(ticked, store)


def _attempt(ticked: Ticked, store: Callable[[], None]) -> None:
    """In a callback: a write, after which nothing is ticked; where somebody else was first, the choice."""

    def work() -> str:
        try:
            store()
        except OvertakenError as overtaken:
            ticked.session.overtaken = overtaken.conflicts
            return ""
        _finish(ticked.session, ())
        return ""

    messages.attempt(TOPIC, work)


def _finish(session: Session, ids: Iterable[int]) -> None:
    """In a callback: the form starts afresh, with these actions ticked."""
    session.overtaken = {}
    session.tick(ids)
    if not session.ticked:
        st.session_state.pop(_RETIRING, None)
        next_round()


def _draw_overtaken(ticked: Ticked) -> None:
    """Which of the ticked actions somebody else has changed since, who, when, and what."""
    conflicts = ticked.session.overtaken
    refs = {action.id: action.ref for action in fetch.fetch_listing(ticked.listing.plan, True).actions}
    named = [words.name_overtaken(refs[key], conflict) for key, conflict in conflicts.items()]
    messages.warning(words.describe_overtaken(named), "group")
    with st.expander("What they stored"):
        for conflict in conflicts.values():
            show_conflict(conflict)


def _draw_ways_on(ticked: Ticked, label: str, go_on: Callable[[], None], is_impossible: bool) -> None:
    """What can be done where somebody else was first."""
    session = ticked.session
    others = session.ticked.difference(session.overtaken)
    st.button(plain(label), key="bulk_go_on", type="primary", on_click=go_on, disabled=is_impossible)
    st.button("Leave those out", key="bulk_others", on_click=_finish, args=(session, others))
    st.button("Drop it all", key="bulk_drop", type="tertiary", on_click=_finish, args=(session, ()))


def _set_retiring(is_asked: bool) -> None:
    st.session_state[_RETIRING] = is_asked


def _draw_retiring(ticked: Ticked) -> None:
    """Retiring asks first: what it means, why it is done, and the way back."""
    ids = {action.id for action in ticked.actions}
    updates = [entry.update for entry in fetch.fetch_entries(ticked.listing.plan)]
    count = sum(each.action_id in ids and not each.is_simulated for each in updates)
    messages.paragraph(describe_retiring([action.ref for action in ticked.actions], count))
    if ticked.session.overtaken:
        _draw_overtaken(ticked)
    key = f"{form_key('bulk')}-reason"
    st.text_input("Reason", key=key, placeholder="Kept in the history")
    retire = partial(_retire, ticked, key)
    with st.container(horizontal=True, gap="small"):
        if ticked.session.overtaken:
            _draw_ways_on(ticked, words.RETIRE_ALL_THE_SAME, retire, is_impossible=False)
            return
        label = words.label_retire([action.ref for action in ticked.actions])
        st.button(plain(label), key="bulk_retire_now", type="primary", on_click=retire)
        st.button("Keep them", key="bulk_keep", on_click=_set_retiring, args=(False,))


def _retire(ticked: Ticked, reason_key: str) -> None:
    plan, author = ticked.listing.plan, ticked.author

    def store() -> None:
        step = retire_actions(
            fetch.fetch_board(),
            plan.id,
            ticked.actions,
            reason=str(st.session_state[reason_key]),
            who=author.name,
            role=author.role,
        )
        refs = [action.ref for action in ticked.actions]
        keep_step(StoredStep(step, plan.id, words.describe_retired(refs)))

    _attempt(ticked, store)
