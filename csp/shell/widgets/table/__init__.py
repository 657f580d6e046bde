"""A table that can be read from afar, sorted, and clicked row by row."""

from __future__ import annotations

import json
from collections.abc import Callable

from csp.core.table import Table
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, text_colours

_COMPONENT = register("table")
_LISTENERS: list[Callable[[Table], None]] = []


def listen(hear: Callable[[Table], None]) -> None:
    """Have every table that is drawn from now on given to hear()."""
    _LISTENERS.append(hear)


def note_table(content: Table) -> None:
    """Have a table heard of as if it was drawn: where what stands on the page is made of its parts."""
    for hear in _LISTENERS:
        hear(content)


def table(
    content: Table, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw a table; on_pick gets the id of a row that is clicked, before the page runs again."""
    note_table(content)
    data = {**content.payload(), "colours": text_colours(mode)}
    # As bytes: anything else Streamlit searches for data frames and writes as JSON twice.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        on_click_change=report_click(key, on_pick),
    )
