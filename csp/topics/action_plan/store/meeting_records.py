"""What the store hands out and takes in of meetings: plain, immutable values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

LONGEST_ITEM = timedelta(hours=4)
"""Longer than a meeting stays at one item: such a meeting was left open."""

EntryKind = Literal["decision", "action", "note"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("decision", "action", "note")


class AgendaItem(NamedTuple):
    """An item of an agenda. key: its name in the record, which stays when it is renamed or moved.

    page: the page that is shown, as the settings write it ("Trends?type=Shoplifting"); "" for none.
    """

    key: str
    title: str
    page: str = ""


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting as typed, before it is checked and stored."""

    title: str
    day: date
    agenda: tuple[AgendaItem, ...]
    attendees: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Meeting:
    """A meeting as it is stored. attendees and apologies are agencies or people. who planned it, when.

    opened_at is when it was first opened; closed_at None while it is planned or open. Instants are UTC.
    """

    id: int
    draft: MeetingDraft
    who: str
    at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def find_title(self, key: str) -> str:
        """The title of an item, "" for what belongs to none, or to one taken off the agenda."""
        return next((item.title for item in self.draft.agenda if item.key == key), "")


@dataclass(frozen=True)
class EntryDraft:
    """A decision or a note as typed, before it is checked and stored; of an action item and form alone.

    item: of the agenda, "" for none. form: uuid4().hex, made when the form is drawn; a form that is sent
    twice is stored once. action_id: the action that a decision is about, if it is about one.
    """

    item: str
    form: str
    text: str = ""
    kind: EntryKind = "decision"
    action_id: int | None = None


class MeetingEntry(NamedTuple):
    """Something recorded at a meeting. ref: of the action raised or decided about, as it is called now."""

    id: int
    item: str
    kind: EntryKind
    text: str
    action_id: int | None
    ref: str
    corrects: int | None
    who: str
    at: datetime


class Turn(NamedTuple):
    """When a meeting turned to an item of its agenda."""

    item: str
    at: datetime


class Decided(NamedTuple):
    """A decision of a meeting: its day, the title of the item, the text as it reads now, and whose it is."""

    day: date
    item: str
    text: str
    meeting_id: int


class ShownTable(NamedTuple):
    """A table that was shown at an item, without its contents; finding is what its page said."""

    id: int
    item: str
    caption: str
    finding: str
    at: datetime


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting with what was recorded at it, in the order in which it was."""

    meeting: Meeting
    entries: tuple[MeetingEntry, ...]
    turns: tuple[Turn, ...]

    def list_in_force(self, *kinds: EntryKind) -> tuple[MeetingEntry, ...]:
        """The entries of some kinds (of all where none is named) as they read now.

        A correction stands where the entry stood that it corrects.
        """
        replaced = {entry.corrects: entry for entry in self.entries if entry.corrects is not None}
        entries = []
        for first in self.entries:
            entry = first
            while entry.id in replaced:
                entry = replaced[entry.id]
            if first.corrects is None and (not kinds or entry.kind in kinds):
                entries.append(entry)
        return tuple(entries)

    def measure_times(self, now: datetime) -> dict[str, timedelta]:
        """How long each item has taken until now, or until the meeting was closed."""
        written = [entry.at for entry in self.entries]
        return measure_times(self.turns, self.meeting.closed_at or now, written)


def measure_times(
    turns: Sequence[Turn], end: datetime, written: Sequence[datetime] = ()
) -> dict[str, timedelta]:
    """How long each item took: from a turn to it until the next turn, or until the end.

    Closing is a turn to no item (""), so that the days until a meeting is opened again count for none.
    written: when something was taken down. A meeting that is left open has not sat all night: an item
    that would take longer than LONGEST_ITEM took until the last that was taken down at it.
    """
    times: dict[str, timedelta] = {}
    for turn, following in pairwise([*turns, Turn("", end)]):
        stop = following.at
        if stop - turn.at > LONGEST_ITEM:
            stop = max([turn.at, *(at for at in written if turn.at <= at < stop)])
        if turn.item:
            times[turn.item] = times.get(turn.item, timedelta()) + max(stop - turn.at, timedelta())
    return times
