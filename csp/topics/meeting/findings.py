"""What the page Meeting, the strip and the minutes say: sentences about a meeting and its record. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from csp.core import wording
from csp.topics.action_plan.findings.values import cut_text, write_day, write_moment
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingEntry, MeetingRecord, ShownTable

NO_MEETING = "No meeting has been planned yet."
NOT_ON_AGENDA = "This page is not on the agenda"
APART = "Apart from the agenda"
NOTHING = "Nothing recorded"
KINDS = {"decision": "Decision", "action": "Action", "note": "Note"}
NO_TABLE = (
    "No table has been kept with this meeting. Tables are kept as they are shown, on the screen of whoever "
    "keeps the minutes."
)
KEPT = "As the meeting saw them, whatever has been imported or corrected since."
KEPT_TABLES = "The tables are kept with the meeting as they were shown, whatever is revised since."
CORRECT_ACTIONS = "Both readings stay in the record. An action that was raised is changed on its own page."
NO_ENTRY = "Nothing has been recorded at this meeting."


@dataclass(frozen=True)
class NewSince:
    """How much is new since the last meeting.

    up and down: crime types with a clear change. warnings: those there are; new and gone: None where the
    month of the last meeting is not loaded. changed, added and overdue: actions of the plan in force; None
    where there is no plan to read. remark: of where their updates are from, "" for none.
    """

    up: int
    down: int
    warnings: int
    new: int | None
    gone: int | None
    changed: int | None
    added: int
    overdue: int | None
    remark: str = ""


def write_new(new: NewSince, last: Meeting | None, since: date) -> str:
    """What is new in one sentence, the title of the item "Since the last meeting".

    Figures are compared with the period before and not with the last meeting, so they stand apart.
    """
    start = f"since {'the meeting of ' if last else ''}{write_day(since)}"
    now, later = [f"{_count(new.up + new.down, 'crime type')} changed clearly"], []
    if new.new is None:
        now.append(f"there {'is' if new.warnings == 1 else 'are'} {_count(new.warnings, 'warning')}")
    else:
        later.append(f"{_count(new.new, 'warning')} {'are' if new.new > 1 else 'is'} new")
    if new.changed is not None:
        later.append(f"{_count(new.changed, 'action')} changed")
    sentence = wording.list_words(now)
    sentence = f"{sentence}; {start}, {wording.list_words(later)}" if later else sentence
    return f"{wording.capitalise(sentence)}."


def describe_figures(period: str, sample: str, source: str) -> str:
    """Of which months the figures are, and that they are simulated, or else where they come from."""
    return f"Recorded crime: {period}. {sample or f'Source: {source}.'}"


def name_meeting(meeting: Meeting) -> str:
    """A meeting as it is chosen from a list: "15 Sep 2021: Q2 meeting"."""
    return f"{write_day(meeting.draft.day)}: {meeting.draft.title}"


def label_meetings(every: Sequence[Meeting]) -> dict[str, Meeting]:
    """Meetings by their names, in their order; one of the same day and title as another has a number."""
    labels: dict[str, Meeting] = {}
    for meeting in every:
        name = name_meeting(meeting)
        same = sum(label == name or label.startswith(f"{name} (") for label in labels)
        labels[f"{name} ({same + 1})" if same else name] = meeting
    return labels


def explain_deletion(meeting: Meeting) -> str:
    """What is lost with a meeting that is deleted before it was opened."""
    return f"{meeting.draft.title} has not been opened, so nothing but its agenda and its names is lost."


def write_open_since(meeting: Meeting, today: date) -> str:
    """That a meeting was left open on an earlier day, for the strip; "" for one that was not."""
    if meeting.opened_at is None or not meeting.is_open or meeting.opened_at.astimezone().date() == today:
        return ""
    return f"Open since {write_moment(meeting.opened_at)}"


def explain_open_overnight(meeting: Meeting, today: date) -> str:
    """The same with what to do about it, for the page."""
    since = write_open_since(meeting, today)
    if not since:
        return ""
    return (
        f"{since}: close {meeting.draft.title} if it is "
        "over. Hours in which nobody turned a page or wrote anything down are not counted."
    )


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


def write_decision(entry: MeetingEntry) -> str:
    """A decision with the action that it is about, if it is about one: "AS-18: go on until March"."""
    return f"{entry.ref}: {entry.text}" if entry.ref else entry.text


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


def explain_withheld(number: int) -> str:
    """That tables stand in the record which may not be shown here any more."""
    tables = wording.plural(number, "table")
    if number == 1:
        return f"{tables} of this meeting was shown outside public mode: it is kept and not given out."
    return f"{tables} of this meeting were shown outside public mode: they are kept and not given out."


def describe_last_meeting(last: Meeting | None, since: date) -> str:
    """What counts as new on the page: since which meeting, or since the quarter began."""
    if last is None:
        return (
            f"No earlier meeting is recorded yet, so this counts since the quarter began, {write_day(since)}."
        )
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
