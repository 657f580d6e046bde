"""What the page Meeting, the strip and the minutes say: sentences about a meeting and its record. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from csp.core import wording
from csp.topics.action_plan.findings.values import cut_text, write_day, write_moment
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingEntry, MeetingRecord, ShownTable

NO_MEETING = "No meeting has been planned yet."
NOT_ON_AGENDA = "This page is not on the agenda"
NOTHING = "Nothing recorded"
KINDS = {"decision": "Decision", "action": "Action", "note": "Note"}
NO_TABLE = (
    "No table has been kept with this meeting. Tables are kept as they are shown, on the screen of whoever "
    "keeps the minutes."
)
NO_ENTRY = "Nothing has been recorded at this meeting."


def name_meeting(meeting: Meeting) -> str:
    """A meeting as it is chosen from a list: "15 Sep 2021: Q2 meeting"."""
    return f"{write_day(meeting.draft.day)}: {meeting.draft.title}"


def write_title(record: MeetingRecord) -> str:
    """The first line of the page: what the meeting is and how far it has come."""
    meeting = record.meeting
    name, day = meeting.draft.title, write_day(meeting.draft.day)
    items = wording.plural(len(meeting.draft.agenda), "item")
    if meeting.opened_at is None:
        return f"{name}, {day}: {items} on the agenda."
    counts = count_entries(record)
    if meeting.is_open:
        return f"{name}, {day}, is open: {counts} so far."
    return f"{name}, {day}: {counts}."


def count_entries(record: MeetingRecord) -> str:
    """ "2 decisions and 1 action raised" """
    decisions, actions = len(record.list_in_force("decision")), len(record.list_in_force("action"))
    return f"{_count(decisions, 'decision')} and {_count(actions, 'action')} raised"


def _count(number: int, noun: str) -> str:
    return wording.plural(number, noun) if number else f"no {noun}"


def describe_state(meeting: Meeting) -> str:
    """Who planned it and when, when it was opened and closed."""
    parts = [f"Planned by {meeting.who} on {write_day(meeting.at)}"]
    if meeting.opened_at:
        parts.append(f"opened on {write_moment(meeting.opened_at)}")
    if meeting.closed_at:
        parts.append(f"closed on {write_moment(meeting.closed_at)}")
    return f"{', '.join(parts)}."


def describe_entry(entry: MeetingEntry) -> str:
    """An entry in one line: "Decision: meet again in May", "Action AS-18: light the path"."""
    ref = f" {entry.ref}" if entry.ref else ""
    return f"{KINDS[entry.kind]}{ref}: {entry.text}"


def describe_author(entry: MeetingEntry) -> str:
    """Who recorded an entry, and when; that it is a correction."""
    corrected = "corrected by " if entry.corrects is not None else ""
    return f"{corrected}{entry.who}, {write_moment(entry.at)}"


def describe_latest(entries: Sequence[MeetingEntry], most: int = 70) -> str:
    """The latest decision or action of an item for the strip, and how many more there are."""
    entries = [entry for entry in entries if entry.kind != "note"]
    if not entries:
        return NOTHING
    latest = cut_text(describe_entry(entries[-1]), most)
    return latest if len(entries) == 1 else f"{latest} (and {len(entries) - 1} more)"


def write_time(seconds: float | None) -> str:
    """How long an item took, for the minutes: "12 min", "under 1 min", a dash where it was not shown."""
    if seconds is None:
        return wording.MISSING
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes else "under 1 min"


def describe_people(meeting: Meeting) -> list[str]:
    """Who came and who sent apologies, a sentence each; that nobody is named yet."""
    draft = meeting.draft
    came = f"Present: {'; '.join(draft.attendees)}." if draft.attendees else "Nobody is named as present."
    return [came, *([f"Apologies: {'; '.join(draft.apologies)}."] if draft.apologies else [])]


def describe_shown(table: ShownTable) -> str:
    """When a table was shown and what its page said."""
    return " ".join(filter(None, [f"Shown on {write_moment(table.at)}.", table.finding]))


def describe_last_meeting(last: Meeting | None, since: date) -> str:
    """What counts as new on the page: since which meeting, or since which day where none is on record."""
    if last is None:
        return f"No earlier meeting is on record, so this is what is new since {write_day(since)}."
    return f"Since the meeting of {write_day(last.draft.day)}, {last.draft.title}."


def write_stored(kind: str, item: str) -> str:
    """What has become of an entry that was sent."""
    return f"Stored: {kind} at {item}." if item else f"Stored: {kind}."


def write_minutes_title(meeting: Meeting) -> str:
    """The title of the minutes."""
    return f"Minutes: {meeting.draft.title}"


def write_span(meeting: Meeting, now: datetime) -> str:
    """The hours of a meeting: "15 Sep 2021, 10:00 to 11:20"."""
    if meeting.opened_at is None:
        return write_day(meeting.draft.day)
    start, end = meeting.opened_at.astimezone(), (meeting.closed_at or now).astimezone()
    return f"{write_moment(start)} to {end:%H:%M}" if start.date() == end.date() else write_moment(start)
