"""The parts that every page has: its finding, the caveats, figures, charts and maps to click, downloads."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pydeck as pdk
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp import widgets
from csp.core import settings, wording
from csp.core.filters import Filters
from csp.core.markup import bold, icon, join, plain, visible
from csp.core.measures import Source, read_catalogue
from csp.core.scope import Scope
from csp.core.settings import Area
from csp.core.table import Table
from csp.shell import maps, messages, theme
from csp.shell.chart import Spec


def mode() -> theme.Mode:
    """The reader's colour mode: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def drop_stale_choice(key: str, options: Collection[str]) -> bool:
    """Drop a stored choice, of one or several options, of which one is no longer on offer. True if it was."""
    value = st.session_state.get(key)
    choices = value if isinstance(value, list) else [value]
    if value is None or all(option in options for option in choices):
        return False
    del st.session_state[key]
    return True


def top_line(page: str, source: Source, area: Area) -> None:
    """The quiet line above the finding: where the reader is, and whether the data is simulated."""
    messages.caption(join([bold(page), _sample_words(source, area)], " · "))


def _sample_words(source: Source, area: Area) -> str:
    if not source.simulated:
        return ""
    if area.home == settings.SAMPLE_HOME:
        text = "Sample data: borough totals as published; months, wards and other districts are simulated"
    else:
        text = f"Sample data: every figure shown for {area.home_name} is simulated"
    return join([icon("science"), text])


def header(finding: str, detail: str, filters: Filters, scope: Scope) -> None:
    """The finding as the title line, then area, period and source, then every caveat."""
    messages.title(wording.unbroken(finding))
    source = read_catalogue().sources[filters.source]
    messages.caption(f"{detail} Source: {source.credit}.")
    for caveat in caveats(filters, scope):
        messages.note(caveat)


def caveats(filters: Filters, scope: Scope) -> list[str]:
    """Sentences about the months and rows behind the figures that a reader must know."""
    sentences = []
    if scope.missing:
        loaded = len(filters.period.each()) - len(scope.missing)
        sentences.append(
            f"{loaded} of the {filters.period.months} months are loaded; {_months(scope.missing)} missing."
        )
    if scope.missing_before:
        sentences.append(
            f"No comparison: {_months(scope.missing_before)} not loaded. "
            "Import those months or compare with another year."
        )
    if scope.incomplete:
        sentences.append(
            f"{_months(scope.incomplete)} incomplete in the police upload and counted as uploaded."
        )
    if scope.left_out:
        sentences.append(f"{_months(scope.left_out)} left out, on both sides: an upload is incomplete.")
    return sentences


def _months(months: Sequence[date]) -> str:
    named = [wording.month(month) for month in months]
    if len(named) > 4:
        return f"{len(named)} months ({named[0]} to {named[-1]}) are"
    return f"{wording.list_words(named)} {'is' if len(named) == 1 else 'are'}"


def metric(place: DeltaGenerator, label: str, value: str, note: str) -> None:
    """A figure in a box. The note says direction and certainty in words, so no arrow or colour of its own."""
    place.metric(plain(label), plain(value), plain(note), delta_color="off", delta_arrow="off", border=True)


def step(key: str, side: str, label: str) -> None:
    """A button that chooses the crime type before (side "left") or after ("right"), named by it."""
    st.button(
        plain(label),
        key=key,
        icon=":material/arrow_back:" if side == "left" else ":material/arrow_forward:",
        icon_position="left" if side == "left" else "right",
        on_click=st.session_state.update,
        kwargs={"type": label},
        help=plain(f"{'Previous' if side == 'left' else 'Next'} crime type: {label}"),
    )


def file_name(name: str) -> str:
    """The name of a file from words of any kind: in small letters, a hyphen for what no system takes."""
    return re.sub(r'[\s\\/:*?"<>|\x00-\x1f\x7f]+', "-", visible(name).lower()).strip("-.")


def download(table: Table, name: str) -> None:
    """A button that gives the table's data, made only when it is pressed."""
    st.download_button(
        "Download data",
        data=table.csv,
        file_name=f"{file_name(name)}.csv",
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

    def report_pick() -> None:
        marks = st.session_state[key].selection.get(field)
        if marks:
            on_pick(marks[0])

    # The chart's own description is its text alternative.
    st.vega_lite_chart(_pack_rows(picture), theme=None, key=key, on_select=report_pick, selection_mode=field)


def chart(picture: Spec, *, key: str) -> None:
    """Draw a chart that is only read; its own menu gives it as a picture."""
    st.vega_lite_chart(_pack_rows(picture), theme=None, key=key)


def _pack_rows(picture: Spec) -> Spec:
    """A chart with its rows as Arrow: Streamlit would go by way of pandas, ten times as slowly."""
    return {
        **picture,
        "datasets": {name: _build_arrow_table(rows) for name, rows in picture["datasets"].items()},
    }


def _build_arrow_table(rows: Any) -> Any:
    if not (isinstance(rows, list) and rows and all(row.keys() == rows[0].keys() for row in rows)):
        return rows
    return pa.Table.from_pylist(rows)


def legend(classes: Sequence[tuple[str, str]], key: str = "legend") -> None:
    """The classes of a map, lowest first, as one line of swatches with their words."""
    widgets.legend(classes, key=key)


def clickable_map(deck: pdk.Deck, *, key: str, height: int, alt: str, on_pick: Callable[[str], None]) -> None:
    """Draw a map; on_pick gets the code of an area that is clicked, before the page runs again.

    The page holds which area is selected, because the map's own selection cannot be set from
    here. So a change of that selection counts as a click and as nothing else: an area that
    leaves it was clicked a second time.
    """
    last = f"{key}_last"

    def report_pick() -> None:
        codes = maps.read_clicks(st.session_state[key].selection)
        code = codes[0] if codes else st.session_state.get(last)
        st.session_state[last] = codes[0] if codes else None
        if code:
            on_pick(code)

    st.pydeck_chart(deck, key=key, height=height, on_select=report_pick, alt=alt)


def options(place: DeltaGenerator, label: str, values: Sequence[str], *, key: str, default: str) -> str:
    """A choice of one of a few, all in sight and bound to the URL by key."""
    choice: str = place.segmented_control(
        plain(label), values, default=default, key=key, bind="query-params", required=True, format_func=plain
    )
    return choice


def search(place: DeltaGenerator, label: str, names: Sequence[str], *, key: str) -> str | None:
    """A name report_pick from a list or typed freely, bound to the URL by key; None where there is none."""
    name: str | None = place.selectbox(
        plain(label),
        names,
        index=None,
        key=key,
        bind="query-params",
        placeholder="Type a name",
        accept_new_options=True,
    )
    return name
