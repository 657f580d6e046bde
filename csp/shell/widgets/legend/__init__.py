"""Swatches with their words, in a row."""

from __future__ import annotations

from collections.abc import Sequence

from csp.shell.widgets.component import register

_COMPONENT = register("legend")


def legend(classes: Sequence[tuple[str, str]], *, key: str = "legend") -> None:
    """Draw swatches with words: (label, hex colour) each."""
    _COMPONENT(key=key, data={"classes": [{"label": label, "colour": colour} for label, colour in classes]})
