"""Where a click leads: another page, with the choices that it is to show."""

from __future__ import annotations

import streamlit as st

_NEXT_PAGE = "navigation_next_page"
_WHOLE_PAGE = "navigation_whole_page"


def go(page: str, **values: str) -> None:
    """In a callback: set choices of another page, and open it on the next run. See follow().

    page is the stem of its file; values are choices by their keys.
    """
    st.session_state.update(values)
    st.session_state[_NEXT_PAGE] = (page, values)


def redraw() -> None:
    """In a callback within a fragment: draw the whole page, since a filter was set. See follow()."""
    st.session_state[_WHOLE_PAGE] = True


def follow() -> None:
    """Open the page that a click leads to. The first thing a page with clicks does after its filters.

    A fragment whose clicks set filters calls it first as well.

    The address is given whole: without it Streamlit refuses to leave a page whose address holds
    filters. Those of the bar, and the plan, write themselves into it again.
    """
    if st.session_state.pop(_WHOLE_PAGE, False):
        st.rerun()
    target = st.session_state.pop(_NEXT_PAGE, None)
    if target:
        page, values = target
        st.switch_page(
            f"pages/{page}.py", query_params={key: value for key, value in values.items() if key != "plan"}
        )
