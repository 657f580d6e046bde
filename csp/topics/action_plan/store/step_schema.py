"""The tables of steps, of agencies and of simulated updates, beside those of schema.py; likewise migrated.

A step is what one person did in one go to many things at once: two agencies merged, a table of actions
applied. Nothing that it stored is altered when it is undone: that is a further step, which names it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
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


class Withdrawal(Base):
    """An update that is not in force any more, because its step was undone. It stays as it is."""

    __tablename__ = "withdrawals"

    update_id: Mapped[str] = mapped_column(ForeignKey("updates.id"), primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    who: Mapped[str]
    at: Mapped[datetime]


class Simulation(Base):
    """Whether a plan shows simulated updates, a row for each change; the latest counts.

    The updates themselves are worked out (simulated.py) and are in no table, so none is ever among real ones.
    """

    __tablename__ = "simulations"
    __table_args__ = (Index(None, "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    shown: Mapped[bool]
    who: Mapped[str]
    at: Mapped[datetime]
