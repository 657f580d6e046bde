"""Simulated updates of two quarters: a plan beside the sample is seen in the middle of its year. Pure.

They are worked out from the plan's own words, the same every time, and stored nowhere. An action has either
a real record or a simulated one: the first real update takes the place of all that is simulated of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import (
    SIMULATED,
    ActionRow,
    ActionView,
    Entry,
    Listing,
    Plan,
    Update,
)
from csp.topics.action_plan.store.status import Quarter, Status, is_overdue, lacks_update, list_quarters

AUTHOR = "Simulated updates"
# Of a hundred actions, how many stand how in the quarter that is reported on; the rest have no report.
_SHARES = (
    (Status.ON_TRACK, 52),
    (Status.COMPLETE, 12),
    (Status.AT_RISK, 16),
    (Status.OFF_TRACK, 8),
    (Status.NOT_STARTED, 4),
)
_WORDS = {
    Status.ON_TRACK: "Work goes on as agreed",
    Status.COMPLETE: "Done as agreed",
    Status.AT_RISK: "Behind, because people were needed elsewhere",
    Status.OFF_TRACK: "Stands still until there is money for it",
    Status.NOT_STARTED: "Not begun yet",
}
# How one stands that is past its day.
_LATE = (Status.OFF_TRACK, Status.COMPLETE)
NOTHING = ActionDetails()
# Before the end of the quarter, so that some reports are in and some are still to come.
_BEFORE_END = timedelta(days=25)


def find_board_day(plan: Plan, today: date, is_simulated: bool) -> date:
    """The day that a plan is seen on: today, or beside simulated updates a fixed one in its third quarter."""
    quarters = list_quarters(plan.start, plan.end, plan.start.month)
    return quarters[min(2, len(quarters) - 1)].end - _BEFORE_END if is_simulated else today


def simulate_listing(
    listing: Listing, details: Mapping[int, ActionDetails], published: Collection[int]
) -> Listing:
    """A plan with simulated updates where a published action has no real one.

    listing: as seen on find_board_day(). published: the ids of the actions that the published plan has; what
    people have added is theirs, and nothing is simulated of it.
    """
    actions = tuple(
        _simulate_action(action, listing, details.get(action.id, NOTHING), published)
        for action in listing.actions
    )
    has_simulated = any(action.latest and action.latest.is_simulated for action in actions)
    return replace(listing, actions=actions, has_simulated=has_simulated)


def simulate_view(view: ActionView, listing: Listing, published: Collection[int]) -> ActionView:
    """One action with its simulated history, where it has no real one. listing: its plan on that day.

    What was reported and withdrawn stays in its history.
    """
    if not _lacks_record(view.action, published):
        return view
    details = ActionDetails(measures=view.measures)
    entries = tuple(simulate_entries(view.action, listing, details))
    action = _simulate_action(view.action, listing, details, published)
    return replace(view, action=action, history=(*entries, *view.history))


def simulate_history(
    listing: Listing, details: Mapping[int, ActionDetails], published: Collection[int]
) -> list[Entry]:
    """Every simulated update of a plan, oldest first. The arguments are those of simulate_listing()."""
    entries = [
        entry
        for action in listing.actions
        if _lacks_record(action, published)
        for entry in simulate_entries(action, listing, details.get(action.id, NOTHING))
    ]
    return sorted(entries, key=lambda entry: entry.update.at)


def list_simulated(listing: Listing) -> list[ActionRow]:
    """The actions whose record is simulated: where there is one, a page says "simulated updates"."""
    if not listing.has_simulated:
        return []
    return [action for action in listing.actions if action.latest and action.latest.is_simulated]


def find_plan_instant(since: datetime, today: date, board_day: date) -> datetime:
    """The instant from which on a simulated update counts as new, where a reader asks for one.

    An instant of the plan's year is taken as it is. A later one is of the reader's own days: it is as long
    before the day of the board as it is before today.
    """
    return since if since.date() <= board_day else since - (today - board_day)


def find_simulated_start(action: ActionRow, months: Collection[date]) -> date | None:
    """When a completed action counts as begun, whose record is simulated; None for any other.

    months: those that are loaded. Its own start is later than all of them, so nothing could be said of what
    came of it. The one in the middle has as many before it as after.
    """
    if action.latest is None or not (action.latest.is_simulated and action.status is Status.COMPLETE):
        return None
    ordered = sorted(months)
    if not ordered or (action.started is not None and action.started <= ordered[-1]):
        return None
    return ordered[len(ordered) // 2]


def _lacks_record(action: ActionRow, published: Collection[int]) -> bool:
    return action.latest is None and action.retired_at is None and action.id in published


def _simulate_action(
    action: ActionRow, listing: Listing, details: ActionDetails, published: Collection[int]
) -> ActionRow:
    entries = simulate_entries(action, listing, details) if _lacks_record(action, published) else []
    if not entries:
        return action
    statuses = {entry.update.quarter: entry.update.status for entry in entries}
    marks = tuple(statuses.get(quarter) for quarter in listing.quarters)
    latest = entries[-1].update
    late = is_overdue(action.due_date, listing.today, latest.status)
    lacking = lacks_update(marks[-1], latest.status)
    return action._replace(latest=latest, marks=marks, overdue=late, no_update=lacking)


def simulate_entries(action: ActionRow, listing: Listing, details: ActionDetails) -> list[Entry]:
    """The simulated reports of an action, for the quarter before the one reported on and for that one."""
    drawn = _draw(action.ref, "report") % 100
    now = _pick_status(drawn, action, listing.today)
    before = {Status.COMPLETE: Status.ON_TRACK, Status.OFF_TRACK: Status.AT_RISK}.get(now, Status.ON_TRACK)
    first, second = listing.quarter.shift(-1), listing.quarter
    reports = [(first, Status.NOT_STARTED if now is Status.NOT_STARTED else before)]
    # Some have not reported yet: those are what the board reminds of.
    if drawn < sum(share for _, share in _SHARES) or now in _LATE:
        reports.append((second, now))
    return [
        _make_entry(action, listing, quarter, status, _draw_values(action, quarter == second, now, details))
        for quarter, status in reports
        if quarter.start >= listing.plan.start
    ]


def _pick_status(drawn: int, action: ActionRow, today: date) -> Status:
    """By its draw, whatever the other actions are; one that is past its day is done or late."""
    if action.due_date is not None and action.due_date < today:
        return _LATE[_draw(action.ref, "day") % 2]
    for status, share in _SHARES:
        if drawn < share:
            return status
        drawn -= share
    return Status.ON_TRACK


def _make_entry(
    action: ActionRow,
    listing: Listing,
    quarter: Quarter,
    status: Status,
    values: Mapping[str, tuple[str, float]],
) -> Entry:
    """A report. values: by the key of a measure, its name and the number."""
    counted = [f"{name}: {value:g}" for name, value in values.values()]
    note = f"Simulated. {_WORDS[status]}." + (f" {'; '.join(counted)}." if counted else "")
    day = min(quarter.end + timedelta(days=5), listing.today - timedelta(days=1))
    update = Update(
        id=f"{SIMULATED}{action.ref}-{quarter.start.isoformat()}",
        action_id=action.id,
        version=action.version,
        who=AUTHOR,
        at=datetime.combine(day, time(12), UTC),
        quarter=quarter,
        status=status,
        note=note,
        measure_value=next(iter(values.values()))[1] if len(values) == 1 else None,
        evidence_link="",
        corrects=None,
    )
    return Entry(
        update, listing.plan.label, action.ref, None, {key: value for key, (_, value) in values.items()}
    )


def _draw_values(
    action: ActionRow, is_latest: bool, now: Status, details: ActionDetails
) -> dict[str, tuple[str, float]]:
    """A number of each measure by its key: up in the latest quarter where the work goes on, else down."""
    if now is Status.NOT_STARTED:
        return {}
    values = {}
    for held in details.measures:
        name = held.content.name
        number = 8 + _draw(action.ref, name) % 40
        if is_latest:
            size = 15 + _draw(action.ref, name, "change") % 35
            number += (number * size // 100 or 1) * (-1 if now in (Status.AT_RISK, Status.OFF_TRACK) else 1)
        values[held.key] = (name, float(number))
    return values


def _draw(*words: str) -> int:
    """A number that follows from words alone: the same on every machine."""
    return int.from_bytes(hashlib.sha256("|".join(words).encode()).digest()[:4])
