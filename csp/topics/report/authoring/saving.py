"""What becomes of a write to the report, and the choice when somebody else was first.

A form's widgets are keyed by a number that grows with every write of the session, so that a form that
was stored starts afresh and one that was refused keeps what was typed. What met a conflict is kept in
the session until its author has chosen: nothing that anybody typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from csp.core.markup import bold
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import report_entries
from csp.topics.action_plan.store.errors import EntryConflict
from csp.topics.action_plan.store.report_records import AuthorParagraph, Content
from csp.topics.report.authoring import words
from csp.topics.report.authoring.preview import show_text

TOPIC = "report"
_ROUND, _UNSTORED = "report_round", "report_unstored"


@dataclass(frozen=True)
class Write:
    """A content as its author wants it stored. version: the latest that the author saw, 0 for a new one.

    done: the sentence when it is stored. after: what else is done then, such as dropping a draft.
    """

    plan_id: int
    key: str
    content: Content
    version: int
    author: Person
    done: str
    after: Callable[[], None] | None = None


@dataclass(frozen=True)
class UnstoredWrite:
    """A write that was not stored, because somebody else had stored a later version."""

    write: Write
    conflict: EntryConflict


def form_key(name: str) -> str:
    """The key of a form in this round."""
    return f"report-{name}-{st.session_state.get(_ROUND, 0)}"


def _next_round() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


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
        st.session_state[_UNSTORED] = UnstoredWrite(write, conflict)
        return ""
    st.session_state.pop(_UNSTORED, None)
    _next_round()
    if write.after:
        write.after()
    return write.done


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
        _next_round()
        return write.done

    messages.attempt(TOPIC, remove)


def show_outcome() -> None:
    """What became of the last write."""
    messages.show_outcome(TOPIC)


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
    drop.button(
        "Keep mine, as a further version", type="primary", on_click=_keep, args=(unstored,), width="stretch"
    )
    keep.button("Keep theirs", on_click=_drop, args=(unstored,), width="stretch")
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
    st.session_state.pop(_UNSTORED, None)
    _next_round()
    if unstored.write.after:
        unstored.write.after()
    messages.keep_outcome(TOPIC, "Yours was dropped: the report is as the other person left it.")
