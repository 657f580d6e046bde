"""The parts of the page Meeting: an item on the meeting's screen, the minutes, the figures as shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from csp.core.filters import Filters
from csp.core.markup import plain
from csp.shell import messages, outputs, screen, widgets
from csp.shell.people import Person
from csp.shell.theme import Mode
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.store import meeting_entries
from csp.topics.action_plan.store.meeting_records import AgendaItem, MeetingRecord, ShownTable
from csp.topics.meeting import findings, snapshot
from csp.topics.meeting.fetch import collect_minutes, fetch_raised, fetch_shown
from csp.topics.meeting.files import FILES
from csp.topics.meeting.forms import Place, draw_correction_form, draw_text_form
from csp.topics.meeting.minutes import build_minutes
from csp.topics.meeting.rules.agenda import group_by_item
from csp.topics.meeting.tables import build_action_table, build_record_table
from csp.topics.report.document import Document

PARQUET = "application/vnd.apache.parquet"


def draw_item(record: MeetingRecord, item: AgendaItem | None) -> None:
    """An item without a page of its own, as the room sees it: its title, and what has been recorded."""
    messages.title(item.title if item else record.meeting.draft.title)
    if item is None:
        return
    entries = [entry for entry in record.list_in_force() if entry.item == item.key]
    if entries:
        messages.bullets(findings.describe_entry(entry) for entry in entries)
    else:
        messages.paragraph(findings.NOTHING)


def draw_minutes(
    record: MeetingRecord,
    author: Person | None,
    filters: Filters | None,
    mode: Mode,
    open_action: Callable[[str], None],
) -> None:
    """What was recorded, item by item, the actions as they stand now, and the minutes as files."""
    items = group_by_item(record, plan_data.fetch_board().now())
    if record.meeting.opened_at is not None:
        _draw_files(record, filters)
    widgets.table(build_record_table(items), key="recorded", mode=mode)
    raised = record.list_in_force("action")
    if raised:
        messages.subheader("Actions raised")
        actions = build_action_table(raised, fetch_raised(raised))
        widgets.table(actions, key="raised", mode=mode, on_pick=open_action)
    if author is not None:
        _draw_writing(record, author)


def _draw_writing(record: MeetingRecord, author: Person) -> None:
    """A note while the meeting is open, and the correction of an entry at any time."""
    if record.meeting.is_open:
        with st.expander("Add a note"):
            draw_text_form("note", Place(record.meeting, "", "", author))
    written = record.list_in_force("decision", "note")
    entries = {findings.describe_entry(entry): entry for entry in written}
    if entries:
        with st.expander("Correct an entry"):
            messages.caption(findings.CORRECT_ACTIONS)
            choice = st.selectbox("Entry", entries, key="corrected_entry", format_func=plain)
            draw_correction_form(entries[choice], author)


def _draw_files(record: MeetingRecord, filters: Filters | None) -> None:
    """The minutes as files, each written when its button is pressed."""
    name = outputs.file_name(f"minutes {record.meeting.draft.day} {record.meeting.draft.title}")
    with st.container(horizontal=True):
        for label, (write, ending, mime) in FILES.items():
            st.download_button(
                plain(f"Minutes as {label}"),
                data=partial(_write_minutes, record, filters, write),
                file_name=f"{name}.{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
            )


def _write_minutes(
    record: MeetingRecord, filters: Filters | None, write: Callable[[Document], bytes]
) -> bytes:
    return write(build_minutes(collect_minutes(record, filters)))


def draw_figures(record: MeetingRecord, mode: Mode) -> None:
    """The tables as they were shown, one at a time, and all of them as Parquet in one file."""
    tables, withheld = fetch_shown(record)
    if withheld:
        messages.note(findings.explain_withheld(withheld))
    if not tables:
        messages.paragraph(findings.NO_TABLE)
        return
    messages.caption(findings.KEPT)
    labels = {}
    for table in tables:
        title = record.meeting.find_title(table.item) or findings.APART
        label = f"{title}: {table.caption}"
        labels[label if label not in labels else f"{label} ({write_moment(table.at)})"] = table
    screen.drop_stale_choice("shown_table", labels)
    choice = labels[
        st.selectbox("Table", labels, key="shown_table", format_func=plain, label_visibility="collapsed")
    ]
    content = meeting_entries.read_table(plan_data.fetch_board(), choice.id)
    shown, _ = snapshot.read_shown(content)
    messages.caption(findings.describe_shown(choice))
    widgets.table(shown, key=f"shown_{choice.id}", mode=mode)
    name = outputs.file_name(f"{record.meeting.draft.day} {choice.caption}")
    with st.container(horizontal=True):
        st.download_button(
            "This table as Parquet",
            content,
            f"{name}.parquet",
            PARQUET,
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "All tables as Parquet",
            partial(_pack, tables),
            outputs.file_name(f"figures {record.meeting.draft.day} {record.meeting.draft.title}") + ".zip",
            "application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
        )


def _pack(tables: Sequence[ShownTable]) -> bytes:
    """Every table of a meeting in one file, numbered in the order in which they were shown."""
    board, file = plan_data.fetch_board(), io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, table in enumerate(tables, 1):
            name = f"{number:03d}-{outputs.file_name(table.caption)[:80]}.parquet"
            archive.writestr(name, meeting_entries.read_table(board, table.id))
    return file.getvalue()
