"""The table of near misses that are typed in, beside those of schema.py, which the same migrations build."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csp.topics.action_plan.store.schema import Base


class NearMissEntry(Base):
    """A near miss as somebody typed it, a row for each version; the latest of a key counts.

    body is a JSON object with the columns of csp.core.road_records.near_miss. removed: taken out of the
    register with this version. It belongs to no plan.
    """

    __tablename__ = "near_misses"
    __table_args__ = (UniqueConstraint("key", "version"), CheckConstraint("version >= 1", "version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    removed: Mapped[bool]
    body: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
