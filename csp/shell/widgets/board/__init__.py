"""A board: cards in columns by status, in lanes by group, which are moved by pointer, keys or a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from csp.core.elements import Board
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, signal_colours

_COMPONENT = register("board", shared_styles=["plain.css"])


@dataclass(frozen=True)
class Moves:
    """What becomes of cards that are moved: on_move gets the moves, before the page runs again.

    A move has a number n, the card's id, its new status and the version that the card had. heard is the
    number of the last that was dealt with: the browser shows later ones as done until they are answered, and
    sends them with each that follows. outcome says what became of the last; it is read out.
    """

    on_move: Callable[[Sequence[Any]], None]
    heard: int
    outcome: str


def board(
    data: Board,
    *,
    key: str,
    mode: theme.Mode,
    on_pick: Callable[[str], None],
    moves: Moves | None = None,
) -> None:
    """Draw cards; on_pick gets the id of one that is clicked. moves: None where no card can be moved."""

    def report_moves() -> None:
        sent: Any = st.session_state[key].moves
        if moves is not None and isinstance(sent, list):
            moves.on_move(sent)

    _COMPONENT(
        key=key,
        data={
            "signals": signal_colours(mode),
            "movable": moves is not None,
            "heard": moves.heard if moves else 0,
            "outcome": moves.outcome if moves else "",
            **data,
        },
        on_click_change=report_click(key, lambda id: on_pick(str(id))),
        on_moves_change=report_moves,
    )
