"""The register of near misses on the screen: its form, and the list of all that are known, to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from csp.core.road_records.near_miss import COLUMNS, NearMiss, write_near_miss_row
from csp.core.spreadsheet import neutralise_cell
from csp.shell import messages, people, screen
from csp.shell.people import Person
from csp.shell.widgets.table import table
from csp.topics.action_plan.store.near_misses import TypedNearMiss
from csp.topics.road_safety.fetch_records import fetch_imported_near_misses
from csp.topics.road_safety.fetch_register import fetch_register, fetch_removed
from csp.topics.road_safety.findings import register as words
from csp.topics.road_safety.near_miss_form import EDITED, attempt_return, draw_edit_form, draw_new_form
from csp.topics.road_safety.tables.register import build_register_table

VIEW = "road_near_misses"
"""What of the near misses is shown, in the address: WRITE is the form."""
WRITE = "Write one down"
# The height in px of a list of more near misses than that.
LIST_HEIGHT, FEW = 460, 8


def draw_form() -> None:
    """The form for who may write; for everybody else, why there is none."""
    if fetch_register() is None:
        messages.note(words.NO_REGISTER)
        return
    author = people.editor()
    if author is None:
        return
    opened = _find_opened()
    if opened:
        draw_edit_form(author, opened)
    else:
        draw_new_form(author)
    _draw_removed(author)


def _find_opened() -> TypedNearMiss | None:
    key = st.session_state.get(EDITED, "")
    return next((each for each in fetch_register() or () if each.key == key), None)


def _draw_removed(author: Person) -> None:
    """What was taken out, each with a way back."""
    removed = fetch_removed()
    if not removed:
        return
    with st.expander("Removed from the register", key="near_miss_removed"):
        for each in removed:
            line, back = st.columns([5, 1], vertical_alignment="center")
            messages.paragraph(" ".join(words.describe_near_miss(each.near_miss)), line)
            back.button(
                "Put back",
                key=f"near_miss_back_{each.key}",
                type="tertiary",
                on_click=attempt_return,
                args=(author, each),
            )


def draw_list() -> None:
    """Every near miss that is known, as a table and as a file that another dashboard can import."""
    typed = fetch_register()
    if typed is None:
        messages.note(words.NO_REGISTER)
    imported = fetch_imported_near_misses()
    known = {each.near_miss for each in typed or ()}
    listed = [(each.key, each.near_miss) for each in typed or ()]
    listed += [("", miss) for miss in imported if miss not in known]
    if not listed:
        messages.note(words.EMPTY)
        return
    content = build_register_table(listed, st.session_state.get(EDITED, ""))
    with st.container(height=LIST_HEIGHT if len(listed) > FEW else "content", border=False):
        table(content, key="near_misses", mode=screen.mode(), on_pick=_open)
    if imported:
        messages.caption(words.MASKED)
    with st.container(horizontal=True):
        screen.download(content, "Near misses")
        st.download_button(
            "Download for import",
            data=lambda: write_file([miss for _, miss in listed]),
            file_name="near-misses.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _open(row: str) -> None:
    """In a callback: open a near miss that was typed in, in its form."""
    try:
        st.session_state.update({EDITED: UUID(row).hex, VIEW: WRITE})
    except ValueError:
        return


def write_file(near_misses: Sequence[NearMiss]) -> str:
    """Near misses as csp import near-misses reads them; a text that a spreadsheet would run is disarmed."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for miss in near_misses:
        row = write_near_miss_row(miss)
        writer.writerow([neutralise_cell(row[column]) for column in COLUMNS])
    return file.getvalue()
