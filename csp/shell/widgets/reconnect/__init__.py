"""The page drawn anew after the browser's connection was lost; nothing is seen of this element.

Streamlit itself waits for a click, and a server that has never drawn the page for this reader
would not know what the click is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def keep(values: Mapping[str, str | int]) -> None:
    """Have the browser keep values for reconnect()."""
    _COMPONENT(key="keep", data={"values": dict(values)}, on_reconnection_change=lambda: None)
