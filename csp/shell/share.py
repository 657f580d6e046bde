"""What the bar has beside the filters: what the sample is, how a page is passed on, its heading on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import settings
from csp.core.abbreviations import write_terms
from csp.core.markup import plain
from csp.core.settings import Area
from csp.shell import abbreviations, messages, outputs, picture, widgets
from csp.shell.outputs import Outputs

HELP = "help"
ABOUT = "about"
"""What of the address of the page Help names the page that a reader came from."""
SAMPLE_DATA = "Sample data"
NO_PICTURE_OF_MAP = (
    "The map that zooms is no chart: print the page, or take the map for papers from the tab All wards."
)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_sample_chip(explanation: str) -> None:
    """That the figures are simulated, and what is true of them, in a chip that opens."""
    with st.popover(SAMPLE_DATA, key="sample_chip", icon=":material/science:"):
        messages.paragraph(explanation)
        messages.caption("How to load the published files instead is on the page Help.")


def explain_sample(area: Area) -> str:
    """What of the sample is published and what is simulated."""
    if area.home == settings.SAMPLE_HOME:
        return (
            "Sample data: borough totals of crime as published; months, wards, other districts and road "
            "collisions are simulated."
        )
    return f"Sample data: every figure shown for {area.home_name} is simulated."


@st.fragment
def draw(address: Mapping[str, Sequence[str]]) -> None:
    """How a page is passed on: as a link, on paper, its charts as pictures, its tables as data.

    A part of its own: opening it draws what is in it and nothing of the page. What the page has to give
    is known when it has been drawn, so this is drawn after it, into its place in the bar.
    """
    with st.popover("Share", key="share", icon=":material/share:", on_change="rerun") as menu:
        if not menu.open:
            return
        with st.container(horizontal=True):
            widgets.copy_link(address, key="copy_link")
            widgets.print_page(key="print_page")
        page = outputs.read()
        page.draw_pictures()
        for key in page.charts:
            _draw_chart(page, key)
        for name in page.tables:
            _draw_table(page, name)
        if page.has_map:
            messages.caption(NO_PICTURE_OF_MAP)


def _draw_chart(page: Outputs, key: str) -> None:
    """A line for a chart: what it is, and its two kinds of picture."""
    chart = page.complete_chart(key)
    svg, png = page.name_chart(key, "svg"), page.name_chart(key, "png")
    with _draw_line(f"Chart: {chart.words.title}", f"chart_{key}"):
        _offer("PNG", partial(picture.draw_png, chart), png, "image/png", f"chart_{key}_png")
        _offer("SVG", partial(picture.draw_svg, chart), svg, "image/svg+xml", f"chart_{key}_svg")


def _draw_table(page: Outputs, name: str) -> None:
    """A line for a table: what it is, and its two kinds of file."""
    csv, excel = page.name_table(name, "csv"), page.name_table(name, "xlsx")
    with _draw_line(f"Table: {page.tables[name].caption}", f"table_{name}"):
        _offer("CSV", partial(page.write_csv, name), csv, "text/csv", f"table_{name}_csv")
        _offer("Excel", partial(page.write_excel, name), excel, EXCEL, f"table_{name}_excel")


def _draw_line(text: str, key: str) -> DeltaGenerator:
    """A line of the menu for the buttons of one chart or table; frame.css keeps them beside the text."""
    line = st.container(key=f"share_line_{key}", horizontal=True, vertical_alignment="center", gap="small")
    messages.caption(text, place=line)
    return line


def _offer(label: str, make: Callable[[], str | bytes], name: str, mime: str, key: str) -> None:
    """A button for a file that is made when the button is pressed."""
    st.download_button(
        plain(label), data=make, file_name=name, mime=mime, key=f"share_{key}", on_click="ignore"
    )


def draw_help(page: str) -> None:
    """The way to what the page Help says of a page; not on that page itself."""
    if page != HELP:
        st.page_link("pages/help.py", label="Help", icon=":material/help:", query_params={ABOUT: page})


def draw_abbreviations_for_paper() -> None:
    """What the abbreviations on the page stand for, as a line that is seen on paper alone."""
    if used := abbreviations.list_used():
        with st.container(key="paper_abbreviations"):
            messages.caption(f"Abbreviations. {write_terms(used)}")


def draw_heading_for_paper(area: Area, words: Sequence[str], simulated: bool) -> None:
    """What the bar says, as a line that is seen on paper alone."""
    sample = [SAMPLE_DATA] if simulated else []
    with st.container(key="paper_heading"):
        messages.caption(" · ".join([area.partnership, *words, *sample]))
