"""The controls of a report: its kind, and its sections ticked, ordered and renamed.

A change of the order is the reader's own at once, for a file of their own; keeping it for everyone is a
write of its own. So whoever only reads can arrange a report as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core.markup import plain
from csp.shell import messages, screen, widgets
from csp.shell.people import Person
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.report_records import SectionOrder, Version
from csp.topics.report.authoring import order, saving, words
from csp.topics.report.authoring.gathering import KeptReport, fit_sections
from csp.topics.report.authoring.order import Sections
from csp.topics.report.authoring.saving import Write
from csp.topics.report.document import Kind
from csp.topics.report.fetch import list_default_types

_DRAFT = "report_order"
# The row above the list has room for buttons that come and go: the list stays under the pointer.
_ROW_PX = 48


@dataclass(frozen=True)
class Draft:
    """An order that is the reader's own. version: the one that was kept when it was begun, 0 for none."""

    sections: Sections
    version: int


def choose_kind(place: DeltaGenerator) -> Kind:
    """The kind of report, bound to the address."""
    label = screen.options(place, "Kind of report", [*words.KINDS.values()], key="report", default=_first())
    return next(kind for kind, name in words.KINDS.items() if name == label)


def _first() -> str:
    return next(iter(words.KINDS.values()))


def choose_day(kind: Kind, usual: date, place: DeltaGenerator) -> date | None:
    """The day of the last meeting, for the kind of report that says what has changed since; else None."""
    if kind != "since":
        return None
    day = place.date_input(
        "Last meeting",
        usual,
        key="report_since",
        bind="query-params",
        format="DD/MM/YYYY",
        width=200,
        help="What has changed since that day.",
    )
    return day if isinstance(day, date) else usual


def read_sections(kept: KeptReport, crime_labels: Mapping[str, str]) -> Sections:
    """The sections in force: the reader's own order, else the one kept, else the usual one."""
    draft = _read_draft(kept.kind)
    if draft:
        return order.fit_kept(draft.sections, kept.kind, crime_labels)
    return fit_sections(kept, crime_labels, lambda: list_default_types(kept.context.filters))


def _read_draft(kind: Kind) -> Draft | None:
    draft: Draft | None = st.session_state.get(f"{_DRAFT}_{kind}")
    return draft


def draw_sections(
    kind: Kind,
    sections: Sections,
    kept: Version[SectionOrder] | None,
    crime_labels: Mapping[str, str],
    plan: Plan | None,
    author: Person | None,
) -> None:
    """The list of sections, the crime types with one of their own, and what can be done with the order."""
    draft = _read_draft(kind)
    version = draft.version if draft else kept.version if kept else 0

    def change(changed: Sections) -> None:
        st.session_state[f"{_DRAFT}_{kind}"] = Draft(changed, version)

    with st.container(horizontal=True, vertical_alignment="center", height=_ROW_PX, border=False):
        messages.caption(words.describe_order(draft is not None, kept), place=st.container(width="content"))
        if draft:
            _draw_ways_on(kind, draft, sections, kept, plan, author)
    if kind == "assessment":
        _choose_crime_types(sections, crime_labels, change)
    widgets.order_list(
        order.build_entries(sections, kind, crime_labels),
        "Sections of the report, in their order",
        key=f"report_sections_{kind}",
        on_change=lambda rows: change(order.read_rows(rows, sections)),
    )


def _choose_crime_types(
    sections: Sections, crime_labels: Mapping[str, str], change: Callable[[Sections], None]
) -> None:
    chosen = order.list_crime_types(sections)
    key = "report_types"
    # What is chosen is read from the sections, of which some may have come from elsewhere.
    st.session_state[key] = chosen
    st.multiselect(
        "Crime types with a section of their own",
        [*crime_labels],
        key=key,
        format_func=lambda code: crime_labels[code],
        on_change=lambda: change(order.choose_crime_types(sections, st.session_state[key])),
    )


def _draw_ways_on(
    kind: Kind,
    draft: Draft,
    sections: Sections,
    kept: Version[SectionOrder] | None,
    plan: Plan | None,
    author: Person | None,
) -> None:
    if author and plan:
        write = Write(
            plan.id,
            kind,
            SectionOrder(sections),
            draft.version,
            author,
            "The order is kept for everyone.",
            form=f"order-{kind}",
            after=lambda: _drop_draft(kind),
        )
        st.button("Keep it for everyone", type="primary", on_click=saving.attempt, args=(lambda: write,))
    st.button(
        plain("Back to the order kept" if kept else "Back to the usual order"),
        on_click=_drop_draft,
        args=(kind,),
    )


def _drop_draft(kind: Kind) -> None:
    st.session_state.pop(f"{_DRAFT}_{kind}", None)
