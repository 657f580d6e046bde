"""The comments on an action as a list. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csp.core.elements import Timeline, TimelineItem
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.store.entry_records import Comment, Held


def build_comment_list(
    comments: Sequence[Held[Comment]], firsts: Mapping[str, Held[Any]], ref: str, editable: bool
) -> Timeline:
    """Comments, the latest first, each with who wrote it and when, and who changed it since.

    firsts: the first version of each, by its key.
    """
    return Timeline(
        caption=f"Comments on {ref}, latest first",
        items=[_build_item(held, firsts.get(held.key, held), editable) for held in reversed(comments)],
    )


def _build_item(held: Held[Comment], first: Held[Any], editable: bool) -> TimelineItem:
    changed = f" (changed by {held.who}, {write_moment(held.at)})" if held.version > first.version else ""
    item = TimelineItem(
        shape="“",
        colour="grey",
        head=first.who,
        note=held.content.text,
        by=f"{write_moment(first.at)}{changed}",
    )
    if editable:
        item["correct"] = held.key
        item["act"] = "Edit this comment"
    return item
