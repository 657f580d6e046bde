"""The tab of what is loaded: every source, its months, and one month in detail."""

from __future__ import annotations

import streamlit as st

from csp.core import settings
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.core.status import LoadedMonth, Status
from csp.data import deliveries
from csp.shell import identity, messages, screen, widgets
from csp.topics.data_status import fetch, findings, tables
from csp.topics.data_status.findings.months import PICK, describe_month, explain_incomplete
from csp.topics.data_status.sections import removal
from csp.topics.data_status.tables.months import build_deliveries, build_month_table, name_month
from csp.topics.data_status.tables.partner_figures import build_period_figures

HEIGHT = 300
"""Of the table of months in px: it scrolls."""
SOURCES_HEIGHT = 210
ALL = "All sources"
MONTHS, FIGURES, CELLS = "Months", "Quarters and years", "Incomplete by type"
ROADS, OTHERS = "Road collisions", "Outlines and population"
_PICKED = "data_month"


def draw(status: Status, may_remove: bool) -> None:
    """Every source in a line, and below it what the reader chooses to see."""
    catalogue, mode = read_catalogue(), screen.mode()
    if status.months:
        months = tables.build_months(
            status.months, catalogue.sources, fetch.find_today(), identity.is_public()
        )
        with st.container(height=SOURCES_HEIGHT if len(status.months) > 4 else "content", border=False):
            widgets.table(months, key="loaded_months", mode=mode)
    if may_remove:
        removal.draw_removed()
    cells = fetch.list_incomplete_cells()
    figures = fetch.list_period_figures()
    parts = {
        MONTHS: bool(status.months),
        FIGURES: bool(figures),
        CELLS: bool(cells),
        ROADS: bool(status.roads),
        OTHERS: True,
    }
    offered = [name for name, is_there in parts.items() if is_there]
    screen.drop_stale_choice("show", offered)
    choice = screen.options(st.container(), "Show", offered, key="show", default=offered[0], labelled=False)
    if choice == MONTHS:
        _draw_months(may_remove)
    elif choice == FIGURES:
        table = build_period_figures(figures, settings.area().home_name)
        with st.container(height=HEIGHT if len(figures) > 6 else "content", border=False):
            widgets.table(table, key="loaded_figures", mode=mode)
        screen.download(table, "figures of quarters and years")
    elif choice == CELLS:
        _draw_cells()
    elif choice == ROADS:
        roads = tables.build_roads(status.roads)
        widgets.table(roads, key="loaded_roads", mode=mode)
        screen.download(roads, "road collisions loaded")
        messages.bullets(findings.describe_roads(status.roads))
    else:
        with st.container(height=HEIGHT if len(status.tables) > 6 else "content", border=False):
            widgets.table(tables.build_others(status.tables), key="loaded_tables", mode=mode)
        messages.bullets(findings.describe_others(status))


def _draw_months(may_remove: bool) -> None:
    catalogue, every = read_catalogue(), deliveries.list_months()
    known = [each for each in every if each.source in catalogue.sources]
    labels = {catalogue.sources[each.source].label: each.source for each in known}
    source = ""
    if len(labels) > 1:
        names = [ALL, *labels]
        screen.drop_stale_choice("loaded", names)
        left, right = st.columns([1, 3], vertical_alignment="bottom")
        chosen = left.selectbox("Source", names, key="loaded", bind="query-params", format_func=plain)
        source = labels.get(chosen, "")
        messages.caption(PICK, place=right)
    else:
        source = next(iter(labels.values()), "")
        messages.caption(PICK)
    months = [each for each in known if source in ("", each.source)]
    picked = next((each for each in months if name_month(each) == st.session_state.get(_PICKED)), None)
    if picked:
        _draw_month(picked, may_remove)
    selected = name_month(picked) if picked else ""
    table = build_month_table(months, catalogue.sources, selected, identity.is_public())
    with st.container(height=HEIGHT, border=False):
        widgets.table(table, key="every_month", mode=screen.mode(), on_pick=_pick)
    screen.download(table, "data loaded")
    if any(each.is_incomplete for each in months):
        messages.note(findings.INCOMPLETE)
    if may_remove and source and not catalogue.sources[source].simulated:
        removal.draw_source(source, months)


def _pick(key: str) -> None:
    """In a callback: show the details of a month; a second click puts them away."""
    before = st.session_state.get(_PICKED)
    st.session_state[_PICKED] = None if before == key else key


def _draw_month(month: LoadedMonth, may_remove: bool) -> None:
    catalogue, area = read_catalogue(), settings.area()
    source = catalogue.sources[month.source]
    force = "" if month.force == month.source else tables.name_force(month.force)
    cells = [cell for code, cell in fetch.list_incomplete_cells() if code == month.source]
    labels = {code: measure.label for code, measure in catalogue.measures.items()}
    with st.container(border=True):
        messages.paragraph(describe_month(month, source.label, force))
        for sentence in explain_incomplete(month, cells, labels, dict(area.names)):
            messages.note(sentence)
        with st.container(height=130 if len(month.deliveries) > 3 else "content", border=False):
            widgets.table(build_deliveries(month.deliveries), key="deliveries", mode=screen.mode())
        messages.caption(f"Licence: {source.licence or source.credit}.")
        if may_remove and not source.simulated:
            removal.draw_month(month)


def _draw_cells() -> None:
    catalogue, area = read_catalogue(), settings.area()
    labels = {code: measure.label for code, measure in catalogue.measures.items()}
    cells = [(catalogue.sources[source].label, cell) for source, cell in fetch.list_incomplete_cells()]
    table = tables.build_incomplete(cells, labels, area.names)
    with st.container(height=HEIGHT if len(cells) > 7 else "content", border=False):
        widgets.table(table, key="incomplete_cells", mode=screen.mode())
    screen.download(table, "incomplete by type")
    messages.note(findings.INCOMPLETE_CELLS)
