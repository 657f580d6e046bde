"""The error of a write that somebody else came before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from csp.core import wording
from csp.core.errors import UserError

if TYPE_CHECKING:
    from csp.topics.action_plan.store.agency_records import Agency
    from csp.topics.action_plan.store.entry_records import Held
    from csp.topics.action_plan.store.near_misses import TypedNearMiss
    from csp.topics.action_plan.store.records import RecordedEdit, Update
    from csp.topics.action_plan.store.report_records import Version


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


class OvertakenError(UserError):
    """Somebody else changed some of several actions first; nothing of this write was stored.

    conflicts has the conflict of each by the id of its action, in the order of the actions.
    """

    def __init__(self, conflicts: Mapping[int, Conflict]) -> None:
        them = "one of these actions" if len(conflicts) == 1 else f"{len(conflicts)} of these actions"
        super().__init__(f"Nothing was stored: somebody else changed {them} in the meantime.")
        self.conflicts = dict(conflicts)


class EntryConflict(UserError):  # noqa: N818 likewise
    """Somebody else stored a later version of what a report holds; nothing of this write was stored.

    latest is that version. Who goes on, having seen it, sends its number.
    """

    def __init__(self, latest: Version[Any]) -> None:
        act = "took this out" if latest.removed else "changed this"
        super().__init__(f"{latest.who} {act} while you were writing: look at it, then choose.")
        self.latest = latest


class NearMissConflict(UserError):  # noqa: N818 likewise
    """Somebody else stored a later version of a near miss; nothing of this write was stored.

    latest is that version. Who goes on, having seen it, sends its number.
    """

    def __init__(self, latest: TypedNearMiss) -> None:
        act = "took this out" if latest.removed else "changed this"
        super().__init__(f"{latest.who} {act} while you were writing: look at it, then choose.")
        self.latest = latest


class AgencyConflict(UserError):  # noqa: N818 likewise
    """Somebody else stored a later version of an agency; nothing of this write was stored.

    latest is that version. Who goes on, having seen it, sends its number.
    """

    def __init__(self, latest: Agency) -> None:
        super().__init__(f"{latest.who} changed {latest.name} in the meantime: look at it, then choose.")
        self.latest = latest


class HeldConflict(UserError):  # noqa: N818 likewise
    """Somebody else stored a later version of what an action or a plan holds; nothing of this was stored.

    latest is that version. Who goes on, having seen it, sends its number.
    """

    def __init__(self, latest: Held[Any]) -> None:
        act = "took this out" if latest.removed else "changed this"
        super().__init__(f"{latest.who} {act} while you were writing: look at it, then choose.")
        self.latest = latest


class DiffConflict(UserError):  # noqa: N818 likewise
    """Somebody else changed actions of a file since it was compared with the plan; nothing of it was stored.

    refs are those actions.
    """

    def __init__(self, refs: Sequence[str], names: Sequence[str]) -> None:
        verb = "was" if len(refs) == 1 else "were"
        by = f" by {wording.list_words(names)}" if names else ""
        super().__init__(
            f"{wording.list_words(refs)} {verb} changed{by} since the file was compared with the plan, so "
            "nothing of it is stored: compare it again."
        )
        self.refs = tuple(refs)
