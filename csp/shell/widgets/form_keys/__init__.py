"""The keys of a form, the focus on its first field, and a box that stays in view; nothing is seen of it."""

from __future__ import annotations

from collections.abc import Mapping

from csp.shell.widgets.component import register

_COMPONENT = register("form_keys")


def form_keys(
    box: str,
    buttons: Mapping[str, str],
    *,
    key: str,
    first: str = "",
    turn: str = "",
    back: tuple[str, str] | None = None,
) -> None:
    """Let Ctrl+Enter, Ctrl+Shift+Enter and Escape press the buttons "save", "same" and "close" of a form.

    box and buttons are keys of what Streamlit draws. first is the key of the field, or button, that gets the
    focus whenever turn is another one than before. back: the key of an element and the id of its part that
    gets it after Escape. The box is no higher than what the window has left.
    """
    opener = {"key": back[0], "id": back[1]} if back else None
    data = {"box": box, "buttons": dict(buttons), "first": first, "turn": turn, "back": opener}
    _COMPONENT(key=key, data=data)
