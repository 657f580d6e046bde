"""The frame around every page: menu, bar of filters, and what a run of a page begins and ends with.

Two traps of Streamlit shape this file (tried with 1.67):

1. A deep link to a page that is opened before any session has run app.py runs the
   page's script alone. So every page starts with filters(), which notices that the
   frame has not run, and starts it.
2. A widget keeps its value across pages only if the entrypoint draws it. So all shared
   filters are drawn by csp.shell.filter_bar from here, bound to the URL.
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
from csp.core.markup import plain, style
from csp.core.measures import read_catalogue
from csp.data import bucket, queries
from csp.shell import chosen_file, drafts, filter_bar, identity, meeting, messages, people, share, widgets
from csp.shell.filter_bar import View
from csp.shell.pages import PAGES, PLAN, PageSpec

BROKEN = (
    "This page could not be drawn. Choose another period or crime type, or reload; "
    "if it stays so, tell whoever runs the dashboard: the reason is in its log."
)
NO_FILTERS = "Recorded crime cannot be shown: the reason is in the dashboard's log."
LOG_IN = "Log in to read this dashboard: open it anew, and the way in is shown."
_LOG = logging.getLogger(__name__)
_STYLE = (settings.ROOT / "csp" / "shell" / "frame.css").read_text(encoding="utf-8")
_FILTERS = "frame_filters"
_RUNNING = "frame_running"
# That the last run was begun again since the address had decided otherwise: once is enough.
_MOVED = "frame_moved"


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


def _draw_menu() -> tuple[Any, PageSpec]:
    # The menu's icon by name would be fetched from outside for the browser's tab: a file is not.
    st.set_page_config(page_icon=str(settings.ROOT / "csp" / "shell" / "icon.svg"), layout="wide")
    page = st.navigation(_pages(), position="top")
    spec = next(each for each in PAGES if each.title == page.title)
    st.html(style(_STYLE + meeting.write_style(spec)))
    return page, spec


def run() -> None:
    """Draw the frame, then the page the reader is on. Called by app.py alone."""
    page, spec = _draw_menu()
    try:
        if not identity.may_read(people.login()):
            # The server's gate keeps readers out before this; a script run in another way has none.
            messages.error(LOG_IN)
            return
        filters = _draw_top(spec)
        meeting.follow()
        st.session_state[_FILTERS] = filters
        st.session_state[_RUNNING] = True
        page.run()
        chosen_file.settle()
        with st.container(key="unseen_below"):
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


def _draw_top(spec: PageSpec) -> Filters | None:
    """What stands above a page: the bar, and what a reader must know of it. Gives the filters.

    None on a page that uses no filter where recorded crime cannot be had: the page draws without.
    On others that is an error.
    """
    meeting.draw(spec)
    try:
        view = filter_bar.find_view(settings.area(), spec.filters)
    except Exception:
        _draw_bar(spec, None)
        if spec.filters:
            _note_damage(None, spec)
            raise
        if spec.section == PLAN:
            messages.note(_explain_exception())
        _draw_unseen(None)
        return None
    _draw_unseen(view)
    _draw_bar(spec, view)
    moved = filter_bar.has_moved(view)
    if moved and not st.session_state.get(_MOVED):
        st.session_state[_MOVED] = True
        st.rerun()
    st.session_state[_MOVED] = False
    if spec.filters:
        for sentence in view.not_found:
            messages.note(sentence)
        _note_damage(view.filters, spec)
    return view.filters


def _draw_unseen(view: View | None) -> None:
    """What a page has for the browser alone: the connection watched, and the filters that it does not use."""
    with st.container(key="unseen"):
        drafts_kept = widgets.reconnect()
        meeting.draw_switch()
        if view is not None:
            filter_bar.draw_unused(view)
    if drafts_kept:
        drafts.restore(drafts_kept)


def _draw_bar(spec: PageSpec, view: View | None) -> None:
    """The bar on top of a page: its filters, the sample's chip, share, and who is logged in."""
    filtered = view is not None and bool(spec.filters)
    if not filtered and not people.login_configured():
        return
    with st.container(key="filter_bar", horizontal=True, vertical_alignment="center", gap="small"):
        if view is not None and filtered:
            filter_bar.draw(view)
            if view.source.simulated:
                share.draw_sample_chip(settings.area())
            share.draw(filter_bar.address(view))
        people.draw()
    if view is not None and filtered:
        share.draw_heading_for_paper(settings.area(), view.describe(), view.source)


def _explain_exception() -> str:
    """Why recorded crime cannot be had, of the exception that is being handled."""
    error = sys.exception()
    if isinstance(error, UserError):
        return f"Recorded crime cannot be shown. {error}"
    _LOG.exception("The filters could not be drawn.")
    return NO_FILTERS


def _note_damage(filters: Filters | None, spec: PageSpec) -> None:
    """The sentences about months and tables that a page leaves out because they cannot be read."""
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
        _draw_menu()
        st.rerun()
    current: Filters | None = st.session_state[_FILTERS]
    return current
