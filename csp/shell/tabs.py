"""Tabs of which only the open one is drawn, and addresses that were made before a page had them.

What a closed tab would hold is neither computed nor sent: most of the time of a click goes into
drawing. The open tab is in the address, so that a link brings back what its sender saw.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import streamlit as st

from csp.core.markup import plain


def draw_tabs(key: str, bodies: Mapping[str, Callable[[], None]]) -> None:
    """Draw tabs by their labels, and run the body of the one that is open.

    key: its name in the address. The first tab is open where the address names none.
    """
    if key in st.session_state and st.session_state[key] not in map(plain, bodies):
        # A tab that the source before had, and this one has not.
        del st.session_state[key]
    tabs = st.tabs([plain(label) for label in bodies], key=key, on_change="rerun", bind="query-params")
    for tab, draw in zip(tabs, bodies.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def open_for_old_link(key: str, label: str, parameters: Collection[str]) -> None:
    """Open the tab of a label where the address sets one of its controls and names no tab.

    Call it before the tabs are drawn.
    """
    address = st.query_params
    if key not in st.session_state and key not in address and any(name in address for name in parameters):
        st.session_state[key] = plain(label)


def translate_old_value(key: str, values: Mapping[str, str]) -> None:
    """Write the value of a control in an old address as the address has it now.

    values: today's value by the old one. Call it before the control is drawn.
    """
    old = st.query_params.get(key)
    if old is not None and old in values and key not in st.session_state:
        st.query_params[key] = values[old]
        # A control reads its value from the address when it is drawn for the first time.
        st.rerun()
