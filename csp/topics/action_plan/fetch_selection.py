"""What the filters of the board are judged by, read once and kept while the plan stands."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime, time

from csp.core.caching import keep_while
from csp.topics.action_plan import fetch
from csp.topics.action_plan.rules.search import find_ids, write_indexes
from csp.topics.action_plan.rules.selection import Knowledge
from csp.topics.action_plan.store import agencies, entries, meetings, reading
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.store import Board


def fetch_last_meeting(listing: Listing) -> date | None:
    """The day of the last meeting that was closed, None where none is on record.

    A plan beside the sample is seen on a day of its own, but its meetings are those of today.
    """
    of = fetch.fetch_board()
    last = meetings.find_last_closed(of, max(of.today(), listing.today))
    return last.draft.day if last else None


def fetch_knowledge(listing: Listing, last_meeting: date | None) -> Knowledge:
    """What a selection of a listing's actions is judged by, before words are searched for."""
    return Knowledge(
        today=listing.today,
        details=fetch.fetch_details(listing.plan),
        directory=fetch.fetch_directory(),
        changed=_list_changed(listing, last_meeting) if last_meeting else frozenset(),
    )


def fetch_found(listing: Listing, typed: str) -> frozenset[int] | None:
    """The ids of the actions in which words are found; None where none are typed."""
    if not typed.strip():
        return None
    return find_ids(_write_indexes(fetch.fetch_board(), listing.plan.label), typed)


def _list_changed(listing: Listing, last_meeting: date) -> frozenset[int]:
    """The ids of the actions to which anything came on the day of the last meeting or later."""
    since = datetime.combine(last_meeting, time()).astimezone()
    return _find_changed(fetch.fetch_board(), listing.plan.label, since)


def _stamp(of: Board, label: str, *_others: Hashable) -> tuple[Hashable, ...]:
    plan = reading.find_plan(of, label)
    stamps = reading.read_stamp(of, plan.id), entries.read_stamp(of, plan.id), agencies.read_stamp(of)
    return (*stamps, fetch.is_simulated(plan), of.today())


@keep_while(_stamp, maxsize=4)
def _find_changed(of: Board, label: str, since: datetime) -> frozenset[int]:
    changes = fetch.fetch_changes(reading.find_plan(of, label), since)
    return frozenset(move.action.id for move in changes.movements)


@keep_while(_stamp, maxsize=4)
def _write_indexes(of: Board, label: str) -> Mapping[int, str]:
    listing = fetch.fetch_listing(reading.find_plan(of, label))
    details, directory = fetch.fetch_details(listing.plan), fetch.fetch_directory()
    return write_indexes(listing.actions, details, directory, fetch.fetch_crime_types())
