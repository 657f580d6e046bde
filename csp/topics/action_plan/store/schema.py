"""The tables of the action plan. The migrations build them; a test compares the two.

Those of the report, of meetings, of near misses, of steps and agencies and of what actions hold stand beside
them, in report_schema, meeting_schema, near_miss_schema, step_schema and entry_schema.

A row of a table in APPEND_ONLY is never altered or deleted: triggers refuse it on both databases. Instants
are UTC. Quarters are stored as their first day, so that they mean the same months whatever the
partnership's year is called.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from csp.topics.action_plan.store.status import Status

# The migration that builds exactly these tables.
REVISION = "0009"

# Tables whose rows stay as they were written.
APPEND_ONLY = (
    *("updates", "changes", "decisions", "concerns", "judgements", "report_entries", "near_misses"),
    *("meeting_entries", "meeting_turns", "meeting_tables"),
    *("steps", "agency_entries", "plan_entries", "measure_values", "withdrawals", "simulations"),
)

# What is judged of a candidate beside public concern, which has a table of its own.
JUDGED = ("impact", "capacity", "capability")
DECISIONS = ("retained", "raised", "dropped", "adopted")
EDITS = ("added", "edited", "retired", "reinstated", "carried over")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The SQL that a column holds one of some values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


class Instant(TypeDecorator[datetime]):
    """A moment with its time zone, in UTC. SQLite, which has no zones, keeps the UTC reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {str: Text, datetime: Instant}


class Plan(Base):
    """The action plan of one year; retired once the year is closed."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(unique=True)
    start: Mapped[date]
    end: Mapped[date]
    source: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    version: Mapped[int]


class PlanArea(Base):
    """Whose plan it is: the area of the settings that it was stored under."""

    __tablename__ = "plan_areas"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True, autoincrement=False)
    area_code: Mapped[str]
    area: Mapped[str]


class Priority(Base):
    """A priority of a plan, by its number in the document."""

    __tablename__ = "priorities"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]


class Agency(Base):
    """A name that actions are assigned to, as a plan writes it. Which names mean one agency: step_schema."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Action(Base):
    """An action of a plan. version counts its updates and changes, one each.

    carried_from is the action of an earlier plan that this one continues; carried_record
    the nearest one of them that has updates, read until there is one of its own. due is
    text as published. baseline and target are values of the measure.

    latest and marks are what the updates say, worked out by writing.refresh() whenever one
    is added, so that a plan of any size is listed without reading its whole record: the
    id of the update that gives the status, and the status of each quarter reported on as
    JSON, {"2021-04-01": "at risk"}. Those of the actions it continues are included.
    """

    __tablename__ = "actions"
    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "priority"], ["priorities.plan_id", "priorities.number"]),
        UniqueConstraint("plan_id", "ref"),
        UniqueConstraint("carried_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    ref: Mapped[str]
    priority: Mapped[int]
    text: Mapped[str]
    measure: Mapped[str]
    reporting: Mapped[str]
    due: Mapped[str]
    linked_measure: Mapped[str]
    started: Mapped[date | None]
    baseline: Mapped[float | None]
    target: Mapped[float | None]
    retired_at: Mapped[datetime | None]
    version: Mapped[int]
    carried_from: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    carried_record: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    latest: Mapped[str | None]
    marks: Mapped[str] = mapped_column(server_default="{}")


class ActionAgency(Base):
    """Who an action is assigned to, the lead agency at position 0."""

    __tablename__ = "action_agencies"
    __table_args__ = (UniqueConstraint("action_id", "agency_id"), Index(None, "agency_id"))

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))


class Update(Base):
    """A report on an action for a quarter. id is a random UUID as 32 hexadecimal digits.

    version is the action's version that it brought about, and so the order of entry. An
    update is corrected at most once: to mend a correction, correct the correction.
    """

    __tablename__ = "updates"
    __table_args__ = (
        UniqueConstraint("action_id", "version"),
        UniqueConstraint("action_id", "id"),
        UniqueConstraint("corrects"),
        # A correction belongs to the action of the update it corrects.
        ForeignKeyConstraint(["action_id", "corrects"], ["updates.action_id", "updates.id"]),
        CheckConstraint(one_of("status", tuple(Status)), "status"),
        Index(None, "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    version: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime]
    quarter: Mapped[date]
    status: Mapped[str]
    note: Mapped[str]
    measure_value: Mapped[float | None]
    evidence_link: Mapped[str]
    corrects: Mapped[str | None]


class RecordedEdit(Base):
    """An edit of an action's own wording or place: what it was and what it became.

    fields is a JSON object {field: [before, after]}.
    """

    __tablename__ = "changes"
    __table_args__ = (
        UniqueConstraint("action_id", "version"),
        CheckConstraint(one_of("what", EDITS), "what"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    version: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime]
    what: Mapped[str]
    fields: Mapped[str]


class Scenario(Base):
    """A named what-if rule. At most one is the baseline."""

    __tablename__ = "scenarios"
    __table_args__ = (
        Index(
            "uq_scenarios_baseline",
            "is_baseline",
            unique=True,
            sqlite_where=text("is_baseline"),
            postgresql_where=text("is_baseline"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    rule: Mapped[str]
    is_baseline: Mapped[bool]
    version: Mapped[int]
    who: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Decision(Base):
    """What the partnership decided about a candidate priority, and why."""

    __tablename__ = "decisions"
    __table_args__ = (CheckConstraint(one_of("decision", DECISIONS), "decision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class Concern(Base):
    """How much the public worries about a candidate priority, 1 to 5, as the partnership sees it."""

    __tablename__ = "concerns"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate: Mapped[str]
    level: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime]


class Judgement(Base):
    """What people judge of a candidate priority beside public concern, 1 to 5; without a row it is blank."""

    __tablename__ = "judgements"
    __table_args__ = (
        CheckConstraint(one_of("what", JUDGED), "what"),
        CheckConstraint("level BETWEEN 1 AND 5", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate: Mapped[str]
    what: Mapped[str]
    level: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime]
