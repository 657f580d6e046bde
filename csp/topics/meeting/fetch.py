"""The record of meetings for a page: the one that is open, the last, and what was raised at one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from csp.core import settings
from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.shell import people
from csp.shell.drafts import KEEPS
from csp.shell.people import Person
from csp.shell.share import explain_sample
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.rules.selection import find_plan_in_force
from csp.topics.action_plan.rules.since import Since, count_since
from csp.topics.action_plan.store import meeting_entries, meetings, reading
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingEntry, MeetingRecord, ShownTable
from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.action_plan.store.status import Quarter
from csp.topics.meeting.minutes import MinutesSource
from csp.topics.meeting.snapshot import is_published


def fetch_open() -> MeetingRecord | None:
    """The meeting that is open; None where none is, or where the record cannot be read."""
    return plan_data.read_if_there(meetings.read_open)


def keep_minutes(meeting_id: int) -> None:
    """In a callback: this session takes down what is decided, and notes when the agenda is turned.

    The browser remembers it, so that a session that takes its place goes on.
    """
    st.session_state[KEEPS] = meeting_id


def find_keeper(meeting: Meeting) -> Person | None:
    """Who keeps the minutes of a meeting in this session, if that is what it does and they may edit."""
    return people.find_editor() if st.session_state.get(KEEPS) == meeting.id else None


def may_keep() -> bool:
    """Whether whoever is at the screen may keep minutes."""
    return people.find_editor() is not None


def fetch_plan_in_force() -> Plan | None:
    """The plan that actions raised at a meeting are added to."""
    board = plan_data.fetch_board()
    plan = find_plan_in_force(plan_data.list_own_plans(board), board.today())
    return None if plan is None or plan.retired_at else plan


def fetch_action_labels() -> list[tuple[int, str]]:
    """The actions that a decision may be about: their ids, and what they are called in a list."""
    plan = fetch_plan_in_force()
    if plan is None:
        return []
    actions = plan_data.fetch_listing(plan).actions
    return [(action.id, f"{action.ref} {cut_text(action.text, 60)}") for action in actions]


def fetch_raised(entries: Iterable[MeetingEntry]) -> dict[int, tuple[ActionRow, Plan]]:
    """The actions that entries raised, by id, as they stand in the plan now, with the plan."""
    wanted = {entry.action_id for entry in entries if entry.action_id is not None}
    if not wanted:
        return {}
    every = (
        plan_data.fetch_recorded_listing(plan, retired=True)
        for plan in reading.list_plans(plan_data.fetch_board())
    )
    return {
        action.id: (action, listing.plan)
        for listing in every
        for action in listing.actions
        if action.id in wanted
    }


def find_since(meeting: Meeting | None, today: date) -> Since:
    """Since when all is new at a meeting, or today where there is none: the last meeting before.

    Where none is on record it is the beginning of the quarter.
    """
    day = meeting.draft.day if meeting else today
    closed = [each for each in meetings.list_meetings(plan_data.fetch_board()) if each.closed_at is not None]
    earlier = [
        each for each in closed if each.draft.day <= day and (meeting is None or each.id != meeting.id)
    ]
    quarter = Quarter.of(min(day, today), settings.year_start())
    return count_since(earlier[0] if earlier else None, today, quarter)


def fetch_shown(record: MeetingRecord) -> tuple[tuple[ShownTable, ...], int]:
    """The tables of a meeting that may be given out, and how many others there are.

    In public mode those alone that were shown from published figures: what a meeting saw before the
    dashboard was opened to the public, or by counts that were hidden one by one, stays in its record.
    """
    board = plan_data.fetch_board()
    tables = meeting_entries.list_tables(board, record.meeting.id)
    if not settings.area().is_public:
        return tables, 0
    shown = tuple(table for table in tables if is_published(meeting_entries.read_table(board, table.id)))
    return shown, len(tables) - len(shown)


def collect_minutes(record: MeetingRecord, filters: Filters | None) -> MinutesSource:
    """What the minutes of a meeting are written from. filters: None where no recorded crime can be read."""
    board, area = plan_data.fetch_board(), settings.area()
    simulated = filters is not None and read_catalogue().sources[filters.source].simulated
    return MinutesSource(
        record=record,
        actions=fetch_raised(record.entries),
        tables=fetch_shown(record)[0],
        partnership=area.partnership,
        sample=explain_sample(area) if simulated else "",
        now=board.now(),
    )
