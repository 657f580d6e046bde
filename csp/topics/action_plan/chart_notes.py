"""Dated notes on charts, kept with the plan: read for a page's charts, and written from beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from csp.core.caching import keep_while
from csp.core.errors import UserError
from csp.shell import messages, people
from csp.shell.chart_marks import ChartMark
from csp.shell.people import Person
from csp.topics.action_plan.fetch import fetch_board, list_own_plans, read_if_there
from csp.topics.action_plan.findings import chart_notes as words
from csp.topics.action_plan.rules.selection import find_plan_in_force
from csp.topics.action_plan.store import entries
from csp.topics.action_plan.store.entry_records import ChartNote, Held
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.store import Board

ROADS = "road/casualties"
"""The name by which notes on road casualties are kept."""
_TOPIC, _NEXT = "chart_notes", "chart_note_next"
_list_notes = keep_while(entries.read_stamp, maxsize=32)(entries.list_chart_notes)


def name_crime_chart(code: str) -> str:
    """The name by which notes on a crime type are kept: its charts on every page have the same."""
    return f"crime/{code}"


@dataclass(frozen=True)
class ChartNotes:
    """The notes on the charts of a subject, by their days. plan: the one that a new note is kept with."""

    chart: str
    plan: Plan | None
    notes: tuple[Held[ChartNote], ...]

    def list_marks(self, first: date | None = None, last: date | None = None) -> tuple[ChartMark, ...]:
        """The notes, numbered; of some days alone where these are given, by the same numbers."""
        return tuple(
            ChartMark(number, note.content.day, note.content.text)
            for number, note in enumerate(self.notes, 1)
            if (first is None or first <= note.content.day) and (last is None or note.content.day <= last)
        )


def fetch_notes(chart: str) -> ChartNotes:
    """The notes of every plan of home on a subject; none where the board cannot be read."""
    return read_if_there(lambda of: _read_notes(of, chart)) or ChartNotes(chart, None, ())


def _read_notes(of: Board, chart: str) -> ChartNotes:
    plans = list_own_plans(of)
    notes = [note for plan in plans for note in _list_notes(of, plan.id) if note.content.chart == chart]
    in_force = find_plan_in_force(plans, of.today())
    is_open = in_force is not None and in_force.retired_at is None
    return ChartNotes(
        chart, in_force if is_open else None, tuple(sorted(notes, key=lambda note: note.content.day))
    )


def draw_notes(notes: ChartNotes) -> None:
    """What the notes say, and the way to write one."""
    marks = notes.list_marks()
    with st.container(key="chart_notes", horizontal=True, vertical_alignment="center"):
        with st.popover("Notes", key="notes_open", icon=":material/edit_note:", on_change="rerun") as menu:
            if menu.open:
                _draw_menu(notes)
        if marks:
            messages.caption(words.describe_marks(marks))


def _draw_menu(notes: ChartNotes) -> None:
    messages.caption(words.WHERE)
    messages.show_outcome(_TOPIC)
    if notes.plan is None:
        messages.note(words.NO_PLAN)
        return
    editor = people.editor("notes")
    for note in notes.notes:
        messages.paragraph(words.describe_note(note))
        if editor is not None:
            st.button(
                "Remove",
                key=f"remove_note_{note.key}",
                type="tertiary",
                on_click=_remove,
                args=(note, editor),
            )
    if editor is not None:
        _draw_form(notes.chart, notes.plan, editor)


def _draw_form(chart: str, plan: Plan, author: Person) -> None:
    # The note that the form would make: sent twice, it is stored once.
    key: str = st.session_state.setdefault(_NEXT, entries.new_key())

    def store() -> str:
        day, text = (st.session_state[f"{key}-{field}"] for field in ("day", "text"))
        if day is None:
            raise UserError("The day of the note is missing.")
        stored = entries.store_chart_note(
            fetch_board(),
            plan.id,
            key,
            ChartNote(chart, day, str(text)),
            expected_version=0,
            who=author.name,
            role=author.role,
        )
        st.session_state.pop(_NEXT, None)
        return words.write_stored(stored.content)

    with st.form(key, border=False):
        st.date_input("Day", value=None, key=f"{key}-day", format="DD/MM/YYYY", min_value=date(1990, 1, 1))
        st.text_input("Note", key=f"{key}-text", placeholder="Patrols began")
        st.form_submit_button("Add the note", on_click=_write, args=(store,))


def _remove(note: Held[ChartNote], author: Person) -> None:
    def work() -> str:
        entries.remove_chart_note(
            fetch_board(),
            note.plan_id,
            note.key,
            expected_version=note.version,
            who=author.name,
            role=author.role,
        )
        return words.write_removed(note.content)

    _write(work)


def _write(work: Callable[[], str]) -> None:
    messages.attempt(_TOPIC, work)
