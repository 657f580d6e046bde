"""What every page says the same way: its finding, the caveats in force, figures, downloads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp import settings, theme, widgets, wording
from csp.charts.core import Spec
from csp.filters import Filters
from csp.measures import Source, catalogue
from csp.scope import Scope
from csp.settings import Area
from csp.tables.core import Table


def mode() -> theme.Mode:
    """The reader's colour mode: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def sample_line(source: Source, area: Area) -> None:
    if not source.simulated:
        return
    if area.home == settings.SAMPLE_HOME:
        text = "Sample data: borough totals as published; months, wards and other districts are simulated"
    else:
        text = f"Sample data: every figure shown for {area.home_name} is simulated"
    st.caption(f":material/science: {text}")


def header(finding: str, detail: str, chosen: Filters, in_force: Scope) -> None:
    """The finding as the title line, then area, period and source, then every caveat in force."""
    st.title(wording.unbroken(finding), anchor=False)
    source = catalogue().sources[chosen.source]
    notes = [detail, f"Source: {source.credit}."]
    st.caption(" ".join(notes))
    for caveat in caveats(chosen, in_force):
        note(caveat)


def note(text: str) -> None:
    """A quiet sentence that a reader must know."""
    st.caption(f":material/info: {text}")


def caveats(chosen: Filters, in_force: Scope) -> list[str]:
    """Sentences about the months and rows behind the figures that a reader must know."""
    told = []
    if in_force.missing:
        loaded = len(chosen.period.each()) - len(in_force.missing)
        told.append(
            f"{loaded} of the {chosen.period.months} months are loaded; {_months(in_force.missing)} missing."
        )
    if in_force.missing_before:
        told.append(
            f"No comparison: {_months(in_force.missing_before)} not loaded. "
            "Import those months or compare with another year."
        )
    if in_force.incomplete:
        told.append(
            f"{_months(in_force.incomplete)} incomplete in the police upload and counted as uploaded."
        )
    if in_force.left_out:
        told.append(f"{_months(in_force.left_out)} left out, on both sides: an upload is incomplete.")
    return told


def _months(months: Sequence[date]) -> str:
    named = [wording.month(month) for month in months]
    if len(named) > 4:
        return f"{len(named)} months ({named[0]} to {named[-1]}) are"
    return f"{wording.list_words(named)} {'is' if len(named) == 1 else 'are'}"


def metric(place: DeltaGenerator, label: str, value: str, note: str) -> None:
    """A figure in a box. The note says direction and certainty in words, so no arrow or colour of its own."""
    place.metric(label, value, note, delta_color="off", delta_arrow="off", border=True)


def plain(text: str) -> str:
    """Text that Markdown leaves alone."""
    return re.sub(r"([\\`*_{}\[\]<>#$~|:])", r"\\\1", text)


def download(table: Table, name: str) -> None:
    """A button that gives the table's data, made only when it is pressed."""
    st.download_button(
        "Download data",
        data=table.csv,
        file_name=f"{name.lower().replace(' ', '-')}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def clickable_chart(
    picture: Spec, *, key: str, field: str, on_pick: Callable[[Mapping[str, Any]], None]
) -> None:
    """Draw a chart; on_pick gets the fields of a mark that is clicked, before the page runs again.

    field is the name of the chart's selection.
    """

    def picked() -> None:
        marks = st.session_state[key].selection.get(field)
        if marks:
            on_pick(marks[0])

    # The chart's own description is its text alternative.
    st.vega_lite_chart(picture, theme=None, key=key, on_select=picked, selection_mode=field)


def legend(classes: Sequence[tuple[str, str]]) -> None:
    """The classes of a map, lowest first, as one line of swatches with their words."""
    widgets.legend(classes)
