"""Meetings: planned, edited, opened, closed, and read with what was recorded at them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.core.typed_text import check_line, check_prose
from csp.topics.action_plan.store import check, lookups, schema
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.meeting_records import (
    AgendaItem,
    Decided,
    Meeting,
    MeetingDraft,
    MeetingEntry,
    MeetingRecord,
    Turn,
)
from csp.topics.action_plan.store.meeting_schema import Meeting as Row
from csp.topics.action_plan.store.meeting_schema import MeetingEntry as EntryRow
from csp.topics.action_plan.store.meeting_schema import MeetingTurn as TurnRow
from csp.topics.action_plan.store.store import Board

# Far more than any meeting has.
MOST_ITEMS, MOST_PEOPLE = 40, 60

GONE = "This meeting is not in the record: open the page again."


def list_meetings(board: Board) -> tuple[Meeting, ...]:
    """Every meeting, the latest day first."""
    with board.read() as connection:
        return _find_meetings(connection)


def read_record(board: Board, meeting_id: int) -> MeetingRecord:
    """A meeting with what was recorded at it. Raises UserError where there is none."""
    with board.read() as connection:
        return _read_record(connection, find_meeting(connection, meeting_id))


def read_open(board: Board) -> MeetingRecord | None:
    """The meeting that is open, with what has been recorded so far; None where none is."""
    with board.read() as connection:
        meetings = _find_meetings(connection, Row.is_open)
        return _read_record(connection, meetings[0]) if meetings else None


def find_last_closed(board: Board, before: date) -> Meeting | None:
    """The latest meeting that was closed and lies on or before a day."""
    with board.read() as connection:
        meetings = _find_meetings(connection, Row.closed_at.is_not(None), Row.day <= before)
    return meetings[0] if meetings else None


def list_decided(board: Board, since: date) -> tuple[Decided, ...]:
    """What meetings have decided since a day, as it reads now: the earliest first."""
    with board.read() as connection:
        of_days = _find_meetings(connection, Row.day >= since, Row.opened_at.is_not(None))
        records = [_read_record(connection, meeting) for meeting in reversed(of_days)]
    return tuple(
        _make_decided(record.meeting, entry)
        for record in records
        for entry in record.list_in_force("decision")
    )


def _make_decided(meeting: Meeting, entry: MeetingEntry) -> Decided:
    return Decided(meeting.draft.day, meeting.find_title(entry.item), entry.text, meeting.id)


def list_decided_about(board: Board, action_id: int) -> tuple[Decided, ...]:
    """What meetings have decided about an action and those it continues, as it reads now."""
    with board.read() as connection:
        ids = lookups.find_lineage(connection, action_id)
        about = select(EntryRow.meeting_id).where(EntryRow.action_id.in_(ids), EntryRow.kind == "decision")
        meetings = _find_meetings(connection, Row.id.in_(about))
        records = [_read_record(connection, meeting) for meeting in reversed(meetings)]
    return tuple(
        _make_decided(record.meeting, entry)
        for record in records
        for entry in record.list_in_force("decision")
        if entry.action_id in ids
    )


def plan_meeting(board: Board, draft: MeetingDraft, *, who: str, role: Role | None = None) -> Meeting:
    """Stores a new meeting. Raises Denied, or UserError for what cannot be stored."""
    name, checked = check_editor(who, role), _check_draft(draft)
    values = {"who": name, "at": board.now(), "is_open": False, "version": 1}
    with board.write() as connection:
        row = insert(Row).values(**_write_draft(checked), **values).returning(Row.id)
        return find_meeting(connection, connection.execute(row).scalar_one())


def edit_meeting(
    board: Board,
    meeting_id: int,
    draft: MeetingDraft,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> Meeting:
    """Stores a meeting as it should be: who came, the agenda, the notes. Not one that is closed.

    Raises Conflict where somebody else changed it since, Denied, or UserError.
    """
    check_editor(who, role)
    checked = _check_draft(draft)
    with board.write() as connection:
        meeting = find_meeting(connection, meeting_id)
        if meeting.closed_at is not None:
            raise UserError("This meeting is closed: open it again to change it.")
        if meeting.draft == checked:
            return meeting
        _advance(connection, meeting_id, expected_version, **_write_draft(checked))
        return find_meeting(connection, meeting_id)


def open_meeting(board: Board, meeting_id: int, *, who: str, role: Role | None = None) -> Meeting:
    """Opens a meeting, or one again that was closed. Raises UserError while another is open, or Denied."""
    check_editor(who, role)
    with board.write() as connection:
        meeting = find_meeting(connection, meeting_id)
        if meeting.is_open:
            return meeting
        for other in _find_meetings(connection, Row.is_open):
            raise UserError(f'"{other.draft.title}" is open: close it first. One meeting is open at a time.')
        opened_at = meeting.opened_at or board.now()
        try:
            with connection.begin_nested():
                _set(connection, meeting_id, is_open=True, opened_at=opened_at, closed_at=None)
        except IntegrityError as error:
            raise UserError("Another meeting was opened at the same moment: close it first.") from error
        return find_meeting(connection, meeting_id)


def close_meeting(board: Board, meeting_id: int, *, who: str, role: Role | None = None) -> Meeting:
    """Closes a meeting; what was recorded stays and can be corrected. Raises UserError or Denied."""
    name = check_editor(who, role)
    with board.write() as connection:
        meeting = find_meeting(connection, meeting_id, lock=True)
        if meeting.opened_at is None:
            raise UserError("This meeting has not been opened yet.")
        if meeting.closed_at is None:
            end = {"meeting_id": meeting_id, "item": "", "who": name, "at": board.now()}
            connection.execute(insert(TurnRow).values(end))
            _set(connection, meeting_id, is_open=False, closed_at=board.now())
        return find_meeting(connection, meeting_id)


def delete_meeting(board: Board, meeting_id: int, *, who: str, role: Role | None = None) -> None:
    """Deletes a meeting that was planned and never opened. Raises UserError for any other, or Denied."""
    check_editor(who, role)
    with board.write() as connection:
        meeting = find_meeting(connection, meeting_id, lock=True)
        if meeting.opened_at is not None:
            raise UserError("This meeting has been opened, so it stays in the record.")
        connection.execute(delete(Row).where(Row.id == meeting_id))


def find_meeting(connection: Connection, meeting_id: int, lock: bool = False) -> Meeting:
    """A meeting within a transaction of the caller's. lock: its row waits for whoever else writes to it."""
    if lock:
        connection.execute(select(Row.id).where(Row.id == meeting_id).with_for_update())
    meetings = _find_meetings(connection, Row.id == meeting_id)
    if not meetings:
        raise UserError(GONE)
    return meetings[0]


