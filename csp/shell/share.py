"""What the bar has beside the filters: what the sample is, how a page is passed on, its heading on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from csp.core import settings
from csp.core.measures import Source
from csp.core.settings import Area
from csp.shell import messages, widgets

SAMPLE_DATA = "Sample data"


def draw_sample_chip(area: Area) -> None:
    """That the figures are simulated, and what is true of them, in a chip that opens."""
    with st.popover(SAMPLE_DATA, key="sample_chip", icon=":material/science:"):
        messages.paragraph(explain_sample(area))
        messages.caption("How to load the published files instead is on the page Help.")


def explain_sample(area: Area) -> str:
    """What of the sample is published and what is simulated."""
    if area.home == settings.SAMPLE_HOME:
        return "Sample data: borough totals as published; months, wards and other districts are simulated."
    return f"Sample data: every figure shown for {area.home_name} is simulated."


def draw(address: Mapping[str, Sequence[str]]) -> None:
    """How a page is passed on: as a link, on paper, as data or as a picture."""
    with st.popover("Share", key="share", icon=":material/share:"):
        widgets.copy_link(address, key="copy_link")
        widgets.print_page(key="print_page")
        messages.caption("Data: the button under each table. Picture: the menu beside each chart.")


def draw_heading_for_paper(area: Area, words: Sequence[str], source: Source) -> None:
    """What the bar says, as a line that is seen on paper alone."""
    sample = [SAMPLE_DATA] if source.simulated else []
    with st.container(key="paper_heading"):
        messages.caption(" · ".join([area.partnership, *words, *sample]))
