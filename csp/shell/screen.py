"""What every page says the same way: its finding, the caveats in force, figures, downloads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pydeck as pdk
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import disclosure, settings, wording
from csp.core.filters import Filters
from csp.core.incomplete_words import describe_cells
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.core.table import Table
from csp.data import completeness
from csp.shell import link_values, maps, meeting, messages, outputs, theme, widgets
from csp.shell.chart import Chart, Rows, Spec, to_vega_lite

# As Streamlit writes it: its browser side expects the notes of pandas in a table without columns.
_NO_ROWS = pa.Table.from_pandas(pd.DataFrame())


def mode() -> theme.Mode:
    """The reader's colour mode, and whether the page is on the screen of a meeting."""
    if st.context.theme.type == "dark":
        return "dark meeting" if meeting.is_on() else "dark"
    return "light meeting" if meeting.is_on() else "light"


def drop_stale_choice(key: str, options: Collection[object]) -> bool:
    """Drop a stored choice, one or several, that is not on offer any more. True when one was dropped."""
    value = st.session_state.get(key)
    choices = value if isinstance(value, list) else [value]
    if value is None or all(choice in options for choice in choices):
        return False
    del st.session_state[key]
    return True


def follow_renamed(key: str, renamed: Mapping[str, str], several: bool = False) -> None:
    """Let an address that holds former names of choices set the control that is drawn next under key.

    renamed: the name in force of each former one. several: the control holds a list. Streamlit
    drops a name that it does not know, so the choice is made before the control reads the address.
    Only on the first run: after it the reader's own choice counts.
    """
    if key in st.session_state:
        return
    names = st.query_params.get_all(key)
    if not any(name in renamed for name in names):
        return
    choices = [renamed.get(name, name) for name in names]
    link_values.understand(key)
    if not several:
        st.session_state[key] = choices[-1]
        return
    # Of a list Streamlit keeps the names that it knows, whatever was chosen for it before.
    st.query_params[key] = choices
    st.rerun()


def header(
    finding: str,
    detail: str,
    filters: Filters,
    scope: Scope,
    notes: Iterable[str] = (),
    place: str = "",
    home_alone: bool = False,
) -> None:
    """The finding as the title line, then area, period and source, then every caveat in force.

    notes: what else a reader must know of this page. All of it stands in one container: an element
    that comes or goes outside of one makes the browser build everything below it anew. Files of the
    page say the same; place: where its figures are of, if that is not what the bar says. home_alone: see
    caveats().
    """
    sentences = [*caveats(filters, scope, home_alone), *notes]
    is_adjusted = bool(filters.wards) and settings.area().is_public
    head(finding, detail, filters, scope.comparable, sentences, place, is_adjusted)


def note_adjusted() -> None:
    """Say once, on the page and in its files, that counts by ward are adjusted; they are in public mode."""
    if settings.area().is_public and disclosure.ADJUSTED not in outputs.read().provenance.notes:
        messages.note(disclosure.ADJUSTED)
        outputs.add_note(disclosure.ADJUSTED, "Adjusted")


def head(
    finding: str,
    detail: str,
    filters: Filters,
    comparable: bool,
    sentences: Sequence[str],
    place: str = "",
    is_adjusted: bool = False,
) -> None:
    """The title line, area, period and source, and sentences below; see header().

    is_adjusted: whether the figures are adjusted (a ward in public mode). That is said with the sentences, in
    one line, so that the figures stay on the first screen.
    """
    outputs.state(finding, sentences, filters.period, comparable, place)
    if is_adjusted:
        outputs.add_note(disclosure.ADJUSTED, "Adjusted")
        sentences = [" ".join([*sentences, disclosure.ADJUSTED])]
    with st.container():
        messages.title(finding)
        source = read_catalogue().sources[filters.source]
        # Of the sample the chip in the bar says what it is.
        messages.caption(detail if source.simulated else f"{detail} Source: {source.credit}.")
        for note in sentences:
            messages.note(note)


def caveats(filters: Filters, scope: Scope, home_alone: bool = False) -> list[str]:
    """Sentences about the months and rows behind the figures that a reader must know.

    home_alone: the figures are of the home district and are not compared with other districts.
    """
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
        sentences.append(f"{_months(scope.incomplete)} counted as received: data incomplete at source.")
    if scope.left_out:
        sentences.append(f"{_months(scope.left_out)} left out, on both sides: data incomplete at source.")
    return [*sentences, *describe_incomplete(filters, scope, [filters.measure], home_alone)]


def describe_incomplete(
    filters: Filters, scope: Scope, measures: Iterable[str], home_alone: bool = False
) -> list[str]:
    """Which of some crime types are incomplete in a district, in the months that are counted."""
    area, catalogue = settings.area(), read_catalogue()
    every = completeness.fetch_incomplete_cells(filters.source)
    months = frozenset((*scope.before, *scope.months))
    district = area.home if home_alone or filters.wards else ""
    cells = dict.fromkeys(cell for code in measures for cell in every.of(code, months, district))
    labels = {code: measure.label for code, measure in catalogue.measures.items()}
    return describe_cells(list(cells), labels, area.names)


