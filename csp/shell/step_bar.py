"""The steps of a wizard, in a row with the button that leads to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from csp.core.markup import plain


def draw_steps(names: Sequence[str], step: int, key: str, next_key: str, go: Callable[[int], None]) -> None:
    """Every step to choose from, from 0, and "Next" before the last of them.

    go: called in a callback with the step that is chosen.
    """
    st.session_state[key] = names[step]
    st.segmented_control(
        "Step",
        names,
        key=key,
        format_func=plain,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: go(names.index(st.session_state[key])),
    )
    if step < len(names) - 1:
        st.button("Next", type="primary", key=next_key, on_click=go, args=(step + 1,))
