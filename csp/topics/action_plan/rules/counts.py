"""What the actions of a plan add up to by status, priority and agency; which are late or not reported on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from csp.topics.action_plan.rules.agencies import find_agency
from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.records import ActionRow, Listing
from csp.topics.action_plan.store.status import Status


@dataclass(frozen=True)
class Tally:
    """Counts of a set of actions. unfinished actions may be overdue or without an update."""

    statuses: Mapping[Status, int]
    overdue: int
    no_update: int

    @property
    def total(self) -> int:
        """All actions of the set."""
        return sum(self.statuses.values())

    def count(self, *statuses: Status) -> int:
        """The actions that have one of these statuses."""
        return sum(self.statuses.get(status, 0) for status in statuses)


def tally(actions: Iterable[ActionRow]) -> Tally:
    """The counts of some actions."""
    rows = list(actions)
    return Tally(
        Counter(action.status for action in rows),
        sum(action.overdue for action in rows),
        sum(action.no_update for action in rows),
    )


def tally_by_priority(listing: Listing) -> dict[int, Tally]:
    """The counts of every priority of the plan, those without actions too."""
    actions: dict[int, list[ActionRow]] = {number: [] for number in listing.plan.priorities}
    for action in listing.actions:
        actions[action.priority].append(action)
    return {number: tally(members) for number, members in actions.items()}


@dataclass(frozen=True)
class Workload:
    """What one agency has in the plan: the actions it leads come first."""

    agency: Agency
    leads: tuple[ActionRow, ...]
    supports: tuple[ActionRow, ...]

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """The actions it leads, then those it supports."""
        return self.leads + self.supports

    @property
    def unfinished(self) -> int:
        """How many actions are still to be done."""
        return sum(not action.finished for action in self.actions)


def list_workloads(listing: Listing, directory: Directory) -> list[Workload]:
    """Every agency of the plan, those with most to do first: unfinished actions, then all of them.

    Counted by the agency of the directory: one that an action names twice has that action once, as lead where
    one of the names leads. Groups, which are no body, come after all agencies.
    """
    leads: dict[str, list[ActionRow]] = {}
    supports: dict[str, list[ActionRow]] = {}
    names = {name for action in listing.actions for name in action.agencies}
    by_name = {name: find_agency(name, directory) for name in names}
    for action in listing.actions:
        keys = dict.fromkeys(by_name[name].key for name in action.agencies)
        for position, key in enumerate(keys):
            (supports if position else leads).setdefault(key, []).append(action)
    agencies = {agency.key: agency for agency in by_name.values()}
    every = [
        Workload(agency, tuple(leads.get(key, ())), tuple(supports.get(key, ())))
        for key, agency in agencies.items()
    ]
    return sorted(every, key=_get_order)


def _get_order(work: Workload) -> tuple[object, ...]:
    return work.agency.is_group, -work.unfinished, -len(work.actions), work.agency.name.casefold()


def list_late(listing: Listing) -> list[ActionRow]:
    """The overdue actions, the longest overdue first."""
    return sorted((a for a in listing.actions if a.overdue), key=lambda a: a.due_date or date.max)
