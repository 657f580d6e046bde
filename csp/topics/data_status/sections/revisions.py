"""The tab of revisions: months that were delivered again, and figures of partners' extracts that moved."""

from __future__ import annotations

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import deliveries
from csp.shell import identity, messages, screen, widgets
from csp.topics.data_status.fetch_revisions import fetch_revisions
from csp.topics.data_status.findings.revisions import (
    HISTORY,
    MOST,
    NO_CELLS,
    NOT_PUBLISHED,
    describe_provisional,
    write_cells,
    write_revisions,
)
from csp.topics.data_status.rules.revisions import list_moved
from csp.topics.data_status.tables.revisions import build_moved, build_revised_cells

HEIGHT = 260


def draw() -> None:
    """How months moved between deliveries, which are provisional, and cell by cell what partners revised."""
    catalogue = read_catalogue()
    months = [each for each in deliveries.list_months() if each.source in catalogue.sources]
    is_public = identity.is_public()
    moved = list_moved(months)
    messages.paragraph(NOT_PUBLISHED if is_public else write_revisions(moved))
    for source in dict.fromkeys(each.source for each in months if each.is_provisional):
        provisional = deliveries.find_provisional(source)
        messages.note(describe_provisional(catalogue.sources[source].label, provisional))
    if moved:
        table = build_moved(moved, catalogue.sources)
        with st.container(height=HEIGHT if len(moved) > 6 else "content", border=False):
            widgets.table(table, key="moved", mode=screen.mode())
        screen.download(table, "months revised")
    _draw_cells([each.source for each in moved if each.force == each.source])
    if not is_public:
        messages.caption(HISTORY)


def _draw_cells(sources: list[str]) -> None:
    """The figures of one partner's source that moved."""
    catalogue = read_catalogue()
    labels = {catalogue.sources[code].label: code for code in dict.fromkeys(sources)}
    if not labels:
        return
    label = next(iter(labels))
    if len(labels) > 1:
        screen.drop_stale_choice("revised", [*labels])
        label = st.selectbox(
            "Source", [*labels], key="revised", bind="query-params", format_func=plain, width=360
        )
    revisions = fetch_revisions(labels[label])
    if not revisions.cells:
        messages.paragraph(NO_CELLS)
        return
    messages.subheader("Figures that moved")
    messages.paragraph(write_cells(revisions.revised, revisions.shared, label))
    every = build_revised_cells(revisions.cells)
    table = build_revised_cells(revisions.cells[:MOST])
    with st.container(height=HEIGHT, border=False):
        widgets.table(table, key="revised_cells", mode=screen.mode())
    screen.download(table, f"figures revised {label}", make_whole=lambda: every)
