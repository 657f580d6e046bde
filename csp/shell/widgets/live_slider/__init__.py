"""A slider that says what each of its stops comes to while it is dragged, without asking the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from csp.core.elements import SliderStop
from csp.shell import theme
from csp.shell.widgets.component import register, text_colours

# In px: the longest words beside the slider stay on one line each.
LIVE_SLIDER_WIDTH = 540
_COMPONENT = register("live_slider")


def live_slider(
    label: tuple[str, str],
    stops: list[SliderStop],
    value: float,
    *,
    key: str,
    mode: theme.Mode,
    on_release: Callable[[float], None],
) -> None:
    """Draw a slider over stops that ascend; on_release gets the stop it is let go at, before the next run.

    label: the word before it, and its name for those who do not see it. value: one of the stops.
    """

    def report() -> None:
        state: Any = st.session_state[key]
        if state.release is not None:
            on_release(float(state.release))

    before, name = label
    data = {"label": before, "name": name, "stops": stops, "value": value, "colours": text_colours(mode)}
    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        on_release_change=report,
        width="stretch",
    )
