"""What people changed of what an action holds, as its history tells it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from csp.topics.action_plan.store.entry_records import Comment, Held, Milestone
from csp.topics.action_plan.store.records import RecordedEdit


@dataclass(frozen=True)
class HeldChange:
    """A version of something that an action holds, and the one before it; None for the first."""

    now: Held[Any]
    before: Held[Any] | None


def list_held_changes(versions: Iterable[Held[Any]], edits: Iterable[RecordedEdit]) -> Sequence[HeldChange]:
    """The changes in the order of the versions, the oldest first.

    What was stored together with an edit of the action, as the measures that its words name, is told by
    that edit. A comment that stands as it was written is told where comments are.
    """
    told = {(edit.who, edit.at) for edit in edits}
    latest: dict[str, Held[Any]] = {}
    changes = []
    for version in versions:
        before = latest.get(version.key)
        latest[version.key] = version
        is_new_comment = before is None and isinstance(version.content, Comment)
        if (version.who, version.at) not in told and not is_new_comment:
            changes.append(HeldChange(version, before))
    return changes


def find_firsts(versions: Iterable[Held[Any]]) -> dict[str, Held[Any]]:
    """The first version of everything, by its key: who entered it, and when. versions: the oldest first."""
    firsts: dict[str, Held[Any]] = {}
    for version in versions:
        firsts.setdefault(version.key, version)
    return firsts


def find_tickers(versions: Iterable[Held[Any]]) -> dict[str, str]:
    """Who ticked each milestone last, by its key: who mends its words later does not take that over."""
    done: dict[str, bool] = {}
    tickers = {}
    for version in versions:
        if isinstance(version.content, Milestone):
            is_done = version.content.done_on is not None
            if is_done and not done.get(version.key, False):
                tickers[version.key] = version.who
            done[version.key] = is_done
    return tickers
