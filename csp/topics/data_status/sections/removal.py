"""Removing a month or a source for an editor: what goes is said first, and each removal can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.core.status import LoadedMonth
from csp.data import database
from csp.data.partner_history import Step, list_deliveries
from csp.imports.partner.removing import remove_month, remove_source
from csp.imports.partner.undoing import undo_import
from csp.shell import messages, people
from csp.topics.data_status.findings.removal import (
    describe_month_removal,
    describe_removed,
    describe_source_removal,
    write_removed,
)

TOPIC = "removal"
"""Of what became of a removal or its undo, which the page shows."""
_FORM = "removal"


def draw_month(month: LoadedMonth) -> None:
    """The button that removes one month of a source, with what goes."""
    label = read_catalogue().sources[month.source].label
    with st.popover(plain("Remove this month"), icon=":material/delete:", type="tertiary"):
        messages.paragraph(describe_month_removal(month, label))
        _draw_confirm("Remove the month", f"{month.source}_month", month)


def draw_source(source: str, months: Sequence[LoadedMonth]) -> None:
    """The button that removes all of a source, with what goes."""
    label = read_catalogue().sources[source].label
    with st.popover(plain(f"Remove {label}"), icon=":material/delete:", type="tertiary"):
        messages.paragraph(describe_source_removal(months, label))
        _draw_confirm("Remove the source", f"{source}_all", source)


def _draw_confirm(words: str, key: str, what: LoadedMonth | str) -> None:
    """The confirmation; who has given no name yet gives it here."""
    editor = people.editor(f"{_FORM}_{key}")
    if editor is not None:
        st.button(
            plain(words), type="primary", key=f"{_FORM}_{key}_go", on_click=_remove, args=(what, editor.name)
        )


def _remove(what: LoadedMonth | str, by: str) -> None:
    """In a callback: remove a month, or a source by its code."""

    def write() -> str:
        if isinstance(what, LoadedMonth):
            # The list of files names the quarters and years of a partner by their length.
            force = what.force if what.span == 1 else f"{what.source}-{what.span}"
            remove_month(what.source, what.month, by, force=force)
        else:
            remove_source(what, by)
        database.forget_stamp()
        return write_removed(what)

    messages.attempt(TOPIC, write)


def draw_removed() -> None:
    """What became of the last removal, and each removal that can be undone, with its button."""
    messages.show_outcome(TOPIC)
    for step in _list_removals():
        label = read_catalogue().sources[step.source].label
        left, right = st.columns([4, 1], vertical_alignment="center")
        messages.note(describe_removed(step.starts, label, step.by, step.moment), place=left)
        right.button(
            "Undo",
            key=f"undo_{step.source}_{step.moment.timestamp():.0f}",
            icon=":material/undo:",
            on_click=_undo,
            args=(step.source, step.moment, people.person().name),
        )


def _list_removals() -> list[Step]:
    """The removals of which nothing has come in again since."""
    codes = [code for code, source in read_catalogue().sources.items() if not source.yearly]
    steps = [step for code in codes for step in list_deliveries(code)]
    return [step for step in steps if step.action == "removal" and step.can_be_undone]


def _undo(source: str, moment: datetime, by: str) -> None:
    """In a callback: bring back what was removed."""

    def write() -> str:
        sentence = undo_import(source, moment, by=by)
        database.forget_stamp()
        return sentence

    messages.attempt(TOPIC, write)
