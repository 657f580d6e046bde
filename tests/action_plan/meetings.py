"""Meetings for the tests of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from csp.topics.action_plan.store import meeting_entries, meetings
from csp.topics.action_plan.store.meeting_records import AgendaItem, Meeting, MeetingDraft, ShownTable
from csp.topics.action_plan.store.store import Board
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
