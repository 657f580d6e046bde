"""A button that prints the page as it stands."""

from __future__ import annotations

from csp.shell.widgets.component import register

_COMPONENT = register("print_page")


def print_page(*, key: str, label: str = "Print") -> None:
    """Draw a button that opens the browser's print window; csp/shell/frame.css says what is on paper."""
    _COMPONENT(key=key, data={"label": label})
