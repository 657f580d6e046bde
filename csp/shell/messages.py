"""What a page says: titles, sentences and messages, the only way that text is shown.

Every function takes text as it is and shows it as it is (csp.core.markup.plain), or decoration that
csp.core.markup made. So no page calls st.title, st.caption and the like: a check in tests/unit says
which function to call instead. Labels and help of controls, which have too many forms to be
repeated here, are given as plain(...) where they hold anything but the page's own words.

place is where to draw: a column or a container, else wherever the page stands.

A write is done in a callback, before the page is drawn, so what became of it is kept until the
form it came from is drawn again: attempt() does the write, show_outcome() says what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import build_list, join, plain
from csp.core.markup import icon as icon_named

_OUTCOME, _TITLE = "messages_outcome", "messages_title"


def title(text: str, place: Any = st) -> None:
    """The title line of a page."""
    st.session_state[_TITLE] = text
    place.title(plain(text), anchor=False)


def read_title() -> str:
    """The title line of the page as it was drawn last, "" before there is one."""
    return str(st.session_state.get(_TITLE, ""))


def subheader(text: str, place: Any = st) -> None:
    """The heading of a part of a page: the next level under its title line."""
    place.header(plain(text), anchor=False)


def caption(text: str, icon: str = "", place: Any = st) -> None:
    """A quiet line. icon: the name of a Material icon before it."""
    place.caption(join([icon_named(icon), text]) if icon else plain(text))


def note(text: str, place: Any = st) -> None:
    """A quiet sentence that a reader must know."""
    caption(text, "info", place)


def paragraph(text: str, place: Any = st) -> None:
    """Running text."""
    place.markdown(plain(text))


def bullets(texts: Iterable[str]) -> None:
    """Sentences as a list with bullets."""
    st.markdown(build_list(texts))


def numbered(texts: Iterable[str]) -> None:
    """Sentences as a list with numbers from 1."""
    st.markdown(build_list(texts, numbered=True))


def error(text: str) -> None:
    """What went wrong and what to do, in a box."""
    st.error(plain(text))


def warning(text: str, icon: str) -> None:
    """What a reader has to decide about, in a box. icon: the name of a Material icon."""
    st.warning(plain(text), icon=icon_named(icon))


def info(text: str) -> None:
    """What is missing and how to get it, in a box."""
    st.info(plain(text))


def success(text: str) -> None:
    """What has become of a write, in a box."""
    st.success(plain(text))


def toast(text: str) -> None:
    """A sentence that stays for a moment only."""
    st.toast(plain(text))


def attempt(topic: str, write: Callable[[], str]) -> bool:
    """In a callback: do a write, and keep what became of it for show_outcome(topic). True where it was done.

    write gives the sentence about its success, "" where there is nothing to say. A UserError that it
    raises is what became of it; any other exception passes.
    """
    try:
        sentence = write()
    except UserError as refusal:
        keep_outcome(topic, str(refusal), done=False)
        return False
    if sentence:
        keep_outcome(topic, sentence)
    return True


def keep_outcome(topic: str, sentence: str, done: bool = True) -> None:
    """In a callback: keep what became of a write until show_outcome(topic), in place of any other."""
    st.session_state[_OUTCOME] = (topic, sentence, done)


def show_outcome(topic: str) -> None:
    """Show what became of the last write of a topic, once, if there was one."""
    if _OUTCOME not in st.session_state or st.session_state[_OUTCOME][0] != topic:
        return
    _, sentence, done = st.session_state[_OUTCOME]
    del st.session_state[_OUTCOME]
    if done:
        success(sentence)
    else:
        error(sentence)
