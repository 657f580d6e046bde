"""What came to the actions of a plan since a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from csp.topics.action_plan.store.records import ActionRow, Entry, RecordedEdit
from csp.topics.action_plan.store.status import Status, list_in_force


@dataclass(frozen=True)
class Movement:
    """What came to one action since a date: its status then (None: nothing reported by then) and now.

    updates are the reports since, oldest first; edits what was done to the action itself.
    """

    action: ActionRow
    before: Status | None
    updates: tuple[Entry, ...]
    edits: tuple[RecordedEdit, ...]

    @property
    def latest(self) -> datetime:
        """When the last of it came."""
        return max([e.update.at for e in self.updates] + [c.at for c in self.edits])


def list_movements(
    actions: Sequence[ActionRow], entries: Sequence[Entry], edits: Sequence[RecordedEdit], since: datetime
) -> list[Movement]:
    """The actions that changed after an instant, in the order given.

    entries are all updates of the plan, edits those after the instant. That an action was
    added is no movement of it: see list_added().
    """
    history: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.withdrawn_at is None:
            history.setdefault(entry.update.action_id, []).append(entry)
    touched: dict[int, list[RecordedEdit]] = {}
    for edit in edits:
        if edit.what != "added":
            touched.setdefault(edit.action_id, []).append(edit)
    movements = []
    for action in actions:
        own = history.get(action.id, [])
        new = tuple(entry for entry in own if entry.update.at > since)
        if new or action.id in touched:
            earlier = list_in_force([entry.update for entry in own if entry.update.at <= since])
            before = earlier[-1].status if earlier else None
            movements.append(Movement(action, before, new, tuple(touched.get(action.id, ()))))
    return movements


def list_added(edits: Sequence[RecordedEdit]) -> list[RecordedEdit]:
    """The edits by which an action was added, to a new plan or to one that was there."""
    return [edit for edit in edits if edit.what == "added"]
