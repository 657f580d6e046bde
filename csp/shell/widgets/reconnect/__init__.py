"""The page drawn anew after the browser's connection was lost; nothing is seen of this element.

It keeps a name too, which outlives the tab.

Streamlit itself waits for a click, and a server that has never drawn the page for this reader
would not know what the click is for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from csp.shell.widgets.component import register

_COMPONENT = register("reconnect", shows_words=False)


def reconnect() -> dict[str, Any]:
    """Draw the page anew whenever the connection was lost and is back.

    Gives the last values of keep() as the browser has them, once, in the first run after it.
    In every other run it gives none.
    """
    reconnection = _COMPONENT(key="reconnect", data={}, on_reconnection_change=lambda: None).reconnection
    values = reconnection.get("values") if isinstance(reconnection, Mapping) else None
    return dict(values) if isinstance(values, Mapping) else {}


def keep(
    values: Mapping[str, str | int], name: Mapping[str, str | bool], on_name: Callable[[str], None]
) -> None:
    """Have the browser keep values for reconnect(), and a name for every tab from now on.

    name: given is the one of this session, kept where it is new; forgotten has the browser forget the one it
    keeps; asked has it send that one to on_name, before the page runs again.
    """

    def take() -> None:
        kept = st.session_state["keep"].name
        if isinstance(kept, str):
            on_name(kept)

    _COMPONENT(
        key="keep",
        data={"values": dict(values), "name": dict(name)},
        on_reconnection_change=lambda: None,
        on_name_change=take,
    )
