"""The menu of pages. Imports little, so that the first reader sees it at once."""

from __future__ import annotations

import sys
from typing import Any

import streamlit as st

from csp.core import settings
from csp.core.markup import plain
from csp.shell.pages import PAGES, PageSpec

# The menu's icon by name would be fetched from outside for the browser's tab: a file is not.
ICON = str(settings.ROOT / "csp" / "shell" / "icon.svg")


def draw() -> tuple[Any, PageSpec]:
    """Draw the menu. Gives the page that the reader is on, to be run, and what is known of it."""
    menu: dict[str, list[Any]] = {}
    for spec in PAGES:
        page = st.Page(
            f"{settings.ROOT}/pages/{spec.file}.py",
            title=plain(spec.title),
            icon=spec.icon,
            help=plain(spec.help),
            url_path=spec.file,
            default=spec is PAGES[0],
        )
        menu.setdefault(spec.section, []).append(page)
    page = st.navigation(menu, position="top")
    return page, next(each for each in PAGES if each.title == page.title)


def draw_while_server_starts() -> None:
    """Draw the menu for a reader who comes while the frame is still being imported, and would see nothing."""
    if not hasattr(sys.modules.get("csp.shell.frame"), "run"):
        st.set_page_config(page_icon=ICON, layout="wide")
        draw()
