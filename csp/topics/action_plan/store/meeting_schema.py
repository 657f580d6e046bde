"""The tables of the meetings, beside those of schema.py, which the same migrations build.

A meeting itself is edited while it is planned and held. What is recorded at it (entries, turns and the
tables that were shown) is never altered or deleted: triggers refuse it, as they do for the record of actions.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csp.topics.action_plan.store.schema import Base


class Meeting(Base):
    """A meeting. attendees, apologies and agenda are JSON lists; notes is text.

    opened_at is when it was first opened. At most one is open at a time, so that every screen in the room
    shows the same; is_open says so for the index that keeps it.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        Index(
            "uq_meetings_open",
            "is_open",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    day: Mapped[date]
    attendees: Mapped[str]
    apologies: Mapped[str]
    agenda: Mapped[str]
    notes: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    is_open: Mapped[bool]
    version: Mapped[int]


class MeetingEntry(Base):
    """A decision, an action raised, or a note, at an item of the agenda ("" for none).

    form is the form that it was sent from, so that one sent twice is stored once. An entry is corrected at
    most once: to mend a correction, correct the correction.
    """

    __tablename__ = "meeting_entries"
    __table_args__ = (
        UniqueConstraint("form"),
        UniqueConstraint("corrects"),
        UniqueConstraint("meeting_id", "id"),
        ForeignKeyConstraint(
            ["meeting_id", "corrects"], ["meeting_entries.meeting_id", "meeting_entries.id"]
        ),
        CheckConstraint("kind IN ('decision', 'action', 'note')", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    corrects: Mapped[int | None]
    who: Mapped[str]
    at: Mapped[datetime]


class MeetingTurn(Base):
    """When the meeting turned to an item of its agenda: how long each took follows from these."""

    __tablename__ = "meeting_turns"
    __table_args__ = (Index(None, "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class MeetingTable(Base):
    """A table as it was shown at an item, as a Parquet file, with what its page said.

    digest is the SHA-256 of the file: the same table shown twice is kept once.
    """

    __tablename__ = "meeting_tables"
    __table_args__ = (UniqueConstraint("meeting_id", "item", "caption", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item: Mapped[str]
    caption: Mapped[str]
    finding: Mapped[str]
    digest: Mapped[str]
    content: Mapped[bytes]
    who: Mapped[str]
    at: Mapped[datetime]
