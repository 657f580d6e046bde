"""What retiring means, said before it is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.topics.action_plan.store.records import Plan

_NAMED = 5


def describe_retiring(refs: Sequence[str], updates: int) -> str:
    """ "AS-04 leaves the board; its 6 updates stay on record; it can be reinstated." """
    more = len(refs) - _NAMED
    named = wording.list_words([*refs[:_NAMED], *([wording.plural(more, "other")] if more > 0 else [])])
    verb, whose, they = ("leaves", "its", "it") if len(refs) == 1 else ("leave", "their", "they")
    kept = f"{whose} {wording.plural(updates, 'update')} {'stays' if updates == 1 else 'stay'} on record"
    if not updates:
        kept = f"{whose} history stays on record"
    return f"{named} {verb} the board; {kept}; {they} can be reinstated on the page Plans."


def describe_closing(plan: Plan, actions: int, unfinished: int) -> str:
    """ "The plan 2021-22 takes no updates any more: 35 of its 57 actions are unfinished. ..." """
    verb = "is" if unfinished == 1 else "are"
    state = f"{unfinished or 'none'} of its {wording.plural(actions, 'action')} {verb} unfinished"
    return (
        f"The plan {plan.label} takes no updates any more: {state}. Everything in it stays on record and can "
        "be read; it can be opened again."
    )
