"""What becomes of a write to the report, and the choice when somebody else was first.

A form that was stored starts afresh, and one that was refused keeps what was typed. What met a conflict is
kept in the session until its author has chosen, and after that as well: nothing that anybody typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from csp.core.markup import bold, plain
from csp.shell import messages
from csp.shell.people import Person
from csp.shell.typed import Form, start_afresh
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import report_entries
from csp.topics.action_plan.store.errors import EntryConflict
from csp.topics.action_plan.store.report_records import AuthorParagraph, Content
from csp.topics.report.authoring import words
from csp.topics.report.authoring.preview import show_text

TOPIC = "report"
_UNSTORED, _DROPPED = "report_unstored", "report_dropped"


@dataclass(frozen=True)
class Write:
    """A content as its author wants it stored. version: the latest that the author saw, 0 for a new one.

    done: the sentence when it is stored. form: the name of the form that it was typed into; "" where nobody
    typed it, so that a conflict leaves nothing to choose. after: what else is done when it is stored.
    """

    plan_id: int
    key: str
    content: Content
    version: int
    author: Person
    done: str
    form: str = ""
    after: Callable[[], None] | None = None


@dataclass(frozen=True)
class UnstoredWrite:
    """A write that was not stored, because somebody else had stored a later version."""

    write: Write
    conflict: EntryConflict


def attempt(make: Callable[[], Write]) -> None:
    """In a callback: store what a form holds; what was refused is shown by show_outcome().

    make may raise UserError for what cannot be a content.
    """
    messages.attempt(TOPIC, lambda: _store(make()))


def _store(write: Write) -> str:
    """Store a content; the sentence about it, or "" where a conflict leaves a choice to be made."""
    try:
        report_entries.store_entry(
            fetch_board(),
            write.plan_id,
            write.key,
            write.content,
            expected_version=write.version,
            who=write.author.name,
            role=write.author.role,
        )
    except EntryConflict as conflict:
        if not write.form:
            raise
        st.session_state[_UNSTORED] = UnstoredWrite(write, conflict)
        return ""
    for key in (_UNSTORED, _DROPPED):
        st.session_state.pop(key, None)
    _end_form(write)
    return write.done


def _end_form(write: Write) -> None:
    if write.form:
        start_afresh(write.form)
    if write.after:
        write.after()


def draw_store_row(label: str, form: Form, make: Callable[[], Write], author: str) -> None:
    """The button that stores a form, and whether there is anything to store. author: of what is stored."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(plain(label), key=form.key_of("store"), on_click=attempt, args=(make,))
        if line := words.NOT_STORED if form.is_changed else author:
            messages.caption(line)


def attempt_removal(write: Write) -> None:
    """In a callback: take a content out of the report. One that somebody has changed stays, and says so."""

    def remove() -> str:
        report_entries.remove_entry(
            fetch_board(),
            write.plan_id,
            write.key,
            type(write.content),
            expected_version=write.version,
            who=write.author.name,
            role=write.author.role,
        )
        return write.done

    messages.attempt(TOPIC, remove)


def show_outcome() -> None:
    """What became of the last write, and a way back to what was dropped for somebody else's."""
    messages.show_outcome(TOPIC)
    if _DROPPED in st.session_state and _UNSTORED not in st.session_state:
        st.button("Show once more what was dropped", type="tertiary", on_click=_choose_again)


def _choose_again() -> None:
    st.session_state[_UNSTORED] = st.session_state.pop(_DROPPED)


def draw_choice(titles: Mapping[str, str]) -> bool:
    """What somebody else stored and what this author typed, with the two ways on. False where there is none.

    titles: of the sections, by their keys.
    """
    unstored: UnstoredWrite | None = st.session_state.get(_UNSTORED)
    if unstored is None:
        return False
    latest = unstored.conflict.latest
    messages.warning(str(unstored.conflict), icon="group")
    theirs, mine = st.columns(2, gap="medium")
    with theirs:
        messages.paragraph(bold(words.THEIRS))
        messages.caption(words.describe_author(latest))
        if latest.removed:
            messages.paragraph(words.REMOVED)
        else:
            _draw_content(latest.content, titles)
    with mine:
        messages.paragraph(bold(words.MINE))
        _draw_content(unstored.write.content, titles)
    drop, keep = st.columns(2, gap="medium")
    drop.button("Keep theirs", on_click=_drop, args=(unstored,), width="stretch")
    keep.button(
        "Keep mine, as a further version", type="primary", on_click=_keep, args=(unstored,), width="stretch"
    )
    return True


def _draw_content(content: Content, titles: Mapping[str, str]) -> None:
    """A content line by line, its Markdown as it will be read, with its fields as they were typed."""
    for line in words.describe_content(content, titles):
        messages.paragraph(show_text(line) if isinstance(content, AuthorParagraph) else line)


def _keep(unstored: UnstoredWrite) -> None:
    """The version sent is the one that was shown: a third one stored since is shown in turn."""
    write = replace(unstored.write, version=unstored.conflict.latest.version)
    messages.attempt(TOPIC, lambda: _store(write))


def _drop(unstored: UnstoredWrite) -> None:
    st.session_state[_DROPPED] = st.session_state.pop(_UNSTORED)
    _end_form(unstored.write)
    messages.keep_outcome(TOPIC, "Yours was dropped: the report is as the other person left it.")