def find_entries(connection: Connection, *conditions: Any) -> tuple[MeetingEntry, ...]:
    """The entries that meet the conditions, in the order in which they were recorded."""
    own = (EntryRow.id, EntryRow.item, EntryRow.kind, EntryRow.text, EntryRow.action_id)
    rows = connection.execute(
        select(*own, schema.Action.ref, EntryRow.corrects, EntryRow.who, EntryRow.at)
        .outerjoin(schema.Action, schema.Action.id == EntryRow.action_id)
        .where(*conditions)
        .order_by(EntryRow.id)
    )
    return tuple(MeetingEntry._make((*row[:5], row[5] or "", *row[6:])) for row in rows)


def _read_record(connection: Connection, meeting: Meeting) -> MeetingRecord:
    turns = connection.execute(
        select(TurnRow.item, TurnRow.at).where(TurnRow.meeting_id == meeting.id).order_by(TurnRow.id)
    )
    entries = find_entries(connection, EntryRow.meeting_id == meeting.id)
    return MeetingRecord(meeting, entries, tuple(Turn._make(row) for row in turns))


def _find_meetings(connection: Connection, *conditions: Any) -> tuple[Meeting, ...]:
    query = select(*Row.__table__.columns).where(*conditions).order_by(Row.day.desc(), Row.id.desc())
    return tuple(_make_meeting(row) for row in connection.execute(query))


def _make_meeting(row: Any) -> Meeting:
    agenda = tuple(AgendaItem(**item) for item in json.loads(row.agenda))
    people = tuple(json.loads(row.attendees)), tuple(json.loads(row.apologies))
    draft = MeetingDraft(row.title, row.day, agenda, *people, row.notes)
    return Meeting(row.id, draft, row.who, row.at, row.opened_at, row.closed_at, row.version)


def _write_draft(draft: MeetingDraft) -> dict[str, Any]:
    """The columns of a checked draft."""
    return {
        **asdict(draft),
        "agenda": json.dumps([item._asdict() for item in draft.agenda]),
        "attendees": json.dumps(draft.attendees),
        "apologies": json.dumps(draft.apologies),
    }


def _set(connection: Connection, meeting_id: int, **values: object) -> None:
    connection.execute(update(Row).where(Row.id == meeting_id).values(version=Row.version + 1, **values))


def _advance(connection: Connection, meeting_id: int, expected_version: int, **values: object) -> None:
    """Moves a meeting on by one version with new values, if it still is at the one expected."""
    result: Any = connection.execute(
        update(Row)
        .where(Row.id == meeting_id, Row.version == expected_version)
        .values(version=Row.version + 1, **values)
    )
    if result.rowcount != 1:
        version: int = connection.execute(select(Row.version).where(Row.id == meeting_id)).scalar_one()
        raise Conflict(
            "Somebody else changed this meeting in the meantime: look at it, then save yours again.", version
        )


def _check_draft(draft: MeetingDraft) -> MeetingDraft:
    """A draft as it can be stored. Raises UserError for the first value that cannot."""
    if not draft.agenda:
        raise UserError("The agenda has no item: add one.")
    if len(draft.agenda) > MOST_ITEMS:
        raise UserError(f"An agenda has at most {MOST_ITEMS} items.")
    items = tuple(_check_item(item) for item in draft.agenda)
    if len({item.key for item in items}) < len(items):
        raise UserError("Two items of the agenda are the same one: open the page again.")
    for name in draft.attendees:
        if name in draft.apologies:
            raise UserError(f"{check.quoted(name)} is named as present and with apologies: leave one out.")
    return MeetingDraft(
        title=check_line(draft.title, "The title", check.LINE, required=True),
        day=draft.day,
        agenda=items,
        attendees=_check_people(draft.attendees, "attendees"),
        apologies=_check_people(draft.apologies, "apologies"),
        notes=check_prose(draft.notes, "The notes", check.NOTE),
    )


def _check_item(item: AgendaItem) -> AgendaItem:
    return AgendaItem(
        key=check_line(item.key, "The key of an item", check.NAME, required=True),
        title=check_line(item.title, "The title of an item", check.LINE, required=True),
        page=check_line(item.page, "The page of an item", check.LINK),
    )


def _check_people(names: Sequence[str], what: str) -> tuple[str, ...]:
    """Agencies or people, each named once."""
    if len(names) > MOST_PEOPLE:
        raise UserError(f"At most {MOST_PEOPLE} {what} can be kept.")
    checked = (check_line(name, f"A name of the {what}", check.LINE, required=True) for name in names)
    return tuple(dict.fromkeys(checked))
