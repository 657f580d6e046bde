"""What the elements share: how Streamlit gets to know one, how a click is heard, the colours of statuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from csp.shell import abbreviations, theme

FOLDER = Path(__file__).parent
_EXPORT = "export default function"
_DRAW_AND_SPELL = "export default (component) => drawAndSpell(drawElement, component);"


def register(element: str, shared_styles: Sequence[str] = (), shows_words: bool = True) -> Callable[..., Any]:
    """The component of an element, from the script and the style sheet in the folder of its name.

    Streamlit takes both as text, and such a script cannot import another: so what all scripts
    share is put before each of them, and the shared styles that are named before its own. Every element
    that shows words is told what the abbreviations in them stand for.
    """
    styles = [*shared_styles, "spelling.css", f"{element}/{element}.css"]
    script = _join_files(["dom.js", "spelling.js", f"{element}/{element}.js"])
    assert script.count(_EXPORT) == 1, element
    component = st.components.v2.component(
        f"csp_{element}",
        html="<div class='frame'></div>",
        css=_join_files(styles),
        js=script.replace(_EXPORT, "function drawElement") + _DRAW_AND_SPELL,
    )

    def draw(*, data: Any, **settings: Any) -> Any:
        return component(data=_add_abbreviations(data) if shows_words else data, **settings)

    return draw


def _add_abbreviations(data: Any) -> Any:
    """The data of an element, a mapping or JSON of one, with what the terms in its words stand for."""
    if isinstance(data, bytes):
        terms = abbreviations.pick(data.decode())
        if not terms:
            return data
        added = json.dumps({"abbreviations": terms}, separators=(",", ":"))
        return data.rstrip()[:-1] + b"," + added.encode()[1:]
    if isinstance(data, Mapping):
        terms = abbreviations.pick(abbreviations.join_texts(data))
        return {**data, "abbreviations": terms} if terms else data
    return data


def _join_files(names: Sequence[str]) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def report_click(key: str, on_pick: Callable[[Any], None] | None) -> Callable[[], None]:
    """A callback that gives on_pick the value of a click in a component, before the page runs again."""

    def report() -> None:
        state: Any = st.session_state[key]
        if on_pick is not None and state.click is not None:
            on_pick(state.click)

    return report


def signal_colours(mode: theme.Mode) -> dict[str, dict[str, str]]:
    """The status colours of a mode as a script takes them: fill, ink and text by name."""
    return {name: vars(signal) for name, signal in theme.rag(mode).items()}


def text_colours(mode: theme.Mode) -> dict[str, str]:
    """The colours of words by tone, of a small line and of the page behind it, as a script takes them."""
    colours = theme.palette(mode)
    return {
        "worse": colours.worse_text,
        "better": colours.better_text,
        "quiet": colours.quiet,
        "home": colours.home,
        "neighbour": colours.neighbour_text,
        "line": colours.home,
        "page": colours.background,
        **{name: signal.text for name, signal in theme.rag(mode).items()},
    }
