"""The action plan's database, opened once for all sessions, and what pages read from it again and again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import streamlit as st

from csp.core import settings
from csp.core.caching import keep_while
from csp.core.errors import UserError
from csp.core.measures import Measure, read_catalogue
from csp.data import queries
from csp.shell import abbreviations, messages
from csp.topics.action_plan.findings.headlines import describe_simulated_start
from csp.topics.action_plan.rules.movement import Movement, list_added, list_movements
from csp.topics.action_plan.rules.selection import find_plan_in_force, list_own
from csp.topics.action_plan.rules.simulated import (
    find_board_day,
    find_plan_instant,
    find_simulated_start,
    simulate_history,
    simulate_listing,
    simulate_view,
)
from csp.topics.action_plan.rules.since import Since, count_since
from csp.topics.action_plan.store import agencies, entries, meetings, reading, seed, store
from csp.topics.action_plan.store.agency_records import Directory
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.plan_areas import find_home
from csp.topics.action_plan.store.records import ActionRow, ActionView, Entry, Listing, Plan, RecordedEdit
from csp.topics.action_plan.store.simulation import is_simulation_shown, list_published_actions
from csp.topics.action_plan.store.status import Quarter
from csp.topics.action_plan.store.store import Board, open_board

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Away:
    """A board that could not be read: its address, and the instant until which it is not tried again."""

    url: str
    until: float


# Pages about crime do without the board: for so long after it has failed they do not try it again, or
# for as long as it took to fail, where it was busy.
_AWAY_SECONDS = 5.0
AWAY = "The action plan cannot be read, so what is kept with it (saved rules, decisions) is left out."
_away: _Away | None = None


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(url: str) -> Board:
    return open_board(url)


def fetch_board() -> Board:
    """The database that the environment names, opened once for all sessions."""
    return _opened(store.default_url())


def is_away() -> bool:
    """Whether the board could not be read when it was last tried.

    It stays so until a read succeeds, so a page that did without the board says so however long it took.
    """
    return _away is not None and _away.url == store.default_url()


def read_if_there(read: Callable[[Board], T]) -> T | None:
    """What a page about crime reads from the board; None where the board cannot be read.

    Such a page says so once, by note_away(), and draws whatever the board does.
    """
    global _away  # noqa: PLW0603 one small memo, replaced whole
    began, url = time.monotonic(), store.default_url()
    if _away is not None and _away.url == url and began < _away.until:
        return None
    try:
        answer = read(fetch_board())
    except Exception:
        _LOG.exception("The board cannot be read.")
        ended = time.monotonic()
        _away = _Away(url, ended + max(_AWAY_SECONDS, ended - began))
        return None
    _away = None
    return answer


def note_away() -> None:
    """Say that the board cannot be read, where that is so."""
    if is_away():
        messages.note(AWAY)


def find_since(today: date, quarter: Quarter | None = None) -> Since:
    """Since when something counts as new on a day: the last meeting that was closed by then.

    Where none is on record it is the beginning of a quarter, that of the day unless another is given.
    """
    last = read_if_there(lambda of: meetings.find_last_closed(of, today))
    return count_since(last, today, quarter or Quarter.of(today, settings.year_start()))


def _plan_stamp(of: Board, plan_id: int, *_others: Hashable) -> str:
    return reading.read_stamp(of, plan_id)


# Not by st.cache_data: what is read is immutable, so it need not be copied for every reader.
_list_actions = keep_while(_plan_stamp, maxsize=16)(reading.list_actions)
_list_details = keep_while(entries.read_stamp, maxsize=16)(entries.list_details)
_read_directory = keep_while(agencies.read_stamp, maxsize=2)(agencies.read_directory)
_list_former_names = keep_while(agencies.read_stamp, maxsize=2)(agencies.list_former_names)


_list_published = keep_while(_plan_stamp, maxsize=4)(list_published_actions)


def _simulation_stamp(of: Board, plan_id: int, *_others: Hashable) -> tuple[str, int]:
    return reading.read_stamp(of, plan_id), entries.read_stamp(of, plan_id)


@keep_while(_simulation_stamp, maxsize=4)
def _simulate(of: Board, plan_id: int, day: date, retired: bool) -> Listing:
    listing, details = _list_actions(of, plan_id, day, retired), _list_details(of, plan_id)
    return simulate_listing(listing, details, _list_published(of, plan_id))


@keep_while(_simulation_stamp, maxsize=2)
def _simulate_history(of: Board, plan_id: int, day: date) -> tuple[Entry, ...]:
    listing, details = _list_actions(of, plan_id, day, False), _list_details(of, plan_id)
    return tuple(simulate_history(listing, details, _list_published(of, plan_id)))


def fetch_listing(plan: Plan, retired: bool = False) -> Listing:
    """The actions of a plan as its pages show them; retired adds those taken out of it.

    Beside the sample an action of the published plan without a report has a simulated one, and the plan is
    seen on a day of its year. Read again after any write.
    """
    # Whoever shows actions shows names of agencies.
    abbreviations.use(fetch_terms)
    if not is_simulated(plan):
        return fetch_recorded_listing(plan, retired)
    of = fetch_board()
    listing = _simulate(of, plan.id, find_board_day(plan, of.today(), is_simulated=True), retired)
    # Where every action has a real report, nothing is left that would belong to another day.
    return listing if listing.has_simulated else fetch_recorded_listing(plan, retired)


def fetch_recorded_listing(plan: Plan, retired: bool = False) -> Listing:
    """The actions of a plan today with what people recorded alone, for what is stored or sent out."""
    of = fetch_board()
    return _list_actions(of, plan.id, of.today(), retired)


def fetch_asked_listing(plan: Plan, retired: bool = False) -> Listing:
    """What people recorded alone, on the day that the board is seen on: for forms that ask of its quarter."""
    of, listing = fetch_board(), fetch_listing(plan, retired)
    return _list_actions(of, plan.id, listing.today, retired)


def is_simulated(plan: Plan) -> bool:
    """Whether a plan shows simulated updates: what may_simulate() says, until people remove them."""
    return may_simulate(plan) and is_simulation_shown(fetch_board(), plan.id)


def may_simulate(plan: Plan) -> bool:
    """Whether a plan has simulated updates, shown or removed; only home's published one beside the sample."""
    home = find_home()
    return (
        plan.who == seed.AUTHOR
        and plan.retired_at is None
        and home is not None
        and plan.area_code in ("", home.area_code)
        and _is_sample_shown()
    )


