"""Comments on an action: what people say of it without reporting on it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from csp.core.markup import plain
from csp.shell import drafts, messages, theme, widgets
from csp.topics.action_plan.findings.held import write_stored
from csp.topics.action_plan.findings.milestones import NO_COMMENT
from csp.topics.action_plan.forms import held
from csp.topics.action_plan.forms.held import Holder, Write
from csp.topics.action_plan.rules.held_changes import find_firsts
from csp.topics.action_plan.store import entries
from csp.topics.action_plan.store.entry_records import ActionDetails, Comment, Held
from csp.topics.action_plan.tables.comments import build_comment_list


def draw_comments(
    details: ActionDetails, versions: tuple[Held[Any], ...], ref: str, holder: Holder | None, mode: theme.Mode
) -> None:
    """A field for a new comment, and the comments, the latest first."""
    if holder is not None and not held.draw_outcome(holder, Comment):
        _draw_form(details, versions, holder)
    if not details.comments:
        messages.caption(NO_COMMENT)
        return
    widgets.timeline(
        build_comment_list(details.comments, find_firsts(versions), ref, holder is not None),
        key="comments",
        mode=mode,
        on_pick=(lambda key: held.open_for(holder, Comment, key)) if holder else None,
    )


def _draw_form(details: ActionDetails, versions: tuple[Held[Any], ...], holder: Holder) -> None:
    """The field for a new comment, or for the one that is being changed."""
    stored = held.pick(details.comments, held.find_open(holder, Comment))
    key = stored.key if stored else _find_new_key(holder, versions)
    values = {"text": stored.content.text if stored else ""}
    form = held.begin_form(holder, Comment, key, stored.version if stored else 0, values)

    def make() -> Write:
        content = Comment(form.read("text"))
        return Write(
            holder, Comment, key, content, form.version, write_stored(content, stored is None), form.name
        )

    st.text_area(
        "Change the comment" if stored else "Comment",
        form.read("text"),
        height=90,
        placeholder="No status, no quarter: what others should know",
        **form.bind("text"),
    )
    if stored:
        held.draw_buttons(holder, Comment, stored, form, make)
    else:
        st.button(
            plain("Add the comment"),
            key=form.key_of("store"),
            type="primary",
            on_click=held.send,
            args=(Comment, make),
        )


def _find_new_key(holder: Holder, versions: tuple[Held[Any], ...]) -> str:
    """The key of the comment that is being written; one that was stored leaves its field to the next."""
    name = f"held-new-comment-{holder.action_id}{drafts.WRITTEN}"
    if name not in st.session_state or held.pick(versions, st.session_state[name]):
        st.session_state[name] = entries.new_key()
    return str(st.session_state[name])
