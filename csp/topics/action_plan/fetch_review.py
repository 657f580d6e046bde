"""The close of a quarter as its page shows it, worked out once for as long as the plan stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from csp.core.caching import keep_while
from csp.core.elements import TableGroup, Tile
from csp.core.table import Table
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import reminder
from csp.topics.action_plan.findings.history import describe_added
from csp.topics.action_plan.findings.reminder import ReminderTerms
from csp.topics.action_plan.rules import quarter_review
from csp.topics.action_plan.rules.quarter_review import Matter
from csp.topics.action_plan.store import agencies, entries, reading
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.status import Quarter
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.tables.quarter import (
    build_count_tiles,
    build_review_groups,
    build_review_table,
    find_cap,
)


@dataclass(frozen=True)
class ReviewTerms:
    """What is asked for. today: the day that the plan is seen on. author: who signs, "" for nobody."""

    quarter: Quarter
    today: date
    since: date
    reply_by: date
    author: str
    matter: Matter
    is_by_agency: bool
    is_simulated: bool


@dataclass(frozen=True)
class Review:
    """What the page shows. shown: its groups as one table; reminders: of all agencies, "" for none.

    cap: how many rows of each group there are, where these are not all; whole has all of them.

    proposed: the next review of the actions that have none set, {action: day}. added: who put actions into
    the plan since the day, in words.
    """

    counts: Mapping[Matter, int]
    tiles: tuple[Tile, ...]
    groups: tuple[TableGroup, ...]
    shown: Table
    whole: Table
    cap: int | None
    reminders: str
    proposed: Mapping[int, date]
    added: str


def fetch_review(plan: Plan, terms: ReviewTerms) -> Review:
    """The close of a quarter of a plan."""
    return _work_out(fetch.fetch_board(), plan.id, terms)


def _stamp(of: Board, plan_id: int, _terms: ReviewTerms) -> tuple[str, int, object]:
    return reading.read_stamp(of, plan_id), entries.read_stamp(of, plan_id), agencies.read_stamp(of)


@keep_while(_stamp, maxsize=8)
def _work_out(of: Board, plan_id: int, terms: ReviewTerms) -> Review:
    plan = next(each for each in reading.list_plans(of) if each.id == plan_id)
    listing, details = fetch.fetch_listing(plan), fetch.fetch_details(plan)
    changes = fetch.fetch_changes(plan, datetime.combine(terms.since, time()).astimezone())
    items = quarter_review.list_review_items(listing, terms.quarter, details, changes.movements)
    by_agency = quarter_review.group_by_agency(items, fetch.fetch_directory())
    by_priority = quarter_review.group_by_priority(items, plan.priorities)
    picked = quarter_review.pick_matter(by_agency if terms.is_by_agency else by_priority, terms.matter)
    asked = ReminderTerms(listing, terms.quarter, terms.reply_by, terms.author, terms.is_simulated)
    texts = {group.key: reminder.write_reminder(group, asked) for group in by_agency}
    copied, with_lead = texts if terms.is_by_agency else {}, not terms.is_by_agency
    cap = find_cap(picked)
    every = build_review_groups(picked, terms.matter, listing, copied, with_lead)
    shown = build_review_groups(picked, terms.matter, listing, copied, with_lead, cap) if cap else every
    heading = "Agency" if terms.is_by_agency else "Priority"
    caption = f"{terms.matter.value}, {terms.quarter.label}"
    return Review(
        counts={matter: sum(matter in item.matters for item in items) for matter in Matter},
        tiles=tuple(build_count_tiles(items, len(listing.actions))),
        groups=tuple(shown),
        shown=build_review_table(shown, heading, caption),
        whole=build_review_table(every, heading, caption),
        cap=cap,
        reminders=reminder.join_reminders(list(texts.values())),
        proposed=quarter_review.propose_reviews(listing, details),
        # What is simulated lies before the plan was put in here.
        added="" if terms.is_simulated else describe_added(changes.added),
    )
