"""The plan as a file to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from csp.core.markup import plain
from csp.topics.action_plan import fetch
from csp.topics.action_plan.store.plan_export import export
from csp.topics.action_plan.store.records import Plan

NAMES = {"xlsx": "Excel", "csv": "CSV", "docx": "Word"}


def draw_downloads(plan: Plan) -> None:
    """A button for each kind of file, with what people recorded alone: the head of the page says so."""
    listing = fetch.fetch_recorded_listing(plan)
    with st.container(horizontal=True):
        for kind, name in NAMES.items():
            st.download_button(
                plain(f"Download {name}"),
                data=partial(export, listing, kind, fetch.fetch_terms()),
                file_name=f"action-plan-{plan.label}.{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
