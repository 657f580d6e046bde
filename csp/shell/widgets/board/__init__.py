"""A board: cards in columns by status, in lanes by group."""

from __future__ import annotations

from collections.abc import Callable

from csp.core.elements import Board
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, signal_colours

_COMPONENT = register("board", shared_styles=["plain.css"])


def board(data: Board, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None]) -> None:
    """Draw cards; on_pick gets the id of one that is clicked, before the page runs again."""
    _COMPONENT(
        key=key,
        data={"signals": signal_colours(mode), **data},
        on_click_change=report_click(key, lambda id: on_pick(str(id))),
    )