def _months(months: Sequence[date]) -> str:
    names = [wording.month(month) for month in months]
    if len(names) > 4:
        return f"{len(names)} months ({names[0]} to {names[-1]}) are"
    return f"{wording.list_words(names)} {'is' if len(names) == 1 else 'are'}"


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


def download(table: Table, name: str, make_whole: Callable[[], Table] | None = None) -> None:
    """A button that gives the table's data as CSV, made only when it is pressed.

    name: what the table is, in words; the file is called by it and by the filters in force. make_whole:
    makes all of a table of which this is the part that is shown. The menu Share has the table too, as CSV
    and as Excel.
    """
    page = outputs.read()
    page.add_table(table, name)
    if make_whole:
        page.wholes[name] = make_whole
    st.download_button(
        "Download data",
        data=partial(page.write_csv, name),
        file_name=page.name_table(name, "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def clickable_chart(
    picture: Chart, *, key: str, field: str, on_pick: Callable[[Mapping[str, Any]], None]
) -> None:
    """Draw a chart; on_pick gets the fields of a mark that is clicked, before the page runs again.

    field is the name of the chart's selection (csp.shell.chart.clicks()). A click puts its mark into
    the selection or takes it out, so the mark clicked is the one in which the selection differs from
    that of the last drawing. It cannot be emptied from here, but what it holds does not matter.
    """
    last = f"{key}_last"

    def picked() -> None:
        before, marks = st.session_state.get(last, []), _marks(st.session_state[key], field)
        clicked = [mark for mark in marks if mark not in before] or [
            mark for mark in before if mark not in marks
        ]
        if clicked:
            on_pick(clicked[-1])

    outputs.read().charts[key] = picture
    # The chart's own description is its text alternative.
    state = st.vega_lite_chart(_packed(picture), theme=None, key=key, on_select=picked, selection_mode=field)
    st.session_state[last] = _marks(state, field)


def _marks(state: Any, field: str) -> list[dict[str, Any]]:
    """The marks in a chart's selection, without those that have no value: words can be clicked too."""
    return [mark for mark in state.selection.get(field, ()) if mark]


def chart(picture: Chart, *, key: str) -> None:
    """Draw a chart that is only read; the menu Share gives it as a picture."""
    outputs.read().charts[key] = picture
    st.vega_lite_chart(_packed(picture), theme=None, key=key)


def _packed(picture: Chart) -> Spec:
    """A chart with its rows as Arrow: Streamlit would go by way of pandas, ten times as slowly.

    The datasets of the specification itself, which are shapes, stay as they are.
    """
    spec = to_vega_lite(picture)
    shapes = picture.specification.get("datasets", {})
    rows = {name: _arrow(rows) for name, rows in spec["datasets"].items() if name not in shapes}
    return {**spec, "datasets": {**shapes, **rows}}


def _arrow(rows: Rows) -> pa.Table:
    return pa.Table.from_pylist(rows) if rows else _NO_ROWS


def legend(classes: Sequence[tuple[str, str]], key: str = "legend", signs: Sequence[str] = ()) -> None:
    """The classes of a map, lowest first, as one line of swatches, or of their signs, with their words."""
    widgets.legend(classes, key=key, signs=signs)


def clickable_map(deck: pdk.Deck, *, key: str, height: int, alt: str, on_pick: Callable[[str], None]) -> None:
    """Draw a map; on_pick gets the code of an area that is clicked, before the page runs again.

    What is chosen is known by the page, not by the map, whose own selection cannot be set
    from here. So a selection is read as a click only: when the map has let go of an area,
    that area was clicked a second time.
    """
    last = f"{key}_last"

    def picked() -> None:
        selection = st.session_state[key].selection
        codes = maps.read_clicks(selection)
        if not codes and any((selection.get("objects") or {}).values()):
            return  # what was clicked stands for nothing
        code = codes[0] if codes else st.session_state.get(last)
        st.session_state[last] = codes[0] if codes else None
        if code:
            on_pick(code)

    st.pydeck_chart(deck, key=key, height=height, on_select=picked, alt=alt)


def options(
    place: DeltaGenerator, label: str, values: Sequence[str], *, key: str, default: str, labelled: bool = True
) -> str:
    """A choice of one of a few, all in sight and bound to the URL by key.

    labelled: whether its label is written above it; a screen reader is told in any case.
    """
    choice: str = place.segmented_control(
        plain(label),
        values,
        default=default,
        key=key,
        bind="query-params",
        required=True,
        format_func=plain,
        label_visibility="visible" if labelled else "collapsed",
    )
    return choice


def search(place: DeltaGenerator, label: str, names: Sequence[str], *, key: str) -> str | None:
    """A name picked from a list or typed freely, bound to the URL by key; None where there is none.

    Its label stands in the box, while that is empty.
    """
    name: str | None = place.selectbox(
        plain(label),
        names,
        index=None,
        key=key,
        bind="query-params",
        placeholder=label,
        label_visibility="collapsed",
        accept_new_options=True,
    )
    return name
