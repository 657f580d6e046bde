"""Save and Discard, and the choice cell by cell where somebody else was first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import grid as words
from csp.topics.action_plan.forms.writing import show_conflict
from csp.topics.action_plan.grid.agencies import make_matcher
from csp.topics.action_plan.grid.outcome import TOPIC, StoredStep, keep_step
from csp.topics.action_plan.grid.session import Session, harvest, remember
from csp.topics.action_plan.rules.grid import (
    Clash,
    GridDiff,
    GridRow,
    build_diff,
    list_clashes,
    read_row,
    rebase_edit,
)
from csp.topics.action_plan.store.bulk import GRID, store_changes
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.errors import OvertakenError
from csp.topics.action_plan.store.records import ActionRow, Listing

_NOTHING = ActionDetails()


def describe_typed(session: Session, shown: Sequence[ActionRow]) -> str:
    """How much is typed and not stored, and how much of it is not shown; "" for nothing."""
    ids = {action.id for action in shown}
    return words.describe_edits(
        session.edits, {key: edit for key, edit in session.edits.items() if key not in ids}
    )


def draw_buttons(session: Session, listing: Listing, author: Person) -> None:
    """Save and Discard."""
    is_idle = not session.edits
    st.button(
        "Save",
        key="grid_save",
        # A filled button that cannot be pressed is not to be read.
        type="secondary" if is_idle else "primary",
        on_click=_save,
        args=(session, listing, author),
        disabled=is_idle,
    )
    st.button("Discard", key="grid_discard", on_click=_discard, args=(session,), disabled=is_idle)


def draw_faults(session: Session, listing: Listing) -> None:
    """What of the edits cannot be stored, and how names of agencies were read."""
    if not session.edits:
        return
    diff = _build_diff(session, listing)
    if diff.faults:
        messages.warning(" ".join(words.describe_faults(diff.faults)), "error")
    for sentence in words.describe_names(diff):
        messages.note(sentence)


def _build_diff(session: Session, listing: Listing) -> GridDiff:
    """What is typed, beside the actions as they are now, those taken out of the plan among them."""
    rows = [session.rows.get(key) or _find_gone(listing, key) for key in session.edits]
    return build_diff([row for row in rows if row], session.edits, listing.quarter, make_matcher())


def _find_gone(listing: Listing, action_id: int) -> GridRow | None:
    """An action that is on the board no more."""
    every = fetch.fetch_listing(listing.plan, retired=True).actions
    action = next((each for each in every if each.id == action_id), None)
    return read_row(action, (), listing.quarter) if action else None


def _save(session: Session, listing: Listing, author: Person) -> None:
    # What was typed with this very click is not on the screen's record yet.
    harvest(session)
    messages.attempt(TOPIC, partial(_store, session, listing, author))
    remember(session)


def _store(session: Session, listing: Listing, author: Person) -> str:
    """Store what is typed; the sentence about the choice where somebody else was first."""
    diff = _build_diff(session, listing)
    if diff.faults:
        raise UserError(words.NOTHING_STORED)
    if not diff.changes:
        session.drop()
        return words.AS_IT_WAS
    try:
        step = store_changes(
            fetch.fetch_board(), listing.plan.id, diff.changes, who=author.name, role=author.role, what=GRID
        )
    except OvertakenError as overtaken:
        session.conflicts = overtaken.conflicts
        return ""
    keep_step(StoredStep(step, listing.plan.id, words.describe_saved(session.edits)))
    session.settle()
    return ""


def _discard(session: Session) -> None:
    session.drop()
    remember(session)
    messages.keep_outcome(TOPIC, words.DISCARDED)


def draw_conflicts(session: Session, listing: Listing, author: Person) -> None:
    """What somebody else stored meanwhile, cell by cell beside what is typed here, and the ways on."""
    refs = {key: _name(session, listing, key) for key in session.conflicts}
    named = [words.name_overtaken(refs[key], conflict) for key, conflict in session.conflicts.items()]
    messages.warning(words.describe_overtaken(named), "group")
    for action_id in session.conflicts:
        with st.container(border=True, gap="small"):
            _draw_conflict(session, action_id, refs[action_id])
    is_decided = all(
        st.session_state.get(_choice_key(session, action_id, clash))
        for action_id in session.conflicts
        for clash in _list_clashes(session, action_id)
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Save with these choices",
            key="grid_choose",
            type="primary" if is_decided else "secondary",
            disabled=not is_decided,
            on_click=_save_choices,
            args=(session, listing, author),
        )
        for choice, label in ((words.KEEP, "Keep all of mine"), (words.TAKE, "Take all of theirs")):
            st.button(plain(label), key=f"grid_all_{choice}", on_click=_choose_all, args=(session, choice))
        st.button("Back to the grid", key="grid_back", type="tertiary", on_click=session.conflicts.clear)
    if not is_decided:
        messages.note(words.CHOOSE_EACH)


def _name(session: Session, listing: Listing, action_id: int) -> str:
    row = session.rows.get(action_id) or _find_gone(listing, action_id)
    return row.action.ref if row else ""


def _draw_conflict(session: Session, action_id: int, ref: str) -> None:
    show_conflict(session.conflicts[action_id])
    if action_id not in session.rows:
        messages.note(words.describe_gone(ref))
        return
    clashes = _list_clashes(session, action_id)
    if not clashes:
        messages.note(words.NO_CLASH)
    for clash in clashes:
        messages.paragraph(bold(words.COLUMN_WORDS[clash.column]))
        theirs, mine = st.columns(2)
        messages.paragraph(words.describe_theirs(clash), theirs)
        messages.paragraph(words.describe_mine(clash), mine)
        st.segmented_control(
            plain(f"{ref}, {words.COLUMN_WORDS[clash.column]}"),
            [plain(words.KEEP), plain(words.TAKE)],
            key=_choice_key(session, action_id, clash),
            label_visibility="collapsed",
        )


def _list_clashes(session: Session, action_id: int) -> list[Clash]:
    row, edit = session.rows.get(action_id), session.edits.get(action_id)
    return list_clashes(edit, row) if row and edit else []


def _choice_key(session: Session, action_id: int, clash: Clash) -> str:
    """Of one choice; another change of the same action is another choice."""
    return f"grid_choice-{action_id}-{clash.column}-{session.rows[action_id].action.version}"


def _choose_all(session: Session, choice: str) -> None:
    for action_id in session.conflicts:
        for clash in _list_clashes(session, action_id):
            st.session_state[_choice_key(session, action_id, clash)] = choice


def _save_choices(session: Session, listing: Listing, author: Person) -> None:
    """Begin the edits anew from the actions as they are on the screen, then store them."""
    for action_id in session.conflicts:
        edit, row = session.edits.pop(action_id, None), session.rows.get(action_id)
        if edit is None or row is None:
            continue
        kept = [
            clash.column
            for clash in list_clashes(edit, row)
            if st.session_state.get(_choice_key(session, action_id, clash)) == words.KEEP
        ]
        rebased = rebase_edit(edit, row, kept)
        if rebased is not None:
            session.edits[action_id] = rebased
    session.conflicts = {}
    session.restart()
    messages.attempt(TOPIC, partial(_store, session, listing, author))
    remember(session)
