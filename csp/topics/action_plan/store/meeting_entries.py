"""What is recorded at an open meeting: decisions, actions raised, notes, turns, and the tables shown.

None of it is ever altered. An entry is corrected by a further one, after the meeting as well.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.core.typed_text import check_line, check_prose
from csp.topics.action_plan.store import check, lookups, schema, writing
from csp.topics.action_plan.store.meeting_records import (
    ENTRY_KINDS,
    EntryDraft,
    Meeting,
    MeetingEntry,
    ShownTable,
)
from csp.topics.action_plan.store.meeting_schema import MeetingEntry as EntryRow
from csp.topics.action_plan.store.meeting_schema import MeetingTable as TableRow
from csp.topics.action_plan.store.meeting_schema import MeetingTurn as TurnRow
from csp.topics.action_plan.store.meetings import find_entries, find_meeting
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.references import find_next_reference
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import find_action

# A meeting that turns its pages for hours shows a few dozen; a table as Parquet is some 10 kB.
MOST_TABLES, LARGEST_TABLE = 500, 5_000_000


def record_entry(
    board: Board, meeting_id: int, draft: EntryDraft, *, who: str, role: Role | None = None
) -> MeetingEntry:
    """Records a decision or a note. Raises Denied, or UserError where the meeting is not open or the text
    cannot be kept.
    """
    name, words = check_editor(who, role), _check_text(draft.text)
    if draft.kind not in ENTRY_KINDS or draft.kind == "action":
        raise UserError("What is recorded is a decision or a note.")
    values: dict[str, Any] = {"kind": draft.kind, "text": words, "item": _check_item(draft.item)}
    with board.write() as connection:
        if draft.action_id is not None:
            values["action_id"] = find_action(connection, draft.action_id).id
        return _store_entry(connection, board, meeting_id, check.identity(draft.form), name, values)


def raise_action(
    board: Board,
    meeting_id: int,
    plan_id: int,
    action: ActionDraft,
    *,
    place: EntryDraft,
    who: str,
    role: Role | None = None,
) -> MeetingEntry:
    """Adds an action to a plan as it was raised at a meeting: both or neither. See record_entry().

    Without a reference it gets the next one of its priority, so that two who raise one at once both may.
    """
    name, form = check_editor(who, role), check.identity(place.form)
    with board.write() as connection:
        stored = _find_sent(connection, form, action.text.strip())
        if stored:
            return stored
        _check_open(find_meeting(connection, meeting_id, lock=True))
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id)
        writing.check_open(plan)
        checked = check.draft(replace(action, ref=action.ref or _find_reference(connection, plan_id, action)))
        (action_id,) = writing.insert_actions(connection, plan_id, [checked], name, board.now())
        item = _check_item(place.item)
        values = {"kind": "action", "text": checked.text, "item": item, "action_id": action_id}
        return _store_entry(connection, board, meeting_id, form, name, values)


def _find_reference(connection: Connection, plan_id: int, action: ActionDraft) -> str:
    query = select(schema.Action.ref, schema.Action.priority).where(schema.Action.plan_id == plan_id)
    priorities = {row.ref: row.priority for row in connection.execute(query)}
    return find_next_reference(priorities, check.priority(action.priority))


def correct_entry(
    board: Board, entry_id: int, text: str, *, form: str, who: str, role: Role | None = None
) -> MeetingEntry:
    """Records how an entry should read; both stay in the record. Also after the meeting. Likewise."""
    name, words = check_editor(who, role), _check_text(text)
    columns = (EntryRow.meeting_id, EntryRow.kind, EntryRow.item, EntryRow.action_id)
    with board.write() as connection:
        entry = connection.execute(select(*columns).where(EntryRow.id == entry_id)).first()
        if entry is None:
            raise UserError("This entry is not in the record: open the page again.")
        if find_entries(connection, EntryRow.corrects == entry_id, EntryRow.form != form):
            raise UserError("That entry has been corrected already: correct the correction.")
        meeting_id, *kept = entry
        values = dict(zip(("kind", "item", "action_id"), kept, strict=True))
        values |= {"text": words, "corrects": entry_id}
        return _store_entry(
            connection, board, meeting_id, check.identity(form), name, values, at_any_time=True
        )


def _store_entry(
    connection: Connection,
    board: Board,
    meeting_id: int,
    form: str,
    who: str,
    values: dict[str, Any],
    at_any_time: bool = False,
) -> MeetingEntry:
    stored = _find_sent(connection, form, values["text"])
    if stored:
        return stored
    meeting = find_meeting(connection, meeting_id, lock=True)
    if not at_any_time:
        _check_open(meeting)
    if find_entries(connection, EntryRow.form == form):
        form = uuid4().hex
    row = {"meeting_id": meeting_id, "form": form, "who": who, "at": board.now(), **values}
    number = connection.execute(insert(EntryRow).values(row).returning(EntryRow.id)).scalar_one()
    return find_entries(connection, EntryRow.id == number)[0]


def _find_sent(connection: Connection, form: str, text: str) -> MeetingEntry | None:
    """The entry that a form has made already, where it is sent a second time.

    With another text it is another entry: a browser that lost its server may bring a form back that was
    stored just before, and what is typed into it then must not be lost.
    """
    return next((each for each in find_entries(connection, EntryRow.form == form) if each.text == text), None)


def turn_to(board: Board, meeting_id: int, item: str, *, who: str, role: Role | None = None) -> None:
    """Records that an open meeting turns to an item; nothing where it is at that item already."""
    name, key = check_editor(who, role), _check_item(item)
    latest = select(TurnRow.item).where(TurnRow.meeting_id == meeting_id).order_by(TurnRow.id.desc())
    with board.write() as connection:
        _check_open(find_meeting(connection, meeting_id, lock=True))
        if connection.execute(latest.limit(1)).scalar() != key:
            values = {"meeting_id": meeting_id, "item": key, "who": name, "at": board.now()}
            connection.execute(insert(TurnRow).values(values))


def keep_table(
    board: Board,
    meeting_id: int,
    table: ShownTable,
    content: bytes,
    *,
    who: str,
    role: Role | None = None,
) -> None:
    """Keeps a table as it was shown at an open meeting, a Parquet file; the same one is kept once.

    Of table the id and the moment do not count. Raises Denied, or UserError where it cannot be kept.
    """
    name, digest = check_editor(who, role), hashlib.sha256(content).hexdigest()
    if len(content) > LARGEST_TABLE:
        raise UserError("A table of this page is too large to be kept with the meeting.")
    values = {
        "meeting_id": meeting_id,
        "item": _check_item(table.item),
        "caption": check_line(table.caption, "The caption", check.TEXT, required=True),
        "digest": digest,
    }
    with board.write() as connection:
        _check_open(find_meeting(connection, meeting_id, lock=True))
        kept = select(TableRow.id).where(*(getattr(TableRow, key) == each for key, each in values.items()))
        every = select(TableRow.id).where(TableRow.meeting_id == meeting_id)
        if connection.execute(kept).first() or len(connection.execute(every).all()) >= MOST_TABLES:
            return
        finding = check_prose(table.finding, "The finding", check.NOTE)
        row = {**values, "finding": finding, "content": content, "who": name, "at": board.now()}
        connection.execute(insert(TableRow).values(row))


def list_tables(board: Board, meeting_id: int) -> tuple[ShownTable, ...]:
    """The tables that were shown at a meeting, in the order in which they first were."""
    columns = [getattr(TableRow, name) for name in ShownTable._fields]
    with board.read() as connection:
        rows = connection.execute(
            select(*columns).where(TableRow.meeting_id == meeting_id).order_by(TableRow.id)
        )
        return tuple(ShownTable._make(row) for row in rows)


def read_table(board: Board, table_id: int) -> bytes:
    """The Parquet file of a table that was shown. Raises UserError where there is none."""
    with board.read() as connection:
        content = connection.execute(select(TableRow.content).where(TableRow.id == table_id)).scalar()
    if content is None:
        raise UserError("This table is not in the record: open the page again.")
    return bytes(content)


def _check_open(meeting: Meeting) -> None:
    if not meeting.is_open:
        raise UserError(f'"{meeting.draft.title}" is not open: open it on the page Meeting.')


def _check_text(text: str) -> str:
    return check_prose(text, "The text", check.NOTE, required=True).strip()


def _check_item(key: str) -> str:
    return check_line(key, "The item", check.NAME)
