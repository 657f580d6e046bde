"""The table of what authors add to the report, beside those of schema.py, which the same migrations build."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csp.topics.action_plan.store.schema import Base, one_of

ENTRIES = ("paragraph", "review", "horizon", "order", "cover")
"""What authors add to the report of a plan."""


class ReportEntry(Base):
    """What authors add to the report of a plan, a row for each version; the latest of a key counts.

    body is a JSON object with the fields of its kind (report_records). removed: taken out of the report
    with this version.
    """

    __tablename__ = "report_entries"
    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "key", "version"),
        CheckConstraint(one_of("kind", ENTRIES), "kind"),
        CheckConstraint("version >= 1", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    kind: Mapped[str]
    key: Mapped[str]
    version: Mapped[int]
    removed: Mapped[bool]
    body: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
