"""Which action comes next for whoever goes through a board to report on one after the other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.topics.action_plan.store.records import ActionRow, Listing


@dataclass(frozen=True)
class Turn:
    """Where an action stands in the order of a board; numbers count from 1, 0 where it is not in it.

    previous and following are references, "" where there is none; to_report is the one to report on after
    this one, "" where no other action of the order lacks an update. lacking counts those that do.
    """

    at: int
    total: int
    previous: str
    following: str
    to_report: str
    lacking: int


def awaits_update(action: ActionRow) -> bool:
    """Whether an action still lacks an update of this quarter that somebody gave: a simulated one is none."""
    is_simulated = action.latest is not None and action.latest.is_simulated
    return action.no_update or (is_simulated and not action.finished)


def find_turn(listing: Listing, ref: str, order: Sequence[str]) -> Turn:
    """The turn of an action. order: the references on the board, as they stand there.

    An action that has left the board, because it does not meet its filters any more, has the turn of the
    place that it left.
    """
    actions = {action.ref: action for action in listing.actions}
    refs = [each for each in order if each in actions]
    others = [each for each in refs if each != ref]
    place = _find_place(listing, ref, refs)
    later = others[place:] + others[:place]
    waiting = [each for each in later if awaits_update(actions[each])]
    return Turn(
        at=place + 1 if ref in refs else 0,
        total=len(refs),
        previous=others[place - 1] if place else "",
        following=others[place] if place < len(others) else "",
        to_report=waiting[0] if waiting else "",
        lacking=len(waiting),
    )


def _find_place(listing: Listing, ref: str, refs: Sequence[str]) -> int:
    """How many of the order come before an action; of one that is not in it, by its place in the plan."""
    if ref in refs:
        return refs.index(ref)
    places = {action.ref: at for at, action in enumerate(listing.actions)}
    own = places.get(ref, len(places))
    return next((at for at, each in enumerate(refs) if places[each] > own), len(refs))
