"""What is to be talked about at the close of a quarter, action by action and agency by agency. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from csp.topics.action_plan.rules.movement import Movement
from csp.topics.action_plan.rules.reviews import find_next_review, is_review_late, propose_next_review
from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow, Listing
from csp.topics.action_plan.store.status import Quarter, lacks_update

NOTHING = ActionDetails()


class Matter(StrEnum):
    """What a list of the review is about; the value is its name on the page and in its address."""

    TO_DO = "To do"
    UPDATE_DUE = "Update due"
    OVERDUE = "Overdue"
    REVIEW_DUE = "Review due"
    CHANGED = "Changed"


MATTERS = tuple(matter.value for matter in Matter)


@dataclass(frozen=True)
class ReviewItem:
    """An action in the review of a quarter: what is open about it, and what came to it.

    next_review is a day that people have set, or the one that its rhythm proposes (is_proposed).
    """

    action: ActionRow
    matters: frozenset[Matter]
    next_review: date | None
    is_proposed: bool
    details: ActionDetails
    movement: Movement | None


@dataclass(frozen=True)
class ReviewGroup:
    """Actions of one agency or one priority. agency: None for a priority, or where no agency is named."""

    key: str
    title: str
    items: tuple[ReviewItem, ...]
    agency: Agency | None = None

    def count(self, matter: Matter) -> int:
        return sum(matter in item.matters for item in self.items)


def list_review_items(
    listing: Listing,
    quarter: Quarter,
    details: Mapping[int, ActionDetails],
    movements: Iterable[Movement],
) -> list[ReviewItem]:
    """Every action of a plan with what is open about it for a quarter, in the order of the listing.

    movements: what came to actions; one that has left the plan since is in the list for that alone.
    """
    moved = {move.action.id: move for move in movements}
    at = listing.quarters.index(quarter)
    items = [
        _judge(a, at, listing, details.get(a.id, NOTHING), moved.pop(a.id, None)) for a in listing.actions
    ]
    gone = [
        ReviewItem(move.action, frozenset({Matter.CHANGED}), None, False, NOTHING, move)
        for move in moved.values()
    ]
    return [*items, *gone]


def _judge(
    action: ActionRow, at: int, listing: Listing, details: ActionDetails, movement: Movement | None
) -> ReviewItem:
    is_open = action.retired_at is None
    facts = {
        Matter.UPDATE_DUE: is_open and lacks_update(action.marks[at], action.status),
        Matter.OVERDUE: action.overdue,
        Matter.REVIEW_DUE: is_review_late(action, details.schedule, listing.today),
        Matter.CHANGED: movement is not None,
    }
    matters = {matter for matter, is_so in facts.items() if is_so}
    if matters - {Matter.CHANGED}:
        matters.add(Matter.TO_DO)
    review = find_next_review(action, details.schedule, listing.plan, listing.today)
    is_proposed = details.schedule.next_review is None
    return ReviewItem(action, frozenset(matters), review, is_proposed, details, movement)


def group_by_agency(items: Iterable[ReviewItem], directory: Directory) -> list[ReviewGroup]:
    """Actions by the agency that leads them, those with most to do first.

    Names that mean one agency are one group. Actions that name nobody come last.
    """
    groups: dict[str, list[ReviewItem]] = {}
    agencies: dict[str, Agency | None] = {}
    for item in items:
        lead = item.action.lead
        agency = directory.find(lead)
        key = agency.key if agency else lead
        groups.setdefault(key, []).append(item)
        agencies[key] = agency
    made = [
        ReviewGroup(key, agency.name if (agency := agencies[key]) else key, tuple(members), agency)
        for key, members in groups.items()
    ]
    return sorted(
        made, key=lambda group: (not group.title, -group.count(Matter.TO_DO), group.title.casefold())
    )


def group_by_priority(items: Iterable[ReviewItem], names: Mapping[int, str]) -> list[ReviewGroup]:
    """Actions by priority, in the order of the plan; one without any of them is left out."""
    groups: dict[int, list[ReviewItem]] = {}
    for item in items:
        groups.setdefault(item.action.priority, []).append(item)
    return [ReviewGroup(str(n), f"{n} {names[n]}", tuple(groups[n])) for n in names if n in groups]


def pick_matter(groups: Sequence[ReviewGroup], matter: Matter) -> list[ReviewGroup]:
    """The groups with what a list is about alone; those that have nothing of it are left out."""
    picked = []
    for group in groups:
        items = tuple(item for item in group.items if matter in item.matters)
        if items:
            picked.append(ReviewGroup(group.key, group.title, items, group.agency))
    return picked


def propose_reviews(listing: Listing, details: Mapping[int, ActionDetails]) -> dict[int, date]:
    """The next review of every unfinished action that has no day set, by its rhythm: {action: day}."""
    days = {}
    for action in listing.unfinished():
        if details.get(action.id, NOTHING).schedule.next_review is None:
            day = propose_next_review(action, listing.plan, listing.today)
            if day is not None:
                days[action.id] = day
    return days
