"""The action plan's database, opened once for all sessions, and what pages read from it again and again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeVar

import streamlit as st

from csp.shell import messages
from csp.topics.action_plan.store import reading, store
from csp.topics.action_plan.store.records import Entry, Listing, Plan
from csp.topics.action_plan.store.store import Board, open_board

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
# Before any board.
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)

# Pages about crime do without the board: for so long after it has failed they do not try it again, or
# for as long as it took to fail, where it was busy.
_AWAY_SECONDS = 5.0
AWAY = "The action plan cannot be read, so what is kept with it (scenarios, decisions) is left out."
_away_until = float("-inf")


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(url: str) -> Board:
    return open_board(url)


def board() -> Board:
    """The database that the environment names, opened once for all sessions."""
    return _opened(store.default_url())


def is_away() -> bool:
    """Whether the board could not be read a moment ago."""
    return time.monotonic() < _away_until


def read_if_there(read: Callable[[Board], T]) -> T | None:
    """What a page about crime reads from the board; None where the board cannot be read.

    Such a page says so once, by note_away(), and draws whatever the board does.
    """
    global _away_until  # noqa: PLW0603 one small memo, replaced whole
    if is_away():
        return None
    began = time.monotonic()
    try:
        return read(board())
    except Exception:
        _LOG.exception("The board cannot be read.")
        took = time.monotonic() - began
        _away_until = time.monotonic() + max(_AWAY_SECONDS, took)
        return None


def note_away() -> None:
    """Say that the board cannot be read, where that is so."""
    if is_away():
        messages.note(AWAY)


# functools, not st.cache_data: listings are immutable, so they need not be copied for every reader.
@lru_cache(maxsize=16)
def _listing(of: Board, plan_id: int, stamp: str, today: date, retired: bool) -> Listing:  # noqa: ARG001 the stamp is part of the key
    return reading.list_actions(of, plan_id, today, retired)


def listing(plan: Plan, retired: bool = False) -> Listing:
    """The actions of a plan today; retired adds those taken out of it. Read again after any write."""
    of = board()
    return _listing(of, plan.id, reading.read_stamp(of, plan.id), of.today(), retired)


@lru_cache(maxsize=2)
def _entries(of: Board, plan_id: int, stamp: str) -> tuple[Entry, ...]:  # noqa: ARG001 the stamp is part of the key
    return reading.list_updates_since(of, plan_id, _BEGINNING)


def entries(plan: Plan) -> tuple[Entry, ...]:
    """Every update of a plan, oldest first."""
    of = board()
    return _entries(of, plan.id, reading.read_stamp(of, plan.id))
