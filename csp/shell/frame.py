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
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import streamlit as st

from csp.core import damage, settings
from csp.core.errors import NothingYetError, PageLink, UserError
from csp.core.filters import Filters
from csp.core.markup import plain, style
from csp.core.measures import read_catalogue
from csp.core.settings import Area
from csp.data import bucket, own_places, queries
from csp.shell import (
    abbreviations,
    chosen_file,
    drafts,
    filter_bar,
    identity,
    link_values,
    meeting,
    menu,
    messages,
    outputs,
    people,
    share,
    widgets,
)
from csp.shell.filter_bar import View
from csp.shell.page_words import describe_page
from csp.shell.pages import EVERY_FILTER, PLAN, PageSpec

BROKEN = (
    "This page could not be drawn. Choose another period or crime type, or reload; "
    "if it stays so, tell whoever runs the dashboard: the reason is in its log."
)
NO_FILTERS = "Recorded crime cannot be shown: the reason is in the dashboard's log."
LOG_IN = "Log in to read this dashboard: open it anew, and the way in is shown."
_LOG = logging.getLogger(__name__)


def _read_style(name: str) -> str:
    return (settings.ROOT / "csp" / "shell" / f"{name}.css").read_text(encoding="utf-8")


_STYLE = _read_style("frame") + menu.mark_entries()
_TOOLS_ALONE = _read_style("page_tools")
_FILTERS = "frame_filters"
_RUNNING = "frame_running"
# That the last run was begun again since the address had decided otherwise: once is enough.
_MOVED = "frame_moved"


def _draw_menu() -> tuple[Any, PageSpec]:
    st.set_page_config(page_icon=menu.ICON, layout="wide")
    page, spec = menu.draw()
    st.set_page_config(page_title=plain(spec.title))
    styles = _STYLE + filter_bar.hide_unused(spec.filters)
    if not (spec.section or spec.filters or people.login_configured()):
        styles += _TOOLS_ALONE
    st.html(style(styles + meeting.write_style(spec)))
    return page, spec


def run(record: meeting.Record | None = None) -> None:
    """Draw the frame, then the page the reader is on. Called by app.py alone.

    record: of meetings, which a topic keeps.
    """
    page, spec = _draw_menu()
    abbreviations.begin()
    try:
        if not identity.may_read(people.login()):
            # The server's gate keeps readers out before this; a script run in another way has none.
            messages.error(LOG_IN)
            return
        filters, finish_top = _draw_top(spec, record)
        meeting.follow(spec)
        meeting.draw_strip(record)
        st.session_state[_FILTERS] = filters
        st.session_state[_RUNNING] = True
        try:
            page.run()
        except _PageEndError:
            pass
        finally:
            # What there is to share is known now, on a page that stopped early as well.
            finish_top()
        meeting.keep_page(record)
        share.draw_abbreviations_for_paper()
        chosen_file.settle()
        with st.container(key="unseen_below"):
            widgets.keep(
                drafts.collect() | drafts.collect_sheets(), people.collect_name(), people.restore_name
            )
            widgets.spell_page(abbreviations.list_terms())
    except NothingYetError as nothing:
        messages.title(nothing.title)
        messages.info(str(nothing))
        _draw_links(nothing.links)
    except UserError as error:
        messages.error(str(error))
    except Exception:
        # Streamlit's own box would send the meeting to a search engine.
        _LOG.exception("A page could not be drawn.")
        messages.error(BROKEN)
    finally:
        st.session_state[_RUNNING] = False
        _spare_the_collector()


def _draw_links(links: Sequence[PageLink]) -> None:
    """Where to do what a page without anything to show asks for."""
    for link in links:
        st.page_link(f"pages/{link.page}.py", label=plain(link.label), query_params=dict(link.query))


def _draw_top(spec: PageSpec, record: meeting.Record | None) -> tuple[Filters | None, Callable[[], None]]:
    """What stands above a page: the bar, and what a reader must know of it.

    Gives the filters, and what draws the rest of it when the page is drawn: the menu Share, and what the
    controls of the page could not find. There are no filters on a page that uses none where recorded
    crime cannot be had: it draws without. On others that is an error.
    """
    meeting.draw(spec, record)
    link_values.begin(spec.file, [*EVERY_FILTER])
    try:
        view = filter_bar.find_view(settings.area(), spec.filters, spec.offers_years)
    except Exception:
        draw_share = _draw_bar(spec, None)
        if spec.filters:
            _note_damage(None, spec)
            raise
        if spec.section == PLAN:
            messages.note(_explain_exception())
        _draw_unseen()
        return None, _finish_later(spec, draw_share)
    _draw_unseen()
    draw_share = _draw_bar(spec, view)
    moved = filter_bar.has_moved(view)
    if moved and not st.session_state.get(_MOVED):
        st.session_state[_MOVED] = True
        st.rerun()
    st.session_state[_MOVED] = False
    finish = _finish_later(spec, draw_share)
    if spec.filters:
        for sentence in view.not_found:
            messages.note(sentence)
        _note_damage(view.filters, spec)
        left_out = [] if view.is_yearly else queries.describe_unloaded_peers()
        own = (queries.describe_ended_home(), *own_places.describe_own_areas())
        for sentence in filter(None, (*left_out, *own)):
            messages.note(sentence)
    if missing := queries.explain_missing_months():
        messages.note(missing)
    return view.filters, finish


def _finish_later(spec: PageSpec, draw_share: Callable[[], None]) -> Callable[[], None]:
    """What draws the rest of the top when the page is drawn; the place of its notes is here."""
    place = st.container()

    def finish() -> None:
        draw_share()
        for sentence in link_values.list_sentences(spec.file):
            messages.note(sentence, place)

    return finish


def _draw_unseen() -> None:
    """What a page has for the browser alone: the connection watched."""
    with st.container(key="unseen"):
        drafts_kept = widgets.reconnect()
        meeting.draw_switch()
    if drafts_kept:
        drafts.restore(drafts_kept)


def _draw_bar(spec: PageSpec, view: View | None) -> Callable[[], None]:
    """The bar on top of a page: its section, the filters, the sample's chip, share, help, who is logged in.

    Gives what draws the menu Share into its place. The filters are drawn on every page, see
    csp.shell.filter_bar; where nothing else stands in the bar it has no line of its own.
    """
    filtered = view if spec.filters else None
    outputs.begin(describe_page(spec, _read_area(), filtered))
    with st.container(key="filter_bar", horizontal=True, vertical_alignment="center", gap="small"):
        if spec.section:
            menu.draw_row(spec)
        if view is not None:
            filter_bar.draw(view)
        if filtered is not None and filtered.source.simulated:
            share.draw_sample_chip(share.explain_sample(settings.area()))
        place = st.container(width="content")
        share.draw_help(spec.file)
        people.draw()
    if filtered is not None:
        share.draw_heading_for_paper(settings.area(), filtered.describe(), filtered.source.simulated)
    address = filter_bar.address(filtered) if filtered is not None else {}

    def draw_share() -> None:
        with place:
            share.draw(address)

    return draw_share


def _read_area() -> Area | None:
    """The settings of the partnership; None where they cannot be read, which the page says elsewhere."""
    try:
        return settings.area()
    except UserError:
        return None


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


class _PageEndError(Exception):
    """A page is drawn and the rest of its script is for something else."""


def end_page() -> NoReturn:
    """End the script of a page, which has drawn all that it shows."""
    raise _PageEndError


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
