"""Which plan, and which of its actions, a reader wants to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from csp.topics.action_plan.rules.coverage import NOTHING, list_crime_types
from csp.topics.action_plan.rules.deadlines import is_due_soon
from csp.topics.action_plan.store.agency_records import Directory
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.action_plan.store.status import Status

OVERDUE, DUE_SOON, NO_UPDATE = "Overdue", "Due in 30 days", "Update due this quarter"
CHANGED, OPEN = "Changed since the last meeting", "Unfinished"
"""Conditions that come from dates and records, not from a declared status. OPEN is that of former links."""
CONDITIONS = (OVERDUE, DUE_SOON, NO_UPDATE, CHANGED, OPEN)
RENAMED = {"No update this quarter": NO_UPDATE}
"""What a condition was called before, as links may hold it."""


@dataclass(frozen=True)
class Selection:
    """Which actions a reader wants to see; an empty field asks for nothing.

    agency is the name of an agency in the directory; crime_types and ward are codes.
    """

    priority: int | None = None
    agency: str = ""
    statuses: frozenset[Status] = frozenset()
    only: str = ""
    crime_types: frozenset[str] = frozenset()
    ward: str = ""


@dataclass(frozen=True)
class Knowledge:
    """What a selection is judged by beside the actions themselves.

    details: what each action holds, by its id; changed: the ids of those that changed since the last
    meeting; found: the ids of those in which the words typed were found, None where none were typed.
    """

    today: date
    details: Mapping[int, ActionDetails] = field(default_factory=dict)
    directory: Directory = field(default_factory=lambda: Directory(()))
    changed: Collection[int] = frozenset()
    found: Collection[int] | None = None


def pick_selected(
    actions: Iterable[ActionRow], selection: Selection, knowledge: Knowledge
) -> list[ActionRow]:
    """The actions that meet every field of a selection but the condition, in their order."""
    names = _list_names(selection.agency, knowledge.directory)
    details = knowledge.details

    def is_selected(action: ActionRow) -> bool:
        return (
            (selection.priority is None or action.priority == selection.priority)
            and (not selection.statuses or action.status in selection.statuses)
            and (not names or not names.isdisjoint(action.agencies))
            and (knowledge.found is None or action.id in knowledge.found)
            and (
                not selection.crime_types
                or not selection.crime_types.isdisjoint(
                    list_crime_types(action, details.get(action.id, NOTHING))
                )
            )
            and (not selection.ward or selection.ward in details.get(action.id, NOTHING).coverage.wards)
        )

    return [action for action in actions if is_selected(action)]


def pick_in_condition(actions: Sequence[ActionRow], only: str, knowledge: Knowledge) -> Sequence[ActionRow]:
    """The actions that meet a condition, in their order; all of them where none is named."""
    details, today = knowledge.details, knowledge.today
    # A comprehension each: a large plan is asked for all of them whenever the page runs.
    if only == OVERDUE:
        return [action for action in actions if action.overdue]
    if only == DUE_SOON:
        return [a for a in actions if is_due_soon(a, details.get(a.id, NOTHING), today)]
    if only == NO_UPDATE:
        return [action for action in actions if action.no_update]
    if only == CHANGED:
        return [action for action in actions if action.id in knowledge.changed]
    return [action for action in actions if only != OPEN or not action.finished]


def count_conditions(actions: Sequence[ActionRow], knowledge: Knowledge) -> dict[str, int]:
    """How many of some actions meet each condition."""
    return {only: len(pick_in_condition(actions, only, knowledge)) for only in CONDITIONS}


def _list_names(agency: str, directory: Directory) -> frozenset[str]:
    """Every name by which plans call an agency, so that its aliases count together."""
    known = next((each for each in directory.agencies if each.name == agency), None)
    return frozenset((agency, *(known.draft.aliases if known else ()))) if agency else frozenset()


def list_own(plans: Sequence[Plan], home: str) -> tuple[Plan, ...]:
    """The plans of home among those of the database, in their order; one that is nobody's yet is its own."""
    return tuple(plan for plan in plans if plan.area_code in ("", home))


def find_plan_in_force(plans: Sequence[Plan], today: date) -> Plan | None:
    """The plan to show where none is chosen: the first that has begun and is not closed, else the first.

    plans: the latest first. None where there is no plan.
    """
    running = (plan for plan in plans if plan.retired_at is None and plan.start <= today)
    return next(running, plans[0] if plans else None)
