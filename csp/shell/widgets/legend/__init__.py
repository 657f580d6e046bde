"""Swatches or signs with their words, in a row."""

from __future__ import annotations

from collections.abc import Sequence

from csp.shell.widgets.component import register

_COMPONENT = register("legend")


def legend(classes: Sequence[tuple[str, str]], *, key: str = "legend", signs: Sequence[str] = ()) -> None:
    """Draw swatches with words: (label, hex colour) each. signs: the characters in place of swatches."""
    drawn = signs or [""] * len(classes)
    data = [
        {"label": label, "colour": colour, "sign": sign}
        for (label, colour), sign in zip(classes, drawn, strict=True)
    ]
    _COMPONENT(key=key, data={"classes": data})
