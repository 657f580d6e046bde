"""A table whose cells are typed in, chosen and pasted, and of which many rows are set at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from csp.core.elements import EditColumn, EditRow
from csp.shell.widgets.component import register

Edits = dict[str, dict[str, str]]
"""What was typed or chosen: {row: {column: value}}, for the cells that were touched alone."""

_COMPONENT = register("edit_table", shared_styles=["plain.css"])


def edit_table(
    columns: Sequence[EditColumn],
    rows: Sequence[EditRow],
    *,
    key: str,
    caption: str,
    can_add: bool = False,
    on_edit: Callable[[Edits], None],
) -> None:
    """Draw a table; on_edit gets every edit since it was drawn under this key, before the page runs again.

    The browser keeps the edits: rows that are given later under the same key are not drawn. can_add: there
    is an empty row below, and another as soon as something is typed in it.
    """
    data = {"caption": caption, "round": key, "columns": columns, "rows": rows, "can_add": can_add}

    def report() -> None:
        state: Any = st.session_state[key]
        on_edit(read_edits(state.edits))

    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        default={"edits": {}},
        on_edits_change=report,
    )


def read_edits(value: object) -> Edits:
    """Edits as a browser sends them; what cannot have been ours is left."""
    if not isinstance(value, Mapping):
        return {}
    return {
        str(row): {str(column): text for column, text in cells.items() if isinstance(text, str)}
        for row, cells in value.items()
        if isinstance(cells, Mapping)
    }
