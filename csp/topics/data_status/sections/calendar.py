"""The tab of the calendar: which months are loaded, incomplete or missing."""

from __future__ import annotations

from typing import cast, get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import settings, wording
from csp.core.filters import Period
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import deliveries, queries
from csp.shell import messages, screen
from csp.shell.chart import Words
from csp.topics.data_status import charts, fetch
from csp.topics.data_status.findings.coverage import NO_MONTHS, describe_coverage, write_coverage_title
from csp.topics.data_status.rules.coverage import list_windows
from csp.topics.data_status.tables.coverage import build_coverage_table


def draw() -> None:
    """The calendar of the forces, of the districts, or of the crime types of one district."""
    sources = queries.list_sources()
    if not deliveries.list_months():
        messages.info(NO_MONTHS)
        return
    offered = [*get_args(fetch.Rows)] if sources else ["Forces"]
    first, second, third, fourth = st.columns([1.3, 1, 1, 1], vertical_alignment="bottom")
    screen.drop_stale_choice("rows", offered)
    rows = cast(fetch.Rows, screen.options(first, "A row for each of", offered, key="rows", default="Forces"))
    catalogue, area = read_catalogue(), settings.area()
    source, measure, district, what = "", "", area.home, "Every police force and source, rows stored"
    if rows != "Forces":
        labels = {catalogue.sources[code].label: code for code in sources}
        source = labels[_choose(second, "Source", [*labels], "of_source")]
    if rows == "Districts":
        types = {each.label: each.code for each in catalogue.offered(source)}
        label = _choose(third, "Crime type", [*types], "of_type")
        measure, what = types[label], f"{label}, {catalogue.sources[source].label}"
    if rows == "Crime types":
        names = {area.names[code]: code for code in (area.home, *area.peers)}
        name = _choose(third, "District", [*names], "of_district")
        district, what = names[name], f"{name}, {catalogue.sources[source].label}"
    window = _choose_window(fourth, source)
    coverage = fetch.fetch_coverage(rows, source, measure, district, window)
    words = Words(
        f"{rows}: {write_coverage_title(coverage)}",
        describe_coverage(coverage, what),
        _credit(source),
    )
    screen.chart(charts.draw_calendar(coverage, words, screen.mode()), key="calendar")
    screen.download(build_coverage_table(coverage, rows), f"coverage {rows} {what}")


def _credit(source: str) -> str:
    every = read_catalogue().sources
    codes = [source] if source else sorted({each.source for each in deliveries.list_months()} & every.keys())
    return "; ".join(every[code].credit for code in codes)


def _choose_window(place: DeltaGenerator, source: str) -> Period:
    """A span of the months of a source, "" for all of them."""
    own = [each for each in deliveries.list_months() if source in ("", each.source)]
    windows = list_windows({month for each in own for month in each.period.each()})
    if len(windows) == 1:
        return windows[0]
    names = {wording.period(window.start, window.end): window for window in windows}
    return names[_choose(place, "Months", [*names], "of_months")]


def _choose(place: DeltaGenerator, label: str, names: list[str], key: str) -> str:
    screen.drop_stale_choice(key, names)
    name: str = place.selectbox(plain(label), names, key=key, bind="query-params", format_func=plain)
    return name
