"""The tables of what an action holds beside its wording, beside those of schema.py; likewise migrated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csp.topics.action_plan.store.schema import Base, one_of

KINDS = ("measure", "milestone", "evidence", "comment", "coverage", "schedule", "note")
"""What an action holds, and last what a plan holds itself: the notes on its charts."""


class PlanEntry(Base):
    """Something that an action or a plan holds, a row for each version; the latest of a key counts.

    body is a JSON object with the fields of its kind (entry_records). removed: taken out with this version.
    An action that continues another has the keys of that one, so that a series goes on from year to year.
    """

    __tablename__ = "plan_entries"
    __table_args__ = (
        UniqueConstraint("plan_id", "key", "version"),
        CheckConstraint(one_of("kind", KINDS), "kind"),
        CheckConstraint("version >= 1", "version"),
        CheckConstraint("(kind = 'note') = (action_id IS NULL)", "holder"),
        Index(None, "action_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    kind: Mapped[str]
    key: Mapped[str]
    version: Mapped[int]
    removed: Mapped[bool]
    body: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class MeasureValue(Base):
    """The number that an update gives of one measure of its action; measure is the key of that entry.

    A number of an action with one measure stands in updates.measure_value as well, where pages that know
    no other look for it.
    """

    __tablename__ = "measure_values"
    __table_args__ = (UniqueConstraint("update_id", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[str] = mapped_column(ForeignKey("updates.id"))
    measure: Mapped[str]
    value: Mapped[float]
    who: Mapped[str]
    at: Mapped[datetime]
