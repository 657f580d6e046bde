"""A button that copies the address of the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.shell.widgets.component import register

_COMPONENT = register("copy_link")


def copy_link(query: Mapping[str, Sequence[str]], *, key: str, label: str = "Copy link") -> None:
    """Draw a button that copies the address of the view, with every value of query spelled out."""
    values = {name: list(each) for name, each in query.items()}
    _COMPONENT(key=key, data={"label": label, "done": "Copied", "query": values})
