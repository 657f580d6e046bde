"""Which actions act on a crime type or in a ward, and on what and where an action acts. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow

NOTHING = ActionDetails()


def list_crime_types(action: ActionRow, details: ActionDetails = NOTHING) -> tuple[str, ...]:
    """The codes of the crime types that an action acts on: the plan's own first, then what people added."""
    own = (action.linked_measure,) if action.linked_measure else ()
    return tuple(dict.fromkeys((*own, *details.coverage.crime_types)))


def pick_on_crime_types(
    actions: Iterable[ActionRow], details: Mapping[int, ActionDetails], codes: Collection[str]
) -> Sequence[ActionRow]:
    """The actions that act on one of some crime types: overdue ones first, finished ones last.

    details: what each action holds, by its id; codes as linked_actions.list_acted_on() gives them.
    """
    acting = (a for a in actions if not set(list_crime_types(a, _of(details, a))).isdisjoint(codes))
    return _order(acting)


def pick_here(
    actions: Sequence[ActionRow],
    details: Mapping[int, ActionDetails],
    codes: Collection[str],
    wards: Collection[str],
) -> Sequence[ActionRow]:
    """The actions that concern a place and a crime type: those that name one of its wards, whatever they act
    on, then those on the type that name no ward, each in the same order. wards: none for the whole district,
    where every action on the type counts.
    """
    if not wards:
        return pick_on_crime_types(actions, details, codes)
    own = _order(a for a in actions if not set(_of(details, a).coverage.wards).isdisjoint(wards))
    everywhere = [a for a in actions if not _of(details, a).coverage.wards]
    return [*own, *pick_on_crime_types(everywhere, details, codes)]


def _of(details: Mapping[int, ActionDetails], action: ActionRow) -> ActionDetails:
    return details.get(action.id, NOTHING)


def _order(actions: Iterable[ActionRow]) -> Sequence[ActionRow]:
    return sorted(actions, key=lambda action: (not action.overdue, action.finished))
