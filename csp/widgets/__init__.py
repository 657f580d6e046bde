"""The few elements that Streamlit has no match for, as inline components without any network.

table: a readable, sortable, clickable HTML table (see csp.tables).
copy_link: copies the address of the view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from csp import theme
from csp.tables.core import Table

_HERE = Path(__file__).parent


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_TABLE = st.components.v2.component(
    "csp_table", html="<div class='frame'></div>", css=_asset("table.css"), js=_asset("table.js")
)
_COPY_LINK = st.components.v2.component(
    "csp_copy_link", html="<div class='frame'></div>", css=_asset("copy_link.css"), js=_asset("copy_link.js")
)
_LEGEND = st.components.v2.component(
    "csp_legend", html="<div class='frame'></div>", css=_asset("legend.css"), js=_asset("legend.js")
)


def table(
    content: Table, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw a table; on_pick gets the id of a row that is clicked, before the page runs again."""

    def picked() -> None:
        state: Any = st.session_state[key]
        if on_pick is not None and state.picked is not None:
            on_pick(str(state.picked))

    colours = theme.palette(mode)
    data = {
        **content.payload(),
        "colours": {
            "worse": colours.worse_text,
            "better": colours.better_text,
            "quiet": colours.quiet,
            "home": colours.home,
            "neighbour": colours.neighbour_text,
            "line": colours.home,
            "page": colours.background,
        },
    }
    _TABLE(key=key, data=data, on_picked_change=picked)


def copy_link(query: Mapping[str, Sequence[str]], *, key: str) -> None:
    """A button that copies the address of the view, with every value of query spelled out."""
    _COPY_LINK(
        key=key,
        data={"label": "Copy link", "done": "Copied", "query": {k: list(v) for k, v in query.items()}},
    )


def legend(classes: Sequence[tuple[str, str]], *, key: str = "legend") -> None:
    """Swatches with words, in a row: (label, hex colour) each."""
    _LEGEND(key=key, data={"classes": [{"label": label, "colour": colour} for label, colour in classes]})
