"""Meetings for the tests of the board."""

from __future__ import annotations

from datetime import date
from multiprocessing.connection import Connection
from typing import Any
from uuid import uuid4

from csp.topics.action_plan.store import meeting_entries, meetings
from csp.topics.action_plan.store.meeting_records import (
    AgendaItem,
    EntryDraft,
    Meeting,
    MeetingDraft,
    ShownTable,
)
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import NOW

AGENDA = (AgendaItem("a", "Overview", "Overview"), AgendaItem("b", "Robbery", "Trends?type=Robbery"))


def draft_of(**changed: Any) -> MeetingDraft:
    values = {"title": "Q2 meeting", "day": date(2021, 9, 15), "agenda": AGENDA, **changed}
    return MeetingDraft(**values)


def open_a_meeting(board: Board, **changed: Any) -> Meeting:
    planned = meetings.plan_meeting(board, draft_of(**changed), who="A")
    return meetings.open_meeting(board, planned.id, who="A")


def keep(board: Board, meeting: Meeting, content: bytes, item: str = "a", caption: str = "A table") -> None:
    table = ShownTable(0, item, caption, "It fell.", NOW)
    meeting_entries.keep_table(board, meeting.id, table, content, who="A")


def decide_until_killed(url: str, meeting_id: int, says: Connection, seed: int) -> None:
    """Records decisions for ever, and says the text of each as soon as it is acknowledged."""
    board, number = open_board(url), 0
    while True:
        number += 1
        draft = EntryDraft("a", uuid4().hex, f"Decision {seed}.{number}")
        says.send_bytes(meeting_entries.record_entry(board, meeting_id, draft, who="A").text.encode())
