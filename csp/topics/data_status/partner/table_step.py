"""Step 1: which sheet, where its table is, and the source that the file is of."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from csp.core.markup import plain
from csp.imports.partner.mapping.declaring import list_declared
from csp.imports.partner.mapping.profiles import list_profiles
from csp.shell import messages, screen, widgets
from csp.topics.data_status.partner import declaring, findings, outcome, tables
from csp.topics.data_status.partner.draft import Draft

# Lines of a sheet among which the headings are chosen.
_DEEPEST = 30


def draw(draft: Draft) -> None:
    """The controls that correct what was found, beside the first lines of the table."""
    left, right = st.columns([2, 6], gap="medium")
    with left:
        _choose_source(draft)
        _choose_profile(draft)
        _choose_sheet(draft)
        _choose_headings(draft)
    with right:
        first, last = draft.layout.header
        messages.caption(findings.describe_table(draft.sheet.lines, first, last, draft.layout.notes))
        table = tables.build_first_lines(draft.sheet, draft.layout, draft.list_personal())
        widgets.table(table, key="partner_lines", mode=screen.mode())


def _choose_source(draft: Draft) -> None:
    declared = list_declared()
    codes = ["", *declared]
    key = draft.key("source")
    chosen = draft.profile.source if draft.profile.source in declared else ""
    st.selectbox(
        "Source",
        codes,
        index=codes.index(chosen),
        key=key,
        format_func=lambda code: plain(declared[code].label if code else findings.NOT_ANSWERED),
        on_change=lambda: draft.guess_columns(str(st.session_state[key])),
    )
    if chosen:
        messages.caption(findings.describe_declaration(declared[chosen]))
    st.button("Declare a source…", key="partner_declare", type="tertiary", on_click=declaring.open_form)


def _choose_profile(draft: Draft) -> None:
    """The saved profile that the file is read by, where there is any."""
    names = list_profiles()
    if not names:
        return
    key = draft.key("profile")
    choices = ["", *names]
    st.selectbox(
        "Profile",
        choices,
        index=choices.index(draft.saved) if draft.saved in choices else 0,
        key=key,
        format_func=lambda name: plain(name or findings.NO_PROFILE),
        on_change=lambda: _try(lambda: _follow(draft, str(st.session_state[key]))),
    )


def _follow(draft: Draft, name: str) -> None:
    """In a callback: read the file by a saved profile, or as its headings suggest."""
    if name:
        draft.use_profile(name)
    else:
        draft.read_table(draft.sheet, draft.layout)


def _choose_sheet(draft: Draft) -> None:
    sheets = draft.intake.book.sheets
    if len(sheets) == 1:
        return
    key = draft.key("sheet")
    st.selectbox(
        "Sheet",
        range(len(sheets)),
        index=sheets.index(draft.sheet),
        key=key,
        format_func=lambda at: plain(sheets[at].name),
        on_change=lambda: _try(lambda: draft.read_table(sheets[st.session_state[key]])),
    )


def _choose_headings(draft: Draft) -> None:
    """The line of the headings, or the two of them."""
    first, last = draft.layout.header
    lines = draft.sheet.rows
    deepest = min(_DEEPEST, len(lines) - 1)
    pairs = [(at, end) for at in range(deepest) for end in (at, at + 1) if end < deepest and any(lines[at])]
    pairs.append((0, -1))
    first, last = (first, last) if first <= last else (0, -1)
    if (first, last) not in pairs:
        pairs.append((first, last))
    key = draft.key(f"headings-{draft.sheet.number}")
    st.selectbox(
        "Headings",
        pairs,
        index=pairs.index((first, last)),
        key=key,
        format_func=lambda pair: plain(tables.label_header(draft.sheet, *pair)),
        on_change=lambda: _try(lambda: draft.move_headings(st.session_state[key])),
    )


def _try(change: Callable[[], None]) -> None:
    """In a callback: do a change, or say why it cannot be done."""

    def work() -> str:
        change()
        return ""

    outcome.attempt(work)