def _is_sample_shown() -> bool:
    try:
        return queries.is_sample_shown()
    except UserError:
        # Settings or data that cannot be read: the frame of the page says which.
        return False


def fetch_action(listing: Listing, action_id: int) -> ActionView:
    """One action of a listing with its history and changes, simulated ones where the listing shows them."""
    of = fetch_board()
    view = reading.read_action(of, action_id, listing.today)
    if not is_simulated(listing.plan):
        return view
    plan_id = listing.plan.id
    return simulate_view(view, _list_actions(of, plan_id, listing.today, True), _list_published(of, plan_id))


def note_simulated_start(action: ActionRow, source: str) -> ActionRow:
    """An action as its effect is looked at: a completed one of simulated record with a simulated start.

    Says so on the page. Any other stays as it is. source: of recorded crime.
    """
    start = find_simulated_start(action, queries.loaded(queries.area().force_slug)[source].months)
    if start is None:
        return action
    messages.note(describe_simulated_start(action, start))
    return action._replace(started=start)


def fetch_details(plan: Plan) -> Mapping[int, ActionDetails]:
    """What every action of a plan holds beside its wording, by its id; one that holds nothing is left out."""
    return _list_details(fetch_board(), plan.id)


def fetch_crime_types() -> Mapping[str, Measure]:
    """The crime types by code; none while their table cannot be read, which the frame of the page says."""
    try:
        return read_catalogue().measures
    except UserError:
        return {}


def fetch_directory() -> Directory:
    """The agencies in force, by which a name of the plan is spelt out."""
    return _read_directory(fetch_board())


def fetch_former_names() -> dict[str, str]:
    """Short names that agencies have or had, each with a name of the plan that it stood for."""
    return _list_former_names(fetch_board())


def fetch_terms() -> Mapping[str, str]:
    """What abbreviations stand for: those of the agencies, by the directory, before all others.

    Those of the reference table alone where the board cannot be read.
    """
    table = abbreviations.read_table()
    directory = read_if_there(_read_directory)
    return directory.list_terms(table) if directory else table


def fetch_listing_in_force() -> Listing | None:
    """The actions of the plan in force, for a page about crime; None where there is none or it is away."""
    return read_if_there(_list_in_force)


def _list_in_force(of: Board) -> Listing | None:
    plan = find_plan_in_force(list_own_plans(of), of.today())
    return fetch_listing(plan) if plan else None


def list_own_plans(of: Board) -> tuple[Plan, ...]:
    """The plans of home, the latest first; all of them while the settings cannot be used."""
    plans, home = reading.list_plans(of), find_home()
    return list_own(plans, home.area_code) if home else plans


@dataclass(frozen=True)
class Changes:
    """What came to the actions of a plan after an instant, and the edits by which some were added."""

    movements: Sequence[Movement]
    added: Sequence[RecordedEdit]


def fetch_changes(plan: Plan, since: datetime) -> Changes:
    """What changed in a plan after an instant, with its zone; actions that were retired count too.

    A simulated update counts by the day of the board: find_plan_instant().
    """
    of = fetch_board()
    listing = fetch_listing(plan, retired=True)
    if not listing.has_simulated:
        return _list_changes(of, plan.id, since, of.today())
    instant = find_plan_instant(since, of.today(), listing.today)
    return _list_changes_beside_simulated(of, plan.id, since, listing.today, instant)


@keep_while(_plan_stamp, maxsize=4)
def _list_changes(of: Board, plan_id: int, since: datetime, today: date) -> Changes:
    edits = reading.list_edits_since(of, plan_id, since)
    entries_of_changed = reading.list_updates_of_changed(of, plan_id, since)
    actions = _list_actions(of, plan_id, today, True).actions
    return Changes(list_movements(actions, entries_of_changed, edits, since), list_added(edits))


@keep_while(_simulation_stamp, maxsize=4)
def _list_changes_beside_simulated(
    of: Board, plan_id: int, since: datetime, today: date, instant: datetime
) -> Changes:
    """instant: from which on a simulated update counts."""
    actions = _simulate(of, plan_id, today, True).actions
    # Seen in the middle of its year, a plan was not published a moment ago.
    edits = [
        edit
        for edit in reading.list_edits_since(of, plan_id, since)
        if not (edit.what == "added" and edit.who == seed.AUTHOR)
    ]
    entries_of_plan = (
        *_simulate_history(of, plan_id, today),
        *reading.list_updates_of_changed(of, plan_id, since),
    )
    moved = {
        movement.action.id: movement
        for is_of_simulated, start in ((True, instant), (False, since))
        for movement in list_movements(
            [each for each in actions if bool(each.latest and each.latest.is_simulated) is is_of_simulated],
            entries_of_plan,
            edits,
            start,
        )
    }
    return Changes([moved[action.id] for action in actions if action.id in moved], list_added(edits))
