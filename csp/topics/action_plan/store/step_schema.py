"""The tables of steps and of agencies, beside those of schema.py, which the same migrations build.

A step is what one person did in one go to many things at once: two agencies merged, a table of actions
applied. Nothing that it stored is altered when it is undone: that is a further step, which names it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csp.topics.action_plan.store.schema import Base


class Step(Base):
    """Something done in one go. undoes is the step that this one takes back; a step is undone once.

    body is a JSON object with what undoing it needs beside the rows that name it.
    """

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("undoes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("steps.id"))
    body: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class AgencyEntry(Base):
    """An agency of the directory, a row for each version; the latest of a key counts.

    body is a JSON object with the fields of agency_records.AgencyDraft. removed: it went into another.
    The names of schema.Agency are the plan's own words, which stay as they were written.
    """

    __tablename__ = "agency_entries"
    __table_args__ = (UniqueConstraint("key", "version"), CheckConstraint("version >= 1", "version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    removed: Mapped[bool]
    body: Mapped[str]
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id"))
    who: Mapped[str]
    at: Mapped[datetime]
