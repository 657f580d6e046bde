"""The tab that holds figures of the same thing from two places against each other."""

from __future__ import annotations

import streamlit as st

from csp.shell import identity, messages, screen, widgets
from csp.topics.data_status.fetch_figures import fetch_reconciliation, list_missing, list_without_wards
from csp.topics.data_status.findings.reconciliation import (
    IMPORT_MORE,
    NOT_BY_WARD,
    NOTHING,
    READ,
    describe_missing,
    describe_reconciled,
    describe_without_wards,
    write_reconciliation,
)
from csp.topics.data_status.tables.reconciliation import build_comparisons, build_differences

HEIGHT = 330
_PICKED = "data_comparison"


def draw() -> None:
    """What is held against what, and below it every crime type of the one that is chosen."""
    is_public = identity.is_public()
    pairs = fetch_reconciliation(not is_public)
    if is_public:
        messages.note(NOT_BY_WARD)
    if not pairs:
        messages.info(NOTHING if is_public else f"{NOTHING} {IMPORT_MORE}")
        _draw_notes(is_public)
        return
    messages.paragraph(write_reconciliation(pairs))
    chosen = st.session_state.get(_PICKED)
    # The first that has something to explain, until the reader chooses.
    default = next((pair for pair in pairs if pair.differing), pairs[0])
    pair = next((pair for pair in pairs if pair.name == chosen), default)
    comparisons = build_comparisons(pairs, pair.name)
    with st.container(height=210 if len(pairs) > 4 else "content", border=False):
        widgets.table(comparisons, key="comparisons", mode=screen.mode(), on_pick=_pick)
    _draw_notes(is_public)
    messages.subheader(pair.name)
    messages.paragraph(describe_reconciled(pair))
    table = build_differences(pair)
    with st.container(height=HEIGHT if len(pair.differences) > 9 else "content", border=False):
        widgets.table(table, key="differences", mode=screen.mode())
    screen.download(table, pair.name)
    messages.note(READ)


def _draw_notes(is_public: bool) -> None:
    """What is not compared, and why."""
    without = [] if is_public else list_without_wards()
    notes = [*map(describe_without_wards, without), *map(describe_missing, list_missing())]
    if notes:
        messages.note(" ".join(notes))


def _pick(name: str) -> None:
    """In a callback: show one comparison in full."""
    st.session_state[_PICKED] = name
