"""Whose dashboard this is, the way into the meeting's screen, and there the agenda with its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp.shell.widgets.component import register

_COMPONENT = register("meeting", shows_words=False)


def meeting(
    name: str,
    *,
    pages: Sequence[str] | None,
    at: float,
    alone: bool,
    clock: tuple[float, bool] | None,
    on_switch: Callable[[], None],
) -> int | None:
    """Draw the name of the partnership, and a button that begins a meeting or the agenda of one.

    pages: the agenda by the titles of its pages; None while there is no meeting. at: the position of
    the page in it, from 0; a half between two of them on a page that is not on it. alone: whether
    nothing else on the page names the partnership in a meeting and on paper. on_switch is called to
    begin or to end a meeting. clock: how many seconds the item has taken, and whether they run on; None
    where nobody counts them.

    Gives the position of the page that a key asks for, once. A callback would look it up by the key
    of the element, which Streamlit forgets while a page is opened: keys pressed fast would fail.
    """
    result = _COMPONENT(
        key="meeting_frame",
        data={
            "name": name,
            "pages": None if pages is None else list(pages),
            "at": at,
            "alone": alone,
            "clock": None if clock is None else {"seconds": clock[0], "runs": clock[1]},
        },
        on_turn_change=lambda: None,
        on_switch_change=on_switch,
    )
    return None if result.turn is None else int(result.turn)
