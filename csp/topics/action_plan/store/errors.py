"""The error of a write that somebody else came before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp.core.errors import UserError

if TYPE_CHECKING:
    from csp.topics.action_plan.store.records import RecordedEdit, Update


class Conflict(UserError):  # noqa: N818 read as a sentence: the write met a conflict
    """Somebody else changed the same thing first; nothing of this write was stored.

    version is the version to send when the person, having seen the change, goes on.
    updates and edits are what came since the version they had, oldest first.
    """

    def __init__(
        self,
        sentence: str,
        version: int,
        updates: Sequence[Update] = (),
        edits: Sequence[RecordedEdit] = (),
    ) -> None:
        super().__init__(sentence)
        self.version = version
        self.updates = tuple(updates)
        self.edits = tuple(edits)
