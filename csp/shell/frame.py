"""The frame around every page: the menu, the filters, and what every run of a page begins and ends with.

Two traps of Streamlit shape this file (tried with 1.67):

1. A deep link to a page that is opened before any session has run app.py runs the
   page's script alone. So every page starts with filters(), which notices that the
   frame has not run, and starts it.
2. A widget keeps its value across pages only if the entrypoint draws it. So all shared
   filters are drawn by csp.shell.sidebar from here, bound to the URL.
"""

from __future__ import annotations

import atexit
import gc
import logging
import sys
from typing import Any

import streamlit as st

from csp.core import damage, settings
from csp.core.errors import UserError
from csp.core.filters import Filters
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import bucket, queries
from csp.shell import chosen_file, drafts, identity, messages, people, screen, sidebar, widgets
from csp.shell.pages import PAGES, PLAN, PageSpec

BROKEN = (
    "This page could not be drawn. Choose another period or crime type, or reload; "
    "if it stays so, tell whoever runs the dashboard: the reason is in its log."
)
NO_FILTERS = "Recorded crime cannot be shown: the reason is in the dashboard's log."
LOG_IN = "Log in to read this dashboard: open it anew, and the way in is shown."
_LOG = logging.getLogger(__name__)
_FILTERS = "frame_filters"
_RUNNING = "frame_running"


def _pages() -> dict[str, list[Any]]:
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
    return menu


# Streamlit leaves a hand's breadth under a menu on top: on a shared screen that is two rows of a table.
_LESS_ROOM_ON_TOP = "<style>[data-testid=stMainBlockContainer] { padding-top: 4.5rem; }</style>"


def _navigation() -> Any:
    # The menu's icon by name would be fetched from outside for the browser's tab: a file is not.
    st.set_page_config(page_icon=str(settings.ROOT / "csp" / "shell" / "icon.svg"), layout="wide")
    st.html(_LESS_ROOM_ON_TOP)
    # On top: beside it, more than a dozen pages would push the filters off the screen.
    return st.navigation(_pages(), position="top")


def run() -> None:
    """Draw the frame, then the page the reader is on. Called by app.py alone."""
    page = _navigation()
    spec = next(each for each in PAGES if each.title == page.title)
    try:
        if not identity.may_read(people.login()):
            # The server's gate keeps readers out before this; a script run in another way has none.
            messages.error(LOG_IN)
            return
        try:
            filters = _draw_filters(spec)
        finally:
            with st.sidebar:
                people.draw()
        with st.sidebar:
            drafts_kept = widgets.reconnect()
        if drafts_kept:
            drafts.restore(drafts_kept)
        if filters:
            screen.top_line(page.title, read_catalogue().sources[filters.source], settings.area())
            _note_damage(spec, filters)
        st.session_state[_FILTERS] = filters
        st.session_state[_RUNNING] = True
        page.run()
        chosen_file.settle()
        with st.sidebar:
            widgets.keep(drafts.collect())
    except UserError as error:
        messages.error(str(error))
    except Exception:
        # Streamlit's own box would send the meeting to a search engine.
        _LOG.exception("A page could not be drawn.")
        messages.error(BROKEN)
    finally:
        st.session_state[_RUNNING] = False
        _spare_the_collector()


def _draw_filters(spec: PageSpec) -> Filters | None:
    """The sidebar, and the filters that the reader has set there.

    None on a page of the action plan where recorded crime cannot be had: the sidebar says why.
    """
    try:
        return sidebar.draw(settings.area())
    except Exception:
        if spec.section != PLAN:
            _note_damage(spec, None)
            raise
        reason = _explain_exception()
    with st.sidebar:
        messages.note(reason)
    return None


def _explain_exception() -> str:
    """Why the filters could not be drawn, of the exception that is being handled."""
    error = sys.exception()
    if isinstance(error, UserError):
        return f"Recorded crime cannot be shown. {error}"
    _LOG.exception("The filters could not be drawn.")
    return NO_FILTERS


def _note_damage(spec: PageSpec, filters: Filters | None) -> None:
    """The sentences about months and tables that a page leaves out because they cannot be read."""
    if spec.section == PLAN:
        return
    source = read_catalogue().sources[filters.source] if filters else None
    own = settings.area().force_slug
    sentences = damage.describe_damage(queries.unreadable(), spec.file, filters, source, own)
    for sentence in filter(None, [bucket.describe_trouble(), *sentences]):
        messages.note(sentence)


_modules_frozen = 0
# Libraries complain at the end about what nobody has collected.
atexit.register(gc.unfreeze)


def _spare_the_collector() -> None:
    """Keep what the libraries have loaded out of garbage collection.

    Streamlit collects all garbage after every run, before it tells the browser that the
    run is over. Going over the million objects of pandas, SciPy and Altair took 100 ms
    of every click; what a module has loaded is never garbage.
    """
    global _modules_frozen  # noqa: PLW0603
    if len(sys.modules) != _modules_frozen:
        _modules_frozen = len(sys.modules)
        gc.collect()
        gc.freeze()


def filters() -> Filters:
    """What the reader has asked for. The first line of every page about recorded crime."""
    current = filters_if_any()
    assert current is not None, "a page about recorded crime is not run without filters"
    return current


def filters_if_any() -> Filters | None:
    """What the reader has asked for; None where no recorded crime can be read. The first line of the
    pages of the action plan.
    """
    if not st.session_state.get(_RUNNING):
        _navigation()
        st.rerun()
    current: Filters | None = st.session_state[_FILTERS]
    return current
