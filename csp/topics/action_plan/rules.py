"""What a plan's actions add up to: counts, agencies, what changed, before and after a start. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from csp import statistics
from csp.core import disclosure
from csp.core.filters import Period, add_months
from csp.core.population import Populations
from csp.core.scope import Scope
from csp.topics.action_plan.store.records import ActionRow, Change, Entry, Listing
from csp.topics.action_plan.store.status import Quarter, Status, reading, without_update

OVERDUE, NO_UPDATE, OPEN = "Overdue", "No update this quarter", "Unfinished"
"""The choices of "Only": conditions that come from dates, not from a declared status."""


@dataclass(frozen=True)
class Wanted:
    """Which actions a reader wants to see; an empty field asks for nothing."""

    priority: int | None = None
    agency: str = ""
    statuses: frozenset[Status] = frozenset()
    only: str = ""
    find: str = ""

    def meets(self, action: ActionRow) -> bool:
        return (
            (self.priority is None or action.priority == self.priority)
            and (not self.agency or self.agency in action.agencies)
            and (not self.statuses or action.status in self.statuses)
            and _meets_condition(action, self.only)
            and _mentions(action, self.find)
        )


def _meets_condition(action: ActionRow, only: str) -> bool:
    conditions = {OVERDUE: action.overdue, NO_UPDATE: action.no_update, OPEN: not action.finished}
    return conditions.get(only, True)


def _mentions(action: ActionRow, find: str) -> bool:
    """Whether every word asked for stands somewhere in what the action says of itself."""
    if not find.strip():
        return True
    note = action.latest.note if action.latest else ""
    text = " ".join((action.ref, action.text, action.measure, *action.agencies, note)).casefold()
    return all(word in text for word in find.casefold().split())


@dataclass(frozen=True)
class Tally:
    """Counts of a set of actions. unfinished actions may be overdue or without an update."""

    statuses: Mapping[Status, int]
    overdue: int
    no_update: int

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    def of(self, *states: Status) -> int:
        return sum(self.statuses.get(state, 0) for state in states)


def tally(actions: Iterable[ActionRow]) -> Tally:
    known = list(actions)
    return Tally(
        Counter(action.status for action in known),
        sum(action.overdue for action in known),
        sum(action.no_update for action in known),
    )


def by_priority(listing: Listing) -> dict[int, Tally]:
    """The counts of every priority of the plan, those without actions too."""
    found: dict[int, list[ActionRow]] = {number: [] for number in listing.plan.priorities}
    for action in listing.actions:
        found[action.priority].append(action)
    return {number: tally(actions) for number, actions in found.items()}


@dataclass(frozen=True)
class Workload:
    """What one agency has in the plan: the actions it leads come first."""

    agency: str
    leads: tuple[ActionRow, ...]
    supports: tuple[ActionRow, ...]

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        return self.leads + self.supports


def workloads(listing: Listing) -> list[Workload]:
    """Every agency of the plan, those with most to do first: unfinished actions, then all of them."""
    leads: dict[str, list[ActionRow]] = {}
    supports: dict[str, list[ActionRow]] = {}
    for action in listing.actions:
        for position, agency in enumerate(action.agencies):
            (supports if position else leads).setdefault(agency, []).append(action)
    names = {*leads, *supports}
    found = [Workload(name, tuple(leads.get(name, ())), tuple(supports.get(name, ()))) for name in names]
    return sorted(
        found,
        key=lambda w: (-sum(not a.finished for a in w.actions), -len(w.actions), w.agency.casefold()),
    )


def lacking(listing: Listing, quarter: Quarter) -> list[ActionRow]:
    """The unfinished actions with nothing reported for one of the quarters of the listing."""
    at = listing.quarters.index(quarter)
    return [a for a in listing.actions if a.retired_at is None and without_update(a.marks[at], a.status)]


def late(listing: Listing) -> list[ActionRow]:
    """The overdue actions, the longest overdue first."""
    return sorted((a for a in listing.actions if a.overdue), key=lambda a: a.due_date or date.max)


@dataclass(frozen=True)
class Moved:
    """What came to one action since a date: its status then (None: nothing reported by then) and now.

    updates are the reports since, oldest first; changes what was done to the action itself.
    """

    action: ActionRow
    before: Status | None
    updates: tuple[Entry, ...]
    changes: tuple[Change, ...]

    @property
    def latest(self) -> datetime:
        return max([e.update.at for e in self.updates] + [c.at for c in self.changes])


def moved(
    actions: Sequence[ActionRow], entries: Sequence[Entry], changes: Sequence[Change], since: datetime
) -> list[Moved]:
    """The actions that changed after an instant, in the order given.

    entries are all updates of the plan, changes those after the instant. That an action was
    added is no change to it: see added().
    """
    history: dict[int, list[Entry]] = {}
    for entry in entries:
        history.setdefault(entry.update.action_id, []).append(entry)
    touched: dict[int, list[Change]] = {}
    for change in changes:
        if change.what != "added":
            touched.setdefault(change.action_id, []).append(change)
    found = []
    for action in actions:
        own = history.get(action.id, [])
        new = tuple(entry for entry in own if entry.update.at > since)
        if new or action.id in touched:
            earlier = reading([entry.update for entry in own if entry.update.at <= since])
            before = earlier[-1].status if earlier else None
            found.append(Moved(action, before, new, tuple(touched.get(action.id, ()))))
    return found


def added(changes: Iterable[Change]) -> int:
    """How many actions were added, to a new plan or to one that was there."""
    return sum(change.what == "added" for change in changes)


# ------------------------------------------------------------------ the linked crime measure

MOST_MONTHS = 12


def months_since(start: date, loaded: Iterable[date]) -> Period | None:
    """The months from an action's start on that are loaded, at most a year; None where there is none.

    The months from the first whole one: an action that starts on the 15th had no part in half of its month.
    """
    first = start if start.day == 1 else add_months(start.replace(day=1), 1)
    last = max((month for month in loaded if month >= first), default=None)
    if last is None:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Period(first, min(months, MOST_MONTHS))


def month_counts(monthly: pd.DataFrame, measure: str) -> dict[date, int]:
    """Counts of one measure by month, from a frame of measure, month, n."""
    rows = zip(monthly["measure"], monthly["month"].dt.date, monthly["n"], strict=True)
    return {month: int(n) for code, month, n in rows if code == measure}


@dataclass(frozen=True)
class BeforeAfter:
    """A crime measure in the months after an action's start and in the same months a year before.

    Rates are per 1,000 over the months; nan without a population. hidden: a count is too
    small to show in public mode.
    """

    after: int
    before: int
    months: tuple[date, ...]
    months_before: tuple[date, ...]
    rate_after: float
    rate_before: float
    p: float
    hidden: bool


def before_after(
    counts: Mapping[date, int], scope: Scope, people: Populations, area: str, suppress: bool
) -> BeforeAfter | None:
    """The two sides of a start compared; None where they cannot be, scope says why.

    Like is compared with like: the same calendar months, each year with its own population.
    """
    if not (scope.months and scope.before):
        return None
    after, before = (sum(counts.get(month, 0) for month in side) for side in (scope.months, scope.before))
    around = (scope.months[len(scope.months) // 2].year, scope.before[len(scope.before) // 2].year)
    exposures = [people.of(area, year)[0] for year in around]
    # Without a population the bare counts of as many months are compared.
    known = all(exposure == exposure for exposure in exposures)  # noqa: PLR0124
    p = float(statistics.change_p(after, before, *(exposures if known else (1.0, 1.0))))
    return BeforeAfter(
        after,
        before,
        scope.months,
        scope.before,
        float(statistics.rate(after, exposures[0])),
        float(statistics.rate(before, exposures[1])),
        p,
        suppress and (disclosure.is_small(after) or disclosure.is_small(before)),
    )
