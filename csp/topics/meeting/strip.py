"""What is kept of the meeting that is open while its pages are shown: see csp.shell.meeting.Record.

The strip at the foot of the meeting's screen says what has been decided at the item, for everybody. Who
keeps the minutes takes down decisions and actions in it, and their session notes when the agenda is turned
and which tables were shown. A session of anybody else writes nothing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from csp.core import settings
from csp.core.errors import UserError
from csp.shell import meeting, messages, outputs
from csp.shell.people import Person
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.store import meeting_entries
from csp.topics.action_plan.store.meeting_records import MeetingRecord, ShownTable
from csp.topics.meeting import findings, forms, snapshot
from csp.topics.meeting.fetch import fetch_open, find_keeper, keep_minutes, may_keep
from csp.topics.meeting.forms import Place

_LOG = logging.getLogger(__name__)
# The record as it was read at the beginning of this run, the digests of tables that are kept already, and
# the item that this session came to last.
_READ, _KEPT, _CAME_TO = "meeting_read", "meeting_kept", "meeting_came_to"


class MeetingKeeper:
    """The record of the open meeting, as the frame asks for it. What is a reader's own is in the session."""

    def read_agenda(self) -> Sequence[tuple[str, str]] | None:
        """The items of the open meeting; None where none is open."""
        record = fetch_open()
        st.session_state[_READ] = record
        return None if record is None else [(item.title, item.page) for item in record.meeting.draft.agenda]

    def arrive(self, at: int | None) -> meeting.Clock | None:
        """Note the turn where this session keeps the minutes; how long the item has taken."""
        record: MeetingRecord | None = st.session_state.get(_READ)
        if record is None or at is None:
            return None
        key = record.meeting.draft.agenda[at].key
        keeper = find_keeper(record.meeting)
        if keeper is not None and _comes_to(record, key):
            record = _turn_to(record, key, keeper)
        times = record.measure_times(plan_data.fetch_board().now())
        runs = bool(record.turns) and record.turns[-1].item == key
        return meeting.Clock(times[key].total_seconds() if key in times else 0.0, runs)

    def draw_strip(self, at: int | None) -> None:
        """What has been recorded at the item, and the forms where this session keeps the minutes."""
        if st.session_state.get(_READ) is not None:
            _draw_strip(at)

    def keep_page(self, at: int | None) -> None:
        """Keep the tables and the figures of the charts that the page has drawn."""
        record: MeetingRecord | None = st.session_state.get(_READ)
        keeper = find_keeper(record.meeting) if record is not None else None
        if record is None or keeper is None or at is None:
            return
        try:
            _keep_tables(record, record.meeting.draft.agenda[at].key, keeper)
        except UserError:
            # A page is shown whether or not it can be kept; the next one is tried again.
            _LOG.exception("The tables of a page could not be kept with the meeting.")


RECORD = MeetingKeeper()


def _comes_to(record: MeetingRecord, key: str) -> bool:
    """Whether this session comes to an item that the meeting is not at.

    A page that is drawn again is no turn: of two who keep the minutes one may look back at an earlier item,
    and typing there must not take the meeting back again and again.
    """
    here = (record.meeting.id, key)
    came = st.session_state.get(_CAME_TO) != here
    st.session_state[_CAME_TO] = here
    stands = bool(record.turns) and bool(record.turns[-1].item)
    return (came or not stands) and not (stands and record.turns[-1].item == key)


def _turn_to(record: MeetingRecord, key: str, keeper: Person) -> MeetingRecord:
    """The record after a turn; as it was where that cannot be noted."""
    try:
        meeting_entries.turn_to(
            plan_data.fetch_board(), record.meeting.id, key, who=keeper.name, role=keeper.role
        )
    except UserError:
        _LOG.exception("A turn of the agenda could not be noted.")
        return record
    return fetch_open() or record


def _keep_tables(record: MeetingRecord, item: str, keeper: Person) -> None:
    page, now = outputs.read(), plan_data.fetch_board().now()
    about = replace(page.provenance, finding=page.provenance.finding or messages.read_title())
    is_published = settings.area().is_public
    charts = [table for chart in page.charts.values() for table in snapshot.list_chart_tables(chart)]
    kept: set[str] = st.session_state.setdefault(_KEPT, set())
    for table in [*page.tables.values(), *charts]:
        content = snapshot.write_parquet(table, about, is_published)
        digest = f"{record.meeting.id} {item} {hashlib.sha256(content).hexdigest()}"
        if digest in kept:
            continue
        shown = ShownTable(0, item, " ".join(table.caption.split()), about.finding, now)
        meeting_entries.keep_table(
            plan_data.fetch_board(), record.meeting.id, shown, content, who=keeper.name, role=keeper.role
        )
        kept.add(digest)


@st.fragment
def _draw_strip(at: int | None) -> None:
    """A part of its own: taking something down draws the strip again, and not the page above it."""
    with st.container(key="meeting_strip", horizontal=True, vertical_alignment="center", gap="small"):
        _fill_strip(at)


def _fill_strip(at: int | None) -> None:
    record = fetch_open()
    if record is None:
        messages.caption("The meeting is closed.")
        return
    agenda = record.meeting.draft.agenda
    item = agenda[at] if at is not None and at < len(agenda) else None
    keeper = find_keeper(record.meeting)
    if keeper is None:
        if may_keep():
            st.button(
                "Keep the minutes here",
                key="meeting_keep",
                icon=":material/edit_note:",
                on_click=keep_minutes,
                args=(record.meeting.id,),
            )
    else:
        title = item.title if item else ""
        place = Place(record.meeting, item.key if item else "", title, keeper)
        # Drawn also while they are closed, so that what is typed stays when a page is turned.
        with st.popover(
            "Decision", key=forms.popover_key("decision"), icon=":material/gavel:", on_change="rerun"
        ):
            forms.draw_text_form("decision", place)
        with st.popover(
            "Action", key=forms.popover_key("action"), icon=":material/add_task:", on_change="rerun"
        ):
            forms.draw_action_form(place)
    entries = [entry for entry in record.list_in_force() if item is not None and entry.item == item.key]
    latest = findings.describe_latest(entries) if item else findings.NOT_ON_AGENDA
    overnight = findings.write_open_since(record.meeting, plan_data.fetch_board().today())
    messages.caption(" · ".join(filter(None, [overnight, latest])))
