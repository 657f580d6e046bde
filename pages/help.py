"""How the figures are made, what the words mean, how data is loaded, and which version this is."""

import streamlit as st

from csp.core import settings
from csp.core.abbreviations import read_abbreviations
from csp.core.markup import bold, join
from csp.shell import frame, messages, screen, share, tabs, widgets
from csp.shell.pages import PAGES
from csp.topics.help import fetch, findings, tables

filters = frame.filters_if_any()


def draw_methods() -> None:
    """What each claim of the pages rests on; first that of the page from which a reader came."""
    page = next((spec for spec in PAGES if spec.file == st.query_params.get(share.ABOUT)), None)
    in_use = fetch.describe_dispersions(filters) if filters else ""
    own, others = findings.list_methods(page.file if page else "", in_use)
    if page:
        messages.subheader(f"On the page {page.title}")
        messages.paragraph(page.help)
        messages.bullets(join([bold(f"{name}."), text]) for name, text in own)
        messages.subheader("On other pages" if own else "On every page")
    messages.bullets(join([bold(f"{name}."), text]) for name, text in others)
    messages.subheader("What to know before you rely on it")
    messages.bullets(findings.LIMITS)


def draw_area_methods() -> None:
    """What areas of one's own and yearly figures of partnerships rest on."""
    messages.bullets(join([bold(f"{name}."), text]) for name, text in findings.AREA_METHODS)


def draw_road_methods() -> None:
    """What each claim about roads rests on."""
    messages.bullets(join([bold(f"{name}."), text]) for name, text in findings.ROAD_METHODS)


def draw_abbreviations() -> None:
    """What the abbreviations of the plan and of the pages stand for."""
    table = tables.build_abbreviations(read_abbreviations(settings.area().places))
    widgets.table(table, key="abbreviations", mode=screen.mode())


def draw_loading() -> None:
    """How data comes into the dashboard."""
    messages.numbered(findings.LOADING)
    messages.paragraph(findings.LOADED)


def draw_about() -> None:
    """Whose dashboard this is, and which version."""
    messages.paragraph(findings.describe_version(settings.read_version(), settings.area().partnership))


messages.title(findings.TITLE)
tabs.draw_tabs(
    "help_tab",
    {
        "Methods": draw_methods,
        "Methods about areas": draw_area_methods,
        "Methods about roads": draw_road_methods,
        "Abbreviations": draw_abbreviations,
        "Load data": draw_loading,
        "About": draw_about,
    },
)
