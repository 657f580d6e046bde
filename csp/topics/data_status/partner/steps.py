"""The steps of a file that is coming in: its table, its columns, its names, and what would be stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.imports.partner.intake import Share
from csp.shell import messages, step_bar
from csp.shell.people import Person
from csp.topics.data_status.partner import (
    check_step,
    columns_step,
    declaring,
    findings,
    names_step,
    table_step,
)
from csp.topics.data_status.partner.draft import CHECK, COLUMNS, NAMES, TABLE, Draft
from csp.topics.data_status.partner.opening import drop_draft


def draw(draft: Draft, author: Person) -> None:
    """The steps to choose from, and the one that is open."""
    if declaring.is_open():
        declaring.draw_form(draft)
        return
    with _progress() as share:
        draft.load(share)
    _open_first_question(draft)
    _draw_bar(draft)
    bodies: dict[int, Callable[[], None]] = {
        TABLE: lambda: table_step.draw(draft),
        COLUMNS: lambda: columns_step.draw(draft),
        NAMES: lambda: names_step.draw(draft),
        CHECK: lambda: check_step.draw(draft, author),
    }
    try:
        bodies[draft.step]()
    except UserError as error:
        messages.error(str(error))


def _open_first_question(draft: Draft) -> None:
    """Once for a file that a saved profile knows: open the step that has a question, where it holds one."""
    if not draft.saved or draft.is_looked_through:
        return
    draft.is_looked_through = True
    if draft.step == CHECK and draft.list_unmapped():
        draft.step = NAMES


def _draw_bar(draft: Draft) -> None:
    def go(step: int) -> None:
        draft.step = step

    with st.container(horizontal=True, vertical_alignment="center"):
        step_bar.draw_steps(findings.STEPS, draft.step, draft.key("step"), "partner_next", go)
        with st.popover(plain(f"Drop {draft.upload.name}…"), type="tertiary"):
            messages.caption("The file and all answers about it are dropped. Nothing that is stored changes.")
            st.button("Drop the file", key="partner_drop", on_click=drop_draft)
    for note in (*draft.intake.book.notes, *draft.find_news()):
        messages.note(note)


@contextmanager
def _progress() -> Iterator[Share]:
    """A bar that shows the share of a work that is done, and goes with it."""
    place = st.empty()
    last = -1

    def show(share: float) -> None:
        nonlocal last
        percent = int(100 * min(max(share, 0.0), 1.0))
        if percent > last:
            last = percent
            place.progress(percent, "Reading the rows")

    yield show
    place.empty()
