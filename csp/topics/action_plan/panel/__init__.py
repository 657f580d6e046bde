"""The side panel of the board: one action without leaving it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages
from csp.topics.action_plan.store.records import Listing


def draw(listing: Listing, ref: str, order: Sequence[str]) -> None:  # noqa: ARG001 of the panel to come
    """Draw one action of a listing. order: the references on the board, in their order."""
    action = next(action for action in listing.actions if action.ref == ref)
    messages.subheader(ref)
    messages.paragraph(action.text)
    st.page_link(
        "pages/action.py",
        label=plain(f"All of {ref}"),
        query_params={"action": ref},
        icon=":material/open_in_full:",
    )
