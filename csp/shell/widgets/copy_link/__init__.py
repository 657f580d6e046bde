"""A button that copies the address of the view, or a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.shell.widgets.component import register

_COMPONENT = register("copy_link")
_DONE = "Copied"


def copy_link(query: Mapping[str, Sequence[str]], *, key: str, label: str = "Copy link") -> None:
    """Draw a button that copies the address of the view, with every value of query spelled out."""
    values = {name: list(each) for name, each in query.items()}
    _COMPONENT(key=key, data={"label": label, "done": _DONE, "query": values})


def copy_text(text: str, *, key: str, label: str, width: int) -> None:
    """Draw a button that copies a text. width: in px."""
    _COMPONENT(key=key, data={"label": label, "done": _DONE, "text": text}, width=width)
