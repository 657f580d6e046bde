"""What the store hands out and takes in: plain, immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.status import Quarter, Status, list_in_force

# The ids of simulated updates begin so; those of real ones are hexadecimal digits.
SIMULATED = "simulated-"


class Update(NamedTuple):
    """A report on an action. version gives the order of entry; corrects is the id of the update it replaces.

    note and evidence_link are "" where there is none. at is UTC.
    """

    id: str
    action_id: int
    version: int
    who: str
    at: datetime
    quarter: Quarter
    status: Status
    note: str
    measure_value: float | None
    evidence_link: str
    corrects: str | None

    @property
    def is_simulated(self) -> bool:
        """Whether nobody reported it: it shows beside the sample, and no table holds it."""
        return self.id.startswith(SIMULATED)


class ActionRow(NamedTuple):
    """An action as lists of actions show it.

    agencies has the lead first. due is the text of the plan, due_date the day it gives,
    if any. latest is the update in force (of the earlier plan, until a carried action
    has one of its own). marks are the statuses of Listing.quarters, oldest first, None
    where nothing was reported. overdue and no_update come from dates alone.
    """

    id: int
    plan_id: int
    ref: str
    priority: int
    text: str
    agencies: tuple[str, ...]
    measure: str
    reporting: str
    due: str
    due_date: date | None
    linked_measure: str
    started: date | None
    baseline: float | None
    target: float | None
    retired_at: datetime | None
    version: int
    carried_from: int | None
    latest: Update | None
    marks: tuple[Status | None, ...]
    overdue: bool
    no_update: bool

    @property
    def status(self) -> Status:
        return self.latest.status if self.latest else Status.NOT_STARTED

    @property
    def lead(self) -> str:
        """The agency named first, or ""."""
        return self.agencies[0] if self.agencies else ""

    @property
    def finished(self) -> bool:
        return self.status.finished


@dataclass(frozen=True)
class Plan:
    """A plan and its priorities, {number: name}. who added it, from which source.

    area_code and area: whose it is; "" where that is not known yet.
    """

    id: int
    label: str
    start: date
    end: date
    source: str
    who: str
    at: datetime
    retired_at: datetime | None
    version: int
    priorities: Mapping[int, str]
    area_code: str = ""
    area: str = ""


@dataclass(frozen=True)
class Listing:
    """A plan's actions on a day, ordered by priority and reference.

    quarter is the one reported on that day; quarters are the last four of ActionRow.marks. has_simulated:
    whether some of the updates are simulated.
    """

    plan: Plan
    today: date
    quarter: Quarter
    quarters: tuple[Quarter, ...]
    actions: tuple[ActionRow, ...]
    has_simulated: bool = False

    def unfinished(self) -> tuple[ActionRow, ...]:
        """The actions that could be carried over to the next plan."""
        return tuple(action for action in self.actions if not action.finished and action.retired_at is None)


class RecordedEdit(NamedTuple):
    """An edit of an action itself: what is one of schema.EDITS, fields {field: (before, after)}."""

    action_id: int
    version: int
    who: str
    at: datetime
    what: str
    fields: Mapping[str, tuple[object, object]]


class Entry(NamedTuple):
    """An update within an action's history.

    plan is the label of the plan it was written under, ref the action's reference there.
    corrected_by is the id of the update that replaced it, if it was corrected. values are the numbers it
    gives, by the key of their measure. withdrawn_at is when the step that stored it was undone, if it was.
    """

    update: Update
    plan: str
    ref: str
    corrected_by: str | None
    values: Mapping[str, float] = MappingProxyType({})
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class ActionView:
    """One action in full: history and edits of it and of the actions it continues, oldest first."""

    plan: Plan
    action: ActionRow
    history: tuple[Entry, ...]
    edits: tuple[RecordedEdit, ...]
    measures: tuple[Held[Measure], ...] = ()

    def in_force(self) -> tuple[Entry, ...]:
        """The history without what was corrected or withdrawn, in the order in which it is read."""
        entries = {entry.update.id: entry for entry in self.history}
        updates = [entry.update for entry in self.history if entry.withdrawn_at is None]
        earlier = list_in_force([update for update in updates if update.action_id != self.action.id])
        own = list_in_force([update for update in updates if update.action_id == self.action.id])
        return tuple(entries[update.id] for update in (*earlier, *own))


@dataclass(frozen=True)
class ActionDraft:
    """An action as typed, before it is checked and stored; figures and dates may still be text."""

    ref: str
    priority: int | str
    text: str
    agencies: tuple[str, ...] = ()
    measure: str = ""
    reporting: str = ""
    due: str = ""
    linked_measure: str = ""
    started: date | str | None = None
    baseline: float | str | None = None
    target: float | str | None = None


@dataclass(frozen=True)
class UpdateDraft:
    """A report on an action as typed, before it is checked and stored.

    quarter may be its label. corrects is the id of the update that this one replaces, if any. values are
    numbers by the key of their measure; measure_value is that of an action's only measure.
    """

    quarter: Quarter | str
    status: Status | str
    note: str = ""
    measure_value: float | str | None = None
    evidence_link: str = ""
    corrects: str | None = None
    values: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanDraft:
    """A plan as typed, before it is checked and stored."""

    label: str
    start: date
    end: date
    priorities: Mapping[int, str] = field(default_factory=dict)
    source: str = ""


class Scenario(NamedTuple):
    """A named rule of the what-if pages; rule is its JSON."""

    id: int
    name: str
    rule: str
    is_baseline: bool
    version: int
    who: str
    created_at: datetime
    changed_at: datetime


class Decision(NamedTuple):
    """A recorded decision about a candidate priority; decision is one of schema.DECISIONS."""

    id: int
    candidate: str
    decision: str
    reason: str
    who: str
    at: datetime


class Concern(NamedTuple):
    """Public concern about a candidate, 1 to 5, as entered by the partnership."""

    id: int
    candidate: str
    level: int
    who: str
    at: datetime


class Judgement(NamedTuple):
    """A candidate's impact, or the capacity or capability it lacks, 1 to 5; what is one of schema.JUDGED."""

    id: int
    candidate: str
    what: str
    level: int
    who: str
    at: datetime
