"""A button that prints a table on a page of its own."""

from __future__ import annotations

from csp.core.table import Table
from csp.shell.widgets.component import register

_COMPONENT = register("print_list", shared_styles=["plain.css"])


def print_list(content: Table, title: str, detail: str, *, key: str) -> None:
    """Draw a button that prints a table under a title, which also names the file, and a line of detail."""
    _COMPONENT(key=key, data={"title": title, "detail": detail, **content.payload()})
