"""A file that somebody chooses on a page: read once, then let go.

Its bytes are read in the run that they arrive in, and are gone from the server before the next.
What stays in the session is what was read from them, under the key of its uploader, until it is
dropped or the page is left: settle() at the end of a whole run sees that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from csp.core.markup import plain
from csp.shell import uploads

T = TypeVar("T")
# Keys of the uploaders: those drawn in this run, and those that the session may hold a file of.
_DRAWN, _USED = "chosen_file_drawn", "chosen_file_used"


@dataclass(frozen=True)
class Uploader:
    """An uploader: its key, what it asks for, the endings it takes, and the largest file in MB."""

    key: str
    label: str
    endings: Sequence[str]
    largest_mb: int


def choose(uploader: Uploader, read: Callable[[str, bytes], T]) -> T | None:
    """Draw the uploader; what was read from the file chosen last, if any. Only for those who may upload.

    read gets the name and the content of a file as soon as it arrives. Then the page is drawn anew
    with an empty uploader, because Streamlit would otherwise hold the bytes for as long as it shows
    their name.
    """
    state, session = st.session_state, _session()
    uploads.expect(session, largest_mb=uploader.largest_mb)
    for keys in (_DRAWN, _USED):
        state[keys] = {*state.get(keys, ()), uploader.key}
    turn_key = f"{uploader.key}_turn"
    turn = state.get(turn_key, 0)
    file = st.file_uploader(
        plain(uploader.label),
        type=[*uploader.endings],
        key=f"{uploader.key}-{turn}".replace("_", "-"),
        max_upload_size=uploader.largest_mb,
    )
    if file is not None:
        with st.spinner("Reading the file"):
            state[uploader.key] = read(file.name, file.getvalue())
        uploads.release(session, file.file_id)
        state[turn_key] = turn + 1
        st.rerun()
    content: T | None = state.get(uploader.key)
    return content


def choose_several(
    uploader: Uploader, read: Callable[[Sequence[tuple[str, bytes]]], list[T]], most: int
) -> list[T]:
    """Likewise for several files at once; what was read of them joins what the session holds already.

    read gets the names and contents of the files that have just arrived. most: files at once.
    """
    state, session = st.session_state, _session()
    uploads.expect(session, most, uploader.largest_mb)
    for keys in (_DRAWN, _USED):
        state[keys] = {*state.get(keys, ()), uploader.key}
    turn_key = f"{uploader.key}_turn"
    turn = state.get(turn_key, 0)
    files = st.file_uploader(
        plain(uploader.label),
        type=[*uploader.endings],
        accept_multiple_files=True,
        key=f"{uploader.key}-{turn}".replace("_", "-"),
        max_upload_size=uploader.largest_mb,
    )
    if files:
        with st.spinner("Reading the files"):
            arrived = read([(file.name, file.getvalue()) for file in files])
        state[uploader.key] = [*state.get(uploader.key, []), *arrived]
        for file in files:
            uploads.release(session, file.file_id)
        state[turn_key] = turn + 1
        st.rerun()
    content: list[T] = state.get(uploader.key, [])
    return content


def drop(uploader: Uploader) -> None:
    """Let go of what was read."""
    st.session_state.pop(uploader.key, None)


def settle() -> None:
    """At the end of a whole run of a page: no file is kept or taken of an uploader that it has not drawn."""
    drawn = st.session_state.pop(_DRAWN, set())
    for key in st.session_state.get(_USED, set()) - drawn:
        st.session_state.pop(key, None)
    uploads.settle(_session())


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
