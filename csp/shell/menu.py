"""The menu, which is flat: a section of several pages is one entry, and a row of links leads on from there.

A phone has the same entries: Streamlit shows the menu in a drawer there, opened by the arrow on top.
This module imports little, so that the first reader sees the menu at once.
"""

from __future__ import annotations

import sys
from typing import Any

import streamlit as st

from csp.core import settings
from csp.core.markup import plain
from csp.shell.pages import PAGES, SECTIONS, PageSpec

# The menu's icon by name would be fetched from outside for the browser's tab: a file is not.
ICON = str(settings.ROOT / "csp" / "shell" / "icon.svg")


def draw() -> tuple[Any, PageSpec]:
    """Draw the menu. Gives the page that the reader is on, to be run, and what is known of it."""
    pages = [_make_page(spec) for spec in PAGES]
    page = st.navigation(pages, position="top", expanded=True)
    return page, next(spec for each, spec in zip(pages, PAGES, strict=True) if each is page)


def draw_while_server_starts() -> None:
    """Draw the menu for a reader who comes while the frame is still being imported, and would see nothing."""
    if not hasattr(sys.modules.get("csp.shell.frame"), "run"):
        st.set_page_config(page_icon=ICON, layout="wide")
        draw()


def _make_page(spec: PageSpec) -> Any:
    """A page for the menu, also where the menu does not show it: links lead there all the same."""
    icon, help = SECTIONS[spec.section] if spec.section else (spec.icon, spec.help)
    return st.Page(
        f"{settings.ROOT}/pages/{spec.file}.py",
        title=plain(spec.section or spec.title),
        icon=icon,
        help=plain(help),
        url_path=spec.file,
        default=spec is PAGES[0],
        visibility="visible" if spec is spec.entry else "hidden",
    )


def draw_row(spec: PageSpec) -> None:
    """The pages of a page's section as a row of links.

    Streamlit's own links, although an element of our own would be one instead of five: what the server
    opens has its filters written into the address afterwards, one more step in the browser's history.
    """
    with st.container(key=_row_key(spec), horizontal=True, gap=None, width="content"):
        for page in spec.siblings:
            st.page_link(f"pages/{page.file}.py", label=plain(page.title))


def _row_key(spec: PageSpec) -> str:
    return f"pages_beside_{spec.entry.file}"


def mark_entries() -> str:
    """Styles that mark a section's entry on every page of it: Streamlit marks it on the first alone."""
    links = ':is([data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"])'
    entries = [
        f'[data-testid="stApp"]:has(.st-key-{_row_key(spec)}) {links}[href$="/{spec.file}"]'
        for spec in PAGES
        if spec.section and spec is spec.entry
    ]
    return f"{', '.join(entries)} {{ background: light-dark(#e6e9ef, #2b333d); font-weight: 600; }}\n"
