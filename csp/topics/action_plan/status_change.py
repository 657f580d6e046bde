"""The status of an action set from the board or its panel: stored, taken back, or refused in one sentence.

What became of it stays in one line until the next change. A card that somebody moves before giving a name
waits for the name; one that somebody else has changed opens in the panel, with the choice between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.shell import identity, messages, people
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import status_change as words
from csp.topics.action_plan.forms import update, update_fields
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionRow, Listing, Plan, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.undoing import undo_step
from csp.topics.action_plan.store.update_steps import add_update

OPEN = "open"
"""Of the session and the address: the reference of the action in the side panel."""
HEARD = "status_heard"
_NAME_WIDTH = 460
_LINE, _WAITING, _OWN = "status_line", "status_waiting", "status_own_versions"


@dataclass(frozen=True)
class Outcome:
    """What became of a change. step: that by which it is taken back, None where nothing is."""

    ref: str
    sentence: str
    done: bool
    step: int | None = None


@dataclass(frozen=True)
class Waiting:
    """A change that waits for the name of whoever made it. version: of the action as it was seen."""

    plan_id: int
    ref: str
    status: Status
    version: int


def offers_changes(plan: Plan) -> bool:
    """Whether cards can be moved by the person at the screen."""
    return plan.retired_at is None and people.may_begin()


def store_status(
    listing: Listing, ref: str, status: Status, author: Person, version: int | None = None
) -> bool:
    """In a callback: store a status for the quarter of a listing, and keep what became of it. True if stored.

    version: of the action as its author saw it, if that is not the listing's. The outcome offers to take it
    back. What somebody else has stored since is shown in the panel, with this one beside it.
    """
    st.session_state.pop(_WAITING, None)
    action = next((each for each in listing.actions if each.ref == ref), None)
    if action is None:
        return _keep(Outcome(ref, words.explain_gone(ref), done=False))
    quarter = _find_quarter(listing, action)
    draft = UpdateDraft(quarter.label, status.value)
    own: dict[int, int] = st.session_state.setdefault(_OWN, {})
    expected = max(version or action.version, own.get(action.id, 0))
    try:
        if not (people.login_configured() or identity.names_count()):
            raise UserError(people.NO_LOGIN)
        stored, step = add_update(
            fetch.fetch_board(),
            action.id,
            draft,
            expected_version=expected,
            who=author.name,
            role=author.role,
        )
    except Conflict as conflict:
        update.leave_choice(action, draft, author, conflict)
        st.session_state[OPEN] = ref
        return _keep(Outcome(ref, words.explain_refusal(ref, str(conflict)), done=False))
    except UserError as refusal:
        return _keep(Outcome(ref, words.explain_refusal(ref, str(refusal)), done=False))
    own[action.id] = stored.version
    update_fields.follow_own_change(action.id, expected, stored.version)
    sentence = words.write_stored(ref, status, quarter, stored.who)
    return _keep(Outcome(ref, sentence, done=True, step=step))


def _find_quarter(listing: Listing, action: ActionRow) -> Quarter:
    """The quarter of a listing, or a later one that was reported on: an earlier one would change nothing."""
    latest = action.latest
    return max(listing.quarter, latest.quarter) if latest and not latest.is_simulated else listing.quarter


def _keep(outcome: Outcome) -> bool:
    st.session_state[_LINE] = outcome
    return outcome.done


def take_moves(listing: Listing, moves: Sequence[Any]) -> None:
    """In a callback: do what the board in the browser has sent, each move once.

    A move has its number n, the card's id, its status and the version of the action that was seen. Those
    that were not answered yet come again, since of two that are sent at once Streamlit keeps the later.
    """
    for move in moves:
        try:
            number, ref, version = int(move["n"]), str(move["id"]), int(move["version"])
            status = Status(move["status"])
        except (KeyError, TypeError, ValueError):
            continue
        if number > st.session_state.get(HEARD, 0):
            st.session_state[HEARD] = number
            _move(listing, ref, status, version)


def _move(listing: Listing, ref: str, status: Status, version: int) -> None:
    author = people.person()
    if not author.name and not people.login_configured() and identity.names_count():
        st.session_state[_WAITING] = Waiting(listing.plan.id, ref, status, version)
        _keep(Outcome(ref, words.ask_name(ref, status), done=False))
        return
    store_status(listing, ref, status, author, version)


def resume(listing: Listing) -> bool:
    """Do the change that waited for a name, once there is one. True where something was stored."""
    waiting: Waiting | None = st.session_state.get(_WAITING)
    if waiting is None or waiting.plan_id != listing.plan.id or not (author := people.person()).name:
        return False
    return store_status(listing, waiting.ref, waiting.status, author, waiting.version)


def find_outcome() -> Outcome | None:
    """What became of the last change."""
    outcome: Outcome | None = st.session_state.get(_LINE)
    return outcome


def draw_line(summary: str) -> None:
    """One line: what became of the last change, with the way to take it back, and the summary.

    Below it the question for a name, where a change waits for one.
    """
    outcome = find_outcome()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="status_line"):
        if outcome is not None:
            messages.paragraph(outcome.sentence if outcome.done else bold(outcome.sentence))
        if outcome is not None and outcome.step is not None:
            st.button(
                plain(words.UNDO),
                on_click=_undo,
                args=(outcome,),
                type="tertiary",
                icon=":material/undo:",
                key="undo",
            )
        if st.session_state.get(_WAITING):
            st.button(plain(words.LEAVE_IT), on_click=_leave, type="tertiary", key="leave_move")
        messages.caption(summary)
    if st.session_state.get(_WAITING):
        with st.container(width=_NAME_WIDTH):
            people.editor()


def _leave() -> None:
    st.session_state.pop(_WAITING, None)
    st.session_state.pop(_LINE, None)


def _undo(outcome: Outcome) -> None:
    author = people.person()
    try:
        assert outcome.step is not None
        undo_step(fetch.fetch_board(), outcome.step, who=author.name, role=author.role)
    except UserError as refusal:
        _keep(Outcome(outcome.ref, str(refusal), done=False))
        return
    # Taking it back is a further version of the action, which its author has seen.
    st.session_state.pop(_OWN, None)
    _keep(Outcome(outcome.ref, words.write_undone(outcome.ref), done=True))
