"""The tab of definitions: every measure in a line, searched as somebody types."""

from __future__ import annotations

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages, screen, widgets
from csp.topics.data_status import fetch
from csp.topics.data_status.findings.definitions import SEARCH, SEARCHED, write_definitions
from csp.topics.data_status.rules.definitions import find_definitions
from csp.topics.data_status.tables.definitions import build_definitions

HEIGHT = 420


def draw() -> None:
    """The definitions that have the words typed; all where none is typed."""
    typed = st.text_input(
        plain(SEARCH),
        key="search",
        bind="query-params",
        placeholder=SEARCH,
        label_visibility="collapsed",
        width=420,
    )
    every = fetch.fetch_definitions()
    shown = find_definitions(every, typed or "")
    messages.caption(f"{write_definitions(len(shown), len(every), typed or '')} {SEARCHED}")
    if not shown:
        return
    table = build_definitions(shown)
    with st.container(height=HEIGHT, border=False):
        widgets.table(table, key="definitions", mode=screen.mode())
    screen.download(build_definitions(every), "definitions")
